package cases_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"diming/gazetteer/cases"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// BenchmarkDesk asks for what the desk shows over BENCH_DESK_CASES cases, 10,000
// unless it says otherwise: the first fifty by their next deadline, and the
// figures of the year.
func BenchmarkDesk(b *testing.B) {
	w := newWorld(b)
	ctx := b.Context()
	many := pgtest.Size(b, "BENCH_DESK_CASES", 10_000)
	tx, err := w.pool.Begin(ctx)
	if err != nil {
		b.Fatal(err)
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: ledger.Console, Action: "case.open", Kind: "case", After: ledger.Fields{"many": "示例"}})
	if err != nil {
		b.Fatal(err)
	}
	for _, sql := range []string{`INSERT INTO name_case (id, number, kind, channel, class, division, title, reason, opened_by, opened_on, state, procedure, submitted_on, accepted_on, tag)
			SELECT md5('c' || n)::uuid, '示例-' || n, 'naming', CASE WHEN n % 3 = 0 THEN 'online' ELSE 'counter' END, '23514', $1, '示例路' || n, '示例', $2, date '2026-01-02' + n % 60,
				CASE WHEN n % 4 = 0 THEN 'accepted' WHEN n % 4 = 1 THEN 'consulting' WHEN n % 4 = 2 THEN 'reviewed' ELSE 'withdrawn' END,
				'{"approver_kind":"government","approver":"示例","required":[],"files":true,"announces":true,"basis":"示例"}', date '2026-01-02' + n % 60, date '2026-01-03' + n % 60, $3
			FROM generate_series(1, $many) n`,
		`INSERT INTO case_item (id, name_case, ordinal, class, text) SELECT md5('i' || n)::uuid, md5('c' || n)::uuid, 1, '23514', '示例路' || n FROM generate_series(1, $many) n WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND $3::bigint IS NOT NULL`,
		`INSERT INTO case_clock (name_case, key, starts_on, due_on, safe_on, warn_on, basis) SELECT md5('c' || n)::uuid, 'processing', date '2026-01-03' + n % 60, date '2026-02-03' + n % 60, date '2026-02-02' + n % 60, date '2026-01-28' + n % 60, '示例' FROM generate_series(1, $many) n WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND $3::bigint IS NOT NULL`,
		`INSERT INTO case_consultation (id, name_case, kind, required, opened_on) SELECT md5('o' || n)::uuid, md5('c' || n)::uuid, 'expert', true, date '2026-02-03' FROM generate_series(1, $many) n WHERE n % 4 = 1 AND $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL AND $3::bigint IS NOT NULL`} {
		sql = strings.ReplaceAll(sql, "$many", strconv.Itoa(many))
		if _, err := tx.Exec(ctx, sql, w.town, w.clerk, entry); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(ctx); err != nil {
		b.Fatal(err)
	}
	// What autovacuum does within a minute.
	if _, err := pgtest.Admin(b, w.pool).Exec(ctx, `ANALYZE name_case, case_item, case_clock, case_consultation`); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		rows, err := w.List(ctx, cases.Filter{Whole: true, Open: true, Limit: 50})
		if err != nil || len(rows) != 50 {
			b.Fatal(len(rows), err)
		}
		f, err := w.FiguresOf(ctx, true, nil, version.Span{From: version.Day(2026, time.January, 1)})
		if err != nil || f.Opened != many {
			b.Fatal(f, err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
