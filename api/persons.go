package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/internal/account"
	"diming/internal/ledger"
)

// personRoutes let an administrator give a person what is held of them, and
// erase it (个人信息保护法 45, 47). They reach the whole register: of whom data
// is held does not go by division.
func (s *Server) personRoutes(rs routes) {
	get(rs, mayWhole(exportPerson), "/v1/persons", "Persons of whom data is held", s.persons, Example{Path: "/v1/persons?q=nobody"})
	get(rs, mayWhole(exportPerson), "/v1/persons/{id}", "Everything that is held of a person; asking is an entry", s.person, Example{Path: "/v1/persons/{uuid}"})
	operate(rs, mayWhole(erasePerson), huma.Operation{Method: http.MethodDelete, Path: "/v1/persons/{id}", Summary: "Erase what is held of a person",
		DefaultStatus: http.StatusNoContent}, s.erasePerson, Example{Path: "/v1/persons/{uuid}?reason=test"})
}

// PersonItem is a person of whom data is held.
type PersonItem struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Kind    string    `json:"kind"`
	Created time.Time `json:"created_at"`
}

type personsInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Q    string `query:"q" minLength:"1" maxLength:"100" doc:"A part of the name, a phone number, a login, or an id."`
}

// PersonList is who was found; nobody lists everybody.
type PersonList struct {
	Items []PersonItem `json:"items"`
}

// personsMost is how many persons a search shows: enough for namesakes.
const personsMost = 50

func (s *Server) persons(ctx context.Context, in *personsInput) (*struct{ Body PersonList }, error) {
	list := PersonList{Items: []PersonItem{}}
	accounts, err := s.Accounts.Named(ctx, in.Q, personsMost)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	known := map[uuid.UUID]bool{}
	for _, a := range accounts {
		if a.Name == "" {
			continue // erased
		}
		known[a.Person] = true
		list.Items = append(list.Items, PersonItem{a.Person, a.Name, pick(ctx, "账号 ", "account ") + a.Login, a.Created})
	}
	others, err := ledger.FindPersons(ctx, s.DB, in.Q, personsMost)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, p := range others {
		if !known[p.ID] {
			list.Items = append(list.Items, PersonItem{p.ID, p.Detail, pick(ctx, "办理记录", "a record"), p.Came()})
		}
	}
	if err := s.note(ctx, "person.search", "person", uuid.Nil, ledger.Fields{"found": len(list.Items)}); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body PersonList }{list}, nil
}

// PersonParam names a person in the address.
type PersonParam struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

// PersonHeld is everything that is held of a person.
type PersonHeld struct {
	ID      uuid.UUID     `json:"id"`
	Detail  string        `json:"detail" doc:"Name, phone and what else was given."`
	Account *AccountHeld  `json:"account"`
	Entries []LedgerEntry `json:"entries" doc:"Entries of the ledger that refer to the person, by number."`
	At      time.Time     `json:"at"`
}

// AccountHeld is what is held of a person who may log in. Hashes of secrets
// say nothing of a person and are left out.
type AccountHeld struct {
	AccountBody
	LogIns   []account.LogIn       `json:"log_ins"`
	Sessions []account.SessionHeld `json:"sessions"`
	Tokens   []string              `json:"tokens"`
	Keys     []string              `json:"key_names"`
	Subjects []string              `json:"subjects"`
}

type personOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         PersonHeld
}

func (s *Server) person(ctx context.Context, in *PersonParam) (*personOutput, error) {
	held, err := s.Accounts.HeldOf(ctx, s.principalOf(ctx).Account.ID, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &personOutput{"no-store", PersonHeld{ID: in.ID, Detail: held.Detail, At: time.Now().UTC()}}
	if held.Account != nil {
		body, err := s.accountBody(ctx, *held.Account)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		out.Body.Account = &AccountHeld{body, held.LogIns, held.Sessions, held.Tokens, held.Keys, held.Subjects}
	}
	if out.Body.Entries, err = s.ledgerEntries(ctx, held.Entries); err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

type erasePersonInput struct {
	PersonParam
	Reason string `query:"reason" minLength:"1" maxLength:"1500"`
}

func (s *Server) erasePerson(ctx context.Context, in *erasePersonInput) (*struct{}, error) {
	if err := s.Accounts.ErasePerson(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}
