// Package metrics counts at the receiver what arrived, in Prometheus' text format.
package metrics

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

type series struct {
	method, route string
	status        int
}

type tally struct {
	count   int
	seconds float64
}

// Requests counts the answers of one service by method, route and status.
type Requests struct {
	service string
	mutex   sync.Mutex
	tallies map[series]tally
}

// Count wraps a service's mux so that every answer is counted, and adds GET /metrics and the given further paths to it.
func Count(service string, mux *http.ServeMux, paths ...string) http.Handler {
	requests := &Requests{service: service, tallies: map[series]tally{}}
	for _, path := range append(paths, "/metrics") {
		mux.HandleFunc("GET "+path, requests.write)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		mux.ServeHTTP(seen, r)
		requests.add(series{r.Method, route(r.Pattern), seen.status}, time.Since(start))
	})
}

// route is a mux pattern without its method.
func route(pattern string) string {
	if _, path, found := strings.Cut(pattern, " "); found {
		return path
	}
	if pattern == "" {
		return "none"
	}
	return pattern
}

func (q *Requests) add(key series, took time.Duration) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	t := q.tallies[key]
	q.tallies[key] = tally{t.count + 1, t.seconds + took.Seconds()}
}

func (q *Requests) write(w http.ResponseWriter, _ *http.Request) {
	q.mutex.Lock()
	tallies := maps.Clone(q.tallies)
	q.mutex.Unlock()
	keys := slices.SortedFunc(maps.Keys(tallies), func(a, b series) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	fmt.Fprintln(w, "# HELP request_duration_seconds Time spent answering, by method, route and status.")
	fmt.Fprintln(w, "# TYPE request_duration_seconds summary")
	for _, key := range keys {
		labels := fmt.Sprintf(`{service=%q,method=%q,route=%q,status_code="%d"}`, q.service, key.method, key.route, key.status)
		fmt.Fprintf(w, "request_duration_seconds_sum%s %g\n", labels, tallies[key].seconds)
		fmt.Fprintf(w, "request_duration_seconds_count%s %d\n", labels, tallies[key].count)
	}
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
