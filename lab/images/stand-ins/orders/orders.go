// Package orders plays the Sock Shop's orders from memory: its orders end with its process, and one replica has them all.
package orders

import (
	"crypto/rand"
	"net/http"
	"slices"
	"sync"
	"time"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// Order is one purchase, in the real service's shape. Whom it was for is kept as their services told it.
type Order struct {
	ID         string          `json:"id"`
	CustomerID string          `json:"customerId"`
	Customer   map[string]any  `json:"customer"`
	Address    map[string]any  `json:"address"`
	Card       map[string]any  `json:"card"`
	Items      []Item          `json:"items"`
	Shipment   Shipment        `json:"shipment"`
	Date       string          `json:"date"`
	Total      float64         `json:"total"`
	Links      map[string]link `json:"_links"`
}

// Item is a line of the cart that was bought.
type Item struct {
	ID        string  `json:"id"`
	ItemID    string  `json:"itemId"`
	Quantity  int     `json:"quantity"`
	UnitPrice float64 `json:"unitPrice"`
}

// Shipment is what the shipping service is asked to send.
type Shipment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type link struct {
	Href string `json:"href"`
}

type service struct {
	shop   partners
	mutex  sync.Mutex
	orders []Order
}

// Handler answers the orders' paths, asking payment and shipping at these addresses, such as http://payment.
func Handler(payment, shipping string) http.Handler {
	s := &service{shop: partners{payment, shipping, &http.Client{Timeout: callTime}}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /orders", s.place)
	mux.HandleFunc("GET /orders", s.list)
	mux.HandleFunc("GET /orders/search/customerId", s.search)
	mux.HandleFunc("GET /orders/{id}", s.one)
	health.Handle(mux, "orders", "orders-db")
	return metrics.Count("orders", mux)
}

func (s *service) place(w http.ResponseWriter, r *http.Request) {
	var wanted purchase
	if !reply.Read(w, r, &wanted) {
		return
	}
	order, refusal := s.shop.buy(r.Context(), wanted)
	if refusal != nil {
		reply.JSON(w, refusal.status, map[string]any{
			"timestamp": time.Now().UnixMilli(), "status": refusal.status, "error": http.StatusText(refusal.status),
			"message": refusal.message, "path": "/orders",
		})
		return
	}
	order.ID = rand.Text()
	order.Date = time.Now().UTC().Format("2006-01-02T15:04:05.000+0000")
	order.Links = map[string]link{"self": {"http://orders/orders/" + order.ID}}
	s.mutex.Lock()
	s.orders = append(s.orders, *order)
	s.mutex.Unlock()
	reply.JSON(w, http.StatusCreated, order)
}

// matching lists orders, the newest first.
func (s *service) matching(keep func(Order) bool) []Order {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	found := []Order{}
	for _, order := range slices.Backward(s.orders) {
		if keep(order) {
			found = append(found, order)
		}
	}
	return found
}

func hal(orders []Order) map[string]any {
	return map[string]any{"_embedded": map[string]any{"customerOrders": orders}}
}

func (s *service) list(w http.ResponseWriter, _ *http.Request) {
	found := s.matching(func(Order) bool { return true })
	answer := hal(found)
	answer["page"] = map[string]int{"size": len(found), "totalElements": len(found), "totalPages": 1, "number": 0}
	reply.As(w, "application/hal+json", http.StatusOK, answer)
}

func (s *service) search(w http.ResponseWriter, r *http.Request) {
	customer := r.URL.Query().Get("custId")
	found := s.matching(func(order Order) bool { return order.CustomerID == customer })
	reply.As(w, "application/hal+json", http.StatusOK, hal(found))
}

func (s *service) one(w http.ResponseWriter, r *http.Request) {
	found := s.matching(func(order Order) bool { return order.ID == r.PathValue("id") })
	if len(found) == 0 {
		reply.Fail(w, http.StatusNotFound, "no such order")
		return
	}
	reply.As(w, "application/hal+json", http.StatusOK, found[0])
}
