package frontend

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func TestRedisStoreKeepsASessionForItsTime(t *testing.T) {
	db := miniredis.RunT(t)
	one, two, ctx := NewRedisStore(db.Addr()), NewRedisStore(db.Addr()), context.Background()
	if _, there, err := two.Load(ctx, "a"); there || err != nil {
		t.Errorf("before: %v %v", there, err)
	}
	saved := Session{ID: "a", CustomerID: "\r\n\"1\""}
	if err := one.Save(ctx, saved); err != nil {
		t.Fatal(err)
	}
	db.FastForward(sessionTime - time.Second)
	if got, there, err := two.Load(ctx, "a"); got != saved || !there || err != nil {
		t.Errorf("during: %v %v %v", got, there, err)
	}
	db.FastForward(time.Second)
	if _, there, err := two.Load(ctx, "a"); there || err != nil {
		t.Errorf("after: %v %v", there, err)
	}
}

func TestAVisitOutlivesSessionDB(t *testing.T) {
	db := miniredis.RunT(t)
	b := newBrowser(t, start(t, Handler("v1", services(t), NewRedisStore(db.Addr()))))
	if status := b.login("user", "password"); status != 200 {
		t.Fatalf("login: %d", status)
	}
	b.expect("GET", "/orders", "", 201, "[]")
	db.Close()
	b.expect("GET", "/orders", "", 500, "session-db: ")
	b.expect("GET", "/index.html", "", 200, "Sock Shop")
	db.FlushAll()
	if err := db.Restart(); err != nil {
		t.Fatal(err)
	}
	b.expect("GET", "/orders", "", 500, "User not logged in.")
	if status := b.login("user", "password"); status != 200 {
		t.Fatalf("login afterwards: %d", status)
	}
	b.expect("GET", "/orders", "", 201, "[]")
}

func TestASessionDBThatSaysNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	_, _, err = NewRedisStore(listener.Addr().String()).Load(context.Background(), "a")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}
