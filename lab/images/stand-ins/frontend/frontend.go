// Package frontend plays the Sock Shop's front-end: the pages, and the calls that pages make, passed on to the services.
package frontend

import (
	"net/http"
	"strings"

	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// Backends are the addresses of the services behind front-end, such as http://catalogue.
type Backends struct {
	Catalogue, Carts, Orders, User string
}

type shop struct {
	catalogue, carts, orders, user backend
	sessions                       sessions
}

// Handler answers front-end's paths. There is no /health, as the real one has none.
// version names the pages' colour and is told in the header x-version of every answer.
func Handler(version string, backends Backends, store Store) http.Handler {
	client := newClient()
	s := &shop{
		backend{backends.Catalogue, client}, backend{backends.Carts, client},
		backend{backends.Orders, client}, backend{backends.User, client},
		sessions{store},
	}
	mux := http.NewServeMux()
	addPages(mux, version)

	mux.HandleFunc("GET /catalogue/images/{file...}", s.catalogue.stream)
	mux.HandleFunc("GET /catalogue", s.catalogue.always200)
	mux.HandleFunc("GET /catalogue/{rest...}", s.catalogue.always200)
	mux.HandleFunc("GET /tags", s.catalogue.always200)

	mux.HandleFunc("GET /cart", s.showCart)
	mux.HandleFunc("POST /cart", s.addToCart)
	mux.HandleFunc("POST /cart/update", s.updateCart)
	mux.HandleFunc("DELETE /cart", s.clearCart)
	mux.HandleFunc("DELETE /cart/{item}", s.removeFromCart)

	mux.HandleFunc("GET /orders", s.listOrders)
	mux.HandleFunc("POST /orders", s.placeOrder)
	mux.HandleFunc("GET /orders/{rest...}", s.orders.stream)

	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("POST /register", s.register)
	mux.HandleFunc("GET /card", s.card)
	mux.HandleFunc("GET /address", s.address)
	mux.HandleFunc("GET /customers/{any...}", s.ownCustomer)
	for _, path := range []string{"GET /customers", "GET /addresses", "GET /cards", "GET /cards/{id}"} {
		mux.HandleFunc(path, s.user.always200)
	}
	for _, kind := range []string{"customers", "addresses", "cards"} {
		mux.HandleFunc("POST /"+kind, s.create)
		mux.HandleFunc("DELETE /"+kind+"/{id}", s.user.always200)
	}
	return versioned(version, withoutTrailingSlash(metrics.Count("front-end", mux)))
}

func versioned(version string, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Version", version)
		handler.ServeHTTP(w, r)
	})
}

func withoutTrailingSlash(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.EscapedPath()
		// A path that begins with two slashes would lead to another host.
		if strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "//") && path != "/" {
			to := *r.URL
			to.Path, to.RawPath = strings.TrimSuffix(r.URL.Path, "/"), strings.TrimSuffix(r.URL.RawPath, "/")
			http.Redirect(w, r, to.RequestURI(), http.StatusMovedPermanently)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// fail answers as the real front-end's error handler does.
func fail(w http.ResponseWriter, status int, err error) {
	reply.JSON(w, status, map[string]any{"message": err.Error(), "error": map[string]any{}})
}
