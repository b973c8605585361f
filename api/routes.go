package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)

// routes is where every route is registered, with who may use it. A route that
// does not say so, or names an action that the table of access.go lacks, panics
// when the server is made; so does one that went past this.
type routes struct {
	chi.Router
	s    *Server
	api  huma.API
	made *[]Route
}

// A Route is an address that is answered, and who is let through to it.
type Route struct {
	Method, Pattern string
	access          access
	Example         Example
}

// An Example is a request that reaches a route, for the test that walks all of
// them. Only what cannot be guessed from the pattern need be said.
type Example struct {
	Path    string   // {place}, {division} … stand for what the test made; the pattern with its own names if empty
	Body    string   // JSON
	Headers []string // names and values in turn
}

// in gives the same register with another router under it.
func (rs routes) in(r chi.Router) routes { rs.Router = r; return rs }

// plain registers a plain handler.
func (rs routes) plain(who access, method, pattern string, h http.HandlerFunc, e ...Example) {
	rs.note(who, method, pattern, e)
	rs.Method(method, pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := rs.s.admits(r, who); err != nil {
			rs.s.writeProblem(w, r, err)
			return
		}
		h(w, r)
	}))
}

// get registers a read with a sentence that says what it is for.
func get[I, O any](rs routes, who access, path, summary string, handler func(context.Context, *I) (*O, error), e ...Example) {
	operate(rs, who, huma.Operation{OperationID: operationID(path), Method: http.MethodGet, Path: path, Summary: summary}, handler, e...)
}

// operate registers a JSON operation. Who may not is refused before the
// request's body is read.
func operate[I, O any](rs routes, who access, op huma.Operation, handler func(context.Context, *I) (*O, error), e ...Example) {
	rs.note(who, op.Method, op.Path, e)
	op.Middlewares = append(huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humachi.Unwrap(ctx)
		if err := rs.s.admits(r, who); err != nil {
			rs.s.writeProblem(w, r, err)
			return
		}
		next(ctx)
	}}, op.Middlewares...)
	if len(op.Tags) == 0 {
		op.Tags = []string{strings.Split(strings.TrimPrefix(op.Path, "/v1/"), "/")[0]} // what it is about
	}
	if op.OperationID == "" {
		op.OperationID = strings.ToLower(op.Method) + "-" + operationID(op.Path)
	}
	huma.Register(rs.api, op, handler)
}

func (rs routes) note(who access, method, pattern string, e []Example) {
	who.check(method + " " + pattern)
	route := Route{Method: method, Pattern: pattern, access: who}
	if len(e) > 0 {
		route.Example = e[0]
	}
	*rs.made = append(*rs.made, route)
}

// byItself are the routes that huma adds: the description of the API.
var byItself = []string{"/openapi.json", "/openapi-3.0.json", "/openapi.yaml", "/openapi-3.0.yaml", "/schemas/{schema}"}

// complete panics if a route was registered past the table.
func (rs routes) complete(r chi.Routes) {
	for _, pattern := range byItself {
		rs.note(public, http.MethodGet, pattern, nil)
	}
	err := chi.Walk(r, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !slices.ContainsFunc(*rs.made, func(m Route) bool { return m.Method == method && m.Pattern == pattern }) {
			return fmt.Errorf("route %s %s was registered without saying who may use it", method, pattern)
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
}

// operationID names an operation after its path: /v1/places/{id}/history is
// places-id-history.
func operationID(path string) string {
	return strings.NewReplacer("/v1/", "", "/", "-", "{", "", "}", "").Replace(path)
}
