package api

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/paulmach/orb"

	"diming/api/behind"
	"diming/api/page"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
	"diming/signs"
)

func (s *Server) frame(ctx context.Context, token signs.Token) page.Frame {
	return page.Frame{Lang: pick(ctx, "zh", "en"), Origin: s.PublicURL.String(), Token: token, Demo: s.IsDemo()}
}

// codeView writes the page behind a token without its end, and gives its status,
// and whether it is a village's safety card.
func (s *Server) codeView(ctx context.Context, out *bytes.Buffer, now *behind.Now, t signs.Token) (status int, isCard bool, err error) {
	if v, status, ok := s.plateView(ctx, now, t); ok {
		return status, false, page.RenderPlate(out, v)
	}
	p, ok := now.Behind(t)
	if !ok {
		return 0, false, noToken.in(ctx)
	}
	frame := s.openFrame(ctx, t)
	switch p.State {
	case gazetteer.Withdrawn:
		return http.StatusGone, false, page.RenderGone(out, page.Gone{Frame: frame, Name: p.Name(now.Day).Text, Reason: p.Reason, LastVersion: lastVersion(now, p)})
	case gazetteer.Replaced:
		next, _ := now.Place(*p.Successor)
		return http.StatusOK, false, page.RenderReplaced(out, page.Replaced{Frame: frame, OldName: p.Name(now.Day).Text, NewName: next.Name(now.Day).Text,
			NewURL: s.pageURL(now.Own[next.ID]), Reason: p.Reason})
	}
	isCard, err = s.renderPlace(out, now, s.view(ctx, now, p, frame), p)
	return http.StatusOK, isCard, err
}

// openFrame is the frame of a page whose end is still to come.
func (s *Server) openFrame(ctx context.Context, t signs.Token) page.Frame {
	f := s.frame(ctx, t)
	f.Open = true
	return f
}

// chainBehind gives the divisions of a place on a day: those above it, and itself
// where it is one.
func chainBehind(now *behind.Now, day version.Date, p gazetteer.Place) []boundaries.Division {
	switch {
	case p.IsDivision:
		return now.Land.Chain(day, p.ID)
	case p.Within != nil:
		return now.Land.Chain(day, *p.Within)
	}
	return nil
}

// lastVersion is the place as it was last registered, in a sentence.
func lastVersion(now *behind.Now, p gazetteer.Place) string {
	text := ""
	for _, name := range gazetteer.ChainNames(chainBehind(now, now.Day, p)) {
		text += name
	}
	if name := p.Name(now.Day).Text; !p.IsDivision {
		text += name
	}
	return text
}

// view maps a place to its page: as it is today, or as it last was.
func (s *Server) view(ctx context.Context, now *behind.Now, p gazetteer.Place, frame page.Frame) page.View {
	day := now.Day
	if p.State == gazetteer.Ended && !p.Valid.To.IsZero() {
		day = version.DayOf(p.Valid.To.Time().AddDate(0, 0, -1))
	}
	name := p.Name(day)
	v := page.View{Frame: frame, Name: name.Text, Pinyin: name.Reading, Draft: name.ReadingState == "draft",
		Class: s.kindOf(ctx, p, name.Text), Meaning: p.Meaning, History: p.Origin, MapApproval: now.Approval}
	for _, n := range p.FormerNames(now.Day) {
		if n.Text != name.Text {
			v.Former = append(v.Former, page.Former{Name: n.Text, Period: period(ctx, n.Valid)})
		}
	}
	chain := outlined(now, day, &v, p, chainBehind(now, day, p))
	if p.State == gazetteer.Ended {
		s.endOf(ctx, now, &v, p, chain)
	}
	if p.IsDivision && len(chain) > 0 {
		chain = chain[:len(chain)-1]
	}
	for _, d := range chain {
		if held, ok := now.Place(d.ID); ok {
			n := held.Name(day)
			v.Chain = append(v.Chain, page.Division{Name: n.Text, Pinyin: n.Reading})
		}
	}
	return v
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
func (s *Server) endOf(ctx context.Context, now *behind.Now, v *page.View, p gazetteer.Place, chain []boundaries.Division) {
	if !p.Valid.To.IsZero() {
		v.Ended = dayText(ctx, p.Valid.To)
	}
	v.Links = nil // nobody is sent to what is no more
	if !p.IsDivision || len(chain) == 0 {
		return
	}
	for _, c := range now.Land.CarriedBy(now.Day, chain[len(chain)-1].Code) {
		if token, ok := now.Own[c.ID]; ok && c.ID != p.ID {
			v.Next = append(v.Next, page.Next{Name: boundaries.StandardName(c.Name), URL: s.pageURL(token)})
		}
	}
}

func dayText(ctx context.Context, d version.Date) string {
	return d.Time().Format(pick(ctx, "2006年1月2日", "2 January 2006"))
}

// outlined puts on the page the outline of the place, or of the division that it
// lies in, with the divisions beside it, and the ways there where the place is
// a point that one can be sent to. It answers the chain down to what reaches
// around the place: a road lies in the county, not in the village where its
// middle happens to be.
func outlined(now *behind.Now, day version.Date, v *page.View, p gazetteer.Place, chain []boundaries.Division) []boundaries.Division {
	v.Ways = waysOf(p.Extent)
	if p.Location != nil && len(v.Ways) == 0 {
		v.Point = p.Location
		if !p.IsDivision || len(chain) > 0 && chain[len(chain)-1].Level == boundaries.Village {
			v.Links = signs.Links(v.Name, *p.Location, false)
		}
	}
	around, area := around(now, day, v.Ways, chain)
	if area == nil {
		return chain
	}
	v.Outline = area
	if len(v.Ways) > 0 {
		i := slices.IndexFunc(chain, func(d boundaries.Division) bool { return d.ID == around.ID })
		chain = chain[:i+1]
	}
	if around.ID != p.ID && around.Seat != nil {
		v.Labels = append(v.Labels, signs.Label{Text: boundaries.StandardName(around.Name), At: *around.Seat})
	}
	for _, n := range now.Land.Neighbours(day, around.ID, 8) {
		v.Neighbours = append(v.Neighbours, n.Area)
		v.Labels = append(v.Labels, signs.Label{Text: n.Name, At: n.Label})
	}
	return chain
}

// around is the smallest division of the chain whose area is held and, for a
// road or a stream, reaches around all of it; of what reaches further, the
// largest that is held.
func around(now *behind.Now, day version.Date, ways []orb.LineString, chain []boundaries.Division) (boundaries.Division, orb.MultiPolygon) {
	var widest boundaries.Division
	var area orb.MultiPolygon
	for _, d := range slices.Backward(chain) {
		held := now.Land.Area(day, d.ID)
		if held == nil {
			continue
		}
		widest, area = d, held
		if within(orb.MultiLineString(ways).Bound(), held.Bound()) || len(ways) == 0 {
			break
		}
	}
	return widest, area
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
