package user

// link and links are HAL's: front-end finds addresses and cards through them, and orders calls what they say.
type link struct {
	Href string `json:"href"`
}

type links map[string]link

type customerResource struct {
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Username  string `json:"username"`
	ID        string `json:"id"`
	Links     links  `json:"_links"`
}

type addressResource struct {
	address
	Links links `json:"_links"`
}

type cardResource struct {
	card
	Links links `json:"_links"`
}

// linker makes resources whose links name the host under which the shop reaches this service.
type linker struct{ base string }

func (l linker) customer(c customer) customerResource {
	self := link{l.base + "/customers/" + c.ID}
	return customerResource{c.FirstName, c.LastName, c.Username, c.ID, links{
		"self": self, "customer": self, "addresses": {self.Href + "/addresses"}, "cards": {self.Href + "/cards"},
	}}
}

func (l linker) address(a address) addressResource {
	self := link{l.base + "/addresses/" + a.ID}
	return addressResource{a, links{"self": self, "address": self}}
}

func (l linker) card(c card) cardResource {
	self := link{l.base + "/cards/" + c.ID}
	return cardResource{c, links{"self": self, "card": self}}
}

func embedded(name string, list any) map[string]any {
	return map[string]any{"_embedded": map[string]any{name: list}}
}

// resources maps what is stored to what is shown; never null, as an empty list must stay a list.
func resources[T, R any](all []*T, show func(T) R, keep func(*T) bool) []R {
	shown := []R{}
	for _, one := range all {
		if keep(one) {
			shown = append(shown, show(*one))
		}
	}
	return shown
}
