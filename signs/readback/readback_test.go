package readback_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"diming/internal/glyph"
	"diming/signs/artwork"
	"diming/signs/readback"
)

var stock = artwork.Stock{WidthMM: 1200, HeightMM: 600, EdgeMM: 10, Trim: artwork.Trim{BleedMM: 2, MarksMM: 3}}

// run makes the print file of n door plates of two sizes, and what must be read
// of it.
func run(t testing.TB, n int) (string, []readback.Code) {
	t.Helper()
	font, err := glyph.Open(t.Context(), "Bold", glyph.Signs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = font.Close() })
	all := make([]artwork.Content, n)
	for i := range all {
		all[i] = artwork.Content{Kind: artwork.DoorSmall, Name: "清湖一村", Number: fmt.Sprintf("%d号", i+1), Code: fmt.Sprintf("HTTPS://DIMING.EXAMPLE.CN/Q/%010d", i)}
		if i%10 == 9 {
			all[i].Kind = artwork.DoorMiddle
		}
	}
	drawings, err := artwork.DrawAll(font, artwork.Standard, artwork.National, all)
	if err != nil {
		t.Fatal(err)
	}
	placed, err := artwork.Impose(stock, drawings)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := artwork.Sheets(&out, artwork.Properties{Title: "示例数据", Day: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}, stock, drawings, placed); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "run.pdf")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	codes := make([]readback.Code, n)
	for i, at := range placed {
		codes[i] = readback.Code{Page: at.Sheet + 1, X: at.CodeAt.X, Y: at.CodeAt.Y, W: at.CodeAt.W, H: at.CodeAt.H, Text: all[at.Plate].Code}
	}
	return path, codes
}

func TestEveryCodeOfAPrintFileIsReadBack(t *testing.T) {
	path, codes := run(t, 60)
	last := 0
	wrong, err := readback.Check(t.Context(), path, codes, func(n int) {
		if n <= last {
			t.Errorf("%d codes read after %d", n, last)
		}
		last = n
	})
	if err != nil || len(wrong) > 0 || last != len(codes) {
		t.Fatalf("Check() = %+v, %v, %d of %d read", wrong, err, last, len(codes))
	}
	codes[7].Text += "X"
	codes[20].X += 60 // beside the code
	wrong, err = readback.Check(t.Context(), path, codes, nil)
	if err != nil || len(wrong) != 2 || wrong[0].Read != "HTTPS://DIMING.EXAMPLE.CN/Q/0000000007" || wrong[1].Text != codes[20].Text {
		t.Errorf("Check() of two wrong codes = %+v, %v", wrong, err)
	}
	codes[len(codes)-1].Page = 99
	if _, err := readback.Check(t.Context(), path, codes, nil); err == nil {
		t.Error("a page that the file does not have was checked")
	}
}

// BenchmarkRun makes and reads back as many plates as a large order has; the
// ratio is of reading to making.
func BenchmarkRun(b *testing.B) {
	const plates = 2000
	for b.Loop() {
		began := time.Now()
		path, codes := run(b, plates)
		made := time.Since(began)
		wrong, err := readback.Check(b.Context(), path, codes, nil)
		if err != nil || len(wrong) > 0 {
			b.Fatalf("%d wrong, %v", len(wrong), err)
		}
		all := time.Since(began)
		b.ReportMetric(made.Seconds()/plates*10_000, "s/10000-made")
		b.ReportMetric((all-made).Seconds()/plates*10_000, "s/10000-read")
		b.ReportMetric(float64(all-made)/float64(made), "read/made")
	}
}
