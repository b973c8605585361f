package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/gazetteer"
	"diming/importers"
	"diming/importers/job"
)

// ImportPreview is what a plan would change.
type ImportPreview struct {
	Ready      bool                       `json:"ready" doc:"False with status 202: the file is still being tried; ask again."`
	Progress   *ImportProgress            `json:"progress,omitempty" doc:"While it is not ready."`
	Changes    *geojson.FeatureCollection `json:"changes" doc:"Rows where the import puts them, at most 2,000 of each outcome: added, changed, unchanged, rejected. before is where a moved one stands."`
	Counts     map[string]int             `json:"counts"`
	Rejections []importers.Rejection      `json:"rejections"`
	Suspicions []importers.Suspicion      `json:"suspicions"`
	Pairs      []PairBody                 `json:"pairs"`
	Findings   []gazetteer.Finding        `json:"findings"`
	Kept       []gazetteer.Update         `json:"kept"`
	Repaired   []importers.Repair         `json:"repaired"`
	Remarks    []importers.Remark         `json:"remarks"`
	Notes      []string                   `json:"notes"`
	CRS        int                        `json:"crs"`
	Source     string                     `json:"source"`
	SourceFrom string                     `json:"source_from"`
	Used       []string                   `json:"columns_used"`
	Unused     []string                   `json:"columns_not_used"`

	Classification string `json:"classification"`
}

// PairBody is a row that may be about a place that is known, with what was
// decided about it.
type PairBody struct {
	gazetteer.Pair
	Decided bool   `json:"decided"`
	SameAs  string `json:"same_as,omitempty"`
}

type previewOutput struct {
	Status int
	Body   ImportPreview
}

func (s *Server) previewImport(ctx context.Context, in *ImportParam) (*previewOutput, error) {
	j, within, err := s.ownToRun(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, ready, err := s.Imports.Try(ctx, in.ID, within)
	if err != nil {
		return nil, s.failImport(ctx, err)
	}
	if ready {
		return &previewOutput{http.StatusOK, previewBody(ctx, j, p)}, nil
	}
	if j, err = s.Imports.Job(ctx, in.ID); err != nil {
		return nil, s.failImport(ctx, err)
	}
	progress := ImportProgress(j.Progress)
	return &previewOutput{http.StatusAccepted, ImportPreview{Progress: &progress}}, nil
}

func previewBody(ctx context.Context, j job.Job, p job.Preview) ImportPreview {
	r := p.Report
	b := ImportPreview{Ready: true, Changes: changesOf(ctx, p), Counts: p.Counts, Rejections: r.Rejections, Suspicions: r.Suspicions, Pairs: []PairBody{}, Findings: r.Findings,
		Kept: r.Kept, Repaired: r.Repaired, Remarks: r.Remarks, Notes: []string{}, CRS: r.CRS, Source: r.Source, SourceFrom: r.SourceFrom, Used: r.Used, Unused: r.Unused, Classification: r.Classification}
	for i := range b.Rejections {
		b.Rejections[i].Reason = ownWords(ctx, b.Rejections[i].Reason)
	}
	for i := range b.Suspicions {
		b.Suspicions[i].What, b.Suspicions[i].Remedy = ownWords(ctx, b.Suspicions[i].What), ownWords(ctx, b.Suspicions[i].Remedy)
	}
	for i := range b.Remarks {
		b.Remarks[i].What = ownWords(ctx, b.Remarks[i].What)
	}
	for _, note := range r.Notes {
		b.Notes = append(b.Notes, ownWords(ctx, note))
	}
	for _, pair := range r.Pairs {
		body := PairBody{Pair: pair}
		body.Why = ownWords(ctx, pair.Why)
		if d, decided := j.Decisions[pair.Key]; decided {
			if body.Decided = true; !d.New() {
				body.SameAs = d.SameAs.String()
			}
		}
		b.Pairs = append(b.Pairs, body)
	}
	return b
}

// changesOf draws the rows. What cannot be placed is a feature without a
// geometry, so that the list is whole.
func changesOf(ctx context.Context, p job.Preview) *geojson.FeatureCollection {
	suspicious := map[int][]string{}
	for _, suspicion := range p.Report.Suspicions {
		for _, row := range suspicion.Rows {
			suspicious[row] = append(suspicious[row], suspicion.Kind)
		}
	}
	all := geojson.NewFeatureCollection()
	for _, r := range p.Rows {
		f := geojson.NewFeature(nil)
		switch {
		case r.Area != nil:
			f.Geometry = r.Area
		case r.After != nil:
			f.Geometry = *r.After
		}
		f.Properties["row"], f.Properties["outcome"], f.Properties["name"] = r.Row, r.Outcome, r.Name
		for key, value := range map[string]any{"line": r.Line, "class": r.Class, "place": r.Place} {
			if value != "" && value != int64(0) {
				f.Properties[key] = value
			}
		}
		if len(r.Changes) > 0 {
			f.Properties["changes"] = r.Changes
		}
		if r.Before != nil {
			f.Properties["before"] = orb.Point(*r.Before)
		}
		if kinds := suspicious[r.Row]; kinds != nil {
			f.Properties["suspicious"] = slices.Compact(kinds)
		}
		all.Append(f)
	}
	return all
}
