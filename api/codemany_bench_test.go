package api_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// manyPlates numbers so many houses in a street and plans their plates.
func (s *system) manyPlates(b *testing.B, way uuid.UUID, n int) {
	b.Helper()
	const chunk = 5000
	addresses, plates := &address.Store{DB: s.pool}, &plate.Store{DB: s.pool}
	town := s.idOf(b, "330881003")
	for from := 0; from < n; from += chunk {
		var drafts []address.Draft
		for i := range min(chunk, n-from) {
			drafts = append(drafts, address.Draft{Components: address.Components{Division: town, Way: way, Number: strconv.Itoa(from + i + 1)}, Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}})
		}
		ids, _, err := addresses.AddBatch(b.Context(), ledger.Console, drafts, "编号", version.Today())
		if err != nil {
			b.Fatal(err)
		}
		planned := make([]plate.Draft, len(ids))
		for i, id := range ids {
			planned[i] = plate.Draft{Kind: artwork.DoorSmall, Target: plate.Target{Address: id}}
		}
		if _, err := plates.Plan(b.Context(), ledger.Console, planned, "测试", version.Today()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManyPlates begins a server over a register of 50,000 plates, from its
// database and from the copy on disk without one, each up to its first page, and
// tells the most memory of the process meanwhile. It has no index of names or of
// addresses.
func BenchmarkManyPlates(b *testing.B) {
	s, street, tokens := codedTown(b, pgtest.New(b))
	s.manyPlates(b, street, pgtest.Size(b, "DIMING_BENCH_PLATES", 50_000))
	target, dir := "/Q/"+tokens[0], b.TempDir()
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // from here on the peak counts
	var read, restored time.Duration
	for b.Loop() {
		began := time.Now()
		first := newSystem(s.pool)
		if err := first.Behind.Look(b.Context()); err != nil {
			b.Fatal(err)
		}
		first.wantPage(b, target)
		read = time.Since(began)
		if err := first.Behind.Save(dir); err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		again := newSystem(nil)
		if err := again.Behind.Restore(dir, true); err != nil {
			b.Fatal(err)
		}
		again.wantPage(b, target)
		restored = time.Since(began)
		b.ReportMetric(float64(len(again.Behind.Now().Plates)), "plates")
	}
	b.ReportMetric(read.Seconds(), "from-database-s")
	b.ReportMetric(restored.Seconds(), "from-disk-s")
	b.ReportMetric(peakMB(b), "peak-RSS-MB")
}

func (s *system) wantPage(b *testing.B, target string) {
	b.Helper()
	if w := s.page(target); w.Code != http.StatusOK {
		b.Fatal(w.Code, w.Body)
	}
}

// peakMB is the most memory that this process had since its peak was reset.
func peakMB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	_, after, ok := bytes.Cut(status, []byte("VmHWM:"))
	var kb float64
	if _, failed := fmt.Sscan(string(after), &kb); err != nil || !ok || failed != nil {
		b.Fatal("the peak of the memory is not told", err, failed)
	}
	return kb / 1024
}

// BenchmarkChangeOnThePage renames a street again and again, and tells how long it
// takes from the commit until its page says so, as the server follows the ledger.
func BenchmarkChangeOnThePage(b *testing.B) {
	s, street, tokens := codedTown(b, pgtest.New(b))
	ctx, stop := context.WithCancel(b.Context())
	var running sync.WaitGroup
	running.Go(func() { ledger.NewSealer(s.pool, s.Log).Run(ctx) })
	running.Go(func() { s.Behind.Run(ctx, b.TempDir(), s.Log) })
	s.Behind.Open()
	target := "/Q/" + tokens[len(tokens)-1]
	var worst time.Duration
	for n := 0; b.Loop(); n++ {
		name := fmt.Sprintf("第%d次更名路", n)
		if _, err := s.Places.Rename(b.Context(), ledger.Console, street, name, version.Span{From: version.Today()}, "更名"); err != nil {
			b.Fatal(err)
		}
		committed := time.Now()
		for !strings.Contains(s.page(target).Body.String(), name) {
			if time.Since(committed) > time.Minute {
				b.Fatal("a minute after the commit the page does not say so")
			}
			<-time.After(5 * time.Millisecond)
		}
		worst = max(worst, time.Since(committed))
	}
	stop()
	running.Wait()
	b.ReportMetric(worst.Seconds(), "longest-s")
}
