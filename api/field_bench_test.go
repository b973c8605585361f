package api_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/round"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/tiles"
)

// BenchmarkPack makes the pack of a line of 60 km with 30 markers over the demo's
// land, tiles up to zoom 15, each time with an empty cache of tiles. It reports
// what the phone fetches; the pictures of markers and imagery come on top of it,
// as many as there are.
func BenchmarkPack(b *testing.B) {
	s, err := loadDemo(b)
	if err != nil {
		b.Fatal(err)
	}
	w := &fieldWorld{world: &world{system: s, home: s.idOf(b, "330881")}}
	km := w.longTask(b, 60, 30)
	w.a = w.newPhone(b, w.newAccount(b, "bench.inspector", account.Grant{Role: account.Inspector, Division: w.home}).ID)
	var bytes int64
	var count, markers, deepest int
	for b.Loop() {
		b.StopTimer()
		s.Tiles = tiles.New(s.pool, 16<<20)
		b.StartTimer()
		answer := w.asks(b, w.a, http.MethodGet, "/v1/field/tasks/"+w.task.String()+"/pack", "")
		if answer.Code != http.StatusOK {
			b.Fatalf("pack: %d %s", answer.Code, answer.Body)
		}
		p := decode[packAnswer](b, answer.Body)
		bytes, count, markers, deepest = p.Bytes, len(p.Tiles.List), len(p.Markers), p.Tiles.List[len(p.Tiles.List)-1][0]
	}
	b.ReportMetric(float64(b.Elapsed().Seconds())/float64(b.N), "s/pack")
	b.ReportMetric(float64(bytes)/1e6, "MB")
	b.ReportMetric(float64(count), "tiles")
	b.ReportMetric(float64(markers), "markers")
	b.ReportMetric(float64(deepest), "zoom")
	b.ReportMetric(km, "km")
}

// longTask draws a line of so many km along the demo's outer line, with so many
// markers, and opens a check of it. It tells how long the line is.
func (w *fieldWorld) longTask(t testing.TB, km float64, markers int) float64 {
	t.Helper()
	lines := &line.Store{DB: w.pool}
	all, err := lines.List(t.Context(), boundaries.Reader{Internal: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	outer := outerParts(all, km*1000)
	w.line, _, err = lines.Add(t.Context(), ledger.Console, line.Line{Name: "示例长线", Level: boundaries.County, A: line.DivisionOwner(w.home), B: line.Owner{Kind: line.NotHeld}, AOnLeft: true,
		Geometry: outer, Visibility: "internal", Source: "示例数据", Valid: version.Span{From: version.Day(2020, 1, 1)}}, "示例数据")
	if err != nil {
		t.Fatal(err)
	}
	var path orb.LineString
	for _, part := range outer {
		path = append(path, part...)
	}
	every := len(path) / markers
	for i := range markers {
		_, _, err := (&marker.Store{DB: w.pool}).Add(t.Context(), ledger.Console, marker.Marker{Line: w.line, Number: fmt.Sprint("33088199", 100+i), Serial: i + 1, Kind: marker.Single, Faces: 2,
			Point: path[i*every], Source: "示例数据", Valid: version.Span{From: version.Day(2020, 1, 1)}}, "示例数据")
		if err != nil {
			t.Fatal(err)
		}
	}
	w.task, _, err = (&round.Store{DB: w.pool}).OpenSpecial(t.Context(), ledger.Console, round.Special{Line: w.line, Lead: boundaries.SideA, Due: version.Day(2199, 1, 1), Reason: "示例数据", From: "1号", To: "9号"})
	if err != nil {
		t.Fatal(err)
	}
	return geo.Length(outer) / 1000
}

// outerParts takes parts of the county's outer lines, the longest lines first,
// until they are of a length in metres.
func outerParts(all []line.Line, metres float64) orb.MultiLineString {
	slices.SortFunc(all, func(a, b line.Line) int { return cmp.Compare(geo.Length(b.Geometry), geo.Length(a.Geometry)) })
	var taken orb.MultiLineString
	for _, l := range all {
		for _, part := range l.Geometry {
			var path orb.LineString
			for _, p := range part {
				if len(path) > 0 && metres <= 0 {
					break
				}
				if len(path) > 0 {
					metres -= geo.Distance(path[len(path)-1], p)
				}
				path = append(path, p)
			}
			if len(path) > 1 {
				taken = append(taken, path)
			}
			if metres <= 0 {
				return taken
			}
		}
	}
	return taken
}

// BenchmarkSync brings 1,000 records and 300 photos of 1 MB from a phone over
// loopback, as the field app does: photos in parts of 256 KiB one after the
// other, records in batches, every receipt checked. Each time it is a new phone.
func BenchmarkSync(b *testing.B) {
	const records, photos, size = 1000, 300, 1 << 20
	w := newFieldWorld(b)
	served := w.listen(b)
	for b.Loop() {
		b.StopTimer()
		phone := w.newPhone(b, w.inspector)
		texts := make([][]byte, records)
		files := make([][]byte, photos)
		for i := range files {
			files[i] = ownPhoto(b, size)
		}
		for i := range texts {
			r := w.note(phone, boundaries.SideA, fmt.Sprint("第", i, "处"))
			if i < photos {
				r.Files = []inspection.File{{SHA256: inspection.Digest(files[i]), Bytes: size, Type: "image/jpeg", Role: "photo"}}
			}
			texts[i] = r.Canonical()
		}
		b.StartTimer()
		began := time.Now()
		for _, f := range files {
			served.bringPhoto(b, w, phone, f)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/photos")
		began = time.Now()
		for i := 0; i < records; i += 200 {
			served.bringRecords(b, phone, texts[i:i+200])
		}
		b.ReportMetric(time.Since(began).Seconds(), "s/records")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/sync")
	if n := query[int](b, w.system, `SELECT count(*)::int FROM field_record`)[0]; n != records*b.N {
		b.Errorf("%d records are held, want %d", n, records*b.N)
	}
}

// ownPhoto is a JPEG of a size like no other.
func ownPhoto(t testing.TB, size int) []byte {
	t.Helper()
	content := fieldPhoto(t, size, 3)
	copy(content[size-36:], uuid.NewString())
	return content
}

// A loopback is the server on a port of this machine.
type loopback struct{ url string }

func (l loopback) ask(t testing.TB, p fieldPhone, method, target, body string, headers ...string) (answer []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, l.url+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Diming-Phone-Time", time.Now().UTC().Format(inspection.TimeLayout))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	status, answer := answered(t, r)
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, target, status, answer)
	}
	return answer
}

func (l loopback) bringPhoto(t testing.TB, w *fieldWorld, p fieldPhone, content []byte) {
	t.Helper()
	target := "/v1/field/files/" + inspection.Digest(content)
	for offset := 0; offset < len(content); offset += inspection.MaxChunk {
		end := min(len(content), offset+inspection.MaxChunk)
		text := l.ask(t, p, http.MethodPut, fmt.Sprintf("%s?offset=%d&size=%d&task=%s", target, offset, len(content), w.task), string(content[offset:end]))
		if end < len(content) {
			continue
		}
		var a struct{ Receipt *receiptAnswer }
		if err := json.Unmarshal(text, &a); err != nil || a.Receipt == nil {
			t.Fatalf("the last part: %v %s", err, text)
		}
		receiptHolds(t, p, *a.Receipt)
	}
}

func (l loopback) bringRecords(t testing.TB, p fieldPhone, texts [][]byte) {
	t.Helper()
	var body strings.Builder
	for _, text := range texts {
		line, _ := json.Marshal(map[string]string{"digest": inspection.Digest(text), "record": string(text)})
		body.Write(append(line, '\n'))
	}
	answers := strings.Split(strings.TrimSpace(string(l.ask(t, p, http.MethodPost, "/v1/field/records", body.String()))), "\n")
	if len(answers) != len(texts) {
		t.Fatalf("%d answers for %d records", len(answers), len(texts))
	}
	for _, text := range answers {
		receiptHolds(t, p, decode[receiptAnswer](t, strings.NewReader(text)))
	}
}

func receiptHolds(t testing.TB, p fieldPhone, a receiptAnswer) {
	t.Helper()
	if _, ok := inspection.ReceiptStands(a.Receipt, a.Signature, p.server); !ok {
		t.Fatalf("receipt %+v does not stand", a)
	}
}

func (w *fieldWorld) listen(t testing.TB) loopback {
	t.Helper()
	server := httptest.NewServer(w.Handler)
	t.Cleanup(server.Close)
	return loopback{server.URL}
}

func answered(t testing.TB, r *http.Request) (int, []byte) {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, body
}
