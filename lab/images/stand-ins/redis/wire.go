// Package redis holds as much of Redis as the shop's sessions need: a client, and a server that forgets at its end.
package redis

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Longer commands or strings than a session can need end the connection.
const (
	mostWords = 64
	mostBytes = 1 << 20
)

var errTooLong = errors.New("redis: longer than this stand-in takes")

func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return "", errTooLong
	}
	return strings.TrimRight(string(line), "\r\n"), err
}

// readCommand reads one command: an array of bulk strings, or words on a line as typed by hand.
func readCommand(in *bufio.Reader) ([]string, error) {
	line, err := readLine(in)
	if err != nil || !strings.HasPrefix(line, "*") {
		return strings.Fields(line), err
	}
	count, err := length(line[1:], mostWords)
	if err != nil {
		return nil, err
	}
	words := make([]string, count)
	for i := range words {
		header, err := readLine(in)
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(header, "$") {
			return nil, fmt.Errorf("redis: a bulk string is expected, not %q", header)
		}
		if words[i], err = readBulk(in, header[1:]); err != nil {
			return nil, err
		}
	}
	return words, nil
}

func readBulk(in *bufio.Reader, header string) (string, error) {
	size, err := length(header, mostBytes)
	if err != nil {
		return "", err
	}
	content := make([]byte, size+2)
	if _, err := io.ReadFull(in, content); err != nil {
		return "", err
	}
	return string(content[:size]), nil
}

func length(text string, most int) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("redis: %q is no length", text)
	}
	if n > most {
		return 0, errTooLong
	}
	return n, nil
}

func writeCommand(out *bufio.Writer, words []string) error {
	fmt.Fprintf(out, "*%d\r\n", len(words))
	for _, word := range words {
		writeBulk(out, word)
	}
	return out.Flush()
}

func writeBulk(out *bufio.Writer, content string) {
	fmt.Fprintf(out, "$%d\r\n%s\r\n", len(content), content)
}

// answer is what the server said: text, or nothing where a key is absent.
type answer struct {
	text   string
	absent bool
}

// Refusal is an error that the server itself answered.
type Refusal string

func (r Refusal) Error() string { return "redis: " + string(r) }

func readAnswer(in *bufio.Reader) (answer, error) {
	line, err := readLine(in)
	if err != nil {
		return answer{}, err
	}
	switch {
	case strings.HasPrefix(line, "+"), strings.HasPrefix(line, ":"):
		return answer{text: line[1:]}, nil
	case strings.HasPrefix(line, "-"):
		return answer{}, Refusal(line[1:])
	case line == "$-1":
		return answer{absent: true}, nil
	case strings.HasPrefix(line, "$"):
		text, err := readBulk(in, line[1:])
		return answer{text: text}, err
	}
	return answer{}, fmt.Errorf("redis: an answer is expected, not %q", line)
}
