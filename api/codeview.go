package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api/page"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
	"diming/signs"
)

func (s *Server) frame(ctx context.Context, token signs.Token) page.Frame {
	return page.Frame{Lang: pick(ctx, "zh", "en"), Origin: s.PublicURL.String(), Token: token, Demo: s.IsDemo()}
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
		err = page.RenderGone(&out, page.Gone{Frame: s.frame(ctx, token), Name: p.Name(version.Today()).Text, Reason: p.Reason,
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
	if name := p.Name(version.Today()).Text; !p.IsDivision {
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
	today := version.Today()
	return page.RenderReplaced(out, page.Replaced{Frame: s.frame(ctx, token), OldName: p.Name(today).Text, NewName: next.Name(today).Text,
		NewURL: s.pageURL(nextToken), Reason: p.Reason})
}

// view maps a place to its page: as it is today, or as it last was.
func (s *Server) view(ctx context.Context, p gazetteer.Place, token signs.Token) (page.View, error) {
	today := version.Today()
	var r boundaries.Reader
	if p.State == gazetteer.Ended && !p.Valid.To.IsZero() {
		r.AsOf.Valid = version.DayOf(p.Valid.To.Time().AddDate(0, 0, -1))
	}
	name := p.Name(r.AsOf.Day())
	v := page.View{Frame: s.frame(ctx, token), Name: name.Text, Pinyin: name.Reading, Draft: name.ReadingState == "draft",
		Class: s.kindOf(ctx, p, name.Text), Meaning: p.Meaning, History: p.Origin}
	for _, n := range p.FormerNames(today) {
		if n.Text != name.Text {
			v.Former = append(v.Former, page.Former{Name: n.Text, Period: period(ctx, n.Valid)})
		}
	}
	chain, err := s.chainOf(ctx, r, p)
	if err != nil {
		return v, err
	}
	if chain, err = s.drawn(ctx, r, &v, p, chain); err != nil {
		return v, err
	}
	if p.State == gazetteer.Ended {
		if err := s.endOf(ctx, &v, p, chain); err != nil {
			return v, err
		}
	}
	if p.IsDivision && len(chain) > 0 {
		chain = chain[:len(chain)-1]
	}
	if v.Chain, err = s.steps(ctx, r, chain); err != nil {
		return v, err
	}
	var body MetaBody
	if err := s.describe(ctx, &body); err != nil {
		return v, err
	}
	v.DataTime = body.ChangedAt
	if body.ApprovalNumber != nil {
		v.MapApproval = *body.ApprovalNumber
	}
	return v, nil
}

// kindOf says what kind of place it is in the word that people use: 村, 街道
// rather than the name of its class.
func (s *Server) kindOf(ctx context.Context, p gazetteer.Place, name string) string {
	if t := boundaries.TypeOf(name); p.IsDivision && t != "" && !isEnglish(ctx) {
		return t
	}
	return pick(ctx, p.ClassName, p.ClassNameEN)
}

// endOf says since when a place is no more, and who carries on from it.
func (s *Server) endOf(ctx context.Context, v *page.View, p gazetteer.Place, chain []boundaries.Division) error {
	if !p.Valid.To.IsZero() {
		v.Ended = dayText(ctx, p.Valid.To)
	}
	v.Links = nil // nobody is sent to what is no more
	if !p.IsDivision || len(chain) == 0 {
		return nil
	}
	carriers, err := s.Boundaries.CarriedBy(ctx, boundaries.Reader{}, chain[len(chain)-1].Code)
	if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
		return err
	}
	for _, c := range carriers {
		if c.ID == p.ID {
			continue
		}
		token, err := s.Signs.TokenOf(ctx, c.ID)
		if err != nil {
			return err
		}
		v.Next = append(v.Next, page.Next{Name: boundaries.StandardName(c.Name), URL: s.pageURL(token)})
	}
	return nil
}

func dayText(ctx context.Context, d version.Date) string {
	return d.Time().Format(pick(ctx, "2006年1月2日", "2 January 2006"))
}

// steps gives the chain with its readings.
func (s *Server) steps(ctx context.Context, r boundaries.Reader, chain []boundaries.Division) ([]page.Division, error) {
	ids := make([]uuid.UUID, len(chain))
	for i, d := range chain {
		ids[i] = d.ID
	}
	summaries, err := s.Places.Summaries(ctx, r, ids)
	steps := make([]page.Division, len(summaries))
	for i, m := range summaries {
		steps[i] = page.Division{Name: m.Name, Pinyin: m.Reading}
	}
	return steps, err
}

// drawn puts on the page the outline of the place, or of the division that it
// lies in, with the divisions beside it, and the ways there where the place is
// a point that one can be sent to. It answers the chain down to what reaches
// around the place: a road lies in the county, not in the village where its
// middle happens to be.
func (s *Server) drawn(ctx context.Context, r boundaries.Reader, v *page.View, p gazetteer.Place, chain []boundaries.Division) ([]boundaries.Division, error) {
	v.Ways = waysOf(p.Extent)
	if p.Location != nil && len(v.Ways) == 0 {
		v.Point = p.Location
		if !p.IsDivision || chain[len(chain)-1].Level == boundaries.Village {
			v.Links = signs.Links(v.Name, *p.Location)
		}
	}
	around, area, err := s.around(ctx, r, v.Ways, chain)
	if err != nil || area == nil {
		return chain, err
	}
	v.Outline = area
	if len(v.Ways) > 0 {
		i := slices.IndexFunc(chain, func(d boundaries.Division) bool { return d.ID == around.ID })
		chain = chain[:i+1]
	}
	if around.ID != p.ID && around.Seat != nil {
		v.Labels = append(v.Labels, signs.Label{Text: boundaries.StandardName(around.Name), At: *around.Seat})
	}
	beside, err := s.Boundaries.Neighbours(ctx, r, around.ID, 8)
	for _, n := range beside {
		v.Neighbours = append(v.Neighbours, n.Area)
		v.Labels = append(v.Labels, signs.Label{Text: n.Name, At: n.Label})
	}
	return chain, err
}

// around is the smallest division of the chain whose area is held and, for a
// road or a stream, reaches around all of it; of what reaches further, the
// largest that is held.
func (s *Server) around(ctx context.Context, r boundaries.Reader, ways []orb.LineString, chain []boundaries.Division) (boundaries.Division, orb.MultiPolygon, error) {
	var widest boundaries.Division
	var area orb.MultiPolygon
	for _, d := range slices.Backward(chain) {
		held, err := s.Boundaries.Area(ctx, r, d.ID)
		if err != nil {
			return widest, nil, err
		}
		if held == nil {
			continue
		}
		widest, area = d, held
		if within(orb.MultiLineString(ways).Bound(), held.Bound()) || len(ways) == 0 {
			break
		}
	}
	return widest, area, nil
}

func within(inner, outer orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

func waysOf(extent orb.Geometry) []orb.LineString {
	switch g := extent.(type) {
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
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
