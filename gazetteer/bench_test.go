package gazetteer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// durable opens a cluster of the benchmark's own that writes through to the
// disk (fsync on), unlike the one of the tests.
func durable(b *testing.B) *pg.Cluster {
	b.Helper()
	cluster, err := pg.Embed(b.Context(), pg.EmbeddedOptions{DataDir: b.TempDir(), Fsync: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := cluster.Destroy(); err != nil {
			b.Error(err)
		}
	})
	return cluster
}

// register makes an empty register in the cluster.
func register(b *testing.B, cluster *pg.Cluster, name string) *pgxpool.Pool {
	b.Helper()
	if err := cluster.CreateDatabase(b.Context(), name); err != nil {
		b.Fatal(err)
	}
	if err := pg.Migrate(b.Context(), cluster.AdminURL(name)); err != nil {
		b.Fatal(err)
	}
	pool, err := pg.Open(b.Context(), cluster.URL(name), pg.Options{MaxConns: 16})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return pool
}

// BenchmarkWriters compares eight concurrent writers that add villages, each
// with its versions, names and claim, with and without the ledger. It runs
// for a fixed time, in turns, and reports transactions a second of both, their
// ratio, and how long after its commit an entry was sealed.
func BenchmarkWriters(b *testing.B) {
	const writers, turns, turn = 8, 4, 5 * time.Second
	pool := register(b, durable(b), "bench")
	s := &Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	entry := loadCounty(b, s)
	var with, without int
	var waits []time.Duration
	for range turns {
		without += writeFor(b, turn, writers, func(ctx context.Context, d Draft) error { return s.addUnder(ctx, d, entry) })
		watch := watchSeals(b, pool)
		with += writeFor(b, turn, writers, func(ctx context.Context, d Draft) error {
			_, entry, err := s.Add(ctx, ledger.Console, d, "bench")
			watch.committed(entry)
			return err
		})
		waits = append(waits, watch.waits(b)...)
	}
	seconds := (turns * turn).Seconds()
	b.ReportMetric(float64(with)/seconds, "with-ledger-tx/s")
	b.ReportMetric(float64(without)/seconds, "without-tx/s")
	b.ReportMetric(float64(with)/float64(without), "ratio")
	b.ReportMetric(float64(percentile(waits, 99).Microseconds())/1000, "sealed-p99-ms")
	b.ReportMetric(float64(percentile(waits, 50).Microseconds())/1000, "sealed-p50-ms")
	b.ReportMetric(0, "ns/op")
	if _, err := ledger.Verify(b.Context(), pool, nil); err != nil {
		b.Error(err)
	}
}

// loadCounty loads a province, a city, a county and a town, and gives the
// entry that did.
func loadCounty(b *testing.B, s *Store) int64 {
	b.Helper()
	counts, err := s.LoadDivisions(b.Context(), Batch{Source: "bench", Actor: ledger.Console, Visibility: "public"}, []DivisionRow{
		{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"},
		{Number: 3, Code: "330881", Name: "江山市"}, {Number: 4, Code: "330881003", Name: "清湖街道"}})
	if err != nil {
		b.Fatal(err)
	}
	return counts.Entry
}

// addUnder is Add without the ledger: the same statements under an entry that
// is there already.
func (s *Store) addUnder(ctx context.Context, d Draft, entry int64) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		at, err := s.locate(ctx, tx, d)
		if err != nil {
			return err
		}
		return s.enter(ctx, tx, uuid.Must(uuid.NewV7()), d, at, entry)
	})
}

var villages atomic.Int64

// writeFor runs writers for a time and counts what they committed.
func writeFor(b *testing.B, d time.Duration, writers int, add func(ctx context.Context, d Draft) error) int {
	b.Helper()
	var done atomic.Int64
	var writing sync.WaitGroup
	end := time.Now().Add(d)
	for range writers {
		writing.Go(func() {
			for time.Now().Before(end) {
				err := add(b.Context(), Draft{Names: []RowName{{Text: fmt.Sprintf("第%d村", villages.Add(1))}}, Class: "21610",
					Division: "330881003", Visibility: "public", Source: "bench"})
				if err != nil {
					b.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	writing.Wait()
	return int(done.Load())
}

// sealWatch notes when entries were committed and when they were sealed.
type sealWatch struct {
	pool  *pgxpool.Pool
	stop  context.CancelFunc
	ended sync.WaitGroup

	mu      sync.Mutex
	commits map[int64]time.Time
	heads   []head
}

// head says that everything up to seq was sealed at a moment.
type head struct {
	seq int64
	at  time.Time
}

func watchSeals(b *testing.B, pool *pgxpool.Pool) *sealWatch {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	w := &sealWatch{pool: pool, stop: stop, commits: map[int64]time.Time{}}
	conn, err := pool.Acquire(ctx)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := conn.Exec(ctx, "LISTEN "+ledger.Channel); err != nil {
		b.Fatal(err)
	}
	w.ended.Go(func() { ledger.NewSealer(pool, slog.New(slog.DiscardHandler)).Run(ctx) })
	w.ended.Go(func() {
		listener := conn.Hijack()
		defer listener.Close(context.WithoutCancel(ctx))
		for {
			n, err := listener.WaitForNotification(ctx)
			if err != nil {
				return
			}
			seq, err := strconv.ParseInt(n.Payload, 10, 64)
			if err != nil {
				b.Error(err)
			}
			w.mu.Lock()
			w.heads = append(w.heads, head{seq, time.Now()})
			w.mu.Unlock()
		}
	})
	return w
}

// committed notes the moment; the sealer looks by itself, as in the server.
func (w *sealWatch) committed(entry int64) {
	w.mu.Lock()
	w.commits[entry] = time.Now()
	w.mu.Unlock()
}

// waits gives the time from commit to seal of every entry.
func (w *sealWatch) waits(b *testing.B) []time.Duration {
	b.Helper()
	for entry := range w.commits {
		if _, err := ledger.SeqOf(b.Context(), w.pool, entry, time.Minute); err != nil {
			b.Fatal(err)
		}
	}
	w.stop()
	w.ended.Wait()
	rows, err := w.pool.Query(b.Context(), `SELECT entry, seq FROM ledger_seal`)
	if err != nil {
		b.Fatal(err)
	}
	var all []time.Duration
	var entry, seq int64
	_, err = pgx.ForEachRow(rows, []any{&entry, &seq}, func() error {
		at, ok := w.commits[entry]
		i, _ := slices.BinarySearchFunc(w.heads, seq, func(h head, seq int64) int { return int(h.seq - seq) })
		if ok && i < len(w.heads) {
			all = append(all, max(0, w.heads[i].at.Sub(at)))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

func percentile(all []time.Duration, p int) time.Duration {
	slices.Sort(all)
	return all[min(len(all)-1, len(all)*p/100)]
}

// BenchmarkImport loads the points of the world's cities and compares the rate
// with that of COPY of the very same rows into the same tables with the same
// constraints, and with ogr2ogr into a bare table.
func BenchmarkImport(b *testing.B) {
	folder := os.Getenv("BENCH_DATA")
	if folder == "" {
		b.Skip("BENCH_DATA does not name the folder with geonames_cities500.txt.gz")
	}
	rows := readCities(b, filepath.Join(folder, "geonames_cities500.txt.gz"))
	cluster := durable(b)
	pool := register(b, cluster, "loaded")
	load := timed(func() { loadCities(b, &Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, rows) })
	dump := dumpTables(b, pool)
	empty := register(b, cluster, "copied")
	plain := timed(func() { copyTables(b, empty, dump) })
	rate := func(d time.Duration) float64 { return float64(len(rows)) / d.Seconds() }
	b.ReportMetric(rate(load), "rows/s")
	b.ReportMetric(rate(plain), "copy-rows/s")
	b.ReportMetric(rate(load)/rate(plain), "ratio")
	if bare, ok := ogrImport(b, cluster, rows); ok {
		b.ReportMetric(rate(bare), "ogr2ogr-bare-rows/s")
		b.ReportMetric(rate(load)/rate(bare), "ratio-to-ogr2ogr")
	}
	b.ReportMetric(0, "ns/op")
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// readCities makes the rows as an importer would: name, position, class of an
// urban settlement.
func readCities(b *testing.B, path string) []Row {
	b.Helper()
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	var rows []Row
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 19 {
			b.Fatalf("row %d has %d columns, want 19", len(rows)+1, len(f))
		}
		lat, err1 := strconv.ParseFloat(f[4], 64)
		lon, err2 := strconv.ParseFloat(f[5], 64)
		if err := errors.Join(err1, err2); err != nil {
			b.Fatal(err)
		}
		rows = append(rows, Row{Number: len(rows) + 1, Key: f[0], Digest: sha256.Sum256(lines.Bytes()),
			Names: []RowName{{Text: f[1]}}, Class: "22100", Location: &orb.Point{lon, lat}})
	}
	if lines.Err() != nil {
		b.Fatal(lines.Err())
	}
	return rows
}

func loadCities(b *testing.B, s *Store, rows []Row) {
	b.Helper()
	accepted := 0
	for part := range slices.Chunk(rows, 20000) {
		counts, err := s.LoadPlaces(b.Context(), Batch{Source: "GeoNames", Actor: ledger.Console, Visibility: "public"}, part)
		if err != nil {
			b.Fatal(err)
		}
		accepted += counts.Accepted
	}
	if accepted != len(rows) {
		b.Fatalf("%d of %d rows accepted", accepted, len(rows))
	}
}

// A tableDump is the content of a table as COPY writes it.
type tableDump struct {
	copy string // COPY … FROM STDIN
	text []byte
}

func dumpTables(b *testing.B, pool *pgxpool.Pool) []tableDump {
	b.Helper()
	var all []tableDump
	err := pool.AcquireFunc(b.Context(), func(conn *pgxpool.Conn) error {
		for _, table := range []string{"ledger_entry", "place", "place_source", "place_version", "name", "name_version"} {
			var columns string
			err := conn.QueryRow(b.Context(), `SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
				WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND (attidentity = '' OR $1 = 'ledger_entry')`, table).Scan(&columns)
			if err != nil {
				return err
			}
			var text bytes.Buffer
			if _, err := conn.Conn().PgConn().CopyTo(b.Context(), &text, "COPY "+table+" ("+columns+") TO STDOUT"); err != nil {
				return err
			}
			all = append(all, tableDump{"COPY " + table + " (" + columns + ") FROM STDIN", text.Bytes()})
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}

func copyTables(b *testing.B, pool *pgxpool.Pool, dump []tableDump) {
	b.Helper()
	err := pool.AcquireFunc(b.Context(), func(conn *pgxpool.Conn) error {
		for _, d := range dump {
			if _, err := conn.Conn().PgConn().CopyFrom(b.Context(), bytes.NewReader(d.text), d.copy); err != nil {
				return fmt.Errorf("%s: %w", d.copy, err)
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// ogrImport loads the points with ogr2ogr and COPY into a table without
// constraints; false where GDAL is not there.
func ogrImport(b *testing.B, cluster *pg.Cluster, rows []Row) (time.Duration, bool) {
	b.Helper()
	program, err := exec.LookPath("ogr2ogr")
	if err != nil {
		b.Log("no ogr2ogr here: not compared")
		return 0, false
	}
	path := filepath.Join(b.TempDir(), "cities.csv")
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	_ = w.Write([]string{"key", "name", "lon", "lat"})
	for _, r := range rows {
		_ = w.Write([]string{r.Key, r.Names[0].Text, decimal(r.Location.Lon()), decimal(r.Location.Lat())})
	}
	w.Flush()
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	server, err := pgx.ParseConfig(cluster.AdminURL("copied"))
	if err != nil {
		b.Fatal(err)
	}
	source := fmt.Sprintf("PG:host=%s user=%s dbname=%s", server.Host, server.User, server.Database)
	start := time.Now()
	cmd := exec.CommandContext(b.Context(), program, "-f", "PostgreSQL", source, path, "-nln", "bare",
		"-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4490", "--config", "PG_USE_COPY", "YES")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("ogr2ogr: %v: %s", err, out)
	}
	return time.Since(start), true
}
