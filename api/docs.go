package api

import (
	"bytes"
	_ "embed"
	"html/template"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed docs.html
var docsSource string

var docsTemplate = template.Must(template.New("docs").Parse(docsSource))

// An operation as the page about the API shows it.
type operation struct {
	Path    string
	Summary string
	Params  []*huma.Param
}

// docs answers a page about the API, made from its OpenAPI description and
// fetching nothing from elsewhere.
func (s *Server) docs(description *huma.OpenAPI) http.HandlerFunc {
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(description.Paths)) {
		if get := description.Paths[path].Get; get != nil {
			all = append(all, operation{path, get.Summary, get.Parameters})
		}
	}
	var out bytes.Buffer
	err := docsTemplate.Execute(&out, struct {
		Title, About string
		Operations   []operation
	}{description.Info.Title, description.Info.Description, all})
	if err != nil {
		panic(err) // the template does not fit the values above
	}
	policy := stylePolicy(out.String())
	return func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", policy)
		_, _ = w.Write(out.Bytes()) // the client may have gone
	}
}
