// Package catalogue plays the Sock Shop's catalogue from its seed data, without a database.
package catalogue

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sock-shop.lab/stand-ins/health"
	"sock-shop.lab/stand-ins/metrics"
	"sock-shop.lab/stand-ins/reply"
)

// Handler answers the catalogue's paths.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /catalogue", list)
	mux.HandleFunc("GET /catalogue/size", size)
	mux.HandleFunc("GET /catalogue/{id}", one)
	mux.HandleFunc("GET /catalogue/images/{file}", image)
	mux.HandleFunc("GET /tags", listTags)
	health.Handle(mux, "catalogue", "catalogue-db")
	return metrics.Count("catalogue", mux)
}

func list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	reply.JSON(w, http.StatusOK, page(tagged(query.Get("tags")), number(query.Get("page"), 1), number(query.Get("size"), 10)))
}

func size(w http.ResponseWriter, r *http.Request) {
	reply.JSON(w, http.StatusOK, map[string]any{"size": len(tagged(r.URL.Query().Get("tags"))), "err": nil})
}

func one(w http.ResponseWriter, r *http.Request) {
	at := slices.IndexFunc(socks, func(sock Sock) bool { return sock.ID == r.PathValue("id") })
	if at < 0 {
		reply.Fail(w, http.StatusNotFound, "not found")
		return
	}
	reply.JSON(w, http.StatusOK, socks[at])
}

func image(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	for _, sock := range socks {
		if slices.Contains(sock.ImageURL, "/catalogue/images/"+file) {
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write([]byte(picture(file)))
			return
		}
	}
	reply.Fail(w, http.StatusNotFound, "no such picture")
}

func listTags(w http.ResponseWriter, _ *http.Request) {
	reply.JSON(w, http.StatusOK, map[string]any{"tags": tags, "err": nil})
}

// tagged keeps the socks with any of the tags of a comma list; each then shows only the tags that matched.
func tagged(list string) []Sock {
	if list == "" {
		return socks
	}
	wanted := strings.Split(list, ",")
	var found []Sock
	for _, sock := range socks {
		var matching []string
		for _, tag := range sock.Tags {
			if slices.Contains(wanted, tag) {
				matching = append(matching, tag)
			}
		}
		if len(matching) > 0 {
			sock.Tags = matching
			found = append(found, sock)
		}
	}
	return found
}

// page cuts out the socks of a page, counted from 1: none past the end, or if either number is not positive.
func page(all []Sock, number, size int) []Sock {
	if number < 1 || size < 1 || number > len(all) {
		return []Sock{}
	}
	first := min((number-1)*min(size, len(all)), len(all))
	return all[first:min(first+min(size, len(all)), len(all))]
}

// number reads a query's number; what is no number counts as absent.
func number(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}
