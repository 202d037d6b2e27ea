package redis

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server keeps keys in memory. Commands that it does not have are refused, as Redis refuses unknown ones.
type Server struct {
	mutex sync.Mutex
	keys  map[string]entry
	now   func() time.Time
}

type entry struct {
	value string
	// ends is zero for a key that stays.
	ends time.Time
}

// NewServer starts empty.
func NewServer() *Server {
	return &Server{keys: map[string]entry{}, now: time.Now}
}

// Talk answers one connection's commands until it ends.
func (s *Server) Talk(connection net.Conn) {
	in, out := bufio.NewReader(connection), bufio.NewWriter(connection)
	for {
		words, err := readCommand(in)
		if err != nil {
			return
		}
		if len(words) == 0 {
			continue
		}
		name := strings.ToUpper(words[0])
		s.answer(out, name, words[1:])
		if out.Flush() != nil || name == "QUIT" {
			return
		}
	}
}

// command has the number of arguments it takes at least, and what it does with them.
type command struct {
	least int
	do    func(*Server, *bufio.Writer, []string)
}

var commands = map[string]command{
	"PING":   {0, func(_ *Server, out *bufio.Writer, _ []string) { status(out, "PONG") }},
	"QUIT":   {0, func(_ *Server, out *bufio.Writer, _ []string) { status(out, "OK") }},
	"INFO":   {0, (*Server).info},
	"SELECT": {1, func(_ *Server, out *bufio.Writer, _ []string) { status(out, "OK") }},
	"GET":    {1, (*Server).get},
	"SET":    {2, (*Server).set},
	"SETEX":  {3, func(s *Server, out *bufio.Writer, a []string) { s.set(out, []string{a[0], a[2], "EX", a[1]}) }},
	"EXPIRE": {2, (*Server).expire},
	"TTL":    {1, (*Server).ttl},
	"DEL":    {1, (*Server).del},
	"DBSIZE": {0, func(s *Server, out *bufio.Writer, _ []string) { integer(out, len(s.keys)) }},
}

func (s *Server) answer(out *bufio.Writer, name string, arguments []string) {
	found, known := commands[name]
	if !known {
		refuse(out, fmt.Sprintf("unknown command '%s': this is a stand-in", name))
		return
	}
	if len(arguments) < found.least {
		refuse(out, fmt.Sprintf("wrong number of arguments for '%s' command", strings.ToLower(name)))
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.forget()
	found.do(s, out, arguments)
}

// forget drops what has expired, looking at a few keys only (a map is walked in random order): enough in the long run.
func (s *Server) forget() {
	looks := 10
	for key := range s.keys {
		s.lookup(key)
		if looks--; looks == 0 {
			return
		}
	}
}

func (s *Server) lookup(key string) (entry, bool) {
	found, there := s.keys[key]
	if there && !found.ends.IsZero() && !s.now().Before(found.ends) {
		delete(s.keys, key)
		return entry{}, false
	}
	return found, there
}

func (s *Server) info(out *bufio.Writer, _ []string) {
	writeBulk(out, "# Server\r\nredis_version:7.2.5-stand-in\r\n# Keyspace\r\ndb0:keys="+strconv.Itoa(len(s.keys))+"\r\n")
}

func (s *Server) get(out *bufio.Writer, arguments []string) {
	if found, there := s.lookup(arguments[0]); there {
		writeBulk(out, found.value)
	} else {
		fmt.Fprint(out, "$-1\r\n")
	}
}

func (s *Server) set(out *bufio.Writer, arguments []string) {
	fresh := entry{value: arguments[1]}
	if options := arguments[2:]; len(options) > 0 {
		seconds, err := seconds(options[len(options)-1])
		if len(options) != 2 || !strings.EqualFold(options[0], "EX") || err != nil {
			refuse(out, "syntax error: the stand-in knows EX seconds alone")
			return
		}
		fresh.ends = s.now().Add(seconds)
	}
	s.keys[arguments[0]] = fresh
	status(out, "OK")
}

func (s *Server) expire(out *bufio.Writer, arguments []string) {
	keep, err := seconds(arguments[1])
	if err != nil {
		refuse(out, "value is not an integer or out of range")
		return
	}
	found, there := s.lookup(arguments[0])
	if !there {
		integer(out, 0)
		return
	}
	found.ends = s.now().Add(keep)
	s.keys[arguments[0]] = found
	integer(out, 1)
}

func (s *Server) ttl(out *bufio.Writer, arguments []string) {
	found, there := s.lookup(arguments[0])
	switch {
	case !there:
		integer(out, -2)
	case found.ends.IsZero():
		integer(out, -1)
	default:
		integer(out, int(found.ends.Sub(s.now()).Round(time.Second).Seconds()))
	}
}

func (s *Server) del(out *bufio.Writer, arguments []string) {
	gone := 0
	for _, key := range arguments {
		if _, there := s.lookup(key); there {
			delete(s.keys, key)
			gone++
		}
	}
	integer(out, gone)
}

func seconds(text string) (time.Duration, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err == nil && n < 1 {
		err = strconv.ErrRange
	}
	return time.Duration(n) * time.Second, err
}

func status(out *bufio.Writer, text string)   { fmt.Fprintf(out, "+%s\r\n", text) }
func integer(out *bufio.Writer, number int)   { fmt.Fprintf(out, ":%d\r\n", number) }
func refuse(out *bufio.Writer, reason string) { fmt.Fprintf(out, "-ERR %s\r\n", reason) }
