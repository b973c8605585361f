// Package placefile gathers the name archive 地名档案 of a place from where its
// parts are kept: the names from the register, the decisions from the cases,
// what else there is from those who keep it. It writes nothing.
package placefile

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/notice"
	"diming/gazetteer/papers"
	"diming/internal/blob"
)

// A Provider gives what another part of the register keeps of a place, such as
// its certificates; inside is false for a reader who may see only what is
// public.
type Provider func(ctx context.Context, place uuid.UUID, inside bool) ([]papers.ArchiveRecord, error)

// A Store gathers archives.
type Store struct {
	Boundaries *boundaries.Store
	Cases      *cases.Store
	Notices    *notice.Store
	Documents  blob.Store
	Providers  []Provider
}

// A Reader is for whom an archive is gathered.
type Reader struct {
	Inside bool                                                             // keeps the register where the place lies
	May    func(ctx context.Context, division uuid.UUID) (ok bool, e error) // reads the cases of a division
	Named  func(account uuid.UUID) string
}

// casesMost is how many cases of one place an archive holds.
const casesMost = 500

// Gather makes the archive of a place, which was read as the reader may see it.
func (s *Store) Gather(ctx context.Context, r Reader, p gazetteer.Place) (papers.Archive, error) {
	a := papers.Archive{Place: place(p), Names: []papers.ArchiveName{}, Decisions: []papers.ArchiveDecision{}, Records: []papers.ArchiveRecord{}, Whole: r.Inside}
	var err error
	if p.Within != nil {
		if a.Place.Division, err = s.division(ctx, *p.Within, r.Inside); err != nil {
			return a, err
		}
	}
	for _, n := range p.Names {
		a.Names = append(a.Names, name(n, r.Inside))
	}
	if a.Decisions, err = s.decisions(ctx, r, p.ID); err != nil {
		return a, fmt.Errorf("archive of place %s: %w", p.ID, err)
	}
	for _, d := range a.Decisions {
		a.Whole = a.Whole && d.Case != nil
	}
	for _, more := range s.Providers {
		records, err := more(ctx, p.ID, r.Inside)
		if err != nil {
			return a, fmt.Errorf("archive of place %s: %w", p.ID, err)
		}
		a.Records = append(a.Records, records...)
	}
	return a.Matched(), nil
}

func place(p gazetteer.Place) papers.ArchivePlace {
	now := p.Name(gazetteer.Reader{}.AsOf.Day())
	return papers.ArchivePlace{ID: p.ID.String(), Name: now.Text, Reading: now.Reading, State: p.State, Reason: p.Reason, Code: p.Code, ClassName: p.ClassName,
		Meaning: p.Meaning, Origin: p.Origin, History: p.History, Description: p.Description}
}

func name(n gazetteer.Name, inside bool) papers.ArchiveName {
	out := papers.ArchiveName{Text: n.Text, Kind: n.Kind, Lang: n.Lang, Reading: n.Reading, ReadingState: n.ReadingState, From: n.Valid.From.String(), To: n.Valid.To.String()}
	if inside {
		out.Source = n.Source
	}
	return out
}

// division is where the place lies, from the county down.
func (s *Store) division(ctx context.Context, id uuid.UUID, inside bool) (string, error) {
	chain, err := s.Boundaries.Chain(ctx, gazetteer.Reader{Internal: inside}, id)
	var b strings.Builder
	for _, d := range chain {
		if d.Level >= boundaries.County {
			b.WriteString(boundaries.StandardName(d.Name))
		}
	}
	return b.String(), err
}

// decisions are the cases about a place, the latest first. Who may not read a
// case is told only what was approved in it.
func (s *Store) decisions(ctx context.Context, r Reader, id uuid.UUID) ([]papers.ArchiveDecision, error) {
	all := []papers.ArchiveDecision{}
	rows, err := s.Cases.List(ctx, cases.Filter{Whole: true, Place: id, Limit: casesMost})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b cases.Row) int { return strings.Compare(b.ID.String(), a.ID.String()) }) // UUIDv7: by time
	for _, row := range rows {
		may, err := r.May(ctx, row.Division)
		if err != nil {
			return nil, err
		}
		f, err := s.Cases.Read(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(f.Items, func(i cases.Item) bool { return is(i.Place, id) || is(i.Result, id) })
		if i < 0 || !may && f.Items[i].Outcome != cases.Granted {
			continue
		}
		d, err := s.decision(ctx, f, f.Items[i])
		if err == nil && may {
			d.Case, err = s.file(ctx, r, f)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

func is(id *uuid.UUID, want uuid.UUID) bool { return id != nil && *id == want }

func (s *Store) decision(ctx context.Context, f cases.File, i cases.Item) (papers.ArchiveDecision, error) {
	d := papers.ArchiveDecision{Kind: string(f.Kind), Name: i.Text, Outcome: string(i.Outcome), Approver: f.Approver, ReplyNo: f.ReplyNo,
		RepliedOn: f.RepliedOn.String(), FiledOn: f.FiledOn.String(), AnnouncedOn: f.AnnouncedOn.String()}
	if i.Approved != "" {
		d.Name = i.Approved
	}
	if f.AnnouncedOn.IsZero() {
		return d, nil
	}
	a, err := s.Cases.AnnouncementOf(ctx, f.ID)
	if err == nil {
		d.Announcement = &papers.ArchiveAnnouncement{Year: a.Year, Number: a.Number, Title: a.Title}
	}
	return d, err
}

// file is what those who may read a case find of it.
func (s *Store) file(ctx context.Context, r Reader, f cases.File) (*papers.ArchiveCase, error) {
	c := &papers.ArchiveCase{ID: f.ID.String(), Number: f.Number, Title: f.Title, State: string(f.State), OpenedOn: f.OpenedOn.String(), Applicant: f.Body, Reason: f.Reason,
		Notices: []papers.ArchiveNotice{}, Documents: []papers.ArchiveDocument{}, Timeline: []papers.ArchiveEvent{}}
	notices, err := s.Notices.OfCase(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		c.Notices = append(c.Notices, papers.ArchiveNotice{ID: n.ID.String(), Title: n.Title, From: n.From.String(), To: n.To.String(), Summary: n.Summary})
	}
	for _, d := range f.Documents {
		c.Documents = append(c.Documents, papers.ArchiveDocument{ID: d.ID.String(), Kind: d.Kind, Title: d.Title, Name: d.Name, Bytes: d.Size, SHA256: d.SHA256, AddedAt: d.AddedAt,
			Open: func() (io.ReadCloser, error) { return s.Documents.Open(blob.Digest(d.SHA256)) }})
	}
	events, err := s.Cases.Timeline(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Action != "case.paper" { // who looked is for the auditor
			c.Timeline = append(c.Timeline, papers.ArchiveEvent{At: e.At, By: r.Named(e.Actor), Action: e.Action, Reason: e.Reason})
		}
	}
	return c, nil
}
