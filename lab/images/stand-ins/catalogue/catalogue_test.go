package catalogue

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	recorder := httptest.NewRecorder()
	Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder
}

func TestLists(t *testing.T) {
	for query, names := range map[string]string{
		"":                  "Holy Colourful SuperSport XL Crossed Figueroa Cat socks Nerd leg YouTube.sock Classic",
		"?size=5":           "Holy Colourful SuperSport XL Crossed Figueroa",
		"?page=2&size=6":    "Nerd leg YouTube.sock Classic",
		"?page=3&size=6":    "",
		"?size=0":           "",
		"?page=0":           "",
		"?page=-1":          "",
		"?page=9&size=9":    "",
		"?tags=magic,geek":  "Holy YouTube.sock",
		"?tags=large":       "",
		"?sort=id&size=abc": "Holy Colourful SuperSport XL Crossed Figueroa Cat socks Nerd leg YouTube.sock Classic",
		"?page=9223372036854775807&size=9223372036854775807": "",
	} {
		recorder := get(t, "/catalogue"+query)
		var found []Sock
		if err := json.Unmarshal(recorder.Body.Bytes(), &found); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if found == nil {
			t.Errorf("%s answers null instead of an array", query)
		}
		var seen []string
		for _, sock := range found {
			seen = append(seen, sock.Name)
		}
		if got := strings.Join(seen, " "); got != names || recorder.Code != http.StatusOK {
			t.Errorf("%s: %d %s", query, recorder.Code, got)
		}
	}
}

func TestOneSizeTagsHealth(t *testing.T) {
	for path, want := range map[string]string{
		"/catalogue/size":                                 `{"err":null,"size":9}`,
		"/catalogue/size?tags=geek":                       `{"err":null,"size":1}`,
		"/catalogue/a0a4f044-b040-410d-8ead-4de0446aec7e": `"name":"Nerd leg"`,
		"/tags":   `"tags":["brown","geek","formal","blue","skin","red","action","sport","black","magic","green"]`,
		"/health": `"service":"catalogue","status":"OK"`,
	} {
		if recorder := get(t, path); recorder.Code != http.StatusOK || !strings.Contains(recorder.Body.String(), want) {
			t.Errorf("%s: %d %s", path, recorder.Code, recorder.Body)
		}
	}
	for _, path := range []string{"/catalogue/unknown", "/catalogue/images/unknown.jpg", "/elsewhere"} {
		if recorder := get(t, path); recorder.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, recorder.Code)
		}
	}
}

func TestEverySockHasPicturesThatParse(t *testing.T) {
	for _, sock := range socks {
		for _, path := range sock.ImageURL {
			recorder := get(t, path)
			if recorder.Header().Get("Content-Type") != "image/svg+xml" {
				t.Errorf("%s is %s", path, recorder.Header().Get("Content-Type"))
			}
			decoder := xml.NewDecoder(recorder.Body)
			for {
				if _, err := decoder.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
			}
		}
	}
}
