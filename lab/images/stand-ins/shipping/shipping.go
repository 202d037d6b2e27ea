// Package shipping plays the Sock Shop's shipping service, which accepts every shipment; the stand-in queues none.
package shipping

import (
	"io"
	"net/http"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// Shipment is what an order hands over.
type Shipment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Handler answers the shipping service's paths.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /shipping", accept)
	mux.HandleFunc("GET /shipping", list)
	mux.HandleFunc("GET /shipping/{id}", one)
	health.Handle(mux, "shipping", "shipping-rabbitmq")
	return metrics.Count("shipping", mux)
}

func accept(w http.ResponseWriter, r *http.Request) {
	var shipment Shipment
	if reply.Read(w, r, &shipment) {
		reply.JSON(w, http.StatusCreated, shipment)
	}
}

func list(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "GET ALL Shipping Resource.")
}

func one(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "GET Shipping Resource with id: "+r.PathValue("id"))
}
