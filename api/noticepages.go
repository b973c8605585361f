package api

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api/counter"
	"diming/boundaries"
	"diming/gazetteer/cases"
	"diming/gazetteer/deadline"
	"diming/gazetteer/notice"
	"diming/internal/version"
	"diming/signs"
)

func (s *Server) notices() *notice.Store { return &notice.Store{DB: s.DB, Cases: s.Cases} }

// noticesListed is how many notices the public list holds.
const noticesListed = 300

func (s *Server) noticesPage(w http.ResponseWriter, r *http.Request) {
	all, err := s.notices().List(r.Context(), noticesListed)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	type item struct {
		ID          uuid.UUID
		Title, When string
	}
	page := struct {
		counter.Frame
		Items []item
	}{Frame: s.counterFrame(r, "地名公示与征名", "Public notices of place names")}
	for _, n := range all {
		page.Items = append(page.Items, item{n.ID, n.Title, s.untilWhen(page.Frame, n)})
	}
	s.sendPage(w, r, http.StatusOK, "notices", page)
}

// untilWhen says in words how long comments are taken.
func (s *Server) untilWhen(f counter.Frame, n notice.Published) string {
	day := s.Cases.Day()
	switch {
	case n.Stopped:
		return f.T("案件已终止，公示于"+inWords(f, n.ClosedOn)+"结束", "The case ended, and the notice with it on "+inWords(f, n.ClosedOn))
	case !n.ClosedOn.IsZero():
		return f.T("已结束，"+inWords(f, n.From)+"至"+inWords(f, n.To), "Closed; it stood from "+inWords(f, n.From)+" to "+inWords(f, n.To))
	case n.To.Before(day):
		return f.T("已于"+inWords(f, n.To)+"截止，正在处理意见", "It ended on "+inWords(f, n.To)+"; comments are being handled")
	case n.To == day:
		return f.T("今天截止，今天提交仍有效", "It ends today; comments are taken until midnight")
	}
	left := 0
	for d := day; d.Before(n.To) && left < 1000; d = deadline.AddDays(d, 1) {
		left++
	}
	return f.T(fmt.Sprintf("截止 %s（含当天），还有 %d 天", inWords(f, n.To), left), fmt.Sprintf("Until the end of %s, %d days left", inWords(f, n.To), left))
}

func inWords(f counter.Frame, d version.Date) string {
	return d.Time().Format(f.T("2006年1月2日", "2 January 2006"))
}

// A noticeView is the page of a notice.
type noticeView struct {
	counter.Frame
	Problem, When, Basis, Invite string
	Paragraphs                   []string
	Sketch                       template.HTML
	Names                        []counter.Choice
	Runs                         bool
	Fields                       []counter.Field
	Summary                      []string
	Shown                        []notice.Comment
	Count                        int
}

func (s *Server) noticeOf(r *http.Request) (notice.Published, error) {
	id, err := uuid.Parse(chi.URLParam(r, "notice"))
	if err != nil {
		return notice.Published{}, notice.ErrNotFound
	}
	return s.notices().Get(r.Context(), id)
}

func (s *Server) noticePage(w http.ResponseWriter, r *http.Request) {
	n, err := s.noticeOf(r)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendNotice(w, r, http.StatusOK, n, typed{Values: url.Values{}}, "")
}

func (s *Server) sendNotice(w http.ResponseWriter, r *http.Request, status int, n notice.Published, t typed, problem string) {
	ctx := r.Context()
	c, err := s.Cases.Read(ctx, n.Case)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	comments, err := s.notices().Comments(ctx, n.ID)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	f, names := s.counterFrame(r, n.Title, n.Title), c.Proposed()
	v := noticeView{Frame: f, Problem: problem, When: s.untilWhen(f, n), Basis: boundaries.PublicBasis(n.Basis), Paragraphs: strings.Split(n.Text, "\n"), Runs: n.Runs(s.Cases.Day()),
		Invite: f.T("说说您的意见", "Say what you think"), Count: len(comments), Fields: commentFields(f, n, t), Sketch: sketchOf(n.Title, names, f)}
	if n.Kind == notice.Solicitation {
		v.Invite = f.T("您建议叫什么", "Which name do you propose")
	}
	if n.Summary != "" {
		v.Summary = strings.Split(strings.TrimSpace(n.Summary), "\n")
	}
	for _, i := range names {
		v.Names = append(v.Names, counter.Choice{Word: i.Titled(), Value: itemInWords(i)})
	}
	for _, one := range comments {
		if one.State == "shown" {
			v.Shown = append(v.Shown, one)
		}
	}
	s.sendPage(w, r, status, "notice", v)
}

// itemInWords is what a notice says of a name: where it runs and what it means.
func itemInWords(i cases.Item) string {
	var parts []string
	if i.StartsAt != "" || i.EndsAt != "" {
		parts = append(parts, "起 "+i.StartsAt+"，止 "+i.EndsAt)
	}
	if i.Size.LengthM > 0 {
		parts = append(parts, fmt.Sprintf("长 %g 米", i.Size.LengthM))
	}
	if i.Meaning != "" {
		parts = append(parts, i.Meaning)
	}
	return strings.Join(parts, "；")
}

func commentFields(f counter.Frame, n notice.Published, t typed) []counter.Field {
	text := t.field("text", f.T("意见和理由", "Comment and reasons"), "", notice.MostText)
	text.Area = true
	fields := []counter.Field{text, t.field("contact", f.T("联系方式", "Contact"),
		f.T("可不填；只供办理人员联系您，单独保存，不公开", "optional; only for the office to reach you, kept apart, never published"), notice.MostContact)}
	if n.Kind == notice.Solicitation {
		text.Label = f.T("理由", "Reasons")
		fields[0] = text
		fields = append([]counter.Field{t.field("name", f.T("建议的名称", "Name proposed"), f.T("不按票数决定", "not decided by numbers"), notice.MostName)}, fields...)
	}
	return fields
}

// sayOnNotice takes a comment and leads to the page that says what comes next.
func (s *Server) sayOnNotice(w http.ResponseWriter, r *http.Request) {
	values, err := s.form(w, r)
	var n notice.Published
	if err == nil {
		n, err = s.noticeOf(r)
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	t := typed{Values: values, wrong: map[string]string{}}
	f := s.counterFrame(r, n.Title, n.Title)
	if t.text("text") == "" {
		t.wrong["text"] = f.T("请写意见和理由。", "Write your comment and the reasons.")
	}
	if n.Kind == notice.Solicitation && t.text("name") == "" {
		t.wrong["name"] = f.T("请写建议的名称。", "Write the name that you propose.")
	}
	problem := ""
	if len(t.wrong) == 0 {
		_, err = s.notices().Say(r.Context(), n.ID, notice.Saying{Name: t.Get("name"), Text: t.Get("text"), Contact: t.Get("contact")})
		if err == nil {
			http.Redirect(w, r, "/notices/"+n.ID.String()+"/thanks", http.StatusSeeOther)
			return
		}
		if !errors.Is(err, notice.ErrOver) && !errors.Is(err, notice.ErrLength) {
			s.failPage(w, r, err)
			return
		}
		problem = s.problemFor(r.Context(), err).Detail
	}
	if problem == "" {
		problem = f.T("还没有提交，请按红字补全。", "Not sent yet; see the red notes.")
	}
	s.sendNotice(w, r, http.StatusUnprocessableEntity, n, t, problem)
}

func (s *Server) noticeThanks(w http.ResponseWriter, r *http.Request) {
	n, err := s.noticeOf(r)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	f := s.counterFrame(r, "意见已收到，谢谢", "Received, thank you")
	s.sendPage(w, r, http.StatusOK, "said", counter.Said{Frame: f, Links: []counter.Choice{{Value: "/notices/" + n.ID.String(), Word: f.T("回到公示", "Back to the notice")}},
		Paragraphs: []string{f.T("工作人员审看后，意见会公开在公示页上；每一条都会写明采纳与否和理由。", "Once the office has read it, it stands on the notice's page. Each comment is answered with whether it was adopted, and why."),
			f.T("公示结束后，意见处理情况随案件上报批准机关。", "How comments were handled goes to the approving body with the case.")}})
}

// sketchOf draws where the names of a case lie; nothing where none is located.
func sketchOf(title string, items []cases.Item, f counter.Frame) template.HTML {
	sketch := signs.Sketch{Title: title, Demo: f.Demo, English: f.English}
	for _, i := range items {
		var at orb.Point
		switch g := i.Extent.(type) {
		case orb.LineString:
			sketch.Ways, at = append(sketch.Ways, g), g[len(g)/2]
		case orb.MultiLineString:
			sketch.Ways, at = append(sketch.Ways, g...), g.Bound().Center()
		case orb.Polygon:
			sketch.Outline, at = append(sketch.Outline, g), g.Bound().Center()
		case orb.MultiPolygon:
			sketch.Outline, at = append(sketch.Outline, g...), g.Bound().Center()
		default:
			if i.Location == nil {
				continue
			}
			at = *i.Location
			if sketch.Point == nil {
				sketch.Point, sketch.PointLabel = i.Location, i.Text
				continue
			}
		}
		sketch.Labels = append(sketch.Labels, signs.Label{Text: i.Text, At: at})
	}
	svg, err := sketch.SVG()
	if err != nil {
		return "" // nothing to draw: the words stand alone
	}
	return template.HTML(svg) // SVG escapes the texts that it is given
}
