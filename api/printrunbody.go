package api

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/printrun"
)

// PrintRunBody is a print run.
type PrintRunBody struct {
	PrintRunRow
	Sheet  PrintSheet     `json:"sheet"`
	Origin string         `json:"origin,omitempty" doc:"In its codes."`
	Parts  []PrintPart    `json:"parts" doc:"The finished files."`
	Steps  []PrintRunStep `json:"steps"`
	Links  []PrintRunLink `json:"links"`
	May    []string       `json:"may" doc:"The steps that lead on and that the asker may take."`
	Trial  bool           `json:"needs_trial" doc:"It is so large that a trial comes first."`
	Reads  int            `json:"trial_reads" doc:"Plates of a trial that phones must read."`
	Demo   bool           `json:"demo"`

	Coded   int            `json:"with_code" doc:"Plates that bear a code, once the text is signed."`
	Uncoded []PlatesOfKind `json:"without_code" doc:"Plates that bear none by design: nobody is asked to scan them."`
	Release *RunRelease    `json:"release,omitempty" doc:"Who may release it, while the text is signed and nobody did."`
}

// PlatesOfKind are how many plates of a run are of a kind.
type PlatesOfKind struct {
	Kind   string `json:"kind"`
	Plates int    `json:"plates"`
}

// RunRelease says who may release a run.
type RunRelease struct {
	TwoPersons bool     `json:"two_persons" doc:"Who signed the text may not, by the setting printrun.two_persons."`
	SignedBy   string   `json:"signed_by"`
	Own        bool     `json:"own" doc:"It was the asker who signed."`
	By         []string `json:"by" doc:"Who may."`
}

// PrintPart is a finished file of a run.
type PrintPart struct {
	N      int    `json:"n"`
	First  int    `json:"first"`
	Last   int    `json:"last"`
	Sheets int    `json:"sheets"`
	Codes  int    `json:"codes"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// PrintRunStep is a step that was taken.
type PrintRunStep struct {
	Step  string `json:"step"`
	To    string `json:"to"`
	Note  string `json:"note,omitempty"`
	Actor string `json:"actor" doc:"Of proof: who signed the text."`
	At    string `json:"at" format:"date-time"`
}

// PrintRunLink is a link of a workshop.
type PrintRunLink struct {
	ID       uuid.UUID `json:"id"`
	Workshop string    `json:"workshop,omitempty"`
	Made     string    `json:"made" format:"date-time"`
	Revoked  string    `json:"revoked,omitempty" format:"date-time"`
}

type printRunOutput struct {
	ETag string `header:"ETag"`
	Body PrintRunBody
}

func (s *Server) printRun(ctx context.Context, in *printRunInput) (*printRunOutput, error) {
	out, err := s.runAnswer(ctx, in.Run)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

const momentForm = "2006-01-02T15:04:05Z07:00"

func (s *Server) runAnswer(ctx context.Context, id uuid.UUID) (*printRunOutput, error) {
	store := s.runs()
	r, err := store.ByID(ctx, id)
	if err != nil {
		return nil, err
	}
	parts, err1 := store.Parts(ctx, id)
	steps, err2 := store.Steps(ctx, id)
	links, err3 := store.Links(ctx, id)
	g, err4 := s.gates(ctx, r.Division)
	manages, err5 := s.mayDo(ctx, managePlates, r.Division)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return nil, err
	}
	codes, err := store.Codes(ctx, r)
	if err != nil {
		return nil, err
	}
	out := &printRunOutput{Body: PrintRunBody{PrintRunRow: printRunRow(r), Sheet: PrintSheet{r.Stock.WidthMM, r.Stock.HeightMM, r.Stock.EdgeMM, r.Stock.Trim.BleedMM, r.Stock.Trim.MarksMM}, Origin: r.Origin,
		Parts: []PrintPart{}, Steps: []PrintRunStep{}, Links: []PrintRunLink{}, May: []string{}, Trial: r.Plates > g.TrialAbove, Reads: g.Wants(codes), Demo: s.IsDemo(),
		Coded: codes.With, Uncoded: []PlatesOfKind{}}}
	out.ETag = out.Body.ETag
	for _, p := range parts {
		out.Body.Parts = append(out.Body.Parts, PrintPart{p.N, p.First, p.Last, p.Sheets, p.Codes, p.SHA256, p.Size})
	}
	actors := make([]uuid.UUID, len(steps))
	for i, d := range steps {
		actors[i] = d.Actor
	}
	names, err := s.Accounts.Names(ctx, actors)
	for _, d := range steps {
		out.Body.Steps = append(out.Body.Steps, PrintRunStep{string(d.Step), string(d.To), d.Note, names[d.Actor], d.At.In(version.China).Format(momentForm)})
	}
	for _, l := range links {
		link := PrintRunLink{ID: l.ID, Workshop: l.Workshop, Made: l.Made.In(version.China).Format(momentForm)}
		if l.Revoked != nil {
			link.Revoked = l.Revoked.In(version.China).Format(momentForm)
		}
		out.Body.Links = append(out.Body.Links, link)
	}
	if err != nil {
		return nil, err
	}
	for _, kind := range artwork.Kinds() {
		if n := codes.Without[kind]; n > 0 {
			out.Body.Uncoded = append(out.Body.Uncoded, PlatesOfKind{string(kind), n})
		}
	}
	if out.Body.Release, err = s.mayReleaseRun(ctx, r, g, steps); err != nil {
		return nil, err
	}
	for _, t := range printrun.Transitions() {
		if own := out.Body.Release != nil && out.Body.Release.TwoPersons && out.Body.Release.Own; manages && t.From == r.State && !(own && t.Step == printrun.StepRelease) {
			out.Body.May = append(out.Body.May, string(t.Step))
		}
	}
	faults, err := store.Undrawn(ctx, r)
	for _, f := range faults {
		out.Body.Files.Faults = append(out.Body.Files.Faults, plateFaultWords(ctx, f))
	}
	return out, err
}

// mayReleaseRun says who may release a run; nil where it is not to be released.
func (s *Server) mayReleaseRun(ctx context.Context, r printrun.Run, g printrun.Gates, steps []printrun.Done) (*RunRelease, error) {
	if r.State != printrun.Proofed && r.State != printrun.Trial {
		return nil, nil
	}
	signer := printrun.Signer(steps)
	names, err := s.Accounts.Names(ctx, []uuid.UUID{signer})
	if err != nil {
		return nil, err
	}
	out := &RunRelease{TwoPersons: g.TwoPersons, SignedBy: names[signer], Own: s.principalOf(ctx).Account.ID == signer, By: []string{}}
	serving, err := s.Accounts.Serving(ctx, r.Division, actions[managePlates]...)
	for _, a := range serving {
		if may, err := s.reachesFrom(ctx, a.ID, r.Division); err != nil {
			return nil, err
		} else if may && !(g.TwoPersons && a.ID == signer) {
			out.By = append(out.By, a.Name)
		}
	}
	return out, err
}

// reachesFrom tells that an account may manage the plates of a division: it holds
// the role there or above.
func (s *Server) reachesFrom(ctx context.Context, id, division uuid.UUID) (bool, error) {
	grants, err := s.Accounts.GrantsOf(ctx, id)
	if err != nil {
		return false, err
	}
	var roots []uuid.UUID
	for _, g := range grants {
		if !slices.Contains(actions[managePlates], g.Role) {
			continue
		}
		if g.Division == uuid.Nil {
			return true, nil
		}
		roots = append(roots, g.Division)
	}
	return s.Accounts.Reaches(ctx, roots, division)
}
