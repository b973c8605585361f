package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"diming/internal/account"
)

// calendarRoutes are the link by which a calendar program reads its owner's
// deadlines without a log-in, and the feed behind it.
func (s *Server) calendarRoutes(rs routes) {
	get(rs, signedInPerson, "/v1/calendar-link", "Whether one has a calendar link", s.calendarLink)
	operate(rs, signedInPerson, huma.Operation{Method: http.MethodPost, Path: "/v1/calendar-link", DefaultStatus: http.StatusCreated,
		Summary: "Make a calendar link, which ends the one before; it is shown once"}, s.addCalendarLink)
	operate(rs, signedInPerson, huma.Operation{Method: http.MethodDelete, Path: "/v1/calendar-link", DefaultStatus: http.StatusNoContent,
		Summary: "Take one's calendar link back"}, s.endCalendarLink)
	rs.plain(public, http.MethodGet, "/calendar/{file}", s.calendarFeed, Example{Path: "/calendar/none.ics"})
}

// CalendarLinkBody is one's calendar link; the address is shown when it is made.
type CalendarLinkBody struct {
	Exists bool       `json:"exists"`
	Made   *time.Time `json:"made_at,omitempty"`
	Used   *time.Time `json:"used_at,omitempty"`
	URL    string     `json:"url,omitempty" doc:"Shown this once. Whoever has it reads the deadlines."`
}

func calendarLinkBody(l account.CalendarLink) CalendarLinkBody {
	b := CalendarLinkBody{Exists: true, Made: &l.Made}
	if !l.Used.IsZero() {
		b.Used = &l.Used
	}
	return b
}

func (s *Server) calendarLink(ctx context.Context, _ *langInput) (*struct{ Body CalendarLinkBody }, error) {
	l, err := s.Accounts.Calendar(ctx, s.principalOf(ctx).Account.ID)
	if errors.Is(err, account.ErrNoCalendar) {
		return &struct{ Body CalendarLinkBody }{}, nil
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body CalendarLinkBody }{calendarLinkBody(l)}, nil
}

type calendarLinkOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         CalendarLinkBody
}

func (s *Server) addCalendarLink(ctx context.Context, _ *langInput) (*calendarLinkOutput, error) {
	l, secret, err := s.Accounts.AddCalendar(ctx, s.principalOf(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := calendarLinkBody(l)
	body.URL = s.PublicURL.JoinPath("calendar", secret.String()+".ics").String()
	return &calendarLinkOutput{"no-store", body}, nil
}

func (s *Server) endCalendarLink(ctx context.Context, _ *langInput) (*struct{}, error) {
	if err := s.Accounts.EndCalendar(ctx, s.principalOf(ctx)); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

// calendarFeed gives the deadlines of whose link was asked for, with what the
// owner may read now. A link that is none, or no longer, is answered alike.
func (s *Server) calendarFeed(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	link, ok := strings.CutSuffix(chi.URLParam(r, "file"), ".ics")
	if !ok {
		s.writeProblem(w, r, noCalendar.in(ctx))
		return
	}
	who, err := s.Accounts.ByCalendar(ctx, link, string(readCases), string(readInspection), string(readUpkeep), string(officeUpkeep))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	noteAccount(ctx, who.Account.ID)
	owner := &asker{who: who}
	owner.once.Do(func() {}) // looked up already
	s.deadlinesICS(w, r.WithContext(context.WithValue(ctx, askerKey{}, owner)))
}
