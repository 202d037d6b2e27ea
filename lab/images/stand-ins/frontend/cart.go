package frontend

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"sock-shop.lab/stand-ins/reply"
)

// cartOf is the path of the browser's cart at the carts service; where there is no session, that is answered.
func (s *shop) cartOf(w http.ResponseWriter, r *http.Request) (string, bool) {
	session, err := s.sessions.of(w, r)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return "", false
	}
	return "/carts/" + url.PathEscape(owner(r, session)), true
}

// ask passes on what carts answers, with its status.
func (s *shop) ask(w http.ResponseWriter, r *http.Request, method, path string) {
	got, err := s.carts.call(r.Context(), method, path, nil)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	pass(w, got.status, got.body)
}

func (s *shop) showCart(w http.ResponseWriter, r *http.Request) {
	if cart, ok := s.cartOf(w, r); ok {
		s.ask(w, r, http.MethodGet, cart+"/items")
	}
}

func (s *shop) clearCart(w http.ResponseWriter, r *http.Request) {
	if cart, ok := s.cartOf(w, r); ok {
		s.ask(w, r, http.MethodDelete, cart)
	}
}

func (s *shop) removeFromCart(w http.ResponseWriter, r *http.Request) {
	if cart, ok := s.cartOf(w, r); ok {
		s.ask(w, r, http.MethodDelete, cart+"/items/"+url.PathEscape(r.PathValue("item")))
	}
}

// line is what a page says about a line of the cart.
type line struct {
	ID       string `json:"id"`
	Quantity *int   `json:"quantity"`
}

func (s *shop) addToCart(w http.ResponseWriter, r *http.Request) {
	s.changeCart(w, r, http.MethodPost, http.StatusCreated)
}

func (s *shop) updateCart(w http.ResponseWriter, r *http.Request) {
	s.changeCart(w, r, http.MethodPatch, http.StatusAccepted)
}

// changeCart asks catalogue for the price, then carts to keep the line, and answers done if carts said done.
func (s *shop) changeCart(w http.ResponseWriter, r *http.Request, method string, done int) {
	var wanted line
	if !reply.Read(w, r, &wanted) {
		return
	}
	if wanted.ID == "" {
		fail(w, http.StatusBadRequest, errors.New("must pass the id of an item to add"))
		return
	}
	cart, ok := s.cartOf(w, r)
	if !ok {
		return
	}
	var sock struct {
		ID    string
		Price float64
	}
	if err := s.catalogue.get(r.Context(), "/catalogue/"+url.PathEscape(wanted.ID), &sock); err != nil {
		fail(w, http.StatusInternalServerError, fmt.Errorf("catalogue %w", err))
		return
	}
	item := map[string]any{"itemId": sock.ID, "unitPrice": sock.Price}
	if wanted.Quantity != nil {
		item["quantity"] = *wanted.Quantity
	}
	got, err := s.carts.call(r.Context(), method, cart+"/items", item)
	if err == nil && got.status != done {
		err = fmt.Errorf("unable to change the cart: carts answered %d", got.status)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	w.WriteHeader(done)
}
