package metrics

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestCountsByMethodRouteAndStatus(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /socks/{id}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") == "none" {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	handler := Count("catalogue", mux)
	for _, path := range []string{"/socks/a", "/socks/b", "/socks/none", "/elsewhere"} {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{
		`request_duration_seconds_count{service="catalogue",method="GET",route="/socks/{id}",status_code="200"} 2`,
		`request_duration_seconds_count{service="catalogue",method="GET",route="/socks/{id}",status_code="404"} 1`,
		`request_duration_seconds_count{service="catalogue",method="GET",route="none",status_code="404"} 1`,
	} {
		if !strings.Contains(recorder.Body.String(), line+"\n") {
			t.Errorf("missing %s in:\n%s", line, recorder.Body)
		}
	}
}
