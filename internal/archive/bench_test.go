package archive_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo"
	"diming/gazetteer"
	"diming/internal/archive"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/signs"
)

// BenchmarkExport measures an export beside pg_dump of the same database in
// the same run, and the reading back beside pg_restore.
func BenchmarkExport(b *testing.B) {
	b.Run("demo", func(b *testing.B) {
		pool, url := benchRegister(b)
		d := demo.Demo{Places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, Signs: &signs.Store{DB: pool}, Say: silent}
		if err := d.Jiangshan(b.Context()); err != nil {
			b.Fatal(err)
		}
		measure(b, pool, url)
	})
	b.Run("200000 points", func(b *testing.B) {
		pool, url := benchRegister(b)
		if err := points(b, pool, 200_000); err != nil {
			b.Fatal(err)
		}
		measure(b, pool, url)
	})
}

func benchRegister(b *testing.B) (*pgxpool.Pool, string) {
	b.Helper()
	url, adminURL := pgtest.NewURL(b)
	pool, err := pg.Open(b.Context(), url, pg.Options{MaxConns: 4})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return pool, adminURL
}

// points fills a register with named places.
func points(b *testing.B, pool *pgxpool.Pool, n int) error {
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	for from := 0; from < n; from += 20_000 {
		var rows []gazetteer.Row
		for i := from; i < min(n, from+20_000); i++ {
			rows = append(rows, benchRow(i))
		}
		counts, err := places.LoadPlaces(b.Context(), gazetteer.Batch{Source: "测量", Actor: ledger.Console, Visibility: "public"}, rows)
		if err != nil || counts.Accepted != len(rows) {
			return fmt.Errorf("%+v, %v", counts, err)
		}
	}
	ledgertest.Settle(b, pool)
	return nil
}

// measure exports, dumps and reads back in turn, b.N times.
func measure(b *testing.B, pool *pgxpool.Pool, url string) {
	var export, dump, restore time.Duration
	var files, dumped int64
	var peak atomic.Uint64
	for b.Loop() {
		dir := filepath.Join(b.TempDir(), "all")
		stop := watchHeap(&peak)
		began := time.Now()
		m, err := archive.Export{DB: pool, AdminURL: url, Path: dir, Documents: blob.Store{Dir: b.TempDir()}, Choice: archive.Choice{Persons: true, Credentials: true},
			Actor: ledger.Console, Program: "bench", Now: time.Now, Say: silent, Patience: time.Minute}.Write(b.Context())
		export += time.Since(began)
		stop()
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range m.Files {
			files += f.Bytes
		}
		file := filepath.Join(b.TempDir(), "dump")
		began = time.Now()
		if out, err := exec.Command("pg_dump", "--format=custom", "--file="+file, "--dbname="+url).CombinedOutput(); err != nil {
			b.Fatalf("pg_dump: %v: %s", err, out)
		}
		dump += time.Since(began)
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		dumped += info.Size()
		began = time.Now()
		readBack(b, dir)
		restore += time.Since(began)
	}
	b.ReportMetric(export.Seconds()/float64(b.N), "export-s")
	b.ReportMetric(dump.Seconds()/float64(b.N), "pg_dump-s")
	b.ReportMetric(export.Seconds()/dump.Seconds(), "export/pg_dump")
	b.ReportMetric(restore.Seconds()/float64(b.N), "restore-s")
	b.ReportMetric(float64(files)/float64(b.N)/(1<<20), "files-MiB")
	b.ReportMetric(float64(dumped)/float64(b.N)/(1<<20), "dump-MiB")
	b.ReportMetric(float64(peak.Load())/(1<<20), "peak-heap-MiB")
}

func readBack(b *testing.B, dir string) {
	b.Helper()
	_, url := pgtest.NewURL(b)
	o, err := archive.Open(dir, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer o.Close()
	if _, err := o.Into(b.Context(), archive.Load{AdminURL: url, Documents: blob.Store{Dir: b.TempDir()}, Say: silent}); err != nil {
		b.Fatal(err)
	}
}

// watchHeap notes the largest heap in use until it is stopped.
func watchHeap(peak *atomic.Uint64) (stop func()) {
	runtime.GC()
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var m runtime.MemStats
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapInuse))
			}
		}
	}()
	return func() { close(done) }
}

// benchRow is a place of its own name and position.
func benchRow(i int) gazetteer.Row {
	at := orb.Point{118 + float64(i%1000)/1000 + 0.00001234567, 28 + float64(i/1000)/1000}
	return gazetteer.Row{Number: i + 1, Key: fmt.Sprint(i), Digest: sha256.Sum256(fmt.Append(nil, i)),
		Names: []gazetteer.RowName{{Text: fmt.Sprintf("测量%d村", i)}}, Class: "22200", Location: &at, Description: "测量用的地名，并非实有。"}
}
