package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/internal/desk"
	"diming/internal/version"
)

// taskFieldRoutes are the office's side of field work: who may come along, what
// phones took and brought, how it is signed, and what goes to the other office.
func (s *Server) taskFieldRoutes(rs routes) {
	const invitations = "/v1/tasks/{task}/invitations"
	get(rs, may(readInspection), invitations, "Guests of a task", s.taskInvitations, Example{Path: invitations})
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPost, Path: invitations, Summary: "Invite a guest to a task; the link is answered once", DefaultStatus: http.StatusCreated},
		s.inviteToTask, Example{Path: invitations, Body: `{"name":"测试","side":"a","until":"2026-12-31"}`})
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPost, Path: invitations + "/{invitation}/withdraw", Summary: "Take an invitation back"},
		s.uninviteFromTask, Example{Path: invitations + "/not-an-id/withdraw"})
	s.taskRecordRoutes(rs)
	s.taskSignedRoutes(rs)
	s.taskPackRoutes(rs)
	s.taskFileRoutes(rs)
}

// fieldIn is the field work within a transaction of the caller's.
func (s *Server) fieldIn(tx pgx.Tx) *fieldsync.Store {
	f := s.field()
	return &fieldsync.Store{DB: tx, Tasks: f.Tasks, Files: f.Files, Now: f.Now}
}

var (
	inviteOwn = kind{"invite-own-side", 403, "请对方自行邀请", "The other side invites its own guests",
		"对方在本系统有检查员，对方的来宾由对方邀请、收回。请联系对方。", "The other side has inspectors here and names its guests itself; ask them."}
	inviteShown = kind{"invitation-shown", 409, "邀请链接已显示过", "The link was shown before",
		"这份邀请已建立，链接只显示一次。没有记下的，请收回这份邀请，再邀请一次。", "The invitation was made, and its link is shown once. If it was not noted down, take it back and invite again."}
)

// InvitationBody is a guest of a task as both offices see it.
type InvitationBody struct {
	ID    uuid.UUID       `json:"id"`
	Side  boundaries.Side `json:"side"`
	Name  string          `json:"name" doc:"Empty once erased."`
	Made  time.Time       `json:"made_at"`
	Ends  time.Time       `json:"ends_at"`
	Ended *time.Time      `json:"ended_at,omitempty" doc:"When it was taken back."`
	Over  bool            `json:"over"`
	Phone *string         `json:"phone,omitempty" doc:"Name of the phone that used it."`
	Mine  bool            `json:"mine" doc:"Whether the asker may take it back."`
}

type taskOnlyInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Task uuid.UUID `path:"task"`
}

// namedBy tells for which sides of a task the asker names guests: the own ones,
// and the other where it has nobody here. Otherwise one office could invite a
// second phone of its own and sign for both.
func (s *Server) namedBy(ctx context.Context, task uuid.UUID) ([]boundaries.Side, error) {
	_, sides, err := s.taskFor(ctx, workInspection, task)
	if err != nil || len(sides) > 1 {
		return sides, err
	}
	staffed, err := s.field().Staffed(ctx, task, sides[0].Other())
	if err == nil && !staffed {
		sides = append(sides, sides[0].Other())
	}
	return sides, err
}

// taskInvitations are shown to both offices whole, so that neither can bring
// somebody for the other of whom that one does not know.
func (s *Server) taskInvitations(ctx context.Context, in *taskOnlyInput) (*struct{ Body itemsOf[InvitationBody] }, error) {
	if _, _, err := s.taskFor(ctx, readInspection, in.Task); err != nil {
		return nil, s.failTask(ctx, err)
	}
	mine, err := s.namedBy(ctx, in.Task)
	var refused *Problem
	if err != nil && !errors.As(err, &refused) { // who only reads takes nothing back
		return nil, s.failTask(ctx, err)
	}
	all, err := s.field().Invitations(ctx, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	var used []uuid.UUID
	for _, i := range all {
		if i.Device != nil {
			used = append(used, *i.Device)
		}
	}
	phones, err := s.field().Phones(ctx, used)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	out := &struct{ Body itemsOf[InvitationBody] }{itemsOf[InvitationBody]{Items: []InvitationBody{}}}
	for _, i := range all {
		out.Body.Items = append(out.Body.Items, invitationBody(i, phones, mine))
	}
	return out, nil
}

func invitationBody(i fieldsync.Invitation, phones map[uuid.UUID]fieldsync.Phone, mine []boundaries.Side) InvitationBody {
	side := boundaries.Side(i.Side)
	b := InvitationBody{ID: i.ID, Side: side, Name: i.Name, Made: i.Made, Ends: i.Ends, Over: !i.Ended.IsZero() || !i.Ends.After(time.Now()), Mine: slices.Contains(mine, side)}
	if !i.Ended.IsZero() {
		b.Ended = &i.Ended
	}
	if i.Device != nil {
		name := phones[*i.Device].Name
		b.Phone = &name
	}
	return b
}

type inviteInput struct {
	OnceParams
	Lang string    `query:"lang" enum:"zh,en"`
	Task uuid.UUID `path:"task"`
	Body struct {
		Name  string `json:"name" maxLength:"60" doc:"The guest's, kept apart as personal data."`
		Side  string `json:"side" enum:"a,b"`
		Until string `json:"until" maxLength:"10" doc:"The last day on which it holds."`
	}
}

type inviteOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		ID   uuid.UUID `json:"id"`
		Link string    `json:"link" doc:"For the guest alone; it is not kept and never shown again."`
	}
}

// inviteToTask makes an invitation. Its secret is answered once and is nowhere
// kept: an answer that was lost is told to be so when it is asked for again.
func (s *Server) inviteToTask(ctx context.Context, in *inviteInput) (*inviteOutput, error) {
	ends, err := s.invitable(ctx, in)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	out := &inviteOutput{CacheControl: "no-store"}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "field invitation", in.Task.String())}
	_, again, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		i, secret, err := s.fieldIn(tx).Invite(ctx, by, fieldsync.Invitation{Task: in.Task, Side: in.Body.Side, Name: in.Body.Name, Ends: ends})
		if err != nil {
			return "", err
		}
		link := *s.PublicURL.JoinPath("field")
		link.Fragment = "invitation=" + secret.String()
		out.Body.ID, out.Body.Link = i.ID, link.String()
		return i.ID.String(), nil
	})
	if err == nil && again {
		err = inviteShown.in(ctx)
	}
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	return out, nil
}

// invitable settles that the asker names guests of a side, and until when.
func (s *Server) invitable(ctx context.Context, in *inviteInput) (time.Time, error) {
	sides, err := s.namedBy(ctx, in.Task)
	if err != nil {
		return time.Time{}, err
	}
	if !slices.Contains(sides, boundaries.Side(in.Body.Side)) {
		return time.Time{}, inviteOwn.in(ctx)
	}
	until, err := dayOr(in.Body.Until, version.Date{})
	if err != nil || until.String() == "" {
		return time.Time{}, errors.Join(fieldsync.ErrInvited, err)
	}
	day, err := time.ParseInLocation(time.DateOnly, until.String(), version.China)
	return day.AddDate(0, 0, 1), err
}

type uninviteInput struct {
	Lang       string    `query:"lang" enum:"zh,en"`
	Task       uuid.UUID `path:"task"`
	Invitation string    `path:"invitation" maxLength:"60"`
}

func (s *Server) uninviteFromTask(ctx context.Context, in *uninviteInput) (*struct{}, error) {
	sides, err := s.namedBy(ctx, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	id, err := fieldPart(ctx, in.Invitation)
	if err != nil {
		return nil, err
	}
	i, err := s.field().Invitation(ctx, in.Task, id)
	switch {
	case errors.Is(err, fieldsync.ErrInvitation):
		err = fieldsync.ErrNotFound // of the office's list, and not a guest's that is over
	case err == nil && !slices.Contains(sides, boundaries.Side(i.Side)):
		err = inviteOwn.in(ctx)
	case err == nil && i.Ended.IsZero(): // again, it changes nothing
		err = s.field().Uninvite(ctx, s.principalOf(ctx).Account.ID, in.Task, id)
	}
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	return nil, nil
}
