package user

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func do(handler http.Handler, method, path, body, name, password string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if name != "" {
		request.SetBasicAuth(name, password)
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

func TestLogin(t *testing.T) {
	handler := Handler("http://user")
	for _, c := range []struct {
		name, password string
		status         int
		want           string
	}{
		{"user", "password", 200, `{"user":{"firstName":"User","lastName":"Name","username":"user","id":"57a98d98e4b00679b4a830b2"`},
		{"user1", "password", 200, "57a98d98e4b00679b4a830b5"},
		{"Eve_Berger", "eve", 200, "57a98d98e4b00679b4a830af"},
		{"user", "wrong", 401, `"status_code":401`},
		{"nobody", "password", 500, `"status_code":500`},
		{"", "", 401, `"status_code":401`},
	} {
		recorder := do(handler, "GET", "/login", "", c.name, c.password)
		if recorder.Code != c.status || !strings.Contains(recorder.Body.String(), c.want) {
			t.Errorf("%s: %d %s", c.name, recorder.Code, recorder.Body)
		}
	}
}

func TestLinksLeadToTheAddressAndTheCard(t *testing.T) {
	handler := Handler("http://user")
	follow := func(href string, into any) {
		t.Helper()
		path, found := strings.CutPrefix(href, "http://user")
		recorder := do(handler, "GET", path, "", "", "")
		if !found || recorder.Code != 200 || recorder.Header().Get("Content-Type") != "application/hal+json" {
			t.Fatalf("%s: %d %v", href, recorder.Code, recorder.Header())
		}
		if err := json.Unmarshal(recorder.Body.Bytes(), into); err != nil {
			t.Fatal(err)
		}
	}
	var who customerResource
	follow("http://user/customers/57a98d98e4b00679b4a830b2", &who)
	var homes struct {
		Embedded struct{ Address []addressResource } `json:"_embedded"`
	}
	follow(who.Links["addresses"].Href, &homes)
	var wallet struct {
		Embedded struct{ Card []cardResource } `json:"_embedded"`
	}
	follow(who.Links["cards"].Href, &wallet)
	if len(homes.Embedded.Address) != 1 || len(wallet.Embedded.Card) != 1 {
		t.Fatalf("%v %v", homes, wallet)
	}
	var home addressResource
	follow(homes.Embedded.Address[0].Links["self"].Href, &home)
	var plastic cardResource
	follow(wallet.Embedded.Card[0].Links["self"].Href, &plastic)
	if home.City == "" || len(plastic.Number) != 16 {
		t.Errorf("%v %v", home, plastic)
	}
}

func TestANewCustomerGetsAnAddressAndLosesIt(t *testing.T) {
	handler := Handler("http://user")
	id := func(path, body string) string {
		t.Helper()
		var made struct{ ID string }
		recorder := do(handler, "POST", path, body, "", "")
		if err := json.Unmarshal(recorder.Body.Bytes(), &made); err != nil || made.ID == "" {
			t.Fatalf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
		return made.ID
	}
	customer := id("/register", `{"username":"new","password":"secret","email":"a@b.c","firstName":"N","lastName":"E"}`)
	path := "/customers/" + customer + "/addresses"
	empty := `{"_embedded":{"address":[]}}`
	if got := strings.TrimSpace(do(handler, "GET", path, "", "", "").Body.String()); got != empty {
		t.Error(got)
	}
	address := id("/addresses", `{"street":"S","number":"1","city":"C","userID":"`+customer+`"}`)
	if got := do(handler, "GET", path, "", "", "").Body.String(); !strings.Contains(got, `"street":"S"`) {
		t.Error(got)
	}
	do(handler, "DELETE", "/addresses/"+address, "", "", "")
	if got := strings.TrimSpace(do(handler, "GET", path, "", "", "").Body.String()); got != empty {
		t.Error(got)
	}
	for _, body := range []string{`{"username":"new","password":"x"}`, `{"username":"","password":"x"}`} {
		if recorder := do(handler, "POST", "/register", body, "", ""); recorder.Code != 500 {
			t.Errorf("%s: %d", body, recorder.Code)
		}
	}
	if recorder := do(handler, "GET", "/customers/nobody", "", "", ""); recorder.Code != 404 {
		t.Error(recorder.Code)
	}
}
