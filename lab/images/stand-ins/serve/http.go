// Package serve runs a workload's listener until its pod is asked to end.
package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// HTTP answers requests until the context ends, then drains: it goes on serving while requests still arrive, as the mesh
// learns of a leaving pod only after the pod does, and lets each connection go with its next answer. Idle connections
// are never closed before that, since a proxy may be about to use them; so the server has no idle timeout either.
func HTTP(ctx context.Context, listener net.Listener, handler http.Handler, drain Drain) error {
	gate := newGate(handler)
	server := &http.Server{Handler: gate}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	gate.drain(drain)
	last, cancel := context.WithTimeout(context.Background(), drain.Limit)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}

// Drain says how long a leaving server goes on.
type Drain struct {
	// Quiet is how long no request may have arrived before the server ends.
	Quiet time.Duration
	// Limit ends the server although requests still arrive, and then bounds the wait for answers under way.
	Limit time.Duration
}
