// Package payment plays the Sock Shop's payment service: it authorises what costs no more than its limit.
package payment

import (
	"fmt"
	"net/http"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// limit is the real service's default: "Holy" and its shipping cost more.
const limit = 100.0

// Authorisation is the answer to POST /paymentAuth.
type Authorisation struct {
	Authorised bool   `json:"authorised"`
	Message    string `json:"message"`
}

// Handler answers the payment service's paths.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /paymentAuth", authorise)
	health.Handle(mux, "payment")
	return metrics.Count("payment", mux)
}

func authorise(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Amount float64 `json:"amount"`
	}
	if !reply.Read(w, r, &asked) {
		return
	}
	switch {
	case asked.Amount <= 0:
		reply.Fail(w, http.StatusInternalServerError, "Invalid payment amount")
	case asked.Amount > limit:
		reply.JSON(w, http.StatusOK, Authorisation{false, fmt.Sprintf("Payment declined: amount exceeds %.2f", limit)})
	default:
		reply.JSON(w, http.StatusOK, Authorisation{true, "Payment authorised"})
	}
}
