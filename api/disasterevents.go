package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/desk"
	"diming/shelters/event"
)

// disasterRoutes are the disaster events 灾害事件. Who keeps shelters anywhere in a
// county reads its events; its own emergency office starts, changes and ends them.
func (s *Server) disasterRoutes(rs routes) {
	const all, one = "/v1/disaster-events", "/v1/disaster-events/{event}"
	match := []string{"If-Match", `"0"`}
	write := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary}
	}
	get(rs, mayAnywhere(readEvents), all, "Disaster events, those that warn now first", s.disasterEvents)
	operate(rs, may(manageEvents), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Start a disaster event: the cards of its areas warn from its start on", DefaultStatus: http.StatusCreated}, s.startEvent,
		Example{Body: `{"county":"{home}","hazard":"typhoon","signal":"red","title":"测试","todo":"测试","body":"测试","issued":"2026-01-01T00:00:00Z","areas":["{code}"],"until":"2026-01-02T00:00:00Z"}`})
	get(rs, mayAnywhere(readEvents), one, "An event with what was done with it", s.disasterEvent, Example{Path: all + "/{event}"})
	get(rs, mayAnywhere(readEvents), one+"/look", "The event at this moment: shelters by state, places, people, villages without an open shelter or not yet told", s.lookAtEvent, Example{Path: all + "/{event}/look"})
	get(rs, mayAnywhere(readEvents), one+"/after", "What is said of the event from what was recorded while it went on", s.afterEvent, Example{Path: all + "/{event}/after"})
	get(rs, mayAnywhere(readEvents), one+"/villages/{code}/texts", "What a village is told: for its loudspeaker, by short message, in its WeChat group", s.eventTexts, Example{Path: all + "/{event}/villages/{code}/texts"})
	operate(rs, mayIn(manageEvents, eventCounty), write(http.MethodPost, one+"/amendments", "Change what a going event says"), s.amendEvent,
		Example{Body: `{"hazard":"typhoon","signal":"red","title":"测试","todo":"测试","body":"测试","issued":"2026-01-01T00:00:00Z","areas":["{code}"]}`, Headers: match})
	operate(rs, mayIn(manageEvents, eventCounty), write(http.MethodPost, one+"/prolongations", "Move the end of an event further off"), s.prolongEvent,
		Example{Body: `{"until":"2026-01-02T00:00:00Z"}`, Headers: match})
	operate(rs, mayIn(manageEvents, eventCounty), write(http.MethodPost, one+"/report", "Write what is said of an event that is over"), s.reportEvent, Example{Body: `{"text":""}`, Headers: match})
	operate(rs, may(tellVillages), huma.Operation{Method: http.MethodPost, Path: one + "/reached", Summary: "Say that a village was told, or take it back", DefaultStatus: http.StatusNoContent}, s.reachVillage,
		Example{Body: `{"village":"{code}","reached":true,"means":"sms"}`})
	operate(rs, mayIn(manageEvents, eventCounty), write(http.MethodPost, one+"/end", "Take the warning back; of two who do it at once the second is told"), s.endEvent, Example{Path: all + "/{event}/end", Body: `{}`})
}

func (s *Server) events() *event.Store { return &event.Store{DB: s.DB} }

// eventCounty finds the county of the event in the address.
func eventCounty(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "event"))
	if err != nil {
		return uuid.Nil, event.ErrNotFound
	}
	e, err := s.events().ByID(r.Context(), id)
	return e.County, err
}

// keptCounties are the counties in which the asker may do an action somewhere.
func (s *Server) keptCounties(ctx context.Context, a Action) (counties []uuid.UUID, whole bool, err error) {
	roots, whole, err := s.reach(ctx, a)
	if err != nil || whole {
		return nil, whole, err
	}
	counties, err = s.Boundaries.CountiesOf(ctx, roots)
	return counties, false, err
}

// EventParam names an event in the address.
type EventParam struct {
	Lang  string    `query:"lang" enum:"zh,en"`
	Event uuid.UUID `path:"event"`
}

// eventRead gives an event of a county in which the asker keeps shelters.
func (s *Server) eventRead(ctx context.Context, id uuid.UUID) (event.Event, error) {
	e, err := s.events().ByID(ctx, id)
	if err != nil {
		return e, err
	}
	counties, whole, err := s.keptCounties(ctx, readEvents)
	if err == nil && !whole && !slices.Contains(counties, e.County) {
		err = event.ErrNotFound
	}
	return e, err
}

// EventSaying is what an event says.
type EventSaying struct {
	Hazard string    `json:"hazard" enum:"typhoon,flood,landslide,earthquake,fire,cold,other"`
	Signal string    `json:"signal" enum:"none,blue,yellow,orange,red" doc:"Colour of the warning."`
	Title  string    `json:"title" maxLength:"40"`
	Todo   string    `json:"todo" maxLength:"120" doc:"What people are to do, in one sentence."`
	Body   string    `json:"body" maxLength:"60" doc:"Who issued the warning."`
	Number string    `json:"number,omitempty" maxLength:"60" doc:"Number of the paper."`
	Issued time.Time `json:"issued"`
	Areas  []string  `json:"areas" maxItems:"500" doc:"Divisions that are warned with all below them, each by id or code."`
}

// saying reads it; a division that is not held is none of the county.
func (s *Server) saying(ctx context.Context, in EventSaying) (event.Saying, error) {
	out := event.Saying{Hazard: in.Hazard, Signal: in.Signal, Title: in.Title, Todo: in.Todo, Body: in.Body, Number: in.Number, Issued: in.Issued}
	for _, text := range in.Areas {
		id, err := s.divisionNamed(ctx, text)
		if err != nil || id == uuid.Nil {
			return out, event.ErrOutside
		}
		if !slices.Contains(out.Areas, id) {
			out.Areas = append(out.Areas, id)
		}
	}
	return out, nil
}

// AreaBody is a division that is warned.
type AreaBody struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

// DisasterBody is a disaster event.
type DisasterBody struct {
	ID      uuid.UUID   `json:"id"`
	ETag    string      `json:"etag" doc:"Sent back as If-Match by who changes it."`
	County  uuid.UUID   `json:"county"`
	Hazard  string      `json:"hazard"`
	Signal  string      `json:"signal"`
	Title   string      `json:"title"`
	Todo    string      `json:"todo"`
	Body    string      `json:"body"`
	Number  string      `json:"number"`
	Issued  time.Time   `json:"issued"`
	Areas   []AreaBody  `json:"areas"`
	Started time.Time   `json:"started"`
	Until   time.Time   `json:"until"`
	Ended   *time.Time  `json:"ended,omitempty"`
	State   string      `json:"state" enum:"coming,going,lapsed,ended" doc:"Lapsed: its end came and nobody ended it."`
	Report  string      `json:"report"`
	Mine    bool        `json:"mine" doc:"Whether the asker may change it."`
	Steps   []EventStep `json:"steps,omitempty"`
}

// EventStep is what was done with an event once.
type EventStep struct {
	N      int       `json:"n"`
	Step   string    `json:"step" enum:"start,amend,prolong,end,report"`
	Signal string    `json:"signal"`
	Title  string    `json:"title"`
	Until  time.Time `json:"until"`
	Note   string    `json:"note"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

func eventState(e event.Event, now time.Time) string {
	switch {
	case e.Ended != nil:
		return "ended"
	case e.Over(now):
		return "lapsed"
	case e.Going(now):
		return "going"
	}
	return "coming"
}

func (s *Server) eventBody(ctx context.Context, e event.Event) (DisasterBody, error) {
	b := DisasterBody{ID: e.ID, ETag: etagOf(strconv.FormatInt(e.Tag, 10)), County: e.County, Hazard: e.Hazard, Signal: e.Signal, Title: e.Title, Todo: e.Todo, Body: e.Body, Number: e.Number,
		Issued: e.Issued, Areas: make([]AreaBody, len(e.Areas)), Started: e.Started, Until: e.Until, Ended: e.Ended, State: eventState(e, time.Now()), Report: e.Report}
	for i, a := range e.Areas {
		b.Areas[i].ID = a
		// One that is held no more keeps its id: what was warned was warned.
		if d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, a); err == nil {
			b.Areas[i].Code, b.Areas[i].Name = d.Code, boundaries.StandardName(d.Name)
		}
	}
	var err error
	b.Mine, err = s.mayDo(ctx, manageEvents, e.County)
	return b, err
}

type disasterEventsInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Cursor string `query:"cursor" maxLength:"140"`
	Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
}

func (s *Server) disasterEvents(ctx context.Context, in *disasterEventsInput) (*struct{ Body itemsOf[DisasterBody] }, error) {
	counties, whole, err := s.keptCounties(ctx, readEvents)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	after, err := readEventCursor(in.Cursor)
	if err != nil {
		return nil, badCursor.in(ctx)
	}
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	all, next, err := s.events().List(ctx, counties, whole, after, limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[DisasterBody]{Items: make([]DisasterBody, len(all)), Next: eventCursorText(next)}
	for i, e := range all {
		if body.Items[i], err = s.eventBody(ctx, e); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return &struct{ Body itemsOf[DisasterBody] }{body}, nil
}

func eventCursorText(c event.Cursor) string {
	if c.ID == uuid.Nil {
		return ""
	}
	return strings.Join([]string{c.As.Format(time.RFC3339Nano), strconv.FormatBool(c.Going), c.Started.Format(time.RFC3339Nano), c.ID.String()}, "|")
}

// readEventCursor reads where a page of events ended; no text is the beginning.
func readEventCursor(text string) (c event.Cursor, err error) {
	if text == "" {
		return c, nil
	}
	parts := strings.Split(text, "|")
	if len(parts) != 4 {
		return c, errCursor
	}
	var wrong [4]error
	c.As, wrong[0] = time.Parse(time.RFC3339Nano, parts[0])
	c.Going, wrong[1] = strconv.ParseBool(parts[1])
	c.Started, wrong[2] = time.Parse(time.RFC3339Nano, parts[2])
	c.ID, wrong[3] = uuid.Parse(parts[3])
	if errors.Join(wrong[:]...) != nil {
		return event.Cursor{}, errCursor
	}
	return c, nil
}

type eventOutput struct {
	ETag string `header:"ETag"`
	Body DisasterBody
}

func (s *Server) eventAnswer(ctx context.Context, e event.Event, err error) (*eventOutput, error) {
	var b DisasterBody
	if err == nil {
		b, err = s.eventBody(ctx, e)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &eventOutput{b.ETag, b}, nil
}

func (s *Server) disasterEvent(ctx context.Context, in *EventParam) (*eventOutput, error) {
	e, err := s.eventRead(ctx, in.Event)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out, err := s.eventAnswer(ctx, e, nil)
	if err != nil {
		return nil, err
	}
	steps, err := s.events().Steps(ctx, e.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, t := range steps {
		out.Body.Steps = append(out.Body.Steps, EventStep{t.N, t.Step, t.Signal, t.Title, t.Until, t.Note, s.nameOf(ctx, &t.Actor), t.At})
	}
	return out, nil
}

type startEventInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	OnceParams
	Body struct {
		EventSaying
		County  string     `json:"county,omitempty" maxLength:"36" doc:"Id or code; the register's own if absent."`
		Started *time.Time `json:"started,omitempty" doc:"Now if absent."`
		Until   *time.Time `json:"until,omitempty" doc:"Required: an event has an end."`
		Note    string     `json:"note,omitempty" maxLength:"500"`
	}
}

func (s *Server) startEvent(ctx context.Context, in *startEventInput) (*madeOutput, error) {
	county, err := s.countyNamed(ctx, in.Body.County)
	if err == nil {
		err = s.permit(ctx, manageEvents, county)
	}
	start := event.Start{County: county, Note: in.Body.Note}
	if err == nil {
		start.Saying, err = s.saying(ctx, in.Body.EventSaying)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Body.Started != nil {
		start.Started = *in.Body.Started
	}
	if in.Body.Until != nil {
		start.Until = *in.Body.Until
	}
	by := s.principalOf(ctx).Account.ID
	return s.makeOnce(ctx, in.OnceParams, "disaster event", func(tx pgx.Tx) (uuid.UUID, error) {
		e, err := (&event.Store{DB: tx}).Start(ctx, by, start)
		return e.ID, err
	})
}

// countyNamed gives a county by id or code, or the register's own.
func (s *Server) countyNamed(ctx context.Context, text string) (uuid.UUID, error) {
	if text == "" {
		home, err := s.Boundaries.Home(ctx)
		return home.ID, err
	}
	id, err := s.divisionNamed(ctx, text)
	if err != nil {
		return id, err
	}
	d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, id)
	if err == nil && d.Level != boundaries.County {
		err = boundaries.ErrNotFound
	}
	return id, err
}

// ChangeEventParams are of a change of an event as it was read.
type ChangeEventParams struct {
	EventParam
	IfMatch string `header:"If-Match" maxLength:"64" doc:"The ETag of the event as it was read."`
}

func (in ChangeEventParams) seen(ctx context.Context) (int64, error) {
	if in.IfMatch == "" {
		return 0, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok || tag == 0 {
		return 0, event.ErrChanged
	}
	return tag, nil
}

type amendEventInput struct {
	ChangeEventParams
	Body struct {
		EventSaying
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

func (s *Server) amendEvent(ctx context.Context, in *amendEventInput) (*eventOutput, error) {
	seen, err := in.seen(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	to, err := s.saying(ctx, in.Body.EventSaying)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	e, err := s.events().Amend(ctx, s.principalOf(ctx).Account.ID, in.Event, seen, to, in.Body.Note)
	return s.eventAnswer(ctx, e, err)
}

type prolongEventInput struct {
	ChangeEventParams
	Body struct {
		Until time.Time `json:"until"`
		Note  string    `json:"note,omitempty" maxLength:"500"`
	}
}

func (s *Server) prolongEvent(ctx context.Context, in *prolongEventInput) (*eventOutput, error) {
	seen, err := in.seen(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	e, err := s.events().Prolong(ctx, s.principalOf(ctx).Account.ID, in.Event, seen, in.Body.Until, in.Body.Note)
	return s.eventAnswer(ctx, e, err)
}

type reportEventInput struct {
	ChangeEventParams
	Body struct {
		Text string `json:"text" maxLength:"20000"`
	}
}

func (s *Server) reportEvent(ctx context.Context, in *reportEventInput) (*eventOutput, error) {
	seen, err := in.seen(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	e, err := s.events().WriteReport(ctx, s.principalOf(ctx).Account.ID, in.Event, seen, in.Body.Text)
	return s.eventAnswer(ctx, e, err)
}

type endEventInput struct {
	EventParam
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"Sent again, the event is not ended again and the answer is the same."`
	RawBody []byte
	Body    struct {
		Note    string      `json:"note,omitempty" maxLength:"500"`
		StandBy []uuid.UUID `json:"stand_by,omitempty" maxItems:"500" doc:"Shelters of the areas that are said to stand by with it, where they are still open or full."`
	}
}

func (s *Server) endEvent(ctx context.Context, in *endEventInput) (*eventOutput, error) {
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "end of disaster event", in.Event.String())}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		_, err := (&event.Store{DB: tx}).End(ctx, by, in.Event, in.Body.Note, in.Body.StandBy...)
		return in.Event.String(), err
	})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	e, err := s.events().ByID(ctx, in.Event)
	return s.eventAnswer(ctx, e, err)
}

type reachInput struct {
	EventParam
	Body struct {
		Village  string   `json:"village,omitempty" maxLength:"36" doc:"Id or code."`
		Villages []string `json:"villages,omitempty" maxItems:"500" doc:"Several at once, each by id or code: all are told, or none."`
		Reached  bool     `json:"reached" doc:"False takes it back."`
		Means    string   `json:"means" enum:"loudspeaker,sms,wechat,door,phone,other"`
		Note     string   `json:"note,omitempty" maxLength:"300"`
	}
}

func (s *Server) reachVillage(ctx context.Context, in *reachInput) (*struct{}, error) {
	named := in.Body.Villages
	if in.Body.Village != "" {
		named = append(named, in.Body.Village)
	}
	if len(named) == 0 {
		return nil, s.fail(ctx, event.ErrVillage)
	}
	all := make([]event.Reached, len(named))
	for i, text := range named {
		village, err := s.divisionNamed(ctx, text)
		if err == nil {
			err = s.permit(ctx, tellVillages, village)
		}
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		all[i] = event.Reached{Village: village, Reached: in.Body.Reached, Means: in.Body.Means, Note: in.Body.Note}
	}
	return s.done(ctx, s.events().Reach(ctx, s.principalOf(ctx).Account.ID, in.Event, all...))
}
