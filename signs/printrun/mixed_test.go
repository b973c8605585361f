package printrun_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// mixed plans 500 plates of all kinds that bear codes: door plates of three
// sizes on two streets, one of whose names has the character 𰻞 (U+30EDE, of
// CJK extension G).
func (w *works) mixed() {
	w.t.Helper()
	biang := w.place("𰻞面街")
	kinds := []artwork.Kind{artwork.DoorSmall, artwork.DoorSmall, artwork.DoorMiddle, artwork.DoorSmall, artwork.DoorBig}
	var drafts []plate.Draft
	for i, a := range append(w.houses(w.way, 1, 300), w.houses(biang, 1, 200)...) {
		drafts = append(drafts, plate.Draft{Kind: kinds[i%len(kinds)], Target: plate.Target{Address: a}, Postcode: "324100"})
	}
	w.plan(drafts...)
}

// TestAnotherProgramReadsEveryCodeOfALargeRun has the pages of 500 plates
// rendered by one program and their codes read by another, neither of them ours.
func TestAnotherProgramReadsEveryCodeOfALargeRun(t *testing.T) {
	w := newWorks(t)
	w.mixed()
	id, err := w.runs.Make(t.Context(), ledger.Console, printrun.Order{Title: "示例批次", Division: w.village, Source: printrun.FromPlanned, Stock: artwork.Stock{WidthMM: 1250, HeightMM: 1250, EdgeMM: 10, Trim: printrun.DefaultStock.Trim}}, today)
	if err != nil {
		t.Fatal(err)
	}
	w.take(id, printrun.StepProof)
	parts := w.files(id)
	if again := w.files(id); !slices.Equal(again, parts) {
		t.Errorf("made again: %+v, and before %+v", again, parts)
	}
	want := map[string]bool{}
	r := w.read(id)
	for _, it := range w.items(id) {
		code, err := r.CodeOf(it.Plate)
		if err != nil {
			t.Fatal(err)
		}
		want[code] = true
	}
	if len(want) != 500 {
		t.Fatalf("%d codes are ordered, want 500", len(want))
	}
	var pdfs []string
	for _, p := range parts {
		pdfs = append(pdfs, filepath.Join(w.runs.Files.Dir, p.SHA256[:2], p.SHA256))
	}
	read := outside(t, len(want), pdfs...)
	for _, code := range read {
		if !want[code] {
			t.Errorf("a code that was not ordered: %s", code)
		}
	}
	if len(read) != 500 {
		t.Errorf("read %d codes, want 500", len(read))
	}
}

// outside reads the codes of PDFs with pdftoppm and zbarimg, each code once. Where
// fewer than n are found it looks more closely, as who scans a wall steps nearer:
// of a few hundred codes zbar may miss one in one picture and read it in the next.
func outside(t *testing.T, n int, pdfs ...string) []string {
	t.Helper()
	var read []string
	for _, dpi := range []int{100, 115, 150} {
		for i, pdf := range pdfs {
			here := scanned(t, pdf, dpi)
			slices.Sort(here)
			if twice := len(here) - len(slices.Compact(slices.Clone(here))); twice > 0 {
				t.Errorf("file %d has %d codes twice", i+1, twice)
			}
			read = append(read, here...)
		}
		slices.Sort(read)
		read = slices.Compact(read)
		t.Logf("at %d dpi %d of %d codes are read", dpi, len(read), n)
		if len(read) >= n {
			break
		}
	}
	return read
}

func scanned(t *testing.T, pdf string, dpi int) []string {
	t.Helper()
	base := filepath.Join(t.TempDir(), "p")
	if out, err := exec.CommandContext(t.Context(), "pdftoppm", "-q", "-gray", "-r", strconv.Itoa(dpi), pdf, base).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	pages, err := filepath.Glob(base + "*.pgm")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", append([]string{"--raw", "-q", "-Sdisable", "-Sqrcode.enable"}, pages...)...).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.Fields(string(out))
}

// TestPlatesOfBuildingsAndRoomsAreMadeToo has a run of what stands in a yard.
func TestPlatesOfBuildingsAndRoomsAreMadeToo(t *testing.T) {
	w := newWorks(t)
	var drafts []address.Draft
	for _, room := range []string{"101", "201", "1001"} {
		d := address.Draft{Components: address.Components{Division: w.village, Way: w.way, Number: "88", Building: "3", Unit: "1", Room: room}, Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}}
		drafts = append(drafts, d)
	}
	rooms, _, err := (&address.Store{DB: w.pool}).AddBatch(t.Context(), ledger.Console, drafts, "编号", today)
	if err != nil {
		t.Fatal(err)
	}
	of := func(k artwork.Kind, a uuid.UUID) plate.Draft {
		return plate.Draft{Kind: k, Target: plate.Target{Address: a}}
	}
	w.plan(of(artwork.Room, rooms[2]), of(artwork.Room, rooms[1]), of(artwork.Room, rooms[0]), of(artwork.Unit, rooms[0]), of(artwork.Building, rooms[0]),
		plate.Draft{Kind: artwork.Lane, Target: plate.Target{Place: w.way}})
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	w.take(id, printrun.StepProof)
	if parts := w.files(id); len(parts) != 1 || parts[0].Last != 6 {
		t.Errorf("files: %+v", parts)
	}
	var numbers []string
	for _, it := range w.items(id) {
		numbers = append(numbers, strconv.Quote(it.Number))
	}
	if got := strings.Join(numbers, " "); !strings.HasSuffix(got, `"201室" "1001室"`) || !strings.HasPrefix(got, `""`) {
		t.Errorf("in walking order: %s", got)
	}
}
