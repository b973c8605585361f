package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"diming/internal/account"
	"diming/internal/document"
)

// Made gives the routes that Handler registered.
func (s *Server) Made() []Route { return s.made }

// Rights says, for the test that walks all routes, who is let through to one.
type Rights struct {
	Level  string // public, half, old password, person, signed in, role, phone
	Action string
	Roles  []account.Role
	Local  bool // only where the role is held
	Whole  bool // only where the role is held in the whole register
}

// Rights gives who is let through to a route.
func (r Route) Rights() Rights {
	return Rights{Level: []string{"", "public", "half", "old password", "person", "signed in", "role", "phone"}[r.access.level], Action: string(r.access.action),
		Roles: slices.Concat(actions[r.access.action], actions[r.access.or]), Local: r.access.level == byRole && r.access.scope != anywhere && r.access.scope != wholeRegister, Whole: r.access.scope == wholeRegister}
}

// ActionNames lists the table of who may do what.
func ActionNames() []string {
	var all []string
	for _, a := range slices.Sorted(maps.Keys(actions)) {
		all = append(all, string(a))
	}
	return all
}

// RolesFor gives who may do an action.
func RolesFor(action string) []account.Role { return actions[Action(action)] }

// Register registers a route outside Handler, to see what is refused.
func Register(s *Server, action string) {
	var made []Route
	routes{s: s, made: &made}.note(may(Action(action)), "GET", "/v1/nowhere", nil)
}

// Observed is the part of Handler that logs and measures requests.
func (s *Server) Observed(next http.Handler) http.Handler { return s.observed(next) }

// TakeDocument answers what a route that takes documents would keep.
func (s *Server) TakeDocument(w http.ResponseWriter, r *http.Request, allowed document.Kinds) {
	d, err := s.takeDocument(w, r, allowed)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	_ = json.NewEncoder(w).Encode(d)
}

// ServeDocument sends a document that is kept.
func (s *Server) ServeDocument(w http.ResponseWriter, r *http.Request, d document.Document) {
	s.serveDocument(w, r, d)
}
