package frontend

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"sock-shop.lab/stand-ins/reply"
)

func (s *shop) login(w http.ResponseWriter, r *http.Request) {
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, s.user.base+"/login", nil)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	request.Header.Set("Authorization", r.Header.Get("Authorization"))
	var known struct{ User struct{ ID string } }
	got, err := s.user.send(request)
	if err == nil {
		err = got.decode(&known)
	}
	if err != nil || known.User.ID == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if s.enter(w, r, known.User.ID) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "Cookie is set")
	}
}

func (s *shop) register(w http.ResponseWriter, r *http.Request) {
	var wanted json.RawMessage
	if !reply.Read(w, r, &wanted) {
		return
	}
	var made struct {
		ID string `json:"id"`
	}
	got, err := s.user.call(r.Context(), http.MethodPost, "/register", wanted)
	if err == nil {
		err = got.decode(&made)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	if s.enter(w, r, made.ID) {
		reply.JSON(w, http.StatusOK, made)
	}
}

// enter logs a customer in and hands them the cart they filled before; without that cart they are logged in as well.
func (s *shop) enter(w http.ResponseWriter, r *http.Request, customer string) bool {
	session, err := s.sessions.of(w, r)
	if err == nil {
		err = s.sessions.logIn(w, r, session, customer)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return false
	}
	_, _ = s.carts.call(r.Context(), http.MethodGet,
		"/carts/"+url.PathEscape(customer)+"/merge?sessionId="+url.QueryEscape(session.ID), nil)
	return true
}

// ownCustomer answers for the customer of the session, whatever id was asked for.
func (s *shop) ownCustomer(w http.ResponseWriter, r *http.Request) {
	session, err := s.sessions.of(w, r)
	var got answer
	if err == nil {
		got, err = s.user.call(r.Context(), http.MethodGet, "/customers/"+url.PathEscape(owner(r, session)), nil)
	}
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	pass(w, http.StatusOK, got.body)
}

// create makes a customer, or an address or card for the customer of the session.
func (s *shop) create(w http.ResponseWriter, r *http.Request) {
	var wanted map[string]any
	if !reply.Read(w, r, &wanted) {
		return
	}
	if wanted == nil {
		fail(w, http.StatusBadRequest, errors.New("an object is expected"))
		return
	}
	if r.URL.Path != "/customers" {
		session, err := s.sessions.of(w, r)
		if err != nil {
			fail(w, http.StatusInternalServerError, err)
			return
		}
		wanted["userID"] = owner(r, session)
	}
	got, err := s.user.call(r.Context(), http.MethodPost, r.URL.Path, wanted)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	pass(w, http.StatusOK, got.body)
}

// owned is what user embeds in its lists of a customer's addresses and cards.
type owned struct {
	Embedded struct {
		Address []json.RawMessage
		Card    []struct{ LongNum string }
	} `json:"_embedded"`
}

func (s *shop) ownedBy(ctx context.Context, customer, kind string) (owned, error) {
	var found owned
	err := s.user.get(ctx, "/customers/"+url.PathEscape(customer)+"/"+kind, &found)
	return found, err
}

// none is how front-end says that there is no address or card: with 200.
var none = map[string]int{"status_code": http.StatusInternalServerError}

func (s *shop) card(w http.ResponseWriter, r *http.Request) {
	session, err := s.sessions.of(w, r)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	found, err := s.ownedBy(r.Context(), owner(r, session), "cards")
	if err != nil || len(found.Embedded.Card) == 0 {
		reply.JSON(w, http.StatusOK, none)
		return
	}
	number := found.Embedded.Card[0].LongNum
	reply.JSON(w, http.StatusOK, map[string]string{"number": number[max(0, len(number)-4):]})
}

func (s *shop) address(w http.ResponseWriter, r *http.Request) {
	session, err := s.sessions.of(w, r)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	found, err := s.ownedBy(r.Context(), owner(r, session), "addresses")
	if err != nil || len(found.Embedded.Address) == 0 {
		reply.JSON(w, http.StatusOK, none)
		return
	}
	reply.JSON(w, http.StatusOK, found.Embedded.Address[0])
}
