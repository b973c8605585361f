package tiles

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"diming/tiles/delta"
)

// benchPlaces is how many places beside its divisions the county has in these
// benchmarks, seeded over its ground.
const benchPlaces = 5000

// builtWithPlaces is built, with many places.
func builtWithPlaces(b *testing.B) (*register, *Store) {
	r, s := built(b)
	all := `(SELECT md5('bench' || i)::uuid AS id, i, ST_Point(121.1 + 0.5 * ((i * 7919) % 5003) / 5003, 23.2 + 1.1 * ((i * 104729) % 4999) / 4999, 4490) AS at FROM generate_series(1, $1::int) i) made`
	r.exec(`INSERT INTO place (id) SELECT id FROM `+all, benchPlaces)
	r.exec(`INSERT INTO place_version (place, class, location, visibility, source, valid, entry)
		SELECT id, '22200', at, 'public', 'test', '[2010-01-01,)', $2 FROM `+all, benchPlaces, r.entry)
	r.exec(`INSERT INTO name (id, place) SELECT id, id FROM `+all, benchPlaces)
	r.exec(`INSERT INTO name_version (name, place, kind, text, visibility, source, valid, entry)
		SELECT id, id, 'standard', '示例' || i, 'public', 'test', '[2010-01-01,)', $2 FROM `+all, benchPlaces, r.entry)
	r.exec(`ANALYZE place, place_version, name, name_version, division_version`)
	if err := s.Rebuild(b.Context()); err != nil {
		b.Fatal(err)
	}
	r.exec(`ANALYZE tile_area, tile_line, tile_label, tile_place, tile_way, tile_feature`)
	return r, s
}

// packOfCounty writes the whole county, zooms 0 to 16.
func packOfCounty(b *testing.B, s *Store) ([]byte, Written) {
	b.Helper()
	ground, err := s.Bound(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	done, err := s.WriteArchive(b.Context(), Wanted{Set: Public, Ground: ground, To: MaxZoom, Title: "花蓮縣", Key: signer.Key()}, &out, nil)
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes(), done
}

// BenchmarkPackOfHualien packs the county with its towns, its villages and 5,000
// places, zooms 0 to 16.
func BenchmarkPackOfHualien(b *testing.B) {
	_, s := builtWithPlaces(b)
	var file []byte
	var done Written
	for b.Loop() {
		file, done = packOfCounty(b, s)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "seconds")
	b.ReportMetric(float64(done.Tiles), "tiles")
	b.ReportMetric(float64(done.Empty), "empty")
	b.ReportMetric(float64(len(file))/1e6, "MB")
}

// BenchmarkDeltaAfter100Edits writes what 100 edits changed in the county's pack, 90
// places that move and 10 villages that are renamed, and applies it. The edits and
// what follows them in the tables are not measured: a server does that as they are made.
func BenchmarkDeltaAfter100Edits(b *testing.B) {
	r, s := builtWithPlaces(b)
	base, _ := packOfCounty(b, s)
	digest := digestOf(b, base)
	var done Renewed
	var out bytes.Buffer
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			r.hundredEdits(b, s)
			b.StartTimer()
			out.Reset()
			var err error
			if done, err = s.WriteDelta(b.Context(), Renewal{Base: opened(b, base), Digest: digest, By: signer}, &out, nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "seconds")
		b.ReportMetric(float64(done.Made), "made")
		b.ReportMetric(float64(len(done.Changed)+len(done.Gone)), "changed")
		b.ReportMetric(float64(out.Len())/1e6, "MB")
	})
	b.Run("apply", func(b *testing.B) {
		var result bytes.Buffer
		for b.Loop() {
			result.Reset()
			d, err := delta.Read(bytes.NewReader(out.Bytes()), int64(out.Len()))
			if err == nil {
				err = d.Apply(opened(b, base), digest, "", &result)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		if again, _ := packOfCounty(b, s); !bytes.Equal(again, result.Bytes()) {
			b.Error("pack and delta are not the pack made anew")
		}
	})
}

// hundredEdits moves places and renames villages, and has the tables follow; time
// and again it is the same objects.
func (r *register) hundredEdits(b *testing.B, s *Store) {
	b.Helper()
	var changes []Change
	note := func(kind Kind, sql string, args ...any) {
		rows, err := r.db.Query(b.Context(), sql, args...)
		if err != nil {
			b.Fatal(err)
		}
		change := Change{Kind: kind}
		if _, err := pgx.ForEachRow(rows, []any{&change.ID}, func() error { changes = append(changes, change); return nil }); err != nil {
			b.Fatal(err)
		}
	}
	note(Place, `WITH old AS (UPDATE place_version SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $1
			WHERE upper_inf(recorded) AND place IN (SELECT md5('bench' || i * 50)::uuid FROM generate_series(1, 90) i) RETURNING place, location)
		INSERT INTO place_version (place, class, location, visibility, source, valid, entry)
		SELECT place, '22200', ST_Translate(location, 0.0003, 0.0002), 'public', 'test', '[2010-01-01,)', $1 FROM old RETURNING place`, r.entry)
	note(Division, `WITH old AS (UPDATE division_version SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $1
			WHERE upper_inf(recorded) AND division IN (SELECT division FROM division_version WHERE level = 5 AND upper_inf(recorded) AND name NOT LIKE '%新%' ORDER BY code LIMIT 10)
			RETURNING division, code, name, area, entry)
		INSERT INTO division_version (division, code_system, code, name, level, area, area_source, visibility, source, valid, entry)
		SELECT division, 'tw', code, name || '新', 5, area, 'imported', 'public', 'test', '[2010-01-01,)', $1 FROM old RETURNING division`, r.entry)
	if len(changes) != 100 {
		b.Fatal(fmt.Sprint(len(changes), " edits were made, want 100"))
	}
	if err := s.Apply(b.Context(), changes); err != nil {
		b.Fatal(err)
	}
}
