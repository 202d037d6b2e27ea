// Package reply writes answers in the shapes of the Sock Shop's services.
package reply

import (
	"encoding/json"
	"net/http"
)

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, value any) {
	As(w, "application/json; charset=utf-8", status, value)
}

// As answers with a value under a content type of its own.
func As(w http.ResponseWriter, contentType string, status int, value any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// Failure is what the shop's Go services answer instead of a value.
type Failure struct {
	Message string `json:"error"`
	Status  int    `json:"status_code"`
	Text    string `json:"status_text"`
}

// Fail answers with a failure.
func Fail(w http.ResponseWriter, status int, message string) {
	JSON(w, status, Failure{message, status, http.StatusText(status)})
}

// Read decodes a request's JSON, of at most a megabyte, and says whether that went well; if not, 400 is answered.
func Read(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into); err != nil {
		Fail(w, http.StatusBadRequest, "the body is not the JSON that is expected: "+err.Error())
		return false
	}
	return true
}
