package frontend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"time"
)

// backend is one service behind front-end. None of the caller's headers reach it: neither do they in the real shop.
type backend struct {
	base   string
	client *http.Client
}

func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 100
	// A sidecar answers for the shop's services; whatever proxy the environment names is not for them.
	transport.Proxy = nil
	return &http.Client{
		Transport: transport,
		// Longer than any delay that a stage injects.
		Timeout: time.Minute,
	}
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func (b backend) call(ctx context.Context, method, path string, body any) (answer, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, b.base+path, content)
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return b.send(request)
}

func (b backend) send(request *http.Request) (answer, error) {
	response, err := b.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 8<<20))
	return answer{response.StatusCode, response.Header, body}, errors.Join(err, response.Body.Close())
}

// decode reads an answer's JSON. A mesh that injects a fault answers with text, which then becomes the error.
func (a answer) decode(into any) error {
	if a.status >= http.StatusBadRequest {
		return fmt.Errorf("answered %d: %.200s", a.status, a.body)
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		return fmt.Errorf("answered %d and no JSON: %.200s", a.status, a.body)
	}
	return nil
}

func (b backend) get(ctx context.Context, path string, into any) error {
	got, err := b.call(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return got.decode(into)
}

// always200 passes a body on and hides what status it came with, as the real front-end does.
func (b backend) always200(w http.ResponseWriter, r *http.Request) {
	got, err := b.call(r.Context(), r.Method, r.URL.RequestURI(), nil)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	pass(w, http.StatusOK, got.body)
}

// pass sends a body without a content type, neither told nor guessed.
func pass(w http.ResponseWriter, status int, body []byte) {
	w.Header()["Content-Type"] = nil
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// stream passes status and headers on as well.
func (b backend) stream(w http.ResponseWriter, r *http.Request) {
	got, err := b.call(r.Context(), r.Method, r.URL.RequestURI(), nil)
	if err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	version := w.Header().Get("X-Version")
	maps.Copy(w.Header(), got.header)
	w.Header().Set("X-Version", version)
	w.Header().Del("Content-Length")
	w.Header().Del("Connection")
	w.WriteHeader(got.status)
	_, _ = w.Write(got.body)
}
