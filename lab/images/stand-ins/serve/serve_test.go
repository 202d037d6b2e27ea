package serve

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func TestAStoppedServerLosesNoRequestOfCallersThatLeaveWithinTheQuietTime(t *testing.T) {
	listener := listen(t)
	ctx, stop := context.WithCancel(context.Background())
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(5 * time.Millisecond)
		_, _ = io.WriteString(w, "ok")
	})
	ended := make(chan error, 1)
	go func() {
		ended <- HTTP(ctx, listener, handler, Drain{Quiet: 200 * time.Millisecond, Limit: 5 * time.Second})
	}()

	var failures, answers, closing atomic.Int64
	callersLeave := time.Now().Add(400 * time.Millisecond)
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for time.Now().Before(callersLeave) {
				response, err := http.Get("http://" + listener.Addr().String())
				if err != nil {
					failures.Add(1)
					continue
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				answers.Add(1)
				if response.Close {
					closing.Add(1)
				}
			}
		})
	}
	time.AfterFunc(150*time.Millisecond, stop)
	callers.Wait()
	select {
	case <-ended:
		t.Error("the server ended while requests were arriving")
	default:
	}
	last := time.Now()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if waited := time.Since(last); waited > time.Second {
		t.Errorf("the idle server took %v to end", waited)
	}
	if failures.Load() > 0 || answers.Load() == 0 || closing.Load() == 0 {
		t.Errorf("%d failures, %d answers, %d of them closing", failures.Load(), answers.Load(), closing.Load())
	}
}

func TestProbesDoNotKeepALeavingServer(t *testing.T) {
	listener := listen(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- HTTP(ctx, listener, http.NotFoundHandler(), Drain{Quiet: 100 * time.Millisecond, Limit: 5 * time.Second})
	}()
	stop()
	for start := time.Now(); time.Since(start) < time.Second; {
		select {
		case <-ended:
			return
		default:
			request, _ := http.NewRequest(http.MethodGet, "http://"+listener.Addr().String(), nil)
			request.Header.Set("User-Agent", "kube-probe/1.36")
			if response, err := http.DefaultClient.Do(request); err == nil {
				_ = response.Body.Close()
			}
		}
	}
	t.Error("still serving after a second of probes alone")
}

func TestALeavingServerEndsAtItsLimitUnderEndlessRequests(t *testing.T) {
	gate := newGate(http.NotFoundHandler())
	stop := time.NewTicker(10 * time.Millisecond)
	defer stop.Stop()
	go func() {
		for range stop.C {
			gate.last.Store(time.Now().UnixNano())
		}
	}()
	start := time.Now()
	gate.drain(Drain{Quiet: 100 * time.Millisecond, Limit: 300 * time.Millisecond})
	if took := time.Since(start); took < 300*time.Millisecond || took > time.Second {
		t.Errorf("took %v", took)
	}
}

func TestTCPClosesItsConnectionsAtTheEnd(t *testing.T) {
	listener := listen(t)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- TCP(ctx, listener, func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }) }()
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	_ = connection.SetReadDeadline(time.Now().Add(time.Second))
	if _, err := connection.Read(make([]byte, 1)); err == nil {
		t.Error("the connection is still open")
	}
}
