package orders

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sock-shop.lab/stand-ins/payment"
	"sock-shop.lab/stand-ins/shipping"
)

// shop starts payment and shipping, and a server that answers for user and carts: price is what its cart costs.
func shop(t *testing.T, price float64) (orders http.Handler, order string) {
	t.Helper()
	others := http.NewServeMux()
	others.HandleFunc("GET /customers/c1", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"id":"c1"}`) })
	others.HandleFunc("GET /addresses/a1", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"city":"Toeham"}`) })
	others.HandleFunc("GET /cards/k1", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"longNum":"0000"}`) })
	others.HandleFunc("GET /carts/c1/items", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `[{"id":"1","itemId":"s","quantity":2,"unitPrice":%g}]`, price)
	})
	start := func(handler http.Handler) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return server.URL
	}
	base := start(others)
	order = fmt.Sprintf(`{"customer":"%[1]s/customers/c1","address":"%[1]s/addresses/a1","card":"%[1]s/cards/k1","items":"%[1]s/carts/c1/items"}`, base)
	return Handler(start(payment.Handler()), start(shipping.Handler())), order
}

func do(handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder
}

func TestAnOrderIsPlacedAndFound(t *testing.T) {
	orders, body := shop(t, 15)
	recorder := do(orders, "POST", "/orders", body)
	var placed Order
	if err := json.Unmarshal(recorder.Body.Bytes(), &placed); err != nil || recorder.Code != http.StatusCreated {
		t.Fatalf("%d %s", recorder.Code, recorder.Body)
	}
	if placed.Total != 34.99 || placed.CustomerID != "c1" || placed.Shipment.Name != "c1" || placed.Address["city"] != "Toeham" {
		t.Errorf("%+v", placed)
	}
	for path, want := range map[string]string{
		"/orders/search/customerId?sort=date&custId=c1":     `{"_embedded":{"customerOrders":[{"id":"` + placed.ID,
		"/orders/search/customerId?sort=date&custId=nobody": `{"_embedded":{"customerOrders":[]}}`,
		"/orders/" + placed.ID:                              `"self":{"href":"http://orders/orders/` + placed.ID,
		"/orders":                                           `"totalElements":1`,
		"/orders/unknown":                                   `"status_code":404`,
	} {
		if got := do(orders, "GET", path, "").Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestAnOrderIsRefused(t *testing.T) {
	cheap, body := shop(t, 15)
	dear, dearBody := shop(t, 47.51)
	lost := strings.Replace(body, "/carts/c1", "/carts/lost", 1)
	nowhere := `{"customer":"http://127.0.0.1:1/c","address":"http://127.0.0.1:1/a","card":"http://127.0.0.1:1/k","items":"x"}`
	for _, c := range []struct {
		orders http.Handler
		body   string
		status int
		want   string
	}{
		{dear, dearBody, 406, "Payment declined: amount exceeds 100.00"},
		{cheap, `{"customer":"http://u/c"}`, 406, "Order requires"},
		{cheap, lost, 500, "404"},
		{cheap, nowhere, 500, "Unable to create order"},
		{cheap, `nonsense`, 400, "error"},
	} {
		if recorder := do(c.orders, "POST", "/orders", c.body); recorder.Code != c.status || !strings.Contains(recorder.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.body, recorder.Code, recorder.Body)
		}
	}
	if got := do(cheap, "GET", "/orders", "").Body.String(); !strings.Contains(got, `"totalElements":0`) {
		t.Errorf("a refused order was kept: %s", got)
	}
}
