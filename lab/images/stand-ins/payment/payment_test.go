package payment

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAuthorisesUpToTheLimit(t *testing.T) {
	for body, want := range map[string]string{
		`{"amount":22.99}`:  `{"authorised":true,"message":"Payment authorised"}`,
		`{"amount":100}`:    `{"authorised":true,`,
		`{"amount":100.01}`: `{"authorised":false,"message":"Payment declined: amount exceeds 100.00"}`,
		`{"amount":0}`:      `"status_code":500`,
		`{"amount":-1}`:     `"status_code":500`,
		`{}`:                `"status_code":500`,
		`amount`:            `"status_code":400`,
		``:                  `"status_code":400`,
	} {
		recorder := httptest.NewRecorder()
		Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/paymentAuth", strings.NewReader(body)))
		if !strings.Contains(recorder.Body.String(), want) {
			t.Errorf("%s: %s", body, recorder.Body)
		}
	}
}
