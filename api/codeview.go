package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"diming/api/page"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
	"diming/signs"
)

func (s *Server) frame(ctx context.Context, token signs.Token) page.Frame {
	return page.Frame{Lang: pick(ctx, "zh", "en"), Origin: s.PublicURL.String(), Token: token, Demo: s.IsDemo(), DataTime: time.Now()}
}

// codePlace writes the page of a place that stands, or says what became of it.
func (s *Server) codePlace(w http.ResponseWriter, r *http.Request, p gazetteer.Place, token signs.Token) {
	ctx := r.Context()
	var out bytes.Buffer
	var err error
	status := http.StatusOK
	switch p.State {
	case gazetteer.Withdrawn:
		status = http.StatusGone
		err = page.RenderGone(&out, page.Gone{Frame: s.frame(ctx, token), Name: p.Name(version.DayOf(time.Now())).Text, Reason: p.Reason,
			LastVersion: s.lastVersion(ctx, p)})
	case gazetteer.Replaced:
		err = s.renderReplaced(ctx, &out, p, token)
	default:
		var v page.View
		if v, err = s.view(ctx, p, token); err == nil {
			err = page.Render(&out, v)
		}
	}
	if err != nil && problemOf(err).name == unreachable.name {
		s.codeError(w, r, string(token), token, err)
		return
	}
	s.writePage(w, r, status, &out, err)
}

// lastVersion is the place as it was last registered, in a sentence.
func (s *Server) lastVersion(ctx context.Context, p gazetteer.Place) string {
	chain, err := s.chainOf(ctx, boundaries.Reader{}, p)
	if err != nil {
		return ""
	}
	text := ""
	for _, name := range gazetteer.ChainNames(chain) {
		text += name
	}
	if name := p.Name(version.DayOf(time.Now())).Text; !p.IsDivision {
		text += name
	}
	return text
}

func (s *Server) renderReplaced(ctx context.Context, out *bytes.Buffer, p gazetteer.Place, token signs.Token) error {
	next, err := s.placeAt(ctx, boundaries.Reader{}, *p.Successor)
	if err != nil {
		return err
	}
	nextToken, err := s.Signs.TokenOf(ctx, next.ID)
	if err != nil {
		return err
	}
	today := version.DayOf(time.Now())
	return page.RenderReplaced(out, page.Replaced{Frame: s.frame(ctx, token), OldName: p.Name(today).Text, NewName: next.Name(today).Text,
		NewURL: s.pageURL(nextToken), Reason: p.Reason})
}

// view maps a place to its page.
func (s *Server) view(ctx context.Context, p gazetteer.Place, token signs.Token) (page.View, error) {
	today := version.DayOf(time.Now())
	name := p.Name(today)
	v := page.View{Frame: s.frame(ctx, token), Name: name.Text, Pinyin: name.Reading, Class: pick(ctx, p.ClassName, p.ClassNameEN),
		Meaning: p.Meaning, History: p.Origin, Point: p.Location}
	for _, n := range p.FormerNames(today) {
		v.Former = append(v.Former, page.Former{Name: n.Text, Period: period(ctx, n.Valid)})
	}
	chain, err := s.chainOf(ctx, boundaries.Reader{}, p)
	if err != nil {
		return v, err
	}
	if err := s.drawn(ctx, &v, p, chain); err != nil {
		return v, err
	}
	if p.IsDivision && len(chain) > 0 {
		chain = chain[:len(chain)-1]
	}
	v.Chain, err = s.steps(ctx, chain)
	if p.Location != nil {
		v.Links = signs.Links(name.Text, *p.Location)
	}
	var body MetaBody
	if err == nil {
		err = s.describe(ctx, &body)
	}
	if body.ApprovalNumber != nil {
		v.MapApproval = *body.ApprovalNumber
	}
	return v, err
}

// steps gives the chain with its readings.
func (s *Server) steps(ctx context.Context, chain []boundaries.Division) ([]page.Division, error) {
	ids := make([]uuid.UUID, len(chain))
	for i, d := range chain {
		ids[i] = d.ID
	}
	summaries, err := s.Places.Summaries(ctx, boundaries.Reader{}, ids)
	steps := make([]page.Division, len(summaries))
	for i, m := range summaries {
		steps[i] = page.Division{Name: m.Name, Pinyin: m.Reading}
	}
	return steps, err
}

// drawn puts the outline of the place, or of the division that it lies in,
// on the page, with the areas beside it.
func (s *Server) drawn(ctx context.Context, v *page.View, p gazetteer.Place, chain []boundaries.Division) error {
	if len(chain) == 0 {
		return nil
	}
	around := chain[len(chain)-1]
	area, err := s.Boundaries.Area(ctx, boundaries.Reader{}, around.ID)
	if err != nil || area == nil {
		return err
	}
	v.Outline = area
	v.Neighbours, err = s.Boundaries.Neighbours(ctx, boundaries.Reader{}, around.ID, 8)
	if v.Point == nil {
		c := area.Bound().Center()
		v.Point = &c
	}
	return err
}

// period says in words when a name was in use.
func period(ctx context.Context, span version.Span) string {
	from, to := "", ""
	if !span.From.IsZero() {
		from = year(span.From)
	}
	if !span.To.IsZero() {
		to = year(span.To)
	}
	switch {
	case from == "" && to == "":
		return ""
	case from == "":
		return pick(ctx, "至 "+to+" 年", "until "+to)
	case to == "":
		return pick(ctx, "自 "+from+" 年", "from "+from)
	}
	return pick(ctx, from+"—"+to+" 年", from+"–"+to)
}

func year(d version.Date) string { return d.String()[:4] }
