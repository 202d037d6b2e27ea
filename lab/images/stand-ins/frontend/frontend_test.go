package frontend

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"sock-shop.lab/stand-ins/carts"
	"sock-shop.lab/stand-ins/catalogue"
	"sock-shop.lab/stand-ins/orders"
	"sock-shop.lab/stand-ins/payment"
	"sock-shop.lab/stand-ins/shipping"
	"sock-shop.lab/stand-ins/user"
)

func start(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// services starts all that stands behind front-end. The user service must know its address before it is served there.
func services(t *testing.T) Backends {
	t.Helper()
	people := httptest.NewUnstartedServer(nil)
	people.Config.Handler = user.Handler("http://" + people.Listener.Addr().String())
	people.Start()
	t.Cleanup(people.Close)
	return Backends{
		Catalogue: start(t, catalogue.Handler()),
		Carts:     start(t, carts.Handler()),
		Orders:    start(t, orders.Handler(start(t, payment.Handler()), start(t, shipping.Handler()))),
		User:      people.URL,
	}
}

// browser sends each request to the next of its front-ends, as a weighted route may; all have one host, so one cookie jar.
type browser struct {
	t      *testing.T
	bases  []string
	client *http.Client
	turn   int
}

func newBrowser(t *testing.T, bases ...string) *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{t: t, bases: bases, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

func (b *browser) do(method, path, body string, headers ...string) (*http.Response, string) {
	b.t.Helper()
	request, err := http.NewRequest(method, b.bases[b.turn%len(b.bases)]+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	b.turn++
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	content, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	return response, string(content)
}

// expect asks and compares the status, and that the body has the text.
func (b *browser) expect(method, path, body string, status int, text string) string {
	b.t.Helper()
	response, content := b.do(method, path, body)
	if response.StatusCode != status || !strings.Contains(content, text) {
		b.t.Errorf("%s %s: %d %.300s", method, path, response.StatusCode, content)
	}
	return content
}

func (b *browser) login(name, password string) int {
	b.t.Helper()
	request, _ := http.NewRequest(http.MethodGet, "http://x", nil)
	request.SetBasicAuth(name, password)
	response, _ := b.do("GET", "/login", "", "Authorization", request.Header.Get("Authorization"))
	return response.StatusCode
}

const (
	sport = "510a0d7e-8e83-4193-b483-e27e09ddc34d"
	holy  = "03fef6ac-1896-4ce8-bd69-b798f85c6e0b"
)

func TestAVisitBuysASockWhicheverVersionAnswers(t *testing.T) {
	behind := services(t)
	db := miniredis.RunT(t).Addr()
	one, two := Handler("v1", behind, NewRedisStore(db)), Handler("v2", behind, NewRedisStore(db))
	b := newBrowser(t, start(t, one), start(t, two))

	b.expect("GET", "/cart", "", 200, "[]")
	b.expect("GET", "/orders", "", 500, "User not logged in.")
	b.expect("POST", "/orders", "", 500, "User not logged in.")
	b.expect("POST", "/cart", `{"id":"`+sport+`"}`, 201, "")
	b.expect("POST", "/cart", `{"id":"`+sport+`"}`, 201, "")
	b.expect("GET", "/cart", "", 200, `"quantity":2,"unitPrice":15`)
	if status := b.login("user", "wrong"); status != 401 {
		t.Errorf("a wrong password: %d", status)
	}
	if status := b.login("user", "password"); status != 200 {
		t.Fatalf("login: %d", status)
	}
	b.expect("GET", "/cart", "", 200, `"quantity":2,"unitPrice":15`)
	b.expect("GET", "/customers/whoever", "", 200, `"username":"user"`)
	b.expect("GET", "/card", "", 200, `{"number":"3333"}`)
	b.expect("GET", "/address", "", 200, `"city":"Toeham"`)
	b.expect("POST", "/cart/update", `{"id":"`+sport+`","quantity":3}`, 202, "")
	b.expect("GET", "/orders", "", 201, "[]")
	placed := b.expect("POST", "/orders", "", 201, `"total":49.99`)
	var order struct{ ID string }
	if err := json.Unmarshal([]byte(placed), &order); err != nil {
		t.Fatal(err)
	}
	b.expect("GET", "/orders", "", 201, `[{"id":"`+order.ID)
	b.expect("GET", "/orders/"+order.ID, "", 200, sport)
	b.expect("DELETE", "/cart/"+sport, "", 202, "")
	b.expect("POST", "/cart", `{"id":"`+holy+`"}`, 201, "")
	b.expect("POST", "/orders", "", 406, "Payment declined")
	b.expect("DELETE", "/cart", "", 202, "")
	b.expect("GET", "/cart", "", 200, "[]")
}

func TestANewCustomerOrdersOnceAddressAndCardAreKnown(t *testing.T) {
	b := newBrowser(t, start(t, Handler("v1", services(t), NewMemoryStore())))
	b.expect("POST", "/register", `{"username":"new","password":"p","email":"e","firstName":"N","lastName":"C"}`, 200, `{"id":"`)
	b.expect("POST", "/register", `{"username":"new","password":"p"}`, 500, "taken")
	b.expect("POST", "/cart", `{"id":"`+sport+`"}`, 201, "")
	b.expect("GET", "/address", "", 200, `{"status_code":500}`)
	b.expect("GET", "/card", "", 200, `{"status_code":500}`)
	b.expect("POST", "/orders", "", 406, "Order requires")
	b.expect("POST", "/addresses", `{"street":"S","number":"1","city":"C"}`, 200, `{"id":"`)
	b.expect("POST", "/cards", `{"longNum":"5544154011345918","expires":"08/39","ccv":"958"}`, 200, `{"id":"`)
	b.expect("GET", "/card", "", 200, `{"number":"5918"}`)
	b.expect("POST", "/orders", "", 201, `"total":19.99`)
	b.expect("POST", "/addresses", `null`, 400, "object")
}

func TestPagesSayTheirVersion(t *testing.T) {
	for version, colour := range map[string]string{"v1": "#4993e4", "v2": "#d8352a"} {
		b := newBrowser(t, start(t, Handler(version, Backends{}, NewMemoryStore())))
		for name := range titles {
			response, page := b.do("GET", "/"+name, "")
			if response.StatusCode != 200 || response.Header.Get("X-Version") != version ||
				!strings.Contains(page, `data-version="`+version+`"`) || !strings.Contains(page, colour) || !strings.Contains(page, "stand-in") {
				t.Errorf("%s: %d %v", name, response.StatusCode, response.Header)
			}
		}
		b.expect("GET", "/", "", 200, "Socks for feet")
		b.expect("GET", "/health", "", 404, "")
		b.expect("GET", "/metrics", "", 200, `route="/index.html",status_code="200"} 1`)
		for from, to := range map[string]string{"/category.html/?a=b": "/category.html?a=b", "/tags/": "/tags"} {
			response, _ := b.do("GET", from, "")
			if response.StatusCode != 301 || response.Header.Get("Location") != to {
				t.Errorf("%s: %d %s", from, response.StatusCode, response.Header.Get("Location"))
			}
		}
	}
}

func TestCatalogueIsPassedOn(t *testing.T) {
	b := newBrowser(t, start(t, Handler("v1", services(t), NewMemoryStore())))
	b.expect("GET", "/catalogue?page=2&size=6", "", 200, "YouTube.sock")
	b.expect("GET", "/catalogue/size", "", 200, `"size":9`)
	b.expect("GET", "/tags", "", 200, `"brown","geek"`)
	b.expect("GET", "/catalogue/unknown", "", 200, `"status_code":404`)
	b.expect("GET", "/catalogue/images/unknown.jpg", "", 404, "no such picture")
	response, _ := b.do("GET", "/catalogue/images/holy_1.jpeg", "")
	if response.Header.Get("Content-Type") != "image/svg+xml" || response.Header.Get("X-Version") != "v1" {
		t.Error(response.Header)
	}
	response, _ = b.do("GET", "/catalogue", "")
	if response.Header.Get("Content-Type") != "" || len(response.Cookies()) > 0 {
		t.Error(response.Header)
	}
}

func TestBadAnswersOfBackendsAreSurvived(t *testing.T) {
	faulty := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(500)
		_, _ = io.WriteString(w, "fault filter abort")
	}))
	b := newBrowser(t, start(t, Handler("v1", Backends{faulty, faulty, faulty, faulty}, NewMemoryStore())))
	b.expect("GET", "/catalogue", "", 200, "fault filter abort")
	b.expect("GET", "/catalogue/size", "", 200, "fault filter abort")
	b.expect("GET", "/tags", "", 200, "fault filter abort")
	b.expect("GET", "/catalogue/images/a.jpg", "", 500, "fault filter abort")
	b.expect("GET", "/cart", "", 500, "fault filter abort")
	b.expect("POST", "/cart", `{"id":"a"}`, 500, "catalogue answered 500: fault filter abort")
	b.expect("POST", "/cart", `{}`, 400, "id")
	b.expect("POST", "/register", `{"username":"a"}`, 500, "fault filter abort")
	if status := b.login("user", "password"); status != 401 {
		t.Error(status)
	}

	gone := "http://127.0.0.1:1"
	b = newBrowser(t, start(t, Handler("v1", Backends{gone, gone, gone, gone}, NewRedisStore("127.0.0.1:1"))))
	b.expect("GET", "/catalogue", "", 500, "refused")
	b.expect("GET", "/cart", "", 500, "refused")
	b.expect("GET", "/index.html", "", 200, "Sock Shop")
}
