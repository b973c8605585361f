package api

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/geojson"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/gazetteer/pinyin"
	"diming/internal/ledger"
	"diming/internal/version"
)

// NameCaseBody is a case as it is answered.
type NameCaseBody struct {
	ID            uuid.UUID          `json:"id"`
	ETag          string             `json:"etag"`
	Number        string             `json:"number"`
	Kind          cases.Kind         `json:"kind" enum:"naming,renaming,cancelling,correction"`
	Channel       cases.Channel      `json:"channel" enum:"online,counter,own,filing,past"`
	State         cases.State        `json:"state"`
	Class         string             `json:"class"`
	Division      uuid.UUID          `json:"division"`
	DivisionName  string             `json:"division_name"`
	DivisionCode  string             `json:"division_code"`
	Title         string             `json:"title"`
	Reason        string             `json:"reason"`
	Body          string             `json:"body,omitempty" doc:"The organisation that applies."`
	Applicant     string             `json:"applicant,omitempty" doc:"Who applies and how to reach them; personal data."`
	OpenedBy      string             `json:"opened_by"`
	OpenedOn      string             `json:"opened_on"`
	SubmittedOn   string             `json:"submitted_on,omitempty"`
	AcceptedOn    string             `json:"accepted_on,omitempty"`
	ToAdd         string             `json:"to_add,omitempty" doc:"What the applicant was asked to add."`
	Procedure     cases.Procedure    `json:"procedure" doc:"The one that the case began with."`
	RuleVersion   string             `json:"rule_version,omitempty"`
	ApproverKind  cases.ApproverKind `json:"approver_kind,omitempty"`
	Approver      string             `json:"approver,omitempty"`
	ReplyNo       string             `json:"reply_no,omitempty"`
	RepliedOn     string             `json:"replied_on,omitempty" doc:"The date on the reply: the one that counts."`
	ReplyEntered  *time.Time         `json:"reply_entered,omitempty"`
	DaysGone      int                `json:"days_gone,omitempty" doc:"Days between the reply's date and its entry."`
	FiledOn       string             `json:"filed_on,omitempty"`
	AnnouncedOn   string             `json:"announced_on,omitempty"`
	Items         []ItemBody         `json:"items"`
	Findings      []FindingBody      `json:"findings"`
	Consultations []ConsultationBody `json:"consultations"`
	Documents     []DocumentBody     `json:"documents"`
	Clocks        []ClockBody        `json:"clocks"`
	OpenNotices   []string           `json:"open_notices,omitempty" doc:"Kinds of its public notices that are not closed: that of a notice ends with it, and the case is reviewed after them."`
	Next          []NextBody         `json:"next" doc:"What may be done now, and by whom."`
}

// ItemBody is one name of a case, as it is sent and answered.
type ItemBody struct {
	ID           *uuid.UUID        `json:"id,omitempty"`
	Ordinal      int               `json:"ordinal,omitempty"`
	Place        *uuid.UUID        `json:"place,omitempty" doc:"The place whose name is to change, end or be corrected."`
	Class        string            `json:"class,omitempty" maxLength:"5"`
	Division     string            `json:"division,omitempty" maxLength:"36" doc:"Code or id, where it is not the case's."`
	Text         string            `json:"text,omitempty" maxLength:"100"`
	Was          string            `json:"was,omitempty" readOnly:"true" doc:"Of a renaming: what the place was called until it."`
	Alternatives []string          `json:"alternatives,omitempty" maxItems:"10"`
	Reading      string            `json:"reading,omitempty" maxLength:"300"`
	Draft        string            `json:"draft_reading,omitempty" doc:"Computed, where none was given."`
	Meaning      string            `json:"meaning,omitempty" maxLength:"4000"`
	Origin       string            `json:"origin,omitempty" maxLength:"4000"`
	Lon          *float64          `json:"lon,omitempty" minimum:"-180" maximum:"180"`
	Lat          *float64          `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Shape        *geojson.Geometry `json:"shape,omitempty" doc:"GeoJSON, CGCS2000."`
	StartsAt     string            `json:"starts_at,omitempty" maxLength:"200"`
	EndsAt       string            `json:"ends_at,omitempty" maxLength:"200"`
	Direction    string            `json:"direction,omitempty" maxLength:"50"`
	LengthM      float64           `json:"length_m,omitempty" minimum:"0"`
	WidthM       float64           `json:"width_m,omitempty" minimum:"0"`
	LandM2       float64           `json:"land_m2,omitempty" minimum:"0"`
	FloorM2      float64           `json:"floor_m2,omitempty" minimum:"0"`
	HeightM      float64           `json:"height_m,omitempty" minimum:"0"`
	GreenPercent float64           `json:"green_percent,omitempty" minimum:"0" maximum:"100"`
	Changes      *cases.Changes    `json:"changes,omitempty" doc:"Of a correction: the fields that are wrong and what they should say."`
	Note         string            `json:"note,omitempty" maxLength:"2000"`
	Aside        string            `json:"aside,omitempty" readOnly:"true" doc:"Why the office proposes to refuse it; what stands against it holds the case no longer."`
	Outcome      cases.Outcome     `json:"outcome,omitempty" readOnly:"true"`
	Why          string            `json:"why,omitempty" readOnly:"true"`
	Approved     string            `json:"approved,omitempty" readOnly:"true"`
	Result       *uuid.UUID        `json:"result,omitempty" readOnly:"true"`
}

// FindingBody is what the rules said of a name, and what a person answered.
type FindingBody struct {
	ID   uuid.UUID `json:"id"`
	Item uuid.UUID `json:"item"`
	naming.Finding
	RuleVersion string     `json:"rule_version"`
	Answer      string     `json:"answer,omitempty"`
	AnsweredAt  *time.Time `json:"answered_at,omitempty"`
	AnsweredBy  string     `json:"answered_by,omitempty"`
	Stands      bool       `json:"stands" doc:"It keeps the case from going on."`
	by          *uuid.UUID
}

// ConsultationBody is one of the opinions that a case is asked for.
type ConsultationBody struct {
	ID       uuid.UUID    `json:"id"`
	Kind     cases.Report `json:"kind"`
	Required bool         `json:"required"`
	With     string       `json:"with,omitempty"`
	State    string       `json:"state" enum:"open,done,waived"`
	OpenedOn string       `json:"opened_on"`
	DueOn    string       `json:"due_on,omitempty"`
	ClosedOn string       `json:"closed_on,omitempty"`
	Outcome  string       `json:"outcome,omitempty" enum:",for,conditional,against"`
	Summary  string       `json:"summary,omitempty"`
}

// DocumentBody is a document of a case.
type DocumentBody struct {
	ID           uuid.UUID  `json:"id"`
	Consultation *uuid.UUID `json:"consultation,omitempty"`
	Kind         string     `json:"kind"`
	Title        string     `json:"title"`
	Name         string     `json:"name"`
	SHA256       string     `json:"sha256"`
	MediaType    string     `json:"media_type"`
	Bytes        int64      `json:"bytes"`
	AddedBy      string     `json:"added_by"`
	AddedAt      time.Time  `json:"added_at"`
}

// ClockBody is a deadline of a case.
type ClockBody struct {
	Key        string `json:"key" enum:"processing,correction,notice,filing,announcement,signs"`
	StartsOn   string `json:"starts_on"`
	DueOn      string `json:"due_on" doc:"The day in law."`
	SafeOn     string `json:"safe_on" doc:"The last working day up to it."`
	WarnOn     string `json:"warn_on"`
	Basis      string `json:"basis"`
	DoneOn     string `json:"done_on,omitempty"`
	RemindedOn string `json:"reminded_on,omitempty"`
	OrderedDue string `json:"ordered_due,omitempty"`
	DaysLeft   int    `json:"days_left" doc:"Until the safe day; negative: overdue. Of one that is done, 0."`
}

// NextBody is a step that a case may take now.
type NextBody struct {
	Step    string   `json:"step"`
	Roles   []string `json:"roles" doc:"Who may take it."`
	May     bool     `json:"may" doc:"The asker is one of them."`
	Blocked string   `json:"blocked,omitempty" doc:"What must be done first."`
}

func findingBody(f cases.Finding) FindingBody {
	return FindingBody{ID: f.ID, Item: f.Item, Finding: f.Finding, RuleVersion: f.RuleVersion, Answer: f.Answer, AnsweredAt: f.AnsweredAt, Stands: f.Stands(), by: f.AnsweredBy}
}

// caseBody tells a case to somebody who may read it.
func (s *Server) caseBody(ctx context.Context, f cases.File) (NameCaseBody, error) {
	named := s.namer(ctx)
	b := NameCaseBody{ID: f.ID, ETag: etagOf(strconv.FormatInt(f.Tag, 10)), Number: f.Number, Kind: f.Kind, Channel: f.Channel, State: f.State, Class: f.Class, Division: f.Division,
		Title: f.Title, Reason: f.Reason, Body: f.Body, OpenedBy: named(f.OpenedBy), OpenedOn: f.OpenedOn.String(), SubmittedOn: f.SubmittedOn.String(),
		AcceptedOn: f.AcceptedOn.String(), ToAdd: f.ToAdd, Procedure: f.Procedure, RuleVersion: f.RuleVersion, ApproverKind: f.ApproverKind, Approver: f.Approver,
		ReplyNo: f.ReplyNo, RepliedOn: f.RepliedOn.String(), ReplyEntered: f.ReplyEntered, FiledOn: f.FiledOn.String(), AnnouncedOn: f.AnnouncedOn.String(),
		Items: []ItemBody{}, Findings: []FindingBody{}, Consultations: []ConsultationBody{}, Documents: []DocumentBody{}, Clocks: []ClockBody{}, OpenNotices: f.OpenNotices}
	if f.ReplyEntered != nil {
		entered := version.DayOf(f.ReplyEntered.In(version.China))
		b.DaysGone = int(entered.Time().Sub(f.RepliedOn.Time()).Hours() / 24)
	}
	if d, err := s.Boundaries.ByID(ctx, office, f.Division); err == nil {
		b.DivisionName, b.DivisionCode = d.Name, d.Code
	}
	for _, i := range f.Items {
		b.Items = append(b.Items, itemBody(i))
	}
	for _, x := range f.Findings {
		body := findingBody(x)
		if body.by != nil {
			body.AnsweredBy = named(*body.by)
		}
		b.Findings = append(b.Findings, body)
	}
	for _, c := range f.Consultations {
		b.Consultations = append(b.Consultations, ConsultationBody{c.ID, c.Kind, c.Required, c.With, c.State, c.OpenedOn.String(), c.DueOn.String(), c.ClosedOn.String(), c.Outcome, c.Summary})
	}
	for _, d := range f.Documents {
		b.Documents = append(b.Documents, DocumentBody{d.ID, d.Consultation, d.Kind, d.Title, d.Name, d.SHA256, d.MediaType, d.Size, named(d.AddedBy), d.AddedAt})
	}
	for _, k := range f.Clocks {
		b.Clocks = append(b.Clocks, s.clockBody(k))
	}
	var err error
	if b.Next, err = s.nextSteps(ctx, f); err != nil {
		return b, err
	}
	b.Applicant, err = s.applicantOf(ctx, f.Case)
	return b, err
}

func itemBody(i cases.Item) ItemBody {
	b := ItemBody{ID: &i.ID, Ordinal: i.Ordinal, Place: i.Place, Class: i.Class, Text: i.Text, Was: i.Was, Alternatives: i.Alternatives, Reading: i.Reading,
		Meaning: i.Meaning, Origin: i.Origin, StartsAt: i.StartsAt, EndsAt: i.EndsAt, Direction: i.Direction, LengthM: i.Size.LengthM, WidthM: i.Size.WidthM,
		LandM2: i.Size.LandM2, FloorM2: i.Size.FloorM2, HeightM: i.Size.HeightM, GreenPercent: i.Size.GreenPercent, Note: i.Note,
		Aside: i.Aside, Outcome: i.Outcome, Why: i.Why, Approved: i.Approved, Result: i.Result}
	if i.Reading == "" {
		b.Draft = pinyin.Of(i.Text, i.Class, "").Text
	}
	if i.Division != nil {
		b.Division = i.Division.String()
	}
	if i.Location != nil {
		lon, lat := i.Location.Lon(), i.Location.Lat()
		b.Lon, b.Lat = &lon, &lat
	}
	if i.Extent != nil {
		b.Shape = geojson.NewGeometry(i.Extent)
	}
	if !i.Changes.IsZero() {
		b.Changes = &i.Changes
	}
	return b
}

func (s *Server) clockBody(k cases.Clock) ClockBody {
	b := ClockBody{Key: k.Key, StartsOn: k.StartsOn.String(), DueOn: k.DueOn.String(), SafeOn: k.SafeOn.String(), WarnOn: k.WarnOn.String(), Basis: k.Basis,
		DoneOn: k.DoneOn.String(), RemindedOn: k.RemindedOn.String(), OrderedDue: k.OrderedDue.String()}
	if k.DoneOn.IsZero() && !k.SafeOn.IsZero() {
		b.DaysLeft = int(k.SafeOn.Time().Sub(s.Cases.Day().Time()).Hours() / 24)
	}
	return b
}

// applicantOf gives the personal data of who applies, to those who handle the
// case; an erased one is empty.
func (s *Server) applicantOf(ctx context.Context, c cases.Case) (string, error) {
	if c.Applicant == nil {
		return "", nil
	}
	if ok, err := s.mayDo(ctx, handleCase, c.Division); err != nil || !ok {
		return "", err
	}
	var detail string
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		detail, err = ledger.Person(ctx, tx, *c.Applicant)
		return err
	})
	if isErased(err) {
		return "", nil
	}
	return detail, err
}

// namer gives the names of accounts, each asked for once.
func (s *Server) namer(ctx context.Context) func(uuid.UUID) string {
	known := map[uuid.UUID]string{}
	return func(id uuid.UUID) string {
		if name, ok := known[id]; ok {
			return name
		}
		name := pick(ctx, "申请人（网上）", "the applicant (online)")
		if id != ledger.Console {
			name = ""
			if a, err := s.Accounts.ByID(ctx, id); err == nil {
				name = a.Name
			}
		}
		known[id] = name
		return name
	}
}

// nextSteps are what may be done now, and by whom.
func (s *Server) nextSteps(ctx context.Context, f cases.File) ([]NextBody, error) {
	all := []NextBody{}
	// The announcement has an address of its own and is a step all the same.
	for _, step := range append(slices.Clone(caseSteps), caseStep{name: "announce", action: announceCase}) {
		blocked, offered := f.Offers(step.name)
		if !offered {
			continue
		}
		may, err := s.mayDo(ctx, step.action, f.Division)
		if err != nil {
			return nil, err
		}
		if step.action == decideCase && may && s.principalOf(ctx).Account.ID == f.OpenedBy {
			may = false
		}
		all = append(all, NextBody{Step: step.name, Roles: roleNames(step.action), May: may, Blocked: blocked})
	}
	return all, nil
}

func roleNames(a Action) []string {
	var names []string
	for _, r := range actions[a] {
		names = append(names, string(r))
	}
	slices.Sort(names)
	return names
}
