// Package health answers GET /health as the shop's services do: always 200.
package health

import (
	"net/http"
	"time"

	"sock-shop.lab/stand-ins/reply"
)

type entry struct {
	Service string `json:"service"`
	Status  string `json:"status"`
	Time    string `json:"time"`
}

// Handle adds the path. A database or broker is listed as the real service lists it, but a stand-in never asks it.
func Handle(mux *http.ServeMux, service string, behind ...string) {
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		now := time.Now().UTC().Format(time.RFC3339Nano)
		entries := []entry{{service, "OK", now}}
		for _, name := range behind {
			entries = append(entries, entry{name, "not used by the stand-in", now})
		}
		reply.JSON(w, http.StatusOK, map[string]any{"health": entries})
	})
}
