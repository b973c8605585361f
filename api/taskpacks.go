package api

import (
	"context"
	"net/http"
	"path"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/round"
	"diming/internal/ledger"
)

// taskPackRoutes are what phones took along, and a task for other devices.
func (s *Server) taskPackRoutes(rs routes) {
	const packs = "/v1/tasks/{task}/packs"
	get(rs, may(readInspection), packs, "Packs that phones of one's own side took along", s.taskPacks, Example{Path: packs})
	operate(rs, may(workInspection), huma.Operation{Method: http.MethodPost, Path: packs + "/{pack}/withdraw", Summary: "Withdraw what a phone took along of a task"},
		s.withdrawPack, Example{Path: packs + "/not-an-id/withdraw", Body: `{"reason":"测试"}`})
	for _, name := range []string{"outing.gpx", "outing.kml"} {
		rs.plain(may(readInspection), http.MethodGet, "/v1/tasks/{task}/"+name, s.taskOuting, Example{Path: "/v1/tasks/{task}/" + name})
	}
}

// TaskPackBody is a pack as its side's office sees it.
type TaskPackBody struct {
	ID      uuid.UUID         `json:"id"`
	Phone   string            `json:"phone"`
	Person  string            `json:"person" doc:"Who owns the phone; empty once erased."`
	Sides   []boundaries.Side `json:"sides"`
	Made    time.Time         `json:"made_at"`
	Expires time.Time         `json:"expires"`
	Ended   *time.Time        `json:"ended_at,omitempty" doc:"When it was withdrawn."`
	Over    bool              `json:"over"`
	Bytes   int64             `json:"bytes"`
	Older   bool              `json:"older" doc:"Whether the task has changed since."`
}

// packsFor are the packs of a task that were given for sides on which the asker
// does an action: what the other office's phones hold is that office's.
func (s *Server) packsFor(ctx context.Context, a Action, task uuid.UUID) (round.Task, []fieldsync.Pack, error) {
	t, sides, err := s.taskFor(ctx, a, task)
	if err != nil {
		return t, nil, err
	}
	all, err := s.field().Packs(ctx, task)
	return t, slices.DeleteFunc(all, func(p fieldsync.Pack) bool {
		return !slices.ContainsFunc(sides, p.For)
	}), err
}

func (s *Server) taskPacks(ctx context.Context, in *taskOnlyInput) (*struct{ Body itemsOf[TaskPackBody] }, error) {
	t, packs, err := s.packsFor(ctx, readInspection, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	var ids []uuid.UUID
	for _, p := range packs {
		ids = append(ids, p.Device)
	}
	phones, err := s.field().Phones(ctx, ids)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	out := &struct{ Body itemsOf[TaskPackBody] }{itemsOf[TaskPackBody]{Items: []TaskPackBody{}}}
	for _, p := range packs {
		phone := phones[p.Device]
		b := TaskPackBody{ID: p.ID, Phone: phone.Name, Person: phone.Person, Sides: p.Sides, Made: p.Made, Expires: p.Ends, Bytes: p.Bytes,
			Over: !p.Ended.IsZero() || !p.Ends.After(time.Now()), Older: p.Revision < t.Revision}
		if !p.Ended.IsZero() {
			b.Ended = &p.Ended
		}
		out.Body.Items = append(out.Body.Items, b)
	}
	return out, nil
}

type withdrawPackInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Task uuid.UUID `path:"task"`
	Pack string    `path:"pack" maxLength:"60"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

type withdrawnOutput struct {
	Body struct {
		Withdrawn int64 `json:"withdrawn" doc:"Packs that held until now; 0 where none did."`
	}
}

// withdrawPack withdraws what the phone of a pack holds of the task: each pack
// of it, since one that is left would show the same.
func (s *Server) withdrawPack(ctx context.Context, in *withdrawPackInput) (*withdrawnOutput, error) {
	_, packs, err := s.packsFor(ctx, workInspection, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	id, err := fieldPart(ctx, in.Pack)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(packs, func(p fieldsync.Pack) bool { return p.ID == id })
	if at < 0 {
		return nil, s.failTask(ctx, fieldsync.ErrNotFound)
	}
	out := &withdrawnOutput{}
	out.Body.Withdrawn, err = s.field().EndPacks(ctx, s.principalOf(ctx).Account.ID, in.Task, packs[at].Device, in.Body.Reason)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	return out, nil
}

// taskOuting gives the line and markers of a task for other devices, and notes in
// the ledger that it was taken out.
func (s *Server) taskOuting(w http.ResponseWriter, r *http.Request) {
	ctx, name := r.Context(), path.Base(r.URL.Path)
	t, _, err := s.taskAt(r, readInspection)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	c, err := s.field().Contents(ctx, t.ID)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	o := c.Outing(t.Line.Name+s.sampleMark(), func(fieldsync.Marker) string { return "" })
	write, media := o.KML, "application/vnd.google-earth.kml+xml"
	if name == "outing.gpx" {
		write, media = o.GPX, "application/gpx+xml"
	}
	content, err := write()
	if err == nil {
		err = s.note(ctx, "field.gpx", "boundary_task", t.ID, ledger.Fields{"paper": name, "sha256": sha256Of(content)})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition("attachment", t.Line.Name+s.sampleMark()+path.Ext(name)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(content) // the client may have gone
}
