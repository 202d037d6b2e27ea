package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"

	"sock-shop.lab/stand-ins/carts"
	"sock-shop.lab/stand-ins/catalogue"
	"sock-shop.lab/stand-ins/exporter"
	"sock-shop.lab/stand-ins/frontend"
	"sock-shop.lab/stand-ins/orders"
	"sock-shop.lab/stand-ins/payment"
	"sock-shop.lab/stand-ins/queuemaster"
	"sock-shop.lab/stand-ins/serve"
	"sock-shop.lab/stand-ins/shipping"
	"sock-shop.lab/stand-ins/user"
)

// workload is one program of the shop: the port its image listens on, and how its connections are served.
type workload struct {
	port  string
	serve func(ctx context.Context, listener net.Listener) error
}

var workloads = map[string]workload{
	"front-end":         web("8079", frontEnd),
	"catalogue":         web("80", catalogue.Handler),
	"carts":             web("80", carts.Handler),
	"orders":            web("80", func() http.Handler { return orders.Handler("http://payment", "http://shipping") }),
	"payment":           web("80", payment.Handler),
	"shipping":          web("80", shipping.Handler),
	"user":              web("80", func() http.Handler { return user.Handler("http://user") }),
	"queue-master":      web("80", queuemaster.Handler),
	"rabbitmq-exporter": web(setting("PUBLISH_PORT", "9419"), exporter.Handler),
	"mongo":             {"27017", silent},
	"mysql":             {"3306", silent},
	"rabbitmq":          {"5672", silent},
}

// setting is an environment variable, or its default where that is empty.
func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func web(port string, handler func() http.Handler) workload {
	return workload{port, func(ctx context.Context, listener net.Listener) error {
		return serve.HTTP(ctx, listener, handler(), drain())
	}}
}

// frontEnd uses session-db whenever SESSION_REDIS has any text, "false" included, as the real one does.
func frontEnd() http.Handler {
	store := frontend.NewMemoryStore()
	if os.Getenv("SESSION_REDIS") != "" {
		store = frontend.NewRedisStore("session-db:6379")
	}
	backends := frontend.Backends{
		Catalogue: "http://catalogue", Carts: "http://carts", Orders: "http://orders", User: "http://user",
	}
	return frontend.Handler(setting("STAND_IN_VERSION", "v1"), backends, store)
}

// silent takes connections and what comes through them, and says nothing: the stand-ins' data is in the services.
func silent(ctx context.Context, listener net.Listener) error {
	return serve.TCP(ctx, listener, func(connection net.Conn) { _, _ = io.Copy(io.Discard, connection) })
}
