// Package user plays the Sock Shop's user service from memory: who registers is forgotten when the process ends.
package user

import (
	"net/http"
	"slices"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

type service struct {
	people *register
	links  linker
}

// Handler answers the user service's paths.
// base is the address under which other services reach this one, such as http://user: links begin with it.
func Handler(base string) http.Handler {
	s := &service{seeded(), linker{base}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("POST /register", s.register)
	mux.HandleFunc("POST /customers", s.register)
	mux.HandleFunc("POST /addresses", s.addAddress)
	mux.HandleFunc("POST /cards", s.addCard)
	mux.HandleFunc("GET /customers", s.listCustomers)
	mux.HandleFunc("GET /addresses", s.listAddresses)
	mux.HandleFunc("GET /cards", s.listCards)
	mux.HandleFunc("GET /customers/{id}", s.customer)
	mux.HandleFunc("GET /customers/{id}/addresses", s.addressesOf)
	mux.HandleFunc("GET /customers/{id}/cards", s.cardsOf)
	mux.HandleFunc("GET /addresses/{id}", s.address)
	mux.HandleFunc("GET /cards/{id}", s.card)
	for _, kind := range []string{"customers", "addresses", "cards"} {
		mux.HandleFunc("DELETE /"+kind+"/{id}", s.remove)
	}
	health.Handle(mux, "user", "user-db")
	return metrics.Count("user", mux)
}

func answer(w http.ResponseWriter, value any) {
	reply.As(w, "application/hal+json", http.StatusOK, value)
}

// login knows an unknown name (500) from a wrong password (401), as the real service does.
func (s *service) login(w http.ResponseWriter, r *http.Request) {
	name, password, given := r.BasicAuth()
	if !given {
		reply.Fail(w, http.StatusUnauthorized, "Unauthorized")
		return
	}
	found, there := s.people.customer(func(c *customer) bool { return c.Username == name })
	switch {
	case !there:
		reply.Fail(w, http.StatusInternalServerError, "not found")
	case found.Password != password:
		reply.Fail(w, http.StatusUnauthorized, "Unauthorized")
	default:
		answer(w, map[string]any{"user": s.links.customer(found)})
	}
}

func (s *service) register(w http.ResponseWriter, r *http.Request) {
	var wanted struct{ Username, Password, Email, FirstName, LastName string }
	if !reply.Read(w, r, &wanted) {
		return
	}
	if wanted.Username == "" || wanted.Password == "" {
		reply.Fail(w, http.StatusInternalServerError, "a username and a password are needed")
		return
	}
	id, added := s.people.addCustomer(customer{
		Username: wanted.Username, Password: wanted.Password, FirstName: wanted.FirstName, LastName: wanted.LastName,
	})
	if !added {
		reply.Fail(w, http.StatusInternalServerError, "this username is taken")
		return
	}
	answer(w, map[string]string{"id": id})
}

func (s *service) addAddress(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		address
		UserID string `json:"userID"`
	}
	if reply.Read(w, r, &wanted) {
		answer(w, map[string]string{"id": s.people.addAddress(wanted.UserID, wanted.address)})
	}
}

func (s *service) addCard(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		card
		UserID string `json:"userID"`
	}
	if reply.Read(w, r, &wanted) {
		answer(w, map[string]string{"id": s.people.addCard(wanted.UserID, wanted.card)})
	}
}

func (s *service) remove(w http.ResponseWriter, r *http.Request) {
	s.people.remove(r.PathValue("id"))
	answer(w, map[string]bool{"status": true})
}

func every[T any](*T) bool { return true }

func (s *service) listCustomers(w http.ResponseWriter, _ *http.Request) {
	s.people.mutex.Lock()
	defer s.people.mutex.Unlock()
	answer(w, embedded("customer", resources(s.people.customers, s.links.customer, every)))
}

func (s *service) listAddresses(w http.ResponseWriter, _ *http.Request) {
	s.showAddresses(w, every)
}

func (s *service) listCards(w http.ResponseWriter, _ *http.Request) {
	s.showCards(w, every)
}

func (s *service) showAddresses(w http.ResponseWriter, keep func(*address) bool) {
	s.people.mutex.Lock()
	defer s.people.mutex.Unlock()
	answer(w, embedded("address", resources(s.people.addresses, s.links.address, keep)))
}

func (s *service) showCards(w http.ResponseWriter, keep func(*card) bool) {
	s.people.mutex.Lock()
	defer s.people.mutex.Unlock()
	answer(w, embedded("card", resources(s.people.cards, s.links.card, keep)))
}

// ofPath finds the customer that the path names, or answers that there is none.
func (s *service) ofPath(w http.ResponseWriter, r *http.Request) (customer, bool) {
	found, there := s.people.customer(func(c *customer) bool { return c.ID == r.PathValue("id") })
	if !there {
		reply.Fail(w, http.StatusNotFound, "no such customer")
	}
	return found, there
}

func (s *service) customer(w http.ResponseWriter, r *http.Request) {
	if found, there := s.ofPath(w, r); there {
		answer(w, s.links.customer(found))
	}
}

func (s *service) addressesOf(w http.ResponseWriter, r *http.Request) {
	if found, there := s.ofPath(w, r); there {
		s.showAddresses(w, func(a *address) bool { return slices.Contains(found.Addresses, a.ID) })
	}
}

func (s *service) cardsOf(w http.ResponseWriter, r *http.Request) {
	if found, there := s.ofPath(w, r); there {
		s.showCards(w, func(k *card) bool { return slices.Contains(found.Cards, k.ID) })
	}
}

func (s *service) address(w http.ResponseWriter, r *http.Request) {
	s.people.mutex.Lock()
	found, there := find(s.people.addresses, func(a *address) bool { return a.ID == r.PathValue("id") })
	s.people.mutex.Unlock()
	if !there {
		reply.Fail(w, http.StatusNotFound, "no such address")
		return
	}
	answer(w, s.links.address(found))
}

func (s *service) card(w http.ResponseWriter, r *http.Request) {
	s.people.mutex.Lock()
	found, there := find(s.people.cards, func(k *card) bool { return k.ID == r.PathValue("id") })
	s.people.mutex.Unlock()
	if !there {
		reply.Fail(w, http.StatusNotFound, "no such card")
		return
	}
	answer(w, s.links.card(found))
}
