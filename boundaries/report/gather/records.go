package gather

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/boundaries/report"
	"diming/boundaries/round"
)

// records puts each field record where it belongs. One about an object that
// the register no longer has stands by itself: nothing that was recorded is
// left out.
func (g *gathering) records(context.Context) error {
	for _, r := range g.work.Records {
		o, id := g.observation(r), r.Record.Object.ID.String()
		switch r.Record.Object.Kind {
		case "marker":
			i := slices.IndexFunc(g.out.Markers, func(m report.Marker) bool { return m.ID == id })
			if i < 0 {
				i = len(g.out.Markers)
				g.out.Markers = append(g.out.Markers, report.Marker{ID: id, Number: "（登记中已没有的界桩 " + id[:8] + "）"})
			}
			g.out.Markers[i].Seen = append(g.out.Markers[i].Seen, o)
		case "segment":
			i := slices.IndexFunc(g.out.Segments, func(s report.Segment) bool { return s.ID == id })
			if i < 0 {
				i = len(g.out.Segments)
				g.out.Segments = append(g.out.Segments, report.Segment{ID: id, Name: "登记中已没有的界线段（" + id[:8] + "）"})
			}
			g.out.Segments[i].Seen = append(g.out.Segments[i].Seen, o)
		default:
			g.out.Whole = append(g.out.Whole, o)
		}
	}
	return nil
}

func (g *gathering) observation(r fieldsync.WorkRecord) report.Observation {
	rec := r.Record
	o := report.Observation{ID: rec.ID.String(), Digest: r.Digest, Kind: string(rec.Kind), Side: rec.Side, Observer: g.person(rec.Observer),
		PhoneTime: rec.PhoneTime, Reckoned: r.Made, Stored: r.Stored, Standing: r.Standing, Condition: rec.Condition, Answers: g.answers(rec), Text: text(rec.Text)}
	if r.Withdrawn {
		o.Standing = inspection.Withdrawn
	}
	if rec.About != nil {
		o.About = rec.About.String()
	}
	if p := rec.Position; p != nil {
		o.Position = &report.Fix{Lon: string(p.Lon), Lat: string(p.Lat), AccuracyM: string(p.AccuracyM)}
	}
	for _, ref := range rec.References {
		o.References = append(o.References, report.Seen{Reference: ref.Reference.String(), State: ref.State, Azimuth: string(ref.AzimuthDeg), DistanceM: string(ref.DistanceM)})
	}
	for _, f := range rec.Files {
		if f.Role != "photo" {
			continue
		}
		photo := report.Photo{SHA256: f.SHA256, Face: f.Face, Type: f.Type, Taken: f.Taken}
		if _, whole := g.work.Files[f.SHA256]; whole {
			photo.Open = g.open(f.SHA256)
		}
		o.Photos = append(o.Photos, photo)
	}
	return o
}

// person names who observed or signed. Of people of another installation only
// the number is held here.
func (g *gathering) person(id uuid.UUID) string {
	name, held := g.work.People[id]
	switch {
	case !held:
		return "对方系统人员（" + id.String()[:8] + "）"
	case name == "":
		return "姓名已删除（" + id.String()[:8] + "）"
	}
	return line1(name)
}

// answers are those of a record in the order of the form, in words.
func (g *gathering) answers(r inspection.Record) []report.Answer {
	items := g.form.Items(r.Object.Kind, r.Kind == inspection.Patrol)
	var all []report.Answer
	for _, a := range round.InWords(items, r.Answers) {
		all = append(all, report.Answer{Item: a.Item, Value: a.Value, Label: a.Label.ZH, Words: text(a.Words.ZH)})
	}
	return all
}

// sheets fills how the records are signed: the sheets that somebody signed, or
// whose sealed paper is filed.
func (g *gathering) sheets(context.Context) error {
	g.out.Standing = report.Standing{State: string(g.work.Standing.State), Sheet: g.work.Standing.Sheet}
	for _, standing := range g.work.Standing.Sheets {
		s := report.Sheet{Digest: standing.Sheet, State: string(standing.State), Scanned: slices.ContainsFunc(g.work.Scans, func(c fieldsync.WorkScan) bool { return c.Sheet == standing.Sheet })}
		for _, sig := range g.work.Signatures {
			if st := sig.Statement; st.Sheet == standing.Sheet {
				s.Signatures = append(s.Signatures, report.Signature{Side: st.Side, Signer: g.person(st.Signer), Device: g.device(st.Device), SignedAt: st.SignedAt,
					Counts: slices.Contains(standing.Signatures, st.ID)})
			}
		}
		if len(s.Signatures) == 0 && !s.Scanned {
			continue
		}
		var err error
		if s.Words, err = inspection.FourWords(standing.Sheet); err != nil {
			return err
		}
		for _, r := range standing.Reasons {
			s.Why = append(s.Why, r.ZH)
		}
		if i := slices.IndexFunc(g.work.Sheets, func(x inspection.StoredSheet) bool { return x.Digest == standing.Sheet }); i >= 0 {
			for _, r := range g.work.Sheets[i].Sheet.Records {
				s.Records = append(s.Records, r.ID.String())
			}
		}
		g.out.Sheets = append(g.out.Sheets, s)
	}
	return nil
}

func (g *gathering) device(id uuid.UUID) string {
	if name := line1(g.work.Devices[id]); name != "" {
		return name
	}
	return id.String()[:8]
}
