package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/go-chi/chi/v5"

	"diming/api/counter"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/plate"
	"diming/signs/wallreport"
)

// wallKinds are what may be wrong, to who stands before a plate, and to the office.
var wallKinds = map[wallreport.Kind][2]string{
	wallreport.Damaged:   {"损坏、褪色、看不清", "Damaged, faded or unreadable"},
	wallreport.Wrong:     {"写得不对", "What it says is wrong"},
	wallreport.NotHere:   {"不该挂在这里，或牌不见了", "It should not hang here, or is gone"},
	wallreport.FalseCode: {"二维码上被贴了别的码", "Another code was stuck on it"},
	wallreport.Other:     {"其他", "Something else"},
}

// wallStates say how a report stands, to who sent it.
var wallStates = map[wallreport.State][4]string{
	wallreport.Received: {"已收到", "Received", "工作人员会在期限内查看。", "The office will look at it by then."},
	wallreport.Accepted: {"已采纳", "Taken up", "正在安排处理。", "It is being seen to."},
	wallreport.Declined: {"不采纳", "Not taken up", "工作人员看过，没有采纳，理由见下。", "The office looked and did not take it up, for the reason below."},
	wallreport.Done:     {"已处理", "Done", "已经处理完毕。", "It has been seen to."},
}

// wallSign finds what a code is on: the plate, or the public place of a code on
// paper.
func (s *Server) wallSign(ctx context.Context, token signs.Token) (on wallreport.Sign, err error) {
	p, err := s.plates().ByToken(ctx, token)
	if err == nil {
		on = wallreport.Sign{Plate: &p, Name: p.Name + p.Number, County: p.County}
		on.Division, err = s.plates().Division(ctx, p.ID)
		return on, err
	}
	if !errors.Is(err, plate.ErrNotFound) {
		return on, err
	}
	code, err := s.Signs.Find(ctx, token)
	if err != nil {
		return on, err
	}
	place, err := s.placeAt(ctx, boundaries.Reader{}, code.Place)
	if err != nil {
		return on, err
	}
	chain, err := s.chainOf(ctx, boundaries.Reader{}, place)
	if err != nil {
		return on, err
	}
	if len(chain) == 0 {
		return on, gazetteer.ErrNotFound
	}
	last := chain[len(chain)-1]
	return wallreport.Sign{Name: place.Name(today()).Text, Division: last.ID, County: last.Code[:min(6, len(last.Code))]}, nil
}

// wallToken reads the code of a request; a page is written where it is none.
func (s *Server) wallToken(w http.ResponseWriter, r *http.Request) (signs.Token, wallreport.Sign, bool) {
	token, err := signs.ParseToken(chi.URLParam(r, "token"))
	var on wallreport.Sign
	if err == nil {
		on, err = s.wallSign(r.Context(), token)
	}
	if err == nil {
		return token, on, true
	}
	p := s.problemFor(r.Context(), tokenProblem(r.Context(), err))
	s.sayPage(w, r, p.Status, p.Title, p.Detail)
	return "", on, false
}

func (s *Server) wallForm(w http.ResponseWriter, r *http.Request) {
	if token, on, ok := s.wallToken(w, r); ok {
		s.sendWallForm(w, r, http.StatusOK, token, on, typed{Values: url.Values{}})
	}
}

func (s *Server) sendWallForm(w http.ResponseWriter, r *http.Request, status int, token signs.Token, on wallreport.Sign, t typed) {
	f := s.counterFrame(r, "报告这块牌的问题", "Report what is wrong with this plate")
	form := counter.Wall{Frame: f, Action: "/Q/" + string(token) + "/report", Sign: on.Name, Code: token.Grouped(), Kind: t.text("kind"), KindWrong: t.wrong["kind"], PhotoWrong: t.wrong["photo"],
		Lead: f.T("不用登录，也不用留姓名电话。提交后给您一个编号，凭它看进度。", "No account, no name, no telephone. You get a number by which to see how it stands.")}
	for _, k := range wallreport.Kinds() {
		form.Kinds = append(form.Kinds, counter.Choice{Value: string(k), Word: f.T(wallKinds[k][0], wallKinds[k][1])})
	}
	form.Text = t.field("text", f.T("说明", "More"), f.T("可不填，最多 300 字；请不要写别人的姓名、电话", "optional; please name no people"), wallreport.MaxText)
	form.Text.Area = true
	form.At = t.field("at", f.T("您的位置", "Where you are"), f.T("可不填，经度,纬度", "optional, lon,lat"), 40)
	if len(t.wrong) > 0 {
		form.Problem = f.T("还没有提交：请按红字改正。写的字都在，照片请重新选。", "Not sent yet: see the red notes. What you typed is kept; choose the photo again.")
	}
	s.sendPage(w, r, status, "wall", form)
}

// wallLimits are the settings for reports of a kind from a division.
func (s *Server) wallLimits(ctx context.Context, on wallreport.Sign, kind wallreport.Kind) (l wallreport.Limits, err error) {
	days := boundaries.SettingReportDays
	if kind == wallreport.FalseCode {
		days = boundaries.SettingFalseCodeDays
	}
	if l.Days, err = s.numberSetting(ctx, on.Division, days); err == nil {
		l.FarM, err = s.numberSetting(ctx, on.Division, boundaries.SettingReportFar)
	}
	return l, err
}

// takeWallReport takes a report in and leads on to how it stands, so that a page
// that is loaded again sends nothing twice.
func (s *Server) takeWallReport(w http.ResponseWriter, r *http.Request) {
	token, on, ok := s.wallToken(w, r)
	if !ok {
		return
	}
	ctx, f := r.Context(), s.counterFrame(r, "", "")
	t := typed{wrong: map[string]string{}}
	photo, err := s.wallParts(w, r, f, &t)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	d := wallreport.Draft{Token: token, Kind: wallreport.Kind(t.text("kind")), Text: t.text("text"), Point: t.point(f, "at")}
	l, err := s.wallLimits(ctx, on, d.Kind)
	if err == nil && len(t.wrong) == 0 {
		var got wallreport.Report
		if got, err = s.keepWallReport(ctx, d, photo, on, l); err == nil {
			http.Redirect(w, r, "/r/"+got.Number+"?new=1", http.StatusSeeOther)
			return
		}
	}
	var told *wallreport.ContentError
	if errors.As(err, &told) {
		t.wrong[told.Field], err = f.T(told.ZH, told.EN), nil
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	s.sendWallForm(w, r, http.StatusUnprocessableEntity, token, on, t)
}

// wallReportPage shows how a report stands to who has its number.
func (s *Server) wallReportPage(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	number, ok := signs.ParseNumber(chi.URLParam(r, "number"))
	err := error(wallreport.ErrNotFound)
	var found wallreport.Report
	if ok {
		found, err = s.wallReports().ByNumber(ctx, number)
	}
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	steps, err := s.wallReports().Steps(ctx, found.ID)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	f := s.counterFrame(r, "报告的进度", "How your report stands")
	said := wallStates[found.State]
	p := counter.WallState{Frame: f, Fresh: r.URL.Query().Get("new") == "1" && found.State == wallreport.Received, Number: found.Number, Sign: found.Name, Kind: f.T(wallKinds[found.Kind][0], wallKinds[found.Kind][1]),
		State: f.T(said[0], said[1]), Means: f.T(said[2], said[3]), Received: momentWords(ctx, found.Received)}
	if found.State == wallreport.Received || found.State == wallreport.Accepted {
		p.Due = dayText(ctx, found.Due)
	}
	if found.State == wallreport.Declined {
		p.Why = steps[len(steps)-1].Note
	}
	s.sendPage(w, r, http.StatusOK, "wallstate", p)
}

func momentWords(ctx context.Context, at time.Time) string {
	return at.In(version.China).Format(pick(ctx, "2006年1月2日 15:04", "2 January 2006, 15:04"))
}
