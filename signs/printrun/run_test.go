package printrun_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/blob"
	"diming/internal/glyph"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const village = "330881001201"

var today = version.Day(2026, 11, 26)

var origin = &url.URL{Scheme: "https", Host: "diming.example.cn"}

var gates = printrun.Gates{TrialAbove: 1000, TrialReads: 10}

// A works is a village with a street, where plates are made.
type works struct {
	t       testing.TB
	pool    *pgxpool.Pool
	places  *gazetteer.Store
	plates  *plate.Store
	runs    *printrun.Store
	village uuid.UUID
	way     uuid.UUID
}

func newWorks(t testing.TB) *works {
	t.Helper()
	pool := pgtest.New(t)
	w := &works{t: t, pool: pool, places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, plates: &plate.Store{DB: pool},
		runs: &printrun.Store{DB: pool, Files: blob.Store{Dir: t.TempDir()}, Fonts: &artwork.Library{}, Demo: true}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市"}, {Code: "330881001", Name: "双塔街道办事处"}, {Code: village, Name: "文苑社区居委会"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From = i+1, version.Day(2000, 1, 1)
	}
	if _, err := w.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	in, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		t.Fatal(err)
	}
	w.village, w.way = in.ID, w.place("江城北路")
	return w
}

func (w *works) place(name string) uuid.UUID {
	w.t.Helper()
	id, _, err := w.places.Add(w.t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "23514", Division: village,
		Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// houses numbers addresses on a street: from, from+1 …
func (w *works) houses(way uuid.UUID, from, n int) []uuid.UUID {
	w.t.Helper()
	drafts := make([]address.Draft, n)
	for i := range drafts {
		drafts[i].Components = address.Components{Division: w.village, Way: way, Number: fmt.Sprint(from + i)}
		drafts[i].Source, drafts[i].Valid.From = "测试", version.Day(2010, 1, 1)
	}
	ids, _, err := (&address.Store{DB: w.pool}).AddBatch(w.t.Context(), ledger.Console, drafts, "编号", today)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

func (w *works) plan(drafts ...plate.Draft) []uuid.UUID {
	w.t.Helper()
	ids, err := w.plates.Plan(w.t.Context(), ledger.Console, drafts, "新编门牌", today)
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

func doors(addresses []uuid.UUID) []plate.Draft {
	all := make([]plate.Draft, len(addresses))
	for i, a := range addresses {
		all[i] = plate.Draft{Kind: artwork.DoorSmall, Target: plate.Target{Address: a}}
	}
	return all
}

func (w *works) make(o printrun.Order) uuid.UUID {
	w.t.Helper()
	o.Title, o.Division, o.Stock = "示例批次", w.village, printrun.DefaultStock
	id, err := w.runs.Make(w.t.Context(), ledger.Console, o, today)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *works) read(id uuid.UUID) printrun.Run {
	w.t.Helper()
	r, err := w.runs.ByID(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *works) try(id uuid.UUID, a printrun.Act) error {
	w.t.Helper()
	a.Origin, a.Gates = origin, gates
	return w.runs.Take(w.t.Context(), ledger.Console, id, w.read(id).Tag, a, today)
}

func (w *works) take(id uuid.UUID, steps ...printrun.Step) {
	w.t.Helper()
	for _, s := range steps {
		if err := w.try(id, printrun.Act{Step: s, Note: "测试"}); err != nil {
			w.t.Fatal(err)
		}
	}
}

// files has the files of a run made and read back.
func (w *works) files(id uuid.UUID) []printrun.Part {
	w.t.Helper()
	if err := w.runs.Queue(w.t.Context(), id); err != nil {
		w.t.Fatal(err)
	}
	if worked, err := w.runs.WorkOnce(w.t.Context(), uuid.New()); !worked || err != nil {
		w.t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
	if r := w.read(id); r.Job.State != printrun.Passed {
		w.t.Fatalf("the files are %s: %s", r.Job.State, r.Job.Why)
	}
	parts, err := w.runs.Parts(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return parts
}

func (w *works) items(id uuid.UUID) []printrun.Item {
	w.t.Helper()
	items, err := w.runs.Items(w.t.Context(), id, 0, printrun.MaxPlates)
	if err != nil {
		w.t.Fatal(err)
	}
	return items
}

func says(items []printrun.Item) string {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.Name + it.Number
	}
	return strings.Join(all, " ")
}

func wantContent(t *testing.T, what string, err error, words string) {
	t.Helper()
	var told *printrun.ContentError
	if !errors.As(err, &told) || !strings.Contains(told.ZH, words) {
		t.Errorf("%s: %v, want it told that %s", what, err, words)
	}
}

func TestARunGoesFromTheListToTheReceipt(t *testing.T) {
	w := newWorks(t)
	w.plan(append(doors(w.houses(w.way, 1, 5)), plate.Draft{Kind: artwork.Street, Target: plate.Target{Place: w.way}, Bearing: artwork.EastWest})...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	if got, want := says(w.items(id)), "江城北路 江城北路1号 江城北路3号 江城北路5号 江城北路2号 江城北路4号"; got != want {
		t.Errorf("in walking order:\n%s, want\n%s", got, want)
	}
	_, err := w.runs.Make(t.Context(), ledger.Console, printrun.Order{Title: "又一批", Division: w.village, Source: printrun.FromPlanned, Stock: printrun.DefaultStock}, today)
	wantContent(t, "plates that a run holds", err, "都已在别的批次里")

	w.take(id, printrun.StepProof)
	if r := w.read(id); r.State != printrun.Proofed || r.Origin != "https://diming.example.cn" || r.States[plate.Checked] != 6 {
		t.Errorf("signed: %+v", r)
	}
	wantContent(t, "released before its files are read", w.try(id, printrun.Act{Step: printrun.StepRelease}), "没有通过读码核对")
	parts := w.files(id)
	if len(parts) != 1 || parts[0].Codes != 5 || parts[0].Last != 6 {
		t.Fatalf("files: %+v", parts)
	}
	w.take(id, printrun.StepRelease, printrun.StepOrder)
	wantContent(t, "received before it came", w.try(id, printrun.Act{Step: printrun.StepReceive}), "还有 6 块没有验收")
	items := w.items(id)
	wantContent(t, "a code of another run", second(w.runs.Receive(t.Context(), ledger.Console, id, "0000000000", true, "", today)), "不是这一批里的牌")
	bad, err := w.runs.Receive(t.Context(), ledger.Console, id, "https://diming.example.cn/Q/"+string(items[1].Token), false, "号码刻错", today)
	if err != nil || bad.State != plate.Ordered {
		t.Errorf("sent back: %+v, %v", bad, err)
	}
	for _, it := range items {
		for range 2 { // scanned twice it is received once
			if got, err := w.runs.Receive(t.Context(), ledger.Console, id, it.Token.Grouped(), true, "", today); err != nil || got.State != plate.Received {
				t.Errorf("received %s%s: %s, %v", it.Name, it.Number, got.State, err)
			}
		}
	}
	w.take(id, printrun.StepReceive, printrun.StepClose)
	if err := w.try(id, printrun.Act{Step: printrun.StepVoid, Note: "x"}); !errors.Is(err, printrun.ErrStep) {
		t.Errorf("void after all is done: %v", err)
	}
}

func second(_ printrun.Item, err error) error { return err }

func TestTheSameRunMadeAgainIsTheSameToTheByte(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 12))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	first := w.files(id)
	if again := w.files(id); !slices.Equal(again, first) {
		t.Errorf("made again: %+v, and before %+v", again, first)
	}
	var out bytes.Buffer
	if err := w.runs.Again(t.Context(), &out, id, 1); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(out.Bytes()); hex.EncodeToString(sum[:]) != first[0].SHA256 {
		t.Errorf("the file made again has SHA-256 %x, want %s", sum, first[0].SHA256)
	}
	kept, err := w.runs.Files.Open(blob.Digest(first[0].SHA256))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if content, err := io.ReadAll(kept); err != nil || !bytes.Equal(content, out.Bytes()) {
		t.Errorf("the file that is kept differs, %v", err)
	}
}

func TestALargeRunWantsATrial(t *testing.T) {
	w := newWorks(t)
	defer func(before printrun.Gates) { gates = before }(gates)
	gates = printrun.Gates{TrialAbove: 3, TrialReads: 2}
	w.plan(doors(w.houses(w.way, 1, 4))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	w.files(id)
	wantContent(t, "released without a trial", w.try(id, printrun.Act{Step: printrun.StepRelease}), "超过 3 块须先试制")
	w.take(id, printrun.StepTry)
	var sheet bytes.Buffer
	if err := w.runs.TrialSheet(t.Context(), &sheet, id, gates.TrialReads); err != nil || !bytes.HasPrefix(sheet.Bytes(), []byte("%PDF")) {
		t.Errorf("trial sheet: %d bytes, %v", sheet.Len(), err)
	}
	items := w.items(id)
	for _, it := range []printrun.Item{items[0], items[0]} { // one plate twice is one
		if got, err := w.runs.Try(t.Context(), ledger.Console, id, string(it.Token)); err != nil || !got.Tried {
			t.Errorf("ticked: %+v, %v", got, err)
		}
	}
	wantContent(t, "released with one of two", w.try(id, printrun.Act{Step: printrun.StepRelease}), "已扫 1 块，须用手机扫过 2 块")
	if _, err := w.runs.Try(t.Context(), ledger.Console, id, string(items[3].Token)); err != nil {
		t.Fatal(err)
	}
	w.take(id, printrun.StepRelease)
}

func TestWhatCannotBeMadeStopsTheRunAndIsNamed(t *testing.T) {
	w := newWorks(t)
	long := w.place("江山市双塔街道文苑社区城北工业园区示例大道北段东侧支路")
	ids := w.plan(doors(append(w.houses(w.way, 1, 2), w.houses(long, 7, 1)...))...)
	strange := w.place("示\U000323B0路") // a code point that no standard has assigned
	ids = append(ids, w.plan(doors(w.houses(strange, 9, 1))...)...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	var faulty *printrun.FaultyError
	if err := w.try(id, printrun.Act{Step: printrun.StepProof}); !errors.As(err, &faulty) || faulty.Count != 2 {
		t.Fatalf("signed: %v, want two plates named", err)
	}
	var tooLong *artwork.TooLongError
	var missing *glyph.MissingError
	for _, f := range faulty.Faults {
		switch f.Plate.ID {
		case ids[2]:
			if !errors.As(f.Err, &tooLong) || tooLong.OverMM <= 0 {
				t.Errorf("the long name: %v, want by how much it is too long", f.Err)
			}
		case ids[3]:
			if !errors.As(f.Err, &missing) || !slices.Equal(missing.Runes, []rune{0x323B0}) {
				t.Errorf("the unassigned character: %v, want it named", f.Err)
			}
		default:
			t.Errorf("plate %d %s%s is named: %v", f.N, f.Plate.Name, f.Plate.Number, f.Err)
		}
	}
	if r := w.read(id); r.State != printrun.Draft || r.States[plate.Planned] != 4 {
		t.Errorf("after the refusal the run is %s and its plates %v", r.State, r.States)
	}
}

func TestARenameMakesTheNextGeneration(t *testing.T) {
	w := newWorks(t)
	found := make([]plate.Found, 0, 3)
	for i, a := range w.houses(w.way, 1, 3) {
		says := plate.Words{Name: "江城北路", Number: fmt.Sprintf("%d号", i+1)}
		if i < 2 {
			says.Name = "江城旧路"
		}
		found = append(found, plate.Found{Kind: artwork.DoorSmall, Target: plate.Target{Address: a}, Says: says, Seen: version.Day(2020, 1, 1)})
	}
	old, err := w.plates.EnterFound(t.Context(), ledger.Console, found, "普查", today)
	if err != nil {
		t.Fatal(err)
	}
	id := w.make(printrun.Order{Source: printrun.FromReprints})
	items := w.items(id)
	if says(items) != "江城北路1号 江城北路2号" || items[0].Stead != old[0] || items[0].Generation != 2 || items[0].State != plate.Planned {
		t.Errorf("the run of the rename: %s, %+v", says(items), items)
	}
	_, err = w.runs.Make(t.Context(), ledger.Console, printrun.Order{Title: "又一批", Division: w.village, Source: printrun.FromReprints, Stock: printrun.DefaultStock}, today)
	wantContent(t, "the same rename again", err, "都已在别的批次里")
	w.take(id, printrun.StepVoid)
	if again := w.make(printrun.Order{Source: printrun.FromPlanned}); len(w.items(again)) != 2 {
		t.Errorf("after the run was given up its plates are not free: %s", says(w.items(again)))
	}
}

func TestATextThatWasChangedAfterSigningStopsTheRun(t *testing.T) {
	w := newWorks(t)
	ids := w.plan(doors(w.houses(w.way, 1, 2))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	w.files(id)
	if _, err := w.places.Rename(t.Context(), ledger.Console, w.way, "清湖大道", version.Span{From: version.Day(2026, 11, 1)}, "更名"); err != nil {
		t.Fatal(err)
	}
	for _, step := range []plate.Step{plate.StepReopen, plate.StepCheck} {
		p, err := w.plates.ByID(t.Context(), ids[0])
		if err == nil {
			_, err = w.plates.Take(t.Context(), ledger.Console, p.ID, p.Tag, plate.Act{Step: step, On: today, Note: "更名"}, today)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	wantContent(t, "released with another text", w.try(id, printrun.Act{Step: printrun.StepRelease}), "重新签字")
	w.take(id, printrun.StepReopen, printrun.StepProof)
	if r := w.read(id); says(w.items(id)) != "清湖大道1号 清湖大道2号" || r.Job.State != printrun.Queued || r.Job.Plates != 0 {
		t.Errorf("signed anew: %s, files %q", says(w.items(id)), r.Job.State)
	}
}

func TestALinkLeadsToItsRunUntilItIsTakenBack(t *testing.T) {
	w := newWorks(t)
	w.plan(doors(w.houses(w.way, 1, 2))...)
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	_, _, err := w.runs.MakeLink(t.Context(), ledger.Console, id, "示例制牌厂")
	wantContent(t, "a link before the release", err, "放行之后")
	w.take(id, printrun.StepProof)
	w.files(id)
	w.take(id, printrun.StepRelease)
	link, text, err := w.runs.MakeLink(t.Context(), ledger.Console, id, "示例制牌厂")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := w.runs.Behind(t.Context(), text); err != nil || r.ID != id {
		t.Errorf("behind the link: %v, %v", r.ID, err)
	}
	if err := w.runs.Revoke(t.Context(), ledger.Console, id, link); err != nil {
		t.Fatal(err)
	}
	if _, err := w.runs.Behind(t.Context(), text); !errors.Is(err, printrun.ErrLink) {
		t.Errorf("behind the link that was taken back: %v", err)
	}
}

func TestTheDatabaseHasTheSameSteps(t *testing.T) {
	w := newWorks(t)
	rows, err := w.pool.Query(t.Context(), `SELECT step, from_state, to_state FROM print_run_transition`)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[printrun.Transition])
	if err != nil {
		t.Fatal(err)
	}
	order := func(a, b printrun.Transition) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	}
	want := printrun.Transitions()
	slices.SortFunc(held, order)
	slices.SortFunc(want, order)
	if !slices.Equal(held, want) {
		t.Errorf("the database has %v, the program %v", held, want)
	}
}
