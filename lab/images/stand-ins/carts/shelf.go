package carts

import (
	"slices"
	"sync"
)

// shelf holds every customer's cart, items in the order in which they came.
type shelf struct {
	mutex sync.Mutex
	carts map[string][]Item
}

func position(items []Item, itemID string) int {
	return slices.IndexFunc(items, func(item Item) bool { return item.ItemID == itemID })
}

func (s *shelf) list(customer string) []Item {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Item{}, s.carts[customer]...)
}

// take empties a cart.
func (s *shelf) take(customer string) []Item {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	items := s.carts[customer]
	delete(s.carts, customer)
	return items
}

// put adds to the quantity of an item that is there already.
func (s *shelf) put(customer string, item Item) Item {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	items := s.carts[customer]
	if at := position(items, item.ItemID); at >= 0 {
		items[at].Quantity += item.Quantity
		return items[at]
	}
	s.carts[customer] = append(items, item)
	return item
}

// replace sets an item's quantity and price. A quantity of none takes it out.
func (s *shelf) replace(customer string, item Item) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	items := s.carts[customer]
	at := position(items, item.ItemID)
	switch {
	case item.Quantity == 0 && at >= 0:
		s.carts[customer] = slices.Delete(items, at, at+1)
	case item.Quantity == 0:
	case at >= 0:
		items[at].Quantity, items[at].UnitPrice = item.Quantity, item.UnitPrice
	default:
		s.carts[customer] = append(items, item)
	}
}
