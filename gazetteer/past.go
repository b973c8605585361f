package gazetteer

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A PastEvent tells of a change of divisions before the register's own time:
// the division that now bears Code had another code, name or parent until the
// day the event took effect.
type PastEvent struct {
	Kinds        []string // as division_event.kind, one or several at once
	Effective    version.Date
	Precision    string // day, month or year
	Code         string // what the division bears from that day on
	CodeBefore   string // "" = the same
	NameBefore   string // "" = the same
	ParentBefore string // code, as borne before; "" = the same
	Descendants  bool   // the code's new prefix went down to all below it
	ApprovedBy   string
	ApprovalNo   string
	Basis        string
	Note         string
}

// RecordPast enters such an event: the versions before it, the former names,
// the event and its succession, in one transaction with one ledger entry.
func (s *Store) RecordPast(ctx context.Context, actor uuid.UUID, e PastEvent) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		p := pastRecord{tx: tx, event: e, before: version.Span{To: e.Effective}}
		var err error
		entry, err = p.run(ctx, actor)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("record event of %s: %w", e.Code, err)
	}
	return entry, nil
}

type pastRecord struct {
	tx     pgx.Tx
	event  PastEvent
	before version.Span // the time that is rewritten
	entry  int64
}

func (p *pastRecord) divisions() *boundaries.Store { return &boundaries.Store{DB: p.tx} }

func (p *pastRecord) run(ctx context.Context, actor uuid.UUID) (int64, error) {
	e := p.event
	r := Reader{AsOf: version.AsOf{Valid: e.Effective}, Internal: true}
	d, err := p.divisions().ByCode(ctx, r, e.Code)
	if err != nil {
		return 0, err
	}
	p.entry, err = ledger.Append(ctx, p.tx, ledger.Entry{Actor: actor, Action: "division.record_past", Kind: "division", Object: d.ID,
		County: boundaries.CountyOf(d.System, d.Code), Public: d.Visibility == "public", Reason: e.Basis,
		Before: ledger.Fields{"code": e.CodeBefore, "name": e.NameBefore, "parent": e.ParentBefore},
		After:  ledger.Fields{"code": d.Code, "name": d.Name, "effective": e.Effective.String(), "note": e.Note}})
	if err != nil {
		return 0, err
	}
	if err := p.rewrite(ctx, d, e.CodeBefore, e.NameBefore, e.ParentBefore); err != nil {
		return 0, err
	}
	subjects := []uuid.UUID{d.ID}
	if e.Descendants && e.CodeBefore != "" {
		below, err := p.descend(ctx, d, e.CodeBefore)
		if err != nil {
			return 0, err
		}
		subjects = append(subjects, below...)
	}
	return p.entry, p.keepEvents(ctx, p.told(d), subjects)
}

// told says in words what changed, for reports.
func (p *pastRecord) told(d boundaries.Division) string {
	e := p.event
	before := cmp.Or(e.CodeBefore, d.Code) + " " + boundaries.StandardName(cmp.Or(e.NameBefore, d.Name))
	if e.ParentBefore != "" {
		before += "（属 " + e.ParentBefore + "）"
	}
	text := before + " → " + d.Code + " " + boundaries.StandardName(d.Name)
	if e.Note != "" {
		text += "；" + e.Note
	}
	return text
}

// rewrite says what d was before the event.
func (p *pastRecord) rewrite(ctx context.Context, d boundaries.Division, code, name, parentCode string) error {
	revision := boundaries.Revision{Code: code, Name: name}
	if parentCode != "" {
		parent, err := p.divisions().ByCode(ctx, Reader{AsOf: version.AsOf{Valid: p.eve()}, Internal: true}, parentCode)
		if err != nil {
			return fmt.Errorf("parent before: %w", err)
		}
		revision.Parent = &parent.ID
	}
	if err := boundaries.Revise(ctx, p.tx, d.ID, p.event.Effective, revision, p.before, p.entry); err != nil {
		return err
	}
	if err := p.rewritePlace(ctx, d, revision); err != nil {
		return err
	}
	if name == "" || boundaries.StandardName(name) == boundaries.StandardName(d.Name) {
		return nil
	}
	s := &Store{DB: p.tx}
	place, err := s.Place(ctx, Reader{AsOf: version.AsOf{Valid: p.event.Effective}, Internal: true}, d.ID)
	if err != nil {
		return err
	}
	return s.replaceName(ctx, p.tx, place, boundaries.StandardName(name), p.before, p.entry)
}

// rewritePlace keeps the division's place in step: what it lay within.
func (p *pastRecord) rewritePlace(ctx context.Context, d boundaries.Division, r boundaries.Revision) error {
	if r.Parent == nil {
		return nil
	}
	if err := places.Lock(ctx, p.tx, d.ID); err != nil {
		return err
	}
	draft := Draft{Class: classOf(d.Level, boundaries.StandardName(d.Name)), Location: d.Seat, Visibility: d.Visibility, Source: d.Source}
	at := whereabouts{within: r.Parent, county: boundaries.CountyOf(d.System, d.Code)}
	return places.Write(ctx, p.tx, d.ID, p.before, p.entry, draft.values(at)...)
}

// eve is the last day before the event.
func (p *pastRecord) eve() version.Date {
	return version.DayOf(p.event.Effective.Time().AddDate(0, 0, -1))
}

// descend carries the older prefix down to the divisions below d. Their own
// last digits are taken to be unchanged, which the event's note must say.
func (p *pastRecord) descend(ctx context.Context, d boundaries.Division, codeBefore string) ([]uuid.UUID, error) {
	children, err := p.divisions().Children(ctx, Reader{AsOf: version.AsOf{Valid: p.event.Effective}, Internal: true}, &d.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, 0, len(children))
	for _, c := range children {
		if !c.Valid.From.IsZero() && !c.Valid.From.Before(p.event.Effective) {
			continue // began with the event or later
		}
		if err := p.rewrite(ctx, c, codeBefore+c.Code[len(d.Code):], "", ""); err != nil {
			return nil, err
		}
		ids = append(ids, c.ID)
	}
	return ids, nil
}

func (p *pastRecord) keepEvents(ctx context.Context, note string, subjects []uuid.UUID) error {
	e := p.event
	for _, kind := range e.Kinds {
		event := boundaries.Event{Kind: kind, Effective: e.Effective, Precision: e.Precision,
			ApprovedBy: e.ApprovedBy, ApprovalNo: e.ApprovalNo, Basis: e.Basis, Note: note}
		for i, id := range subjects {
			if i > 0 && kind != "code_change" {
				break // what is below keeps its own name and kind
			}
			event.Succession = append(event.Succession, boundaries.Succession{Predecessor: id, Successor: id, Share: "whole"})
		}
		if _, err := boundaries.RecordEvent(ctx, p.tx, event, p.entry); err != nil {
			return err
		}
	}
	return nil
}
