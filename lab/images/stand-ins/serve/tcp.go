package serve

import (
	"context"
	"errors"
	"net"
	"sync"
)

// TCP hands each connection to talk until the context ends, and returns once all connections are closed.
func TCP(ctx context.Context, listener net.Listener, talk func(net.Conn)) error {
	open := &connections{all: map[net.Conn]struct{}{}}
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			open.closeAll()
			return nil
		}
		if err != nil {
			return err
		}
		open.add(connection)
		go func() {
			defer open.remove(connection)
			talk(connection)
		}()
	}
}

type connections struct {
	mutex sync.Mutex
	all   map[net.Conn]struct{}
}

func (c *connections) add(connection net.Conn) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.all[connection] = struct{}{}
}

func (c *connections) remove(connection net.Conn) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	_ = connection.Close()
	delete(c.all, connection)
}

func (c *connections) closeAll() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for connection := range c.all {
		_ = connection.Close()
	}
}
