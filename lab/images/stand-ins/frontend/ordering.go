package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"sock-shop.lab/stand-ins/reply"
)

// customer is who is logged in; where nobody is, that is answered.
func (s *shop) customer(w http.ResponseWriter, r *http.Request) (string, bool) {
	session, err := s.sessions.of(w, r)
	if err == nil && !loggedIn(r, session) {
		err = errors.New("User not logged in.")
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return "", false
	}
	return session.CustomerID, true
}

// listOrders answers 201 to a question: so does the real front-end.
func (s *shop) listOrders(w http.ResponseWriter, r *http.Request) {
	customer, ok := s.customer(w, r)
	if !ok {
		return
	}
	found := struct {
		Embedded struct {
			CustomerOrders []json.RawMessage
		} `json:"_embedded"`
	}{}
	got, err := s.orders.call(r.Context(), http.MethodGet, "/orders/search/customerId?sort=date&custId="+url.QueryEscape(customer), nil)
	if err == nil && got.status != http.StatusNotFound {
		err = got.decode(&found)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	reply.JSON(w, http.StatusCreated, append([]json.RawMessage{}, found.Embedded.CustomerOrders...))
}

func (s *shop) placeOrder(w http.ResponseWriter, r *http.Request) {
	customer, ok := s.customer(w, r)
	if !ok {
		return
	}
	order, err := s.order(r.Context(), customer)
	var got answer
	if err == nil {
		got, err = s.orders.call(r.Context(), http.MethodPost, "/orders", order)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(got.status)
	_, _ = w.Write(got.body)
}

type links map[string]struct{ Href string }

// order says where the orders service finds customer, address, card and items; what is missing stays empty.
func (s *shop) order(ctx context.Context, customer string) (map[string]string, error) {
	var who struct {
		Links links `json:"_links"`
	}
	if err := s.user.get(ctx, "/customers/"+url.PathEscape(customer), &who); err != nil {
		return nil, fmt.Errorf("user %w", err)
	}
	order := map[string]string{
		"customer": who.Links["customer"].Href,
		"items":    s.carts.base + "/carts/" + url.PathEscape(customer) + "/items",
	}
	for part, list := range map[string]string{"address": "addresses", "card": "cards"} {
		self, err := s.first(ctx, who.Links[list].Href)
		if err != nil {
			return nil, fmt.Errorf("user %w", err)
		}
		order[part] = self
	}
	return order, nil
}

// first follows a link to a list and returns the link of its first entry, if it has any.
func (s *shop) first(ctx context.Context, href string) (string, error) {
	var list struct {
		Embedded map[string][]struct {
			Links links `json:"_links"`
		} `json:"_embedded"`
	}
	if err := (backend{href, s.user.client}).get(ctx, "", &list); err != nil {
		return "", err
	}
	for _, entries := range list.Embedded {
		if len(entries) > 0 {
			return entries[0].Links["self"].Href, nil
		}
	}
	return "", nil
}
