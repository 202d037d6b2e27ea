package redis

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strconv"
	"sync"
	"time"
)

// commandTime bounds one command, its connecting included.
const commandTime = 2 * time.Second

// Client talks to one server over one connection at a time, and makes a new one where the old one broke.
type Client struct {
	address    string
	mutex      sync.Mutex
	connection net.Conn
	in         *bufio.Reader
	out        *bufio.Writer
}

// NewClient connects with the first command, not before.
func NewClient(address string) *Client {
	return &Client{address: address}
}

// Get returns a key's value, and whether there is one.
func (c *Client) Get(ctx context.Context, key string) (string, bool, error) {
	got, err := c.do(ctx, "GET", key)
	return got.text, err == nil && !got.absent, err
}

// SetFor gives a key a value that the server forgets after the time.
func (c *Client) SetFor(ctx context.Context, key, value string, keep time.Duration) error {
	_, err := c.do(ctx, "SETEX", key, strconv.Itoa(int(keep.Seconds())), value)
	return err
}

// do sends a command, and once again over a new connection where the old one was found broken: the shop's commands
// have the same effect when done twice.
func (c *Client) do(ctx context.Context, words ...string) (answer, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	reused := c.connection != nil
	got, err := c.once(ctx, words)
	if _, refused := errors.AsType[Refusal](err); err != nil && !refused && reused && ctx.Err() == nil {
		got, err = c.once(ctx, words)
	}
	return got, err
}

func (c *Client) once(ctx context.Context, words []string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	if err := c.connect(ctx); err != nil {
		return answer{}, err
	}
	deadline, _ := ctx.Deadline()
	_ = c.connection.SetDeadline(deadline)
	stop := context.AfterFunc(ctx, func() { _ = c.connection.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	err := writeCommand(c.out, words)
	var got answer
	if err == nil {
		got, err = readAnswer(c.in)
	}
	if _, refused := errors.AsType[Refusal](err); err != nil && !refused {
		_ = c.connection.Close()
		c.connection = nil
	}
	return got, err
}

func (c *Client) connect(ctx context.Context) error {
	if c.connection != nil {
		return nil
	}
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, "tcp", c.address)
	if err != nil {
		return err
	}
	c.connection = connection
	c.in, c.out = bufio.NewReader(connection), bufio.NewWriter(connection)
	return nil
}
