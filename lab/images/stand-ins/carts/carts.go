// Package carts plays the Sock Shop's carts from memory: its carts end with its process, and one replica has them all.
package carts

import (
	"crypto/rand"
	"net/http"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// Item is one line of a cart.
type Item struct {
	ID        string  `json:"id"`
	ItemID    string  `json:"itemId"`
	Quantity  int     `json:"quantity"`
	UnitPrice float64 `json:"unitPrice"`
}

// Handler answers the carts' paths.
func Handler() http.Handler {
	carts := &shelf{carts: map[string][]Item{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /carts/{customer}", carts.show)
	mux.HandleFunc("DELETE /carts/{customer}", carts.clear)
	mux.HandleFunc("GET /carts/{customer}/merge", carts.merge)
	mux.HandleFunc("GET /carts/{customer}/items", carts.items)
	mux.HandleFunc("POST /carts/{customer}/items", carts.add)
	mux.HandleFunc("PATCH /carts/{customer}/items", carts.change)
	mux.HandleFunc("GET /carts/{customer}/items/{item}", carts.item)
	mux.HandleFunc("DELETE /carts/{customer}/items/{item}", carts.remove)
	health.Handle(mux, "carts", "carts-db")
	return metrics.Count("carts", mux)
}

func (s *shelf) show(w http.ResponseWriter, r *http.Request) {
	reply.JSON(w, http.StatusOK, map[string]string{"customerId": r.PathValue("customer")})
}

func (s *shelf) clear(w http.ResponseWriter, r *http.Request) {
	s.take(r.PathValue("customer"))
	w.WriteHeader(http.StatusAccepted)
}

// merge moves what somebody put into a cart before logging in to the cart of the customer they turned out to be.
func (s *shelf) merge(w http.ResponseWriter, r *http.Request) {
	customer, session := r.PathValue("customer"), r.URL.Query().Get("sessionId")
	if session != customer {
		for _, item := range s.take(session) {
			s.put(customer, item)
		}
	}
	w.WriteHeader(http.StatusAccepted)
}

func (s *shelf) items(w http.ResponseWriter, r *http.Request) {
	reply.JSON(w, http.StatusOK, s.list(r.PathValue("customer")))
}

func (s *shelf) item(w http.ResponseWriter, r *http.Request) {
	for _, item := range s.list(r.PathValue("customer")) {
		if item.ItemID == r.PathValue("item") {
			reply.JSON(w, http.StatusOK, item)
			return
		}
	}
	reply.Fail(w, http.StatusNotFound, "no such item in the cart")
}

func (s *shelf) add(w http.ResponseWriter, r *http.Request) {
	item, ok := readItem(w, r)
	if !ok {
		return
	}
	item.ID = rand.Text()
	reply.JSON(w, http.StatusCreated, s.put(r.PathValue("customer"), item))
}

func (s *shelf) change(w http.ResponseWriter, r *http.Request) {
	item, ok := readItem(w, r)
	if !ok {
		return
	}
	item.ID = rand.Text()
	s.replace(r.PathValue("customer"), item)
	w.WriteHeader(http.StatusAccepted)
}

func (s *shelf) remove(w http.ResponseWriter, r *http.Request) {
	s.replace(r.PathValue("customer"), Item{ItemID: r.PathValue("item")})
	w.WriteHeader(http.StatusAccepted)
}

func readItem(w http.ResponseWriter, r *http.Request) (Item, bool) {
	item := Item{Quantity: 1}
	if !reply.Read(w, r, &item) {
		return item, false
	}
	if item.ItemID == "" || item.Quantity < 0 {
		reply.Fail(w, http.StatusBadRequest, "an item needs an itemId and a quantity of 0 or more")
		return item, false
	}
	return item, true
}
