package carts

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type call struct {
	method, path, body string
	status             int
}

func run(t *testing.T, handler http.Handler, calls ...call) string {
	t.Helper()
	var last string
	for _, c := range calls {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(c.method, c.path, strings.NewReader(c.body)))
		if recorder.Code != c.status {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, recorder.Code, recorder.Body)
		}
		last = recorder.Body.String()
	}
	return last
}

// contents lists a cart as "item×quantity@price".
func contents(t *testing.T, handler http.Handler, customer string) string {
	t.Helper()
	var items []Item
	if err := json.Unmarshal([]byte(run(t, handler, call{"GET", "/carts/" + customer + "/items", "", 200})), &items); err != nil {
		t.Fatal(err)
	}
	if items == nil {
		t.Error("null instead of an array")
	}
	var words []string
	for _, item := range items {
		words = append(words, fmt.Sprintf("%s×%d@%g", item.ItemID, item.Quantity, item.UnitPrice))
	}
	return strings.Join(words, " ")
}

func TestACartThroughItsLife(t *testing.T) {
	handler := Handler()
	add := func(item string) call {
		return call{"POST", "/carts/c/items", fmt.Sprintf(`{"itemId":%q,"unitPrice":15}`, item), 201}
	}
	steps := []struct {
		call call
		want string
	}{
		{call{"GET", "/carts/c", "", 200}, ""},
		{add("a"), "a×1@15"},
		{add("a"), "a×2@15"},
		{add("b"), "a×2@15 b×1@15"},
		{call{"PATCH", "/carts/c/items", `{"itemId":"a","quantity":5,"unitPrice":14}`, 202}, "a×5@14 b×1@15"},
		{call{"PATCH", "/carts/c/items", `{"itemId":"b","quantity":0,"unitPrice":14}`, 202}, "a×5@14"},
		{call{"POST", "/carts/c/items", `{"quantity":1}`, 400}, "a×5@14"},
		{call{"POST", "/carts/c/items", `{"itemId":"a","quantity":-9}`, 400}, "a×5@14"},
		{call{"POST", "/carts/c/items", `nonsense`, 400}, "a×5@14"},
		{call{"GET", "/carts/c/items/a", "", 200}, "a×5@14"},
		{call{"GET", "/carts/c/items/b", "", 404}, "a×5@14"},
		{call{"DELETE", "/carts/c/items/b", "", 202}, "a×5@14"},
		{call{"DELETE", "/carts/c/items/a", "", 202}, ""},
		{add("a"), "a×1@15"},
		{call{"DELETE", "/carts/c", "", 202}, ""},
	}
	for _, step := range steps {
		run(t, handler, step.call)
		if got := contents(t, handler, "c"); got != step.want {
			t.Errorf("after %s %s: %q, not %q", step.call.method, step.call.path, got, step.want)
		}
	}
}

func TestMergeMovesASessionsCartToItsCustomer(t *testing.T) {
	handler := Handler()
	run(t, handler,
		call{"POST", "/carts/session/items", `{"itemId":"a","unitPrice":1,"quantity":2}`, 201},
		call{"POST", "/carts/session/items", `{"itemId":"b","unitPrice":2}`, 201},
		call{"POST", "/carts/customer/items", `{"itemId":"a","unitPrice":1}`, 201},
		call{"GET", "/carts/customer/merge?sessionId=session", "", 202},
		call{"GET", "/carts/customer/merge?sessionId=session", "", 202},
		call{"GET", "/carts/customer/merge?sessionId=customer", "", 202},
	)
	if got := contents(t, handler, "customer"); got != "a×3@1 b×1@2" {
		t.Error(got)
	}
	if got := contents(t, handler, "session"); got != "" {
		t.Error(got)
	}
}
