package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// BenchmarkApproved approves names of streets, one after the other, over the
// demo's register and BENCH_APPROVED_NAMES made-up names more, 100,000 unless
// it says otherwise, with the sealer and the followers that a server runs. It
// reports how long after the approval was committed its name was found by
// search, stood in its tile (which was made before) and in the change feed.
func BenchmarkApproved(b *testing.B) {
	s, err := loadDemo(b)
	if err != nil {
		b.Fatal(err)
	}
	s.fillUp(b, pgtest.Size(b, "BENCH_APPROVED_NAMES", 100_000))
	b.ResetTimer()
	var waiting []waitingCase
	var all [3][]time.Duration
	var worst []time.Duration
	for b.Loop() {
		if len(waiting) == 0 {
			b.StopTimer()
			waiting = s.reviewedCases(b, 200)
			b.StartTimer()
		}
		took := s.approveAndWatch(b, waiting[0])
		waiting = waiting[1:]
		for i, d := range took {
			all[i] = append(all[i], d)
		}
		worst = append(worst, slices.Max(took[:]))
	}
	for i, what := range []string{"search", "tile", "feed"} {
		reportQuantiles(b, what+"-", all[i])
	}
	reportQuantiles(b, "", worst)
}

// fillUp writes public names straight into the tables, by a superuser's session
// that fires no triggers, and has search and tiles built with them.
func (s *system) fillUp(b *testing.B, names int) {
	b.Helper()
	err := pgx.BeginFunc(b.Context(), pgtest.Admin(b, s.pool), func(tx pgx.Tx) error {
		_, err := tx.Exec(b.Context(), strings.ReplaceAll(`
			SET LOCAL session_replication_role = replica;
			CREATE TEMP TABLE many ON COMMIT DROP AS SELECT gen_random_uuid() AS place, gen_random_uuid() AS name, i,
				chr(19968 + i * 7 % 20900) || chr(19968 + i / 100 * 13 % 20900) || CASE i % 3 WHEN 0 THEN '村' WHEN 1 THEN '路' ELSE '山' END AS text,
				(ARRAY['22200','23514','13000'])[1 + i % 3] AS class FROM generate_series(1, $names) i;
			INSERT INTO place (id) SELECT place FROM many;
			INSERT INTO place_version (place, county, class, within, location, visibility, source, valid, entry)
				SELECT place, '330881', class, (SELECT division FROM division_version WHERE code = '330881003' LIMIT 1),
					ST_SetSRID(ST_MakePoint(118.4 + random() * 0.4, 28.5 + random() * 0.4), 4490), 'public', '示例', '[,)', (SELECT max(id) FROM ledger_entry) FROM many;
			INSERT INTO name (id, place) SELECT name, place FROM many;
			INSERT INTO name_version (name, place, kind, text, visibility, source, valid, entry) SELECT name, place, 'standard', text, 'public', '示例', '[,)', (SELECT max(id) FROM ledger_entry) FROM many;
			ANALYZE place, place_version, name, name_version`, "$names", strconv.Itoa(names)))
		return err
	})
	if err == nil {
		_, err = s.Finder.Load(b.Context())
	}
	if err == nil {
		err = s.Tiles.Rebuild(b.Context())
	}
	if err != nil {
		b.Fatal(err)
	}
}

// reportQuantiles reports the median and the 99th percentile in milliseconds.
func reportQuantiles(b *testing.B, what string, took []time.Duration) {
	slices.Sort(took)
	for _, q := range []int{50, 99} {
		b.ReportMetric(float64(took[len(took)*q/100].Microseconds())/1000, fmt.Sprintf("%sp%d-ms", what, q))
	}
}

// A waitingCase is one whose name only waits for the reply.
type waitingCase struct {
	by   cases.By
	item uuid.UUID
	name string
	at   orb.Point
}

// reviewedCases writes n cases of one street each, ready to be approved, with
// names that nothing else has.
func (s *system) reviewedCases(b *testing.B, n int) []waitingCase {
	b.Helper()
	town, clerk, day := s.idOf(b, "330881003"), uuid.New(), version.Today()
	made := make([]waitingCase, n)
	err := pgx.BeginFunc(b.Context(), s.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(b.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "case.open", Kind: "case", After: ledger.Fields{"many": "示例"}})
		if err != nil {
			return err
		}
		var batch pgx.Batch
		for i := range made {
			id, item := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
			made[i] = waitingCase{by: cases.By{Actor: uuid.New(), Case: id, Tag: entry}, item: item, name: randomStreet(),
				at: orb.Point{118.4 + rand.Float64()*0.4, 28.5 + rand.Float64()*0.4}}
			batch.Queue(`INSERT INTO name_case (id, number, kind, channel, class, division, title, reason, opened_by, opened_on, state, procedure, submitted_on, accepted_on, tag)
				VALUES ($1::uuid, '示例-' || $1::uuid, 'naming', 'counter', '23514', $2, $3, '示例', $4, $5, 'reviewed',
					'{"approver_kind":"government","approver":"示例","required":[],"files":true,"announces":true,"basis":"示例"}', $5, $5, $6)`, id, town, made[i].name, clerk, day, entry)
			batch.Queue(`INSERT INTO case_item (id, name_case, ordinal, class, text, location) VALUES ($1, $2, 1, '23514', $3, $4)`, item, id, made[i].name, made[i].at)
		}
		return tx.SendBatch(b.Context(), &batch).Close()
	})
	if err != nil {
		b.Fatal(err)
	}
	return made
}

// randomStreet makes a name up of six characters of the common block.
func randomStreet() string {
	name := make([]rune, 6)
	for i := range name {
		name[i] = 0x4e00 + rand.Int32N(0x9fa5-0x4e00)
	}
	return string(name) + "路"
}

// approveAndWatch approves a name and answers how long after the commit it was
// in search, in the tile of the zoom at which all names are shown, and in the feed.
func (s *system) approveAndWatch(b *testing.B, c waitingCase) (took [3]time.Duration) {
	b.Helper()
	search, tile, feed := path("/v1/places?q=%s", c.name), tileAt(16, c.at[0], c.at[1]), fmt.Sprintf("/v1/changes?limit=1000&since=%d", s.Finder.Seq())
	s.ask(b, tile)
	reply := cases.Reply{Number: "示例〔2026〕1号", On: version.Today(), Items: []cases.Decision{{Item: c.item, Approve: true}}}
	if _, err := s.Cases.Approve(b.Context(), c.by, reply); err != nil {
		b.Fatal(err)
	}
	committed := time.Now()
	var watching sync.WaitGroup
	for i, shows := range []func() bool{
		func() bool { return strings.Contains(s.ask(b, search).Body.String(), c.name) },
		func() bool { return bytes.Contains(inflated(b, s.ask(b, tile).Body.Bytes()), []byte(c.name)) },
		func() bool { return strings.Contains(s.ask(b, feed).Body.String(), c.name) },
	} {
		watching.Go(func() {
			for tick := time.Tick(2 * time.Millisecond); !shows(); <-tick {
				if time.Since(committed) > time.Minute {
					b.Errorf("%s: not there after a minute", c.name)
					break
				}
			}
			took[i] = time.Since(committed)
		})
	}
	watching.Wait()
	return took
}

// inflated gives what a client reads of a body that may be gzipped.
func inflated(b *testing.B, body []byte) []byte {
	b.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		b.Error(err)
	}
	return plain
}
