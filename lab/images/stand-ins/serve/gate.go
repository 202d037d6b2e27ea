package serve

import (
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// gate stands before the handler and knows when the last request came.
type gate struct {
	handler  http.Handler
	draining atomic.Bool
	last     atomic.Int64
}

func newGate(handler http.Handler) *gate {
	return &gate{handler: handler}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !isProbe(r) {
		g.last.Store(time.Now().UnixNano())
	}
	if g.draining.Load() {
		w.Header().Set("Connection", "close")
	}
	g.handler.ServeHTTP(w, r)
}

// isProbe tells the kubelet, which goes on probing a leaving pod, from a caller that must not be lost.
func isProbe(r *http.Request) bool {
	return strings.HasPrefix(r.UserAgent(), "kube-probe/")
}

// drain returns when the server has been quiet for long enough.
func (g *gate) drain(drain Drain) {
	g.draining.Store(true)
	now := time.Now()
	limit := now.Add(drain.Limit)
	g.last.Store(now.UnixNano())
	for {
		end := time.Unix(0, g.last.Load()).Add(drain.Quiet)
		if end.After(limit) {
			end = limit
		}
		left := time.Until(end)
		if left <= 0 {
			return
		}
		time.Sleep(left)
	}
}
