package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/gazetteer/pinyin"
	"diming/internal/desk"
	"diming/internal/ledger"
	"diming/internal/version"
)

// editRoutes are the changes of places. Each says by If-Match which version it
// changes, and is refused where that is no longer the present one.
func (s *Server) editRoutes(rs routes) {
	write := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary}
	}
	match := []string{"If-Match", `"0"`}
	operate(rs, may(editPlace), huma.Operation{Method: http.MethodPost, Path: "/v1/places", Summary: "Register a place", DefaultStatus: http.StatusCreated}, s.addPlace,
		Example{Body: `{"name":"","class":"22200","division":"{code}","visibility":"internal","reason":"测试"}`})
	operate(rs, mayIn(editPlace, placeDivision), write(http.MethodPatch, "/v1/places/{id}", "Change what is told of a place"), s.amendPlace,
		Example{Body: `{"fields":{},"reason":"测试"}`, Headers: match})
	operate(rs, mayIn(renamePlace, placeDivision), write(http.MethodPost, "/v1/places/{id}/rename", "Enter a renaming decided before there were cases here; the rules of names are asked"), s.renamePlace,
		Example{Body: `{"name":"清溪","valid_from":"2026-01-01","reason":"测试"}`, Headers: match})
	operate(rs, mayIn(editPlace, placeDivision), write(http.MethodPost, "/v1/places/{id}/withdraw", "Withdraw a place that should not be in the register"), s.withdrawPlace,
		Example{Body: `{"reason":"测试"}`, Headers: match})
	operate(rs, mayIn(editPlace, placeDivision), write(http.MethodPost, "/v1/places/{id}/reading", "Confirm how a name is read"), s.confirmReading,
		Example{Body: `{"name_id":"{name}","reading":"Qīngxīkǒu","reason":"测试"}`, Headers: match})
	operate(rs, mayIn(editPlace, placeDivision), write(http.MethodPost, "/v1/places/{id}/reading/reopen", "Take the confirmation of a reading back"), s.reopenReading,
		Example{Body: `{"name_id":"{name}","reason":"测试"}`, Headers: match})
}

// EditParams name the version of a place that is changed.
type EditParams struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	ID      uuid.UUID `path:"id"`
	IfMatch string    `header:"If-Match" doc:"The ETag of the place as it was read." maxLength:"64"`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, the change is not made again and the answer is the same."`
	RawBody []byte
}

// Written is what a change answers.
type Written struct {
	ID   uuid.UUID `json:"id"`
	Seq  int64     `json:"seq,omitempty" doc:"Of the change in the ledger, where it was sealed at once."`
	ETag string    `json:"etag" doc:"Of the place now."`
}

type writtenOutput struct {
	ETag string `header:"ETag"`
	Seq  string `header:"Diming-Seq"`
	Body Written
}

// change makes one change of the version that its asker has read.
func (s *Server) change(ctx context.Context, in EditParams, do func(places *gazetteer.Store, by uuid.UUID) (int64, error)) (*writtenOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	by := s.principalOf(ctx).Account.ID
	read := strings.Trim(strings.TrimPrefix(in.IfMatch, "W/"), `"`)
	out, err := s.writeOnce(ctx, desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "change", in.ID.String(), read)},
		func(places *gazetteer.Store) (uuid.UUID, int64, string, error) {
			entry, tag, err := places.Unchanged(ctx, in.ID, read, func(places *gazetteer.Store) (int64, error) { return do(places, by) })
			return in.ID, entry, tag, err
		})
	var changed *gazetteer.ChangedError
	if errors.As(err, &changed) {
		return nil, s.changedSince(ctx, in.ID, changed)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

// A madeWrite is what is remembered of a write, to be answered again.
type madeWrite struct {
	ID    uuid.UUID `json:"id"`
	Entry int64     `json:"entry"`
	Tag   string    `json:"tag"`
}

// writeOnce makes a write that is made once however often it is sent.
func (s *Server) writeOnce(ctx context.Context, i desk.Intent, do func(*gazetteer.Store) (id uuid.UUID, entry int64, tag string, err error)) (*writtenOutput, error) {
	answer, _, err := s.Desk.Once(ctx, i, func(tx pgx.Tx) (string, error) {
		places := *s.Places
		places.DB = tx
		var made madeWrite
		var err error
		if made.ID, made.Entry, made.Tag, err = do(&places); err != nil {
			return "", err
		}
		text, err := json.Marshal(made)
		return string(text), err
	})
	if err != nil {
		return nil, err
	}
	var made madeWrite
	if err := json.Unmarshal([]byte(answer), &made); err != nil {
		return nil, fmt.Errorf("remembered write: %w", err)
	}
	return s.written(ctx, made.ID, made.Entry, made.Tag), nil
}

// intended is the digest of all that a write asks for.
func intended(body []byte, parts ...string) [32]byte {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	h.Write(body)
	return [32]byte(h.Sum(nil))
}

func (s *Server) written(ctx context.Context, id uuid.UUID, entry int64, tag string) *writtenOutput {
	out := &writtenOutput{ETag: etagOf(tag), Body: Written{ID: id, ETag: etagOf(tag)}}
	// It is committed; that its seal is late is no failure.
	if seq, err := ledger.SeqOf(ctx, s.DB, entry, sealWait); err == nil {
		out.Seq, out.Body.Seq = strconv.FormatInt(seq, 10), seq
	}
	return out
}

func etagOf(tag string) string { return `"` + tag + `"` }

// A ChangedProblem tells who changed a place meanwhile, and how it stands now.
type ChangedProblem struct {
	Problem
	Current *PlaceBody `json:"current,omitempty"`
	By      string     `json:"by" doc:"Who changed it last."`
	At      time.Time  `json:"at"`
}

func (s *Server) changedSince(ctx context.Context, id uuid.UUID, e *gazetteer.ChangedError) error {
	p := &ChangedProblem{Problem: *changedMeanwhile.in(ctx), At: e.At}
	if a, err := s.Accounts.ByID(ctx, e.By); err == nil {
		p.By = a.Name
	}
	place, r, err := s.lookup(ctx, &placeInput{ID: id.String()})
	if err != nil {
		return s.fail(ctx, err)
	}
	body, err := s.placeBody(ctx, r, place)
	if err != nil {
		return s.fail(ctx, err)
	}
	p.Current = &body
	return p
}

type amendInput struct {
	EditParams
	Body struct {
		Fields    AmendFields `json:"fields"`
		ValidFrom string      `json:"valid_from,omitempty" maxLength:"10" doc:"The day from which it is so; absent: the whole version is corrected."`
		Reason    string      `json:"reason" maxLength:"1000"`
	}
}

// AmendFields are what is changed; absent ones stay.
type AmendFields struct {
	Meaning     *string   `json:"meaning,omitempty" maxLength:"4000"`
	Origin      *string   `json:"origin,omitempty" maxLength:"4000"`
	History     *string   `json:"history,omitempty" maxLength:"8000"`
	Description *string   `json:"description,omitempty" maxLength:"8000"`
	Heritage    *string   `json:"heritage,omitempty" maxLength:"1000"`
	Class       *string   `json:"class,omitempty" maxLength:"5"`
	Visibility  *string   `json:"visibility,omitempty" enum:"public,internal"`
	Location    *Position `json:"location,omitempty"`
}

// Position is a point, CGCS2000.
type Position struct {
	Lon float64 `json:"lon" minimum:"-180" maximum:"180"`
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
}

func (p *Position) point() *orb.Point {
	if p == nil {
		return nil
	}
	return &orb.Point{p.Lon, p.Lat}
}

func (s *Server) amendPlace(ctx context.Context, in *amendInput) (*writtenOutput, error) {
	from, err := dayOr(in.Body.ValidFrom, version.Date{})
	if err != nil {
		return nil, badDate.in(ctx)
	}
	f := in.Body.Fields
	if err := s.permitMove(ctx, f.Location.point()); err != nil {
		return nil, s.fail(ctx, err)
	}
	a := gazetteer.Amendment{Class: f.Class, Visibility: f.Visibility, Location: f.Location.point(), Description: gazetteer.Description{
		Meaning: f.Meaning, Origin: f.Origin, History: f.History, Description: f.Description, Heritage: f.Heritage}}
	return s.change(ctx, in.EditParams, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		return places.Amend(ctx, by, in.ID, a, from, strings.TrimSpace(in.Body.Reason))
	})
}

type withdrawInput struct {
	EditParams
	Body struct {
		Successor *uuid.UUID `json:"successor,omitempty"`
		Reason    string     `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) withdrawPlace(ctx context.Context, in *withdrawInput) (*writtenOutput, error) {
	return s.change(ctx, in.EditParams, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		return places.Withdraw(ctx, by, in.ID, in.Body.Successor, strings.TrimSpace(in.Body.Reason))
	})
}

type readingInput struct {
	EditParams
	Body struct {
		NameID  uuid.UUID `json:"name_id"`
		Reading string    `json:"reading" minLength:"1" maxLength:"300" doc:"With tone marks, or with numbers for tones: qing1hu2."`
		Reason  string    `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) confirmReading(ctx context.Context, in *readingInput) (*writtenOutput, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	return s.change(ctx, in.EditParams, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		p, err := places.Place(ctx, gazetteer.Reader{Internal: true}, in.ID)
		if err != nil {
			return 0, err
		}
		for _, n := range p.Names {
			if n.ID == in.Body.NameID {
				reading := pinyin.Typed(in.Body.Reading, n.Text)
				if err := pinyin.Check(reading, n.Text); err != nil {
					return 0, err
				}
				return places.ConfirmReading(ctx, by, n.ID, reading, strings.TrimSpace(in.Body.Reason))
			}
		}
		return 0, gazetteer.ErrNotFound // a name of another place, which may lie elsewhere
	})
}

type reopenInput struct {
	EditParams
	Body struct {
		NameID uuid.UUID `json:"name_id"`
		Reason string    `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) reopenReading(ctx context.Context, in *reopenInput) (*writtenOutput, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, reasonNeeded.in(ctx)
	}
	return s.change(ctx, in.EditParams, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		p, err := places.Place(ctx, gazetteer.Reader{Internal: true}, in.ID)
		if err != nil {
			return 0, err
		}
		for _, n := range p.Names {
			if n.ID == in.Body.NameID {
				return places.ReopenReading(ctx, by, n.ID, strings.TrimSpace(in.Body.Reason))
			}
		}
		return 0, gazetteer.ErrNotFound
	})
}

type addPlaceInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	Key     string `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    struct {
		Name        string    `json:"name" maxLength:"100"`
		Class       string    `json:"class" maxLength:"5"`
		Division    string    `json:"division,omitempty" maxLength:"12" doc:"Code; absent: found by the position."`
		Location    *Position `json:"location,omitempty"`
		Meaning     string    `json:"meaning,omitempty" maxLength:"4000"`
		Origin      string    `json:"origin,omitempty" maxLength:"4000"`
		Description string    `json:"description,omitempty" maxLength:"8000"`
		Visibility  string    `json:"visibility" enum:"public,internal"`
		ValidFrom   string    `json:"valid_from,omitempty" maxLength:"10"`
		Reason      string    `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) addPlace(ctx context.Context, in *addPlaceInput) (*writtenOutput, error) {
	b := in.Body
	from, err := dayOr(b.ValidFrom, version.Date{})
	if err != nil {
		return nil, badDate.in(ctx)
	}
	if err := s.permitDraft(ctx, b.Division, b.Location.point()); err != nil {
		return nil, s.fail(ctx, err)
	}
	d := gazetteer.Draft{Names: []gazetteer.RowName{{Text: strings.TrimSpace(b.Name)}}, Class: b.Class, Division: b.Division, Location: b.Location.point(),
		Meaning: b.Meaning, Origin: b.Origin, Description: b.Description, Visibility: b.Visibility, Source: "办公登记", Valid: version.Span{From: from}}
	by := s.principalOf(ctx).Account.ID
	out, err := s.writeOnce(ctx, desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "add")},
		func(places *gazetteer.Store) (uuid.UUID, int64, string, error) {
			id, entry, err := places.Add(ctx, by, d, strings.TrimSpace(b.Reason))
			if err != nil {
				return id, entry, "", err
			}
			tag, err := places.Tag(ctx, id)
			return id, entry, tag, err
		})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

// permitMove refuses to move a place into a division where the asker may not
// edit; where no area lies around it, it stays in the division it is in.
func (s *Server) permitMove(ctx context.Context, to *orb.Point) error {
	if to == nil {
		return nil
	}
	around, err := s.Boundaries.Around(ctx, gazetteer.Reader{Internal: true}, *to)
	if err != nil || len(around) == 0 {
		return err
	}
	return s.permit(ctx, editPlace, around[len(around)-1].ID)
}

// permitDraft refuses a place in a division where the asker may not register.
func (s *Server) permitDraft(ctx context.Context, code string, at *orb.Point) error {
	if code != "" {
		division, err := s.divisionNamed(ctx, code)
		if err != nil {
			return err
		}
		return s.permit(ctx, editPlace, division)
	}
	if at == nil {
		return s.permit(ctx, editPlace, uuid.Nil)
	}
	around, err := s.Boundaries.Around(ctx, gazetteer.Reader{Internal: true}, *at)
	if err != nil || len(around) == 0 {
		return errors.Join(err, s.permit(ctx, editPlace, uuid.Nil))
	}
	return s.permit(ctx, editPlace, around[len(around)-1].ID)
}
