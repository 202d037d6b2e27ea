package user

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"sync"
)

type customer struct {
	ID                  string
	FirstName, LastName string
	Username, Password  string
	Addresses, Cards    []string
}

type address struct {
	Street   string `json:"street"`
	Number   string `json:"number"`
	Country  string `json:"country"`
	City     string `json:"city"`
	Postcode string `json:"postcode"`
	ID       string `json:"id"`
}

type card struct {
	Number  string `json:"longNum"`
	Expires string `json:"expires"`
	CCV     string `json:"ccv"`
	ID      string `json:"id"`
}

// register holds everybody the shop knows, in the order in which they came.
type register struct {
	mutex     sync.Mutex
	customers []*customer
	addresses []*address
	cards     []*card
}

// seeded starts with user-db's three accounts, known to everyone who has shopped in a Sock Shop: names, passwords and
// customer ids are the seed's, addresses and cards are made up.
func seeded() *register {
	r := &register{}
	for _, c := range []customer{
		{ID: "57a98d98e4b00679b4a830af", FirstName: "Eve", LastName: "Berger", Username: "Eve_Berger", Password: "eve"},
		{ID: "57a98d98e4b00679b4a830b2", FirstName: "User", LastName: "Name", Username: "user", Password: "password"},
		{ID: "57a98d98e4b00679b4a830b5", FirstName: "User1", LastName: "Name1", Username: "user1", Password: "password"},
	} {
		r.customers = append(r.customers, &c)
		r.addAddress(c.ID, address{Street: "Heel Street", Number: "12", Country: "Sockland", City: "Toeham", Postcode: "S0 CK5"})
		r.addCard(c.ID, card{Number: "0000111122223333", Expires: "12/39", CCV: "000"})
	}
	return r
}

// newID looks like the ids of the real service's database.
func newID() string {
	id := make([]byte, 12)
	_, _ = rand.Read(id)
	return hex.EncodeToString(id)
}

func find[T any](all []*T, matches func(*T) bool) (T, bool) {
	if at := slices.IndexFunc(all, matches); at >= 0 {
		return *all[at], true
	}
	var none T
	return none, false
}

func (r *register) customer(matches func(*customer) bool) (customer, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	found, there := find(r.customers, matches)
	// Copies, as the lists may change once the lock is gone.
	found.Addresses, found.Cards = slices.Clone(found.Addresses), slices.Clone(found.Cards)
	return found, there
}

func (r *register) addCustomer(c customer) (id string, added bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if slices.ContainsFunc(r.customers, func(other *customer) bool { return other.Username == c.Username }) {
		return "", false
	}
	c.ID = newID()
	r.customers = append(r.customers, &c)
	return c.ID, true
}

// addAddress also gives it to its owner, if there is one.
func (r *register) addAddress(owner string, a address) string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	a.ID = newID()
	r.addresses = append(r.addresses, &a)
	for _, c := range r.customers {
		if c.ID == owner {
			c.Addresses = append(c.Addresses, a.ID)
		}
	}
	return a.ID
}

// addCard also gives it to its owner, if there is one.
func (r *register) addCard(owner string, k card) string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	k.ID = newID()
	r.cards = append(r.cards, &k)
	for _, c := range r.customers {
		if c.ID == owner {
			c.Cards = append(c.Cards, k.ID)
		}
	}
	return k.ID
}

// remove deletes whatever has the id, and every mention of it.
func (r *register) remove(id string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.customers = slices.DeleteFunc(r.customers, func(c *customer) bool { return c.ID == id })
	r.addresses = slices.DeleteFunc(r.addresses, func(a *address) bool { return a.ID == id })
	r.cards = slices.DeleteFunc(r.cards, func(k *card) bool { return k.ID == id })
	same := func(other string) bool { return other == id }
	for _, c := range r.customers {
		c.Addresses, c.Cards = slices.DeleteFunc(c.Addresses, same), slices.DeleteFunc(c.Cards, same)
	}
}
