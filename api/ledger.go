package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/internal/version"
)

// ledgerRoutes are the auditor's: what was done, by whom, and whether the
// record of it holds. The chain is one for the whole register, and so is the
// role that reads it.
func (s *Server) ledgerRoutes(rs routes) {
	get(rs, mayWhole(readLedger), "/v1/ledger", "Sealed entries, the newest first", s.ledger)
	operate(rs, mayWhole(readLedger), huma.Operation{Method: http.MethodPost, Path: "/v1/ledger/verify", Summary: "Check the whole chain"}, s.verifyLedger,
		Example{Body: `{}`})
	rs.plain(mayWhole(exportLedger), http.MethodGet, "/v1/ledger.csv", s.ledgerCSV)
}

// LedgerFilter says which entries an auditor wants.
type LedgerFilter struct {
	Actor  string `query:"actor" maxLength:"100" doc:"Id, login or part of a name."`
	Action string `query:"action" maxLength:"64"`
	Kind   string `query:"kind" maxLength:"64"`
	Object string `query:"object" maxLength:"36"`
	From   string `query:"from" maxLength:"40" doc:"A day of China's time, or a moment (RFC 3339)."`
	To     string `query:"to" maxLength:"40" doc:"A day, which is included, or a moment, which is not."`
}

// actorsMost is how many accounts a part of a name may stand for.
const actorsMost = 200

func (s *Server) ledgerFilter(ctx context.Context, in LedgerFilter) (ledger.Filter, error) {
	f := ledger.Filter{Action: in.Action, Kind: in.Kind}
	var err error
	if in.Object != "" {
		if f.Object, err = uuid.Parse(in.Object); err != nil {
			return f, fmt.Errorf("%w: object %q is no id", errBadFilter, in.Object)
		}
	}
	if f.From, err = momentOf(in.From, 0); err != nil {
		return f, err
	}
	if f.To, err = momentOf(in.To, 1); err != nil {
		return f, err
	}
	if in.Actor == "" {
		return f, nil
	}
	f.Actors = []uuid.UUID{}
	if id, err := uuid.Parse(in.Actor); err == nil {
		f.Actors = append(f.Actors, id)
	}
	named, err := s.Accounts.Named(ctx, in.Actor, actorsMost)
	for _, a := range named {
		f.Actors = append(f.Actors, a.ID)
	}
	return f, err
}

// momentOf reads a moment, or a day and so many days more.
func momentOf(text string, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	day, err := version.ParseDate(text)
	if err != nil {
		return time.Time{}, errors.Join(errBadDate, err)
	}
	y, m, d := day.Time().Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, version.China), nil
}

type ledgerInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	LedgerFilter
	Cursor string `query:"cursor" maxLength:"20"`
	Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
}

// LedgerPage is a page of entries.
type LedgerPage struct {
	Items   []LedgerEntry `json:"items"`
	Next    string        `json:"next,omitempty"`
	Pending int64         `json:"pending" doc:"Entries that wait for their seal and are not listed yet."`
}

// LedgerEntry is a sealed entry as an auditor reads it.
type LedgerEntry struct {
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	Actor     uuid.UUID       `json:"actor"`
	ActorName string          `json:"actor_name"`
	Action    string          `json:"action"`
	Kind      string          `json:"kind"`
	Object    *uuid.UUID      `json:"object"`
	Reason    string          `json:"reason"`
	Before    json.RawMessage `json:"before,omitempty"`
	After     json.RawMessage `json:"after,omitempty"`
	Batch     json.RawMessage `json:"batch,omitempty" doc:"Of a bulk entry: how many rows, and their SHA-256."`
	Hash      string          `json:"hash"`
}

func (s *Server) ledger(ctx context.Context, in *ledgerInput) (*struct{ Body LedgerPage }, error) {
	f, err := s.ledgerFilter(ctx, in.LedgerFilter)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if f.Limit = in.Limit; f.Limit == 0 {
		f.Limit = 50
	}
	if in.Cursor != "" {
		if f.Beyond, err = strconv.ParseInt(in.Cursor, 10, 64); err != nil || f.Beyond < 1 {
			return nil, badCursor.in(ctx)
		}
	}
	found, err := ledger.Find(ctx, s.DB, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	page := LedgerPage{}
	if page.Items, err = s.ledgerEntries(ctx, found); err != nil {
		return nil, s.fail(ctx, err)
	}
	if len(found) == f.Limit {
		page.Next = strconv.FormatInt(found[len(found)-1].Seq, 10)
	}
	if page.Pending, err = ledger.Pending(ctx, s.DB); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body LedgerPage }{page}, nil
}

// ledgerEntries puts names to the ids of those who acted.
func (s *Server) ledgerEntries(ctx context.Context, found []ledger.Change) ([]LedgerEntry, error) {
	actors := make([]uuid.UUID, len(found))
	for i, c := range found {
		actors[i] = c.Actor
	}
	names, err := s.actorNames(ctx, actors)
	if err != nil {
		return nil, err
	}
	all := make([]LedgerEntry, len(found))
	for i, c := range found {
		all[i] = LedgerEntry{Seq: c.Seq, At: c.At, Actor: c.Actor, ActorName: names[i], Action: c.Action, Kind: c.Kind, Object: c.Object, Hash: c.Hash}
		var body struct{ Before, After, Batch json.RawMessage }
		if err := json.Unmarshal(c.Body, &body); err != nil {
			return nil, fmt.Errorf("body of ledger entry %d: %w", c.Seq, err)
		}
		var told struct {
			Reason string `json:"reason"`
		}
		_ = json.Unmarshal(c.Body, &told) // read above already
		all[i].Before, all[i].After, all[i].Batch, all[i].Reason = body.Before, body.After, body.Batch, told.Reason
	}
	return all, nil
}

// actorNames puts names to those who acted, in their order.
func (s *Server) actorNames(ctx context.Context, actors []uuid.UUID) ([]string, error) {
	known, err := s.Accounts.Names(ctx, actors)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(actors))
	for i, id := range actors {
		if names[i] = known[id]; id == ledger.Console {
			names[i] = pick(ctx, "服务器控制台", "the server's console")
		}
	}
	return names, nil
}

type verifyInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Head string `json:"head,omitempty" maxLength:"64" doc:"A hash that was printed earlier: it must stand in the chain."`
	}
}

// Verdict is what checking the ledger gave.
type Verdict struct {
	Holds   bool        `json:"holds"`
	Sealed  int64       `json:"sealed"`
	Pending int64       `json:"pending"`
	Head    string      `json:"head" doc:"Hash of the last entry that holds."`
	Broken  *BrokenLink `json:"broken"`
}

// BrokenLink is the first row that does not hold.
type BrokenLink struct {
	Seq int64  `json:"seq"`
	Why string `json:"why"`
}

// verifyLedger checks the chain from its beginning: one at a time, as it reads
// everything.
func (s *Server) verifyLedger(ctx context.Context, in *verifyInput) (*struct{ Body Verdict }, error) {
	head, err := hex.DecodeString(in.Body.Head)
	if err != nil || len(head) != 0 && len(head) != 32 {
		return nil, badHead.in(ctx)
	}
	if len(head) == 0 {
		head = nil
	}
	if !s.verifying.CompareAndSwap(false, true) {
		return nil, busyVerify.in(ctx)
	}
	defer s.verifying.Store(false)
	v, err := ledger.Verify(ctx, s.DB, head)
	verdict := Verdict{Holds: err == nil, Sealed: v.Sealed, Pending: v.Pending, Head: hex.EncodeToString(v.Head.Hash)}
	var broken *ledger.Broken
	switch {
	case errors.As(err, &broken):
		verdict.Broken = &BrokenLink{broken.Seq, broken.Error()}
	case err != nil:
		return nil, s.fail(ctx, err)
	}
	if err := s.note(ctx, "ledger.verify", "ledger", uuid.Nil, ledger.Fields{"holds": verdict.Holds, "head": verdict.Head}); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body Verdict }{verdict}, nil
}
