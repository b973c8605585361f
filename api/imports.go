package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/importers"
	"diming/importers/job"
)

// importRoutes are how people bring files. Each answers of the asker's own
// imports; who may import such rows in the whole register sees those of all.
func (s *Server) importRoutes(rs routes) {
	who, item := mayEither(runImport, keepShelters), "/v1/imports/{id}"
	rs.plain(who, http.MethodPost, "/v1/imports", s.bringFile)
	get(rs, who, "/v1/imports", "Imports, the newest first", s.importList)
	get(rs, who, item, "An import with its columns, progress and account", s.importItem)
	operate(rs, who, huma.Operation{Method: http.MethodPut, Path: item + "/plan", Summary: "Say how a file is to be taken in"}, s.planImport, Example{Body: `{"as":"places","mapping":{}}`})
	get(rs, who, item+"/preview", "What a plan would change: all is done but the commit", s.previewImport)
	operate(rs, who, huma.Operation{Method: http.MethodPut, Path: item + "/pairs/{row}", Summary: "Decide whether a row is about a place that is known", DefaultStatus: http.StatusNoContent},
		s.decidePair, Example{Path: "/v1/imports/{uuid}/pairs/1", Body: `{"key":"1","same_as":null}`})
	operate(rs, who, huma.Operation{Method: http.MethodPost, Path: item + "/run", Summary: "Run an import; a server takes it up", DefaultStatus: http.StatusAccepted}, s.runImport)
	operate(rs, who, huma.Operation{Method: http.MethodPost, Path: item + "/cancel", Summary: "Stop a run; whole batches stand"}, s.cancelImport)
	rs.plain(who, http.MethodGet, item+"/rejected", s.rejectedRows)
	operate(rs, who, huma.Operation{Method: http.MethodPost, Path: item + "/undo", Summary: "Take a whole import back, as a new change"}, s.undoImport, Example{Body: `{"reason":"测试"}`})
	operate(rs, who, huma.Operation{Method: http.MethodDelete, Path: item, Summary: "Remove a file; what a run changed stays", DefaultStatus: http.StatusNoContent}, s.deleteImport)
	s.mappingRoutes(rs)
}

// ImportBody is an import.
type ImportBody struct {
	ID          uuid.UUID             `json:"id"`
	File        string                `json:"file"`
	SizeBytes   int64                 `json:"size_bytes"`
	Created     time.Time             `json:"created_at"`
	Mine        bool                  `json:"mine"`
	State       string                `json:"state" enum:"planned,running,done,failed,undone"`
	Waiting     bool                  `json:"waiting" doc:"Running, and no server has taken it up yet."`
	Format      string                `json:"format"`
	Rows        int64                 `json:"rows" doc:"As the file says; -1 when it does not."`
	Layers      []importers.Layer     `json:"layers"`
	Table       *importers.Table      `json:"table,omitempty"`
	CRS         int                   `json:"crs,omitempty" doc:"EPSG code that the file declares."`
	CRSBasis    string                `json:"crs_basis,omitempty"`
	Notes       []string              `json:"notes,omitempty"`
	Plan        job.Plan              `json:"plan"`
	Headings    []importers.Column    `json:"headings"`
	Fields      []importers.Field     `json:"fields,omitempty" doc:"What columns can mean."`
	Suspicions  []importers.Suspicion `json:"suspicions"`
	Progress    ImportProgress        `json:"progress"`
	Report      *importers.Report     `json:"report,omitempty"`
	Failure     string                `json:"failure,omitempty"`
	Undone      *gazetteer.Undone     `json:"undone,omitempty"`
	FileGone    bool                  `json:"file_gone"`
	RejectedURL string                `json:"rejected_url,omitempty"`
}

// ImportProgress is how far a run, or a look at a plan, has come.
type ImportProgress struct {
	Rows          int64   `json:"rows"`
	BytesRead     int64   `json:"bytes_read"`
	BytesTotal    int64   `json:"bytes_total"`
	RowsPerSecond float64 `json:"rows_per_second"`
	SecondsLeft   *int64  `json:"seconds_left" doc:"Null while nothing can be said."`
}

func (s *Server) importBody(ctx context.Context, j job.Job, whole bool) ImportBody {
	b := ImportBody{ID: j.ID, File: j.File, SizeBytes: j.SizeBytes, Created: j.Created, Mine: j.Actor == s.principalOf(ctx).Account.ID,
		State: j.State, Format: j.Inspection.Format, Rows: j.Inspection.Rows, Layers: j.Inspection.Layers, Table: j.Inspection.Table,
		CRS: j.Inspection.CRS, CRSBasis: j.Inspection.CRSBasis, Notes: j.Inspection.Notes, Plan: j.Plan, Headings: []importers.Column{},
		Suspicions: []importers.Suspicion{}, Progress: ImportProgress(j.Progress), Report: j.Report, Failure: ownWords(ctx, j.Failure), Undone: j.Undone, FileGone: j.FileGone}
	if b.Waiting = j.State == job.Queued; b.Waiting {
		b.State = job.Running
	}
	if b.Layers == nil {
		b.Layers = []importers.Layer{}
	}
	if j.Report != nil {
		b.Suspicions = append(b.Suspicions, j.Report.Suspicions...)
		if j.Report.RejectedFile != "" && !j.FileGone {
			b.RejectedURL = "/v1/imports/" + j.ID.String() + "/rejected"
		}
	}
	if whole {
		b.Headings, b.Fields = j.Columns(), importers.Fields(j.Plan.As)
	} else {
		b.Report = nil
	}
	return b
}

// own gives an import that the asker may see.
func (s *Server) own(ctx context.Context, id uuid.UUID) (job.Job, error) {
	j, err := s.Imports.Job(ctx, id)
	if err != nil {
		return j, s.failImport(ctx, err)
	}
	sees, err := s.seesImport(ctx, j)
	if err == nil && !sees {
		err = job.ErrNotFound
	}
	if err != nil {
		return j, s.failImport(ctx, err)
	}
	return j, nil
}

// seesImport tells whether an import is the asker's own, or of a kind that they
// may import in the whole register.
func (s *Server) seesImport(ctx context.Context, j job.Job) (bool, error) {
	if j.Actor == s.principalOf(ctx).Account.ID {
		return true, nil
	}
	_, whole, err := s.reach(ctx, importAction(j.Plan.As))
	return whole, err
}

// ownToRun gives an import that the asker may see, with the divisions in which
// they may change what its rows are about; nil for the whole register.
func (s *Server) ownToRun(ctx context.Context, id uuid.UUID) (job.Job, []uuid.UUID, error) {
	j, err := s.own(ctx, id)
	if err != nil {
		return j, nil, err
	}
	roots, whole, err := s.reach(ctx, importAction(j.Plan.As))
	switch {
	case err != nil:
		return j, nil, s.fail(ctx, err)
	case whole:
		return j, nil, nil
	case len(roots) == 0:
		return j, nil, importKind.in(ctx)
	}
	return j, slices.Clone(roots), nil
}

// importAction is what somebody must be allowed to do to import rows of a kind.
func importAction(kind importers.Kind) Action {
	switch kind {
	case importers.Shelters, importers.Officers, importers.Policies:
		return keepShelters
	}
	return runImport
}

// importKinds are the kinds of rows that the asker may import somewhere.
func (s *Server) importKinds(ctx context.Context) ([]importers.Kind, error) {
	var all []importers.Kind
	for _, kind := range importers.Kinds {
		roots, _, err := s.reach(ctx, importAction(kind))
		if err != nil {
			return nil, err
		}
		if len(roots) > 0 {
			all = append(all, kind)
		}
	}
	return all, nil
}

// mayTake refuses a kind of rows that the asker may import nowhere.
func (s *Server) mayTake(ctx context.Context, kind importers.Kind) error {
	kinds, err := s.importKinds(ctx)
	if err != nil {
		return s.fail(ctx, err)
	}
	if _, err := importers.ParseKind(string(kind)); err == nil && !slices.Contains(kinds, kind) {
		return importKind.in(ctx)
	}
	return nil // a kind that there is not is refused with those that there are
}

// ImportParam names an import in the address.
type ImportParam struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

type importOutput struct{ Body ImportBody }

func (s *Server) importItem(ctx context.Context, in *ImportParam) (*importOutput, error) {
	j, err := s.own(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &importOutput{s.importBody(ctx, j, true)}, nil
}

type importListInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Cursor string `query:"cursor" maxLength:"36"`
	Limit  int    `query:"limit" minimum:"0" maximum:"100" doc:"20 if absent."`
}

// ImportList is a page of imports, without their columns and accounts.
type ImportList struct {
	Items    []ImportBody `json:"items"`
	Next     string       `json:"next,omitempty"`
	MaxBytes int64        `json:"max_bytes" doc:"The largest file that is taken."`
}

func (s *Server) importList(ctx context.Context, in *importListInput) (*struct{ Body ImportList }, error) {
	_, whole, err := s.reach(ctx, runImport)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	var before, actor uuid.UUID
	if in.Cursor != "" {
		if before, err = uuid.Parse(in.Cursor); err != nil {
			return nil, badCursor.in(ctx)
		}
	}
	if !whole {
		actor = s.principalOf(ctx).Account.ID
	}
	limit := in.Limit
	if limit == 0 {
		limit = 20
	}
	all, err := s.Imports.List(ctx, actor, before, limit)
	if err != nil {
		return nil, s.failImport(ctx, err)
	}
	list := ImportList{Items: []ImportBody{}, MaxBytes: s.Imports.Limit()}
	for _, j := range all {
		sees, err := s.seesImport(ctx, j)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if sees {
			list.Items = append(list.Items, s.importBody(ctx, j, false))
		}
	}
	if len(all) == limit {
		list.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body ImportList }{list}, nil
}

type planInput struct {
	ImportParam
	Body job.Plan
}

func (s *Server) planImport(ctx context.Context, in *planInput) (*importOutput, error) {
	if _, err := s.own(ctx, in.ID); err != nil {
		return nil, err
	}
	if err := s.mayTake(ctx, in.Body.As); err != nil {
		return nil, err
	}
	j, err := s.Imports.SetPlan(ctx, in.ID, in.Body)
	return s.answerImport(ctx, j, err)
}

func (s *Server) answerImport(ctx context.Context, j job.Job, err error) (*importOutput, error) {
	if err != nil {
		return nil, s.failImport(ctx, err)
	}
	return &importOutput{s.importBody(ctx, j, true)}, nil
}

func (s *Server) runImport(ctx context.Context, in *ImportParam) (*importOutput, error) {
	_, within, err := s.ownToRun(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	j, err := s.Imports.Run(ctx, in.ID, within)
	return s.answerImport(ctx, j, err)
}

func (s *Server) cancelImport(ctx context.Context, in *ImportParam) (*importOutput, error) {
	if _, err := s.own(ctx, in.ID); err != nil {
		return nil, err
	}
	j, err := s.Imports.Cancel(ctx, in.ID)
	return s.answerImport(ctx, j, err)
}

type undoInput struct {
	ImportParam
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
		Whole  bool   `json:"whole,omitempty" doc:"Undo nothing where a place was changed since."`
	}
}

func (s *Server) undoImport(ctx context.Context, in *undoInput) (*importOutput, error) {
	_, within, err := s.ownToRun(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	done, err := s.Imports.Undo(ctx, in.ID, s.principalOf(ctx).Account.ID, in.Body.Reason, in.Body.Whole, within)
	if err != nil {
		return nil, s.failUndo(ctx, err, done)
	}
	j, err := s.Imports.Job(ctx, in.ID)
	return s.answerImport(ctx, j, err)
}

func (s *Server) deleteImport(ctx context.Context, in *ImportParam) (*struct{}, error) {
	if _, err := s.own(ctx, in.ID); err != nil {
		return nil, err
	}
	if err := s.Imports.Delete(ctx, in.ID); err != nil {
		return nil, s.failImport(ctx, err)
	}
	return nil, nil
}

type pairInput struct {
	ImportParam
	Row  int `path:"row" minimum:"1"`
	Body struct {
		Key    string     `json:"key" minLength:"1" maxLength:"400" doc:"Of the row, as the pair gives it."`
		SameAs *uuid.UUID `json:"same_as" doc:"The place that the row is about; null for a new one."`
	}
}

func (s *Server) decidePair(ctx context.Context, in *pairInput) (*struct{}, error) {
	if _, err := s.own(ctx, in.ID); err != nil {
		return nil, err
	}
	var d gazetteer.Decision
	if in.Body.SameAs != nil {
		d.SameAs = *in.Body.SameAs
	}
	if err := s.Imports.Decide(ctx, in.ID, in.Body.Key, d); err != nil {
		return nil, s.failImport(ctx, err)
	}
	return nil, nil
}
