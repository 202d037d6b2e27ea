// Package queuemaster plays the Sock Shop's queue-master, which nobody calls; the stand-in reads no queue.
package queuemaster

import (
	"net/http"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
)

// Handler answers the queue-master's paths. Its metrics are at /prometheus, as in the real image.
func Handler() http.Handler {
	mux := http.NewServeMux()
	health.Handle(mux, "queue-master", "queue-master-rabbitmq")
	return metrics.Count("queue-master", mux, "/prometheus")
}
