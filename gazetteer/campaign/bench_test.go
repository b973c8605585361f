package campaign_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"diming/internal/pg/pgtest"
)

// manySQL writes made-up names, of which one in fifty holds figures, straight
// into the tables: a superuser's session that fires no triggers.
const manySQL = `
	SET LOCAL session_replication_role = replica;
	CREATE TEMP TABLE many ON COMMIT DROP AS SELECT gen_random_uuid() AS place, gen_random_uuid() AS name, i,
		(ARRAY['清','溪','东','西','山','水','石','林','江','湖'])[1 + i % 10] || (ARRAY['前','后','上','下','里','外','头','口','坪','坞'])[1 + i / 10 % 10] || i / 100 || CASE i % 3 WHEN 0 THEN '村' WHEN 1 THEN '路' ELSE '山' END AS text,
		(ARRAY['22200','23514','10000'])[1 + i % 3] AS class FROM generate_series(1, $names) i;
	UPDATE many SET text = translate(text, '0123456789', '零一二三四五六七八九') WHERE i % 50 <> 0;
	INSERT INTO place (id) SELECT place FROM many;
	INSERT INTO place_version (place, county, class, within, source, valid, entry) SELECT place, '330881', class, '$county', '示例', '[,)', (SELECT max(id) FROM ledger_entry) FROM many;
	INSERT INTO name (id, place) SELECT name, place FROM many;
	INSERT INTO name_version (name, place, kind, text, source, valid, entry) SELECT name, place, 'standard', text, '示例', '[,)', (SELECT max(id) FROM ledger_entry) FROM many;
	ANALYZE place, place_version, name, name_version`

// BenchmarkCleanUp is one run over BENCH_CLEANUP_NAMES names in one county,
// from the order to the last item: 1,000,000 unless it says otherwise.
func BenchmarkCleanUp(b *testing.B) {
	w := newWorld(b)
	names := pgtest.Size(b, "BENCH_CLEANUP_NAMES", 1_000_000)
	sql := strings.NewReplacer("$names", strconv.Itoa(names), "$county", w.county.String()).Replace(manySQL)
	err := pgx.BeginFunc(b.Context(), pgtest.Admin(b, w.pool), func(tx pgx.Tx) error {
		_, err := tx.Exec(b.Context(), sql)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		r := w.run(b)
		if r.State != "done" || r.Done < int64(names) || r.Hits < int64(names/50) {
			b.Fatalf("the run: %+v", r)
		}
		b.ReportMetric(float64(r.Hits), "hits")
		b.ReportMetric(float64(r.Done)/r.Finished.Sub(*r.Started).Seconds(), "names/s")
	}
}
