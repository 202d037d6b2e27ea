package redis

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"sock-shop.lab/stand-ins/serve"
)

func start(t *testing.T, server *Server, address string) (string, func()) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve.TCP(ctx, listener, server.Talk) }()
	end := func() {
		stop()
		<-ended
	}
	t.Cleanup(func() { stop() })
	return listener.Addr().String(), end
}

func TestClientAndServerKeepAValueForItsTime(t *testing.T) {
	server := NewServer()
	now := time.Unix(1000, 0)
	server.now = func() time.Time { return now }
	address, _ := start(t, server, "127.0.0.1:0")
	client, ctx := NewClient(address), context.Background()

	if _, there, err := client.Get(ctx, "sess:a"); there || err != nil {
		t.Errorf("before: %v %v", there, err)
	}
	value := "{\"customer\":\"1\"}\r\n"
	if err := client.SetFor(ctx, "sess:a", value, time.Minute); err != nil {
		t.Fatal(err)
	}
	if got, there, err := client.Get(ctx, "sess:a"); got != value || !there || err != nil {
		t.Errorf("during: %q %v %v", got, there, err)
	}
	server.mutex.Lock()
	now = now.Add(time.Minute)
	server.mutex.Unlock()
	if _, there, err := client.Get(ctx, "sess:a"); there || err != nil {
		t.Errorf("after: %v %v", there, err)
	}
}

func TestClientConnectsAgainAndSaysWhenItCannot(t *testing.T) {
	address, end := start(t, NewServer(), "127.0.0.1:0")
	client, ctx := NewClient(address), context.Background()
	if err := client.SetFor(ctx, "a", "1", time.Minute); err != nil {
		t.Fatal(err)
	}
	end()
	if _, _, err := client.Get(ctx, "a"); err == nil {
		t.Error("a server that is gone answered")
	}
	start(t, NewServer(), address)
	if _, there, err := client.Get(ctx, "a"); there || err != nil {
		t.Errorf("after the restart: %v %v", there, err)
	}
}

func TestServerByHand(t *testing.T) {
	address, _ := start(t, NewServer(), "127.0.0.1:0")
	for line, want := range map[string]string{
		"PING":                  "+PONG",
		"set a 1":               "+OK",
		"SET b 1 EX 60":         "+OK",
		"SET b 1 PX 60":         "-ERR syntax",
		"SET b 1 EX 0":          "-ERR syntax",
		"SETEX c 99999999999 1": "-ERR syntax",
		"GET":                   "-ERR wrong number",
		"TTL nothing":           ":-2",
		"EXPIRE nothing 3":      ":0",
		"DEL nothing":           ":0",
		"FLUSHALL":              "-ERR unknown",
		"INFO":                  "$",
		"*1\r\n$4\r\nPING":      "+PONG",
	} {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.SetDeadline(time.Now().Add(time.Second))
		_, _ = connection.Write([]byte(line + "\r\n"))
		buffer := make([]byte, 256)
		n, _ := connection.Read(buffer)
		if got := string(buffer[:n]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", line, got)
		}
		_ = connection.Close()
	}
}

func TestServerEndsAConnectionThatSendsNonsense(t *testing.T) {
	address, _ := start(t, NewServer(), "127.0.0.1:0")
	for _, line := range []string{"*99999999", "*-1", "*1\r\n$99999999999", "*1\r\nPING", strings.Repeat("x", 10000)} {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.SetDeadline(time.Now().Add(time.Second))
		_, _ = connection.Write([]byte(line + "\r\n"))
		if n, err := connection.Read(make([]byte, 1)); n != 0 || err == nil || strings.Contains(err.Error(), "timeout") {
			t.Errorf("%.20q: %d %v", line, n, err)
		}
		_ = connection.Close()
	}
}
