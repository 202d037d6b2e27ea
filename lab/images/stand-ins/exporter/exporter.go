// Package exporter plays the RabbitMQ exporter: it has metrics of its own answers, and none of the broker, which has none.
package exporter

import (
	"io"
	"net/http"

	"sock-shop.lab/stand-ins/metrics"
)

// Handler answers the exporter's paths.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<title>exporter</title>A stand-in for the RabbitMQ exporter: <a href="/metrics">metrics</a>`)
	})
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "OK") })
	return metrics.Count("rabbitmq-exporter", mux)
}
