package frontend

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"
)

//go:embed pages
var files embed.FS

// titles has every page by its file's name. What the real front-end also has, the stand-in answers with a page that says so.
var titles = map[string]string{
	"index.html":             "Sock Shop",
	"category.html":          "All socks",
	"detail.html":            "One sock",
	"basket.html":            "Your basket",
	"login.html":             "Log in",
	"register.html":          "Register",
	"customer-orders.html":   "Your orders",
	"customer-order.html":    "Your order",
	"checkout1.html":         absent,
	"checkout2.html":         absent,
	"checkout3.html":         absent,
	"checkout4.html":         absent,
	"customer-account.html":  absent,
	"customer-wishlist.html": absent,
	"topbar.html":            absent,
	"navbar.html":            absent,
	"footer.html":            absent,
}

const absent = "Not in the stand-in"

// colours are the buttons' in the talk: blue in v1, red in v2.
var colours = map[string]string{"v1": "#4993e4", "v2": "#d8352a"}

// addPages adds every page. Each holds its style and script, since a request of its own for them might be answered by
// the other version.
func addPages(mux *http.ServeMux, version string) {
	layout := template.Must(template.ParseFS(files, "pages/layout.html"))
	for name, title := range titles {
		file := name
		if title == absent {
			file = "absent.html"
		}
		var page bytes.Buffer
		err := layout.Execute(&page, map[string]any{
			"Title":   title,
			"Version": version,
			"Colour":  template.CSS(colour(version)),
			"Name":    name,
			"Style":   element("style", "style.css"),
			"Script":  element("script", "asking.js", "socks.js", "customer.js", "start.js"),
			"Content": template.HTML(read(file)),
		})
		if err != nil {
			panic(err)
		}
		show := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			// Whoever reloads the page wants to see which version answers now.
			w.Header().Set("Cache-Control", "no-store")
			_, _ = w.Write(page.Bytes())
		}
		mux.HandleFunc("GET /"+name, show)
		if name == "index.html" {
			mux.HandleFunc("GET /{$}", show)
		}
	}
}

func colour(version string) string {
	if known, there := colours[version]; there {
		return known
	}
	return "#667085"
}

func read(file string) string {
	content, err := files.ReadFile("pages/" + file)
	if err != nil {
		panic(err)
	}
	return string(content)
}

// element holds files as one: a script's functions know each other.
func element(name string, list ...string) template.HTML {
	var content strings.Builder
	for _, file := range list {
		content.WriteString(read(file))
	}
	return template.HTML("<" + name + ">\n" + content.String() + "</" + name + ">")
}
