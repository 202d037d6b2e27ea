package orders

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"path"
	"time"
)

const (
	shippingFee = 4.99
	// callTime bounds each call to another service, as in the real one.
	callTime = 5 * time.Second
)

// purchase is what front-end sends: where to ask who buys what.
type purchase struct {
	Customer string `json:"customer"`
	Address  string `json:"address"`
	Card     string `json:"card"`
	Items    string `json:"items"`
}

// refusal is why an order was not placed.
type refusal struct {
	status  int
	message string
}

// partners are the services that an order needs besides those its URLs name.
type partners struct {
	payment, shipping string
	client            *http.Client
}

// buy collects what was ordered, has it paid and has it shipped.
func (p partners) buy(ctx context.Context, wanted purchase) (*Order, *refusal) {
	if wanted.Customer == "" || wanted.Address == "" || wanted.Card == "" || wanted.Items == "" {
		return nil, &refusal{http.StatusNotAcceptable, "Invalid order request. Order requires customer, address, card and items."}
	}
	order := &Order{CustomerID: path.Base(wanted.Customer)}
	for url, into := range map[string]any{
		wanted.Customer: &order.Customer, wanted.Address: &order.Address, wanted.Card: &order.Card, wanted.Items: &order.Items,
	} {
		if err := p.call(ctx, http.MethodGet, url, nil, into); err != nil {
			return nil, failed(err)
		}
	}
	order.Total = total(order.Items)
	var paid struct {
		Authorised bool
		Message    string
	}
	due := map[string]any{"address": order.Address, "card": order.Card, "customer": order.Customer, "amount": order.Total}
	if err := p.call(ctx, http.MethodPost, p.payment+"/paymentAuth", due, &paid); err != nil {
		return nil, failed(err)
	}
	if !paid.Authorised {
		return nil, &refusal{http.StatusNotAcceptable, paid.Message}
	}
	shipment := Shipment{ID: rand.Text(), Name: order.CustomerID}
	if err := p.call(ctx, http.MethodPost, p.shipping+"/shipping", shipment, &order.Shipment); err != nil {
		return nil, failed(err)
	}
	return order, nil
}

// total is what all items and their shipping cost, in whole cents.
func total(items []Item) float64 {
	sum := shippingFee
	for _, item := range items {
		sum += item.UnitPrice * float64(item.Quantity)
	}
	return math.Round(sum*100) / 100
}

func failed(err error) *refusal {
	return &refusal{http.StatusInternalServerError, "Unable to create order: " + err.Error()}
}

// call asks another service and decodes its answer.
func (p partners) call(ctx context.Context, method, url string, body, into any) error {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return err
	}
	answered, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return json.Unmarshal(answered, into)
}
