package gather_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/boundaries/report"
	"diming/boundaries/report/gather"
	"diming/boundaries/round"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/docx"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/internal/typeset"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	fonts = new(typeset.Library)
	noon  = time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)
	today = version.Day(2026, 11, 26)
)

// everybody acts for the side that a test gave them, and every object stands.
type everybody map[uuid.UUID]boundaries.Side

func (e everybody) Task(context.Context, pgx.Tx, uuid.UUID) (known, open bool, err error) {
	return true, true, nil
}
func (e everybody) Sides(_ context.Context, _ pgx.Tx, who, _ uuid.UUID) ([]boundaries.Side, error) {
	if side, ok := e[who]; ok {
		return []boundaries.Side{side}, nil
	}
	return nil, nil
}
func (e everybody) ObjectStands(context.Context, pgx.Tx, uuid.UUID, inspection.Object) (bool, error) {
	return true, nil
}

// A world is a server with a task in the field.
type world struct {
	gather.Stores
	pool    *pgxpool.Pool
	url     string // of the owner
	sides   everybody
	task    uuid.UUID
	line    uuid.UUID
	markers []uuid.UUID
	actor   round.Actor
}

// empty is a server that holds nothing.
func empty(t *testing.T) *world {
	t.Helper()
	url, owner := pgtest.NewURL(t)
	pool, err := pg.Open(t.Context(), url, pg.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	w := &world{pool: pool, url: owner, sides: everybody{}}
	files := blob.Store{Dir: t.TempDir()}
	w.Stores = gather.Stores{DB: pool, Rounds: &round.Store{DB: pool, Today: func() version.Date { return today }}, Lines: &line.Store{DB: pool}, Markers: &marker.Store{DB: pool},
		Fields: &fieldsync.Store{DB: pool, Tasks: w.sides, Files: files, Now: func() time.Time { return noon }}, Files: files, Demo: true}
	return w
}

// newWorld is a line of two counties with three markers, and its task.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := empty(t)
	ids := w.divisions(t)
	ctx := t.Context()
	var err error
	w.line, _, err = w.Lines.Add(ctx, ledger.Console, line.Line{Name: "江山—常山线", Level: boundaries.County, A: line.DivisionOwner(ids["330822"]), B: line.DivisionOwner(ids["330881"]), AOnLeft: true,
		Geometry: orb.MultiLineString{{{118.5, 28.7}, {118.55, 28.75}, {118.6, 28.8}}}, Visibility: "internal", Source: "示例数据", ApprovedBy: "浙江省人民政府", ApprovalNo: "示例政函〔2001〕88号",
		Valid: version.Span{From: version.Day(2000, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		w.markers = append(w.markers, w.marker(t, n))
	}
	w.actor = round.Actor{Account: ledger.Console, Side: boundaries.SideB}
	_, _, err = w.Rounds.Create(ctx, ledger.Console, round.Draft{Division: ids["330881"], Ordinal: 5, From: 2023, To: 2027, Basis: "民函〔2023〕26号（示例）",
		Slots: []round.Slot{{Line: w.line, Year: 2026, Lead: boundaries.SideB}}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Rounds.List(ctx, round.Filter{Whole: true, Limit: 5})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d tasks: %v", len(all), err)
	}
	w.task = all[0].ID
	return w
}

func (w *world) divisions(t *testing.T) map[string]uuid.UUID {
	t.Helper()
	ids := map[string]uuid.UUID{}
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		var listings []boundaries.Listing
		for i, u := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330822", "常山县"}} {
			level, err := boundaries.LevelOf(boundaries.NBS, u[0])
			if err != nil {
				return err
			}
			listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: u[0], Name: u[1], Level: level, Valid: version.Span{From: version.Day(2000, 1, 1)}})
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func (w *world) marker(t *testing.T, n int) uuid.UUID {
	t.Helper()
	at := orb.Point{118.5 + 0.05*float64(n-1), 28.7 + 0.05*float64(n-1)}
	refs := []marker.Reference{{Name: "老樟树", AzimuthDeg: "65.5", North: relocation.True, DistanceM: "53.2"}, {Name: "巨石", AzimuthDeg: "182.25", North: relocation.True, DistanceM: "21"},
		{Name: "桥头", AzimuthDeg: "300", North: relocation.Magnetic, DistanceM: "88.75"}}
	id, _, err := w.Markers.Add(t.Context(), ledger.Console, marker.Marker{Line: w.line, Number: fmt.Sprint(n), Serial: n, Kind: marker.Single, Faces: 2, Material: "花岗岩", Point: at,
		Keeper: boundaries.SideA, PlaceA: "常山县示例乡", PlaceB: "江山市示例镇", Source: "示例数据", Valid: version.Span{From: version.Day(2003, 5, 1)}, References: refs}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A phone is one with its key.
type phone struct {
	fieldsync.Device
	key  ed25519.PrivateKey
	side boundaries.Side
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (w *world) phone(t *testing.T, login, name string, side boundaries.Side) phone {
	t.Helper()
	a, err := (&account.Store{DB: w.pool}).Add(t.Context(), ledger.Console, login, name, "测试")
	if err != nil {
		t.Fatal(err)
	}
	w.sides[a.ID] = side
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	d, _, err := w.Fields.Enrol(t.Context(), a.ID, fieldsync.Device{ID: newID(), PublicKey: public, Name: name + "的手机"})
	if err != nil {
		t.Fatal(err)
	}
	return phone{d, key, side}
}

func (p phone) record(w *world, kind inspection.Kind, about inspection.Object, minutes int) inspection.Record {
	return inspection.Record{ID: newID(), Kind: kind, Task: w.task, Object: about, Side: p.side, Observer: p.Owner(), Device: p.ID,
		PhoneTime: noon.Add(time.Duration(minutes) * time.Minute), Answers: map[string]string{}}
}

func (w *world) send(t *testing.T, p phone, records ...inspection.Record) []inspection.SheetRecord {
	t.Helper()
	var items []fieldsync.Item
	var listed []inspection.SheetRecord
	for _, r := range records {
		body := r.Canonical()
		items = append(items, fieldsync.Item{Digest: inspection.Digest(body), Text: body})
		listed = append(listed, inspection.SheetRecord{ID: r.ID, Digest: inspection.Digest(body)})
	}
	all, err := w.Fields.Records(t.Context(), p.Device, items)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range all {
		if o.Refusal != nil {
			t.Fatalf("record %d was refused: %v", i, o.Refusal)
		}
	}
	return listed
}

func (w *world) sign(t *testing.T, sheet inspection.Sheet, by ...phone) {
	t.Helper()
	body := sheet.Canonical()
	if _, err := w.Fields.Sheet(t.Context(), by[0].Device, fieldsync.Item{Digest: sheet.Digest(), Text: body}); err != nil {
		t.Fatal(err)
	}
	for _, p := range by {
		s := inspection.Statement{ID: newID(), Task: w.task, Sheet: sheet.Digest(), Count: int64(len(sheet.Records)), Side: p.side, Signer: p.Owner(), Device: p.ID, SignedAt: noon.Add(3 * time.Hour)}.Sign(p.key)
		if _, err := w.Fields.Signature(t.Context(), p.Device, fieldsync.Item{Digest: inspection.Digest(s.Canonical()), Text: s.Canonical()}); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) photo(t *testing.T, p phone) inspection.File {
	t.Helper()
	var b bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	f := inspection.File{SHA256: inspection.Digest(b.Bytes()), Bytes: int64(b.Len()), Type: "image/jpeg", Role: "photo", Face: "a"}
	_, err := w.Fields.FileChunk(t.Context(), p.Device, inspection.Chunk{SHA256: f.SHA256, Task: w.task, Size: f.Bytes, Bytes: b.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// inspected is a world whose markers both sides looked at, and signed.
func inspected(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	a, b := w.phone(t, "xu", "徐志明（示例）", boundaries.SideA), w.phone(t, "zhou", "周建国（示例）", boundaries.SideB)
	var listed []inspection.SheetRecord
	for i, id := range w.markers {
		object := inspection.Object{Kind: "marker", ID: id}
		for k, p := range []phone{a, b} {
			r := p.record(w, inspection.MarkerCheck, object, i*10+k)
			r.Condition, r.Answers = "normal", map[string]string{"upright": "yes", "cleared": "yes", "office_own": "三处"}
			r.Position = &inspection.Position{Lon: "118.5000001", Lat: "28.7000001", AccuracyM: "4.2", At: r.PhoneTime}
			if i == 1 && k == 1 {
				r.Condition = "text_faded"
			}
			if i == 0 && k == 0 {
				r.Files = []inspection.File{w.photo(t, p), {SHA256: strings.Repeat("ab", 32), Bytes: 5, Type: "image/jpeg", Role: "photo"}}
			}
			listed = append(listed, w.send(t, p, r)...)
		}
	}
	segment := inspection.Object{Kind: "segment", ID: uuid.NewSHA1(w.line, []byte(w.markers[0].String()+" "+w.markers[1].String()))}
	r := a.record(w, inspection.SegmentCheck, segment, 40)
	r.Answers = map[string]string{"line_kept": "yes", "terrain_changed": "yes", "terrain_change": "小溪改道"}
	listed = append(listed, w.send(t, a, r)...)
	gone := b.record(w, inspection.Note, inspection.Object{Kind: "marker", ID: newID()}, 50)
	gone.Text = "路边有一座没有登记的旧界石\t（无字）"
	listed = append(listed, w.send(t, b, gone)...)
	w.sign(t, inspection.NewSheet(w.task, listed...), a, b)
	if _, _, err := w.Rounds.AddMinutes(t.Context(), w.actor, w.task, round.Minutes{On: version.Day(2026, 3, 2), Place: "江山", Text: "商定方案"}, "王小明"); err != nil {
		t.Fatal(err)
	}
	w.take(t, round.PlanSigned, round.Indoor, round.Field)
	if _, _, err := w.Rounds.AddProblem(t.Context(), w.actor, w.task, 0, round.Problem{Text: "文字脱色，须描红", ObjectKind: "marker", Object: &w.markers[1], Handler: "江山市民政局", Due: version.Day(2026, 12, 20)}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) take(t *testing.T, to ...round.State) {
	t.Helper()
	for _, state := range to {
		if _, err := w.Rounds.Take(t.Context(), w.actor, w.task, 0, round.Taking{To: state}); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) result(t *testing.T) gather.Result {
	t.Helper()
	out, err := w.Of(t.Context(), w.task)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// pack is the submission package.
func (w *world) pack(t *testing.T) []byte {
	t.Helper()
	f, err := fonts.Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r := w.result(t)
	if _, err := report.Package(&out, f, r.Report, r.Files); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w *world) text(t *testing.T) string {
	t.Helper()
	f, err := fonts.Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.DOCX(&out, f, w.result(t).Report); err != nil {
		t.Fatal(err)
	}
	text, err := docx.Text(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func wants(t *testing.T, got string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(got, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
}
