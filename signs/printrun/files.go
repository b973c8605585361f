package printrun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/google/uuid"

	"diming/internal/glyph"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/payload"
	"diming/signs/plate"
	"diming/signs/readback"
)

// partSize is how many plates one file holds: what a workshop's program opens
// with ease, and what is drawn in memory at once.
var partSize = 500

// provedAtOnce is up to how many plates a run is drawn while who signs it waits.
var provedAtOnce = 500

// maxFaults bounds how many plates are named that stop a run.
const maxFaults = 50

// CodeOf is the address in the code of a plate of a run.
func (r Run) CodeOf(p plate.Plate) (string, error) {
	origin, err := url.Parse(r.Origin)
	if err != nil {
		return "", err
	}
	return signs.CodeText(origin, p.Token)
}

// codeText is what the code of a plate of a run says: the address, and behind it
// what was signed of the plate.
func (r Run) codeText(i Item) (string, error) {
	if i.Sign.Text != "" {
		return i.Sign.Text, nil
	}
	return r.CodeOf(i.Plate)
}

// drawing draws a plate of a run and lays it on the run's sheet by itself, so
// that one that fits no sheet is found, too.
func (s *Store) drawing(font *glyph.Font, set artwork.Design, r Run, i Item) (*artwork.Drawing, string, error) {
	code, err := r.codeText(i)
	if err != nil {
		return nil, "", err
	}
	c := i.Content(code)
	c.Demo, c.Shelter = s.Demo, i.Sign.Words
	layout, known := set.Layout(i.Kind)
	if !known {
		return nil, "", fmt.Errorf("no layout of plates of kind %q", i.Kind)
	}
	if i.Sign.Text != "" {
		if _, err := payload.Encode(code, layout.CodeMM); err != nil {
			return nil, "", err
		}
	}
	d, err := artwork.Draw(font, layout, set.Scheme, c)
	if err != nil {
		return nil, "", err
	}
	_, err = artwork.Impose(r.Stock, []*artwork.Drawing{d})
	return d, code, err
}

// provable draws every plate of a run and keeps none: what cannot be made is
// found before anybody signs, and each such plate is named.
func (s *Store) provable(ctx context.Context, id uuid.UUID) error {
	font, err := s.Fonts.Font(ctx)
	if err != nil {
		return err
	}
	r, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	set, err := s.Design(ctx, r)
	if err != nil {
		return err
	}
	faulty := &FaultyError{}
	for after := 0; ; after += partSize {
		items, err := s.Items(ctx, id, after, partSize)
		if err != nil {
			return err
		}
		for _, i := range items {
			if i.State == plate.Void {
				continue
			}
			if _, _, err := s.drawing(font, set, r, i); err != nil {
				if faulty.Count++; faulty.Count <= maxFaults {
					faulty.Faults = append(faulty.Faults, Fault{i.N, i.Plate, err})
				}
			}
		}
		if len(items) < partSize {
			break
		}
	}
	if faulty.Count > 0 {
		return faulty
	}
	return ctx.Err()
}

// signedAt is when the text of a run was signed. Its files bear that time to the
// second, and are set as the register had it then, so that the same run made
// again is the same to the byte.
func (s *Store) signedAt(ctx context.Context, id uuid.UUID) (time.Time, error) {
	steps, err := s.Steps(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Step == StepProof {
			return steps[i].At.UTC(), nil
		}
	}
	return time.Time{}, ErrPart
}

// Design is how the plates of a run are set: by the settings of its division on
// the day on which its text was signed, as they stood when it was. What is set
// afterwards for that day changes nothing.
func (s *Store) Design(ctx context.Context, r Run) (artwork.Design, error) {
	at, err := s.signedAt(ctx, r.ID)
	if err != nil {
		return artwork.Design{}, err
	}
	return (&plate.Store{DB: s.DB}).DesignIn(ctx, r.Division, version.AsOf{Valid: version.DayOf(at.In(version.China)), Recorded: at})
}

// A sheaf is one file as it is made: where its codes lie and how many sheets it
// has.
type sheaf struct {
	codes  []readback.Code
	of     []Item // whose code each is
	sheets int
}

// write draws plates of a run on its sheets. Void plates are left out.
func (s *Store) write(ctx context.Context, w io.Writer, r Run, title string, items []Item) (sheaf, error) {
	font, err := s.Fonts.Font(ctx)
	if err != nil {
		return sheaf{}, err
	}
	day, err := s.signedAt(ctx, r.ID)
	if err != nil {
		return sheaf{}, err
	}
	set, err := s.Design(ctx, r)
	if err != nil {
		return sheaf{}, err
	}
	var drawings []*artwork.Drawing
	var texts []string
	var kept []Item
	for _, i := range items {
		if i.State == plate.Void {
			continue
		}
		d, code, err := s.drawing(font, set, r, i)
		if err != nil {
			return sheaf{}, &FaultyError{[]Fault{{i.N, i.Plate, err}}, 1}
		}
		drawings, texts, kept = append(drawings, d), append(texts, code), append(kept, i)
	}
	if len(drawings) == 0 {
		return sheaf{}, nil
	}
	placed, err := artwork.Impose(r.Stock, drawings)
	if err != nil {
		return sheaf{}, err
	}
	out := sheaf{sheets: placed[len(placed)-1].Sheet + 1}
	for _, at := range placed {
		if at.CodeAt != nil {
			out.codes = append(out.codes, readback.Code{Page: at.Sheet + 1, X: at.CodeAt.X, Y: at.CodeAt.Y, W: at.CodeAt.W, H: at.CodeAt.H, Text: texts[at.Plate]})
			out.of = append(out.of, kept[at.Plate])
		}
	}
	return out, artwork.Sheets(w, artwork.Properties{Title: title, Day: day.Truncate(time.Second)}, r.Stock, drawings, placed)
}

// Part opens a finished file of a run. The caller closes it.
func (s *Store) Part(ctx context.Context, run uuid.UUID, n int) (Part, error) {
	parts, err := s.Parts(ctx, run)
	if err != nil {
		return Part{}, err
	}
	for _, p := range parts {
		if p.N == n {
			return p, nil
		}
	}
	return Part{}, ErrPart
}

// TrialSheet writes the first plates of a run, up to the one with which as many
// bear codes as phones must read, to be made before the rest.
func (s *Store) TrialSheet(ctx context.Context, w io.Writer, id uuid.UUID, plates int) error {
	r, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	if r.Origin == "" {
		return ErrPart
	}
	items, err := s.trialItems(ctx, r, plates)
	if err != nil {
		return err
	}
	made, err := s.write(ctx, w, r, r.Title+" 试制", items)
	if err == nil && made.sheets == 0 {
		err = ErrPart
	}
	return err
}

func (s *Store) trialItems(ctx context.Context, r Run, plates int) ([]Item, error) {
	set, err := s.Design(ctx, r)
	if err != nil {
		return nil, err
	}
	items, err := s.Items(ctx, r.ID, 0, partSize)
	if err != nil {
		return nil, err
	}
	coded, wanted := 0, min(plates, len(items))
	for at, i := range items {
		if layout, known := set.Layout(i.Kind); known && layout.CodeMM > 0 && i.State != plate.Void {
			coded, wanted = coded+1, max(wanted, at+1)
		}
		if coded == plates {
			break
		}
	}
	return items[:wanted], nil
}

// Again makes a file of a run anew and writes it; it is that of before, to the
// byte.
func (s *Store) Again(ctx context.Context, w io.Writer, id uuid.UUID, n int) error {
	r, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	p, err := s.Part(ctx, id, n)
	if err != nil {
		return err
	}
	items, err := s.Items(ctx, id, p.First-1, p.Last-p.First+1)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, w, r, partTitle(r, n), items)
	return err
}

func partTitle(r Run, n int) string { return fmt.Sprintf("%s %d", r.Title, n) }

// errUnread says of a file that codes in it are not what was ordered.
var errUnread = errors.New("codes do not say what was ordered")
