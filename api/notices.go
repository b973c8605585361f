package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/gazetteer/notice"
	"diming/internal/version"
)

// noticeRoutes are the office's side of public notices.
func (s *Server) noticeRoutes(rs routes) {
	one := "/v1/notices/{notice}"
	post := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	get(rs, mayAnywhere(readCases), "/v1/notices", "Public notices of cases, those that end first", s.listNotices)
	get(rs, mayIn(readCases, nameCaseDivision), "/v1/cases/{case}/notices", "Public notices of one case, the oldest first", s.caseNotices)
	get(rs, mayIn(readCases, noticeDivision), one+"/comments", "What people said of a notice, and how it was handled", s.noticeComments)
	operate(rs, mayIn(publishNotice, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: "/v1/cases/{case}/notice", Summary: "Put a case to the public, or call for names", DefaultStatus: http.StatusCreated}, s.publishNotice,
		Example{Body: `{"kind":"notice","title":"测试","text":"测试"}`})
	operate(rs, mayIn(moderateComments, noticeDivision), post(one+"/comments/{comment}/moderate", "Show a comment, or hide it with the reason"), s.moderateComment, Example{Body: `{"show":true}`})
	operate(rs, mayIn(answerComments, noticeDivision), post(one+"/comments/{comment}/answer", "Say how a comment was handled"), s.answerComment, Example{Body: `{"handled":"noted","answer":"测试"}`})
	operate(rs, mayIn(publishNotice, noticeDivision), huma.Operation{Method: http.MethodPost, Path: one + "/close", Summary: "Close a notice whose comments are all answered"}, s.closeNotice, Example{Body: `{"outcome":"for"}`})
}

// noticeDivision finds the division of the case of the notice in the address.
func noticeDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "notice"))
	if err != nil {
		return uuid.Nil, notice.ErrNotFound
	}
	n, err := s.notices().Get(r.Context(), id)
	return n.Division, err
}

// NoticeBody is a public notice.
type NoticeBody struct {
	ID         uuid.UUID `json:"id"`
	Case       uuid.UUID `json:"case"`
	CaseNumber string    `json:"case_number"`
	Kind       string    `json:"kind" enum:"notice,solicitation"`
	Title      string    `json:"title"`
	Text       string    `json:"text"`
	From       string    `json:"from"`
	To         string    `json:"to" doc:"Counts in full."`
	Basis      string    `json:"basis"`
	ClosedOn   string    `json:"closed_on,omitempty"`
	Summary    string    `json:"summary,omitempty"`
	Comments   int       `json:"comments"`
	Unanswered int       `json:"unanswered" doc:"Not read or not answered."`
	MayClose   bool      `json:"may_close" doc:"Its days are over and all is answered."`
}

func (s *Server) noticeBody(n notice.Published) NoticeBody {
	return NoticeBody{ID: n.ID, Case: n.Case, CaseNumber: n.CaseNumber, Kind: n.Kind, Title: n.Title, Text: n.Text, From: n.From.String(), To: n.To.String(), Basis: n.Basis,
		ClosedOn: n.ClosedOn.String(), Summary: n.Summary, Comments: n.Comments, Unanswered: n.Unanswered,
		MayClose: n.ClosedOn.IsZero() && n.Unanswered == 0 && n.To.Before(s.Cases.Day())}
}

// NoticeComment is what somebody said of a notice. Who it was is not told.
type NoticeComment struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name,omitempty" doc:"Proposed, of a call for names."`
	Text       string     `json:"text"`
	Contact    *uuid.UUID `json:"contact,omitempty" doc:"Under which their personal data is kept, where they gave any."`
	ReceivedAt time.Time  `json:"received_at"`
	State      string     `json:"state" enum:"new,shown,hidden"`
	HiddenWhy  string     `json:"hidden_why,omitempty"`
	Handled    string     `json:"handled,omitempty" enum:"adopted,partly,not_adopted,noted"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredBy string     `json:"answered_by,omitempty"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
}

func (s *Server) listNotices(ctx context.Context, _ *langInput) (*struct{ Body itemsOf[NoticeBody] }, error) {
	roots, whole, err := s.reach(ctx, readCases)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.notices().Within(ctx, roots, whole, noticesListed)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[NoticeBody]{Items: make([]NoticeBody, len(all))}
	for i, n := range all {
		body.Items[i] = s.noticeBody(n)
	}
	return &struct{ Body itemsOf[NoticeBody] }{body}, nil
}

func (s *Server) caseNotices(ctx context.Context, in *nameCaseInput) (*struct{ Body itemsOf[NoticeBody] }, error) {
	all, err := s.notices().OfCase(ctx, in.Case)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[NoticeBody]{Items: make([]NoticeBody, len(all))}
	for i, n := range all {
		body.Items[i] = s.noticeBody(n)
	}
	return &struct{ Body itemsOf[NoticeBody] }{body}, nil
}

type noticeInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Notice uuid.UUID `path:"notice"`
}

func (s *Server) noticeComments(ctx context.Context, in *noticeInput) (*struct{ Body itemsOf[NoticeComment] }, error) {
	all, err := s.notices().Comments(ctx, in.Notice)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[NoticeComment]{Items: make([]NoticeComment, len(all))}
	for i, c := range all {
		body.Items[i] = NoticeComment{ID: c.ID, Name: c.Name, Text: c.Text, Contact: c.Contact, ReceivedAt: c.ReceivedAt.UTC(), State: c.State, HiddenWhy: c.HiddenWhy,
			Handled: c.Handled, Answer: c.Answer, AnsweredBy: s.nameOf(ctx, c.AnsweredBy), AnsweredAt: c.AnsweredAt}
	}
	return &struct{ Body itemsOf[NoticeComment] }{body}, nil
}

type publishNoticeInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Case uuid.UUID `path:"case"`
	Body struct {
		Kind  string `json:"kind" enum:"notice,solicitation"`
		Title string `json:"title" minLength:"1" maxLength:"200"`
		Text  string `json:"text" minLength:"1" maxLength:"8000" doc:"What everybody reads: the names, the reasons, whom to turn to."`
		Until string `json:"until,omitempty" maxLength:"10" doc:"The last day, not before the days that the place sets; absent: by those."`
	}
}

func (s *Server) publishNotice(ctx context.Context, in *publishNoticeInput) (*struct{ Body NoticeBody }, error) {
	until, err := dayOr(in.Body.Until, version.Date{})
	if err != nil {
		return nil, badDate.in(ctx)
	}
	id, err := s.notices().Publish(ctx, s.principalOf(ctx).Account.ID, notice.Draft{Case: in.Case, Kind: in.Body.Kind, Title: in.Body.Title, Text: in.Body.Text, Until: until})
	var short *notice.ShortError
	if errors.As(err, &short) {
		return nil, listed(noticeShort.in(ctx), "until", []string{short.Earliest.String()})
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	n, err := s.notices().Get(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body NoticeBody }{s.noticeBody(n)}, nil
}

// CommentParams name a comment.
type CommentParams struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Notice  uuid.UUID `path:"notice"`
	Comment uuid.UUID `path:"comment"`
}

type moderateInput struct {
	CommentParams
	Body struct {
		Show   bool   `json:"show"`
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"Of hiding it."`
	}
}

func (s *Server) moderateComment(ctx context.Context, in *moderateInput) (*struct{}, error) {
	err := s.notices().Moderate(ctx, s.principalOf(ctx).Account.ID, in.Notice, in.Comment, in.Body.Show, in.Body.Reason)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type answerCommentInput struct {
	CommentParams
	Body struct {
		Handled string `json:"handled" enum:"adopted,partly,not_adopted,noted"`
		Answer  string `json:"answer" minLength:"1" maxLength:"2000"`
	}
}

func (s *Server) answerComment(ctx context.Context, in *answerCommentInput) (*struct{}, error) {
	err := s.notices().Answer(ctx, s.principalOf(ctx).Account.ID, in.Notice, in.Comment, in.Body.Handled, in.Body.Answer)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type closeNoticeInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Notice uuid.UUID `path:"notice"`
	Body   struct {
		Outcome string `json:"outcome,omitempty" enum:"for,conditional,against" doc:"Of a public notice; a call for names has none."`
		Note    string `json:"note,omitempty" maxLength:"2000"`
	}
}

func (s *Server) closeNotice(ctx context.Context, in *closeNoticeInput) (*struct{ Body NoticeBody }, error) {
	if _, err := s.notices().Close(ctx, s.principalOf(ctx).Account.ID, in.Notice, in.Body.Outcome, in.Body.Note); err != nil {
		return nil, s.fail(ctx, err)
	}
	n, err := s.notices().Get(ctx, in.Notice)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body NoticeBody }{s.noticeBody(n)}, nil
}
