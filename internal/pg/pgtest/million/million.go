// Package million fills the register of a benchmark with 1,000,000 named places
// and the divisions of Taiwan: 22 counties, 368 towns and 7,701 villages.
//
// The places are those of GeoNames, Japan's addresses, and names of China's
// villages at positions that are seeded, as none are to be had: they lie around
// Taiwan, about one to a square kilometre.
package million

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Places is how many named places there are beside the divisions.
const Places = 1_000_000

// Drawn is how many towns and villages there are. The counties are made of them.
const Drawn = 368 + 7701

// Files are what Fill reads in its folder.
var Files = []string{geonames, addresses, names, towns, villages}

const (
	geonames  = "geonames_cities500.txt.gz"
	addresses = "japan_town_addresses.csv.gz"
	names     = "cn_divisions_all_levels_2017_2023.csv.gz"
	towns     = "tw_towns.geojson"
	villages  = "tw_villages.geojson"
)

// seeded is the ground on which places without a position are laid, in degrees.
var seeded = struct{ west, south, east, north float64 }{118, 21.8, 122.1, 31}

// A place is one named point in degrees.
type place struct {
	name, pinyin, class string
	lon, lat            float64
}

// Fill publishes the places and the divisions, by a superuser and past the
// register's constraints and triggers, in about a minute. The same files make the
// same register.
func Fill(ctx context.Context, admin *pgxpool.Pool, folder string) error {
	places, err := read(folder)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, admin, func(tx pgx.Tx) error {
		for _, sql := range []string{
			`SET LOCAL session_replication_role = replica`,
			`ALTER TABLE place_version DROP CONSTRAINT place_version_once`,
			`ALTER TABLE name_version DROP CONSTRAINT name_version_once, DROP CONSTRAINT standard_name_once`,
			`CREATE TEMPORARY TABLE many (id uuid, name text, pinyin text, class text, lon float8, lat float8) ON COMMIT DROP`,
			`CREATE TEMPORARY TABLE drawn (id uuid, code text, name text, level smallint, area text) ON COMMIT DROP`,
		} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", sql, err)
			}
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"many"}, []string{"id", "name", "pinyin", "class", "lon", "lat"}, pgx.CopyFromSlice(len(places), func(i int) ([]any, error) {
			p := places[i]
			return []any{ID(i), p.name, p.pinyin, p.class, p.lon, p.lat}, nil
		})); err != nil {
			return fmt.Errorf("copy places: %w", err)
		}
		if err := copyDivisions(ctx, tx, folder); err != nil {
			return err
		}
		return publish(ctx, tx)
	})
}

// ID is that of the i-th place, or of the town or village i-Places.
func ID(i int) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	id[6], id[8] = 0x70, 0x80
	return id
}

// publish makes the register of what was copied.
func publish(ctx context.Context, tx pgx.Tx) error {
	for _, sql := range []string{
		`CREATE TEMPORARY TABLE made ON COMMIT DROP AS WITH e AS (
			INSERT INTO ledger_entry (at, actor, action, object_kind, body) VALUES (clock_timestamp(), gen_random_uuid(), 'test.load', 'test', '{}') RETURNING id) SELECT id FROM e`,
		`INSERT INTO place (id) SELECT id FROM many`,
		`INSERT INTO place_version (place, class, location, visibility, source, valid, entry)
			SELECT m.id, m.class, ST_SetSRID(ST_MakePoint(lon, lat), 4490), 'public', 'test', '(,)', made.id FROM many m, made`,
		`INSERT INTO name (id, place) SELECT id, id FROM many`,
		`INSERT INTO name_version (name, place, kind, text, reading, visibility, source, valid, entry)
			SELECT m.id, m.id, 'standard', m.name, m.pinyin, 'public', 'test', '(,)', made.id FROM many m, made`,
		`INSERT INTO division (id) SELECT id FROM drawn`,
		`INSERT INTO division_version (division, code_system, code, name, level, area, area_source, seat, visibility, source, valid, entry)
			SELECT d.id, 'tw', code, name, level, g, 'imported', ST_PointOnSurface(g), 'public', 'test', '(,)', made.id
			FROM made, drawn d CROSS JOIN LATERAL (SELECT ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(area), 4490)), 3)) AS g) a`,
		`INSERT INTO division (id) SELECT DISTINCT md5(left(code, 5))::uuid FROM drawn WHERE level = 4`,
		`INSERT INTO division_version (division, code_system, code, name, level, area, area_source, seat, visibility, source, valid, entry)
			SELECT md5(code)::uuid, 'tw', code, name, 3, g, 'imported', ST_PointOnSurface(g), 'public', 'test', '(,)', made.id
			FROM made, (SELECT left(code, 5) AS code, left(code, 5) AS name, ST_Multi(ST_Union(area)) AS g FROM division_version WHERE level = 4 GROUP BY 1) county`,
		`INSERT INTO ledger_seal (seq, entry, algorithm, hash) SELECT coalesce(max(seq), 0) + 1, (SELECT id FROM made), 'sha256', '\x00' FROM ledger_seal`,
	} {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

func copyDivisions(ctx context.Context, tx pgx.Tx, folder string) error {
	next := Places
	for _, of := range []struct {
		file, code, name string
		level            int
	}{{towns, "TOWNCODE", "TOWNNAME", 4}, {villages, "VILLCODE", "VILLNAME", 5}} {
		data, err := os.ReadFile(filepath.Join(folder, of.file))
		if err != nil {
			return err
		}
		var all struct {
			Features []struct {
				Properties map[string]any
				Geometry   json.RawMessage
			}
		}
		if err := json.Unmarshal(data, &all); err != nil {
			return fmt.Errorf("read %s: %w", of.file, err)
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"drawn"}, []string{"id", "code", "name", "level", "area"}, pgx.CopyFromSlice(len(all.Features), func(i int) ([]any, error) {
			f := all.Features[i]
			name, _ := f.Properties[of.name].(string)
			if name == "" {
				name = "(無名)"
			}
			return []any{ID(next + i), f.Properties[of.code], name, of.level, string(f.Geometry)}, nil
		})); err != nil {
			return fmt.Errorf("copy %s: %w", of.file, err)
		}
		next += len(all.Features)
	}
	return nil
}

// read gives the places, as many as there have to be.
func read(folder string) ([]place, error) {
	places, err := readGeoNames(folder)
	if err != nil {
		return nil, err
	}
	for row, err := range rows(folder, addresses, ',') {
		if err != nil {
			return nil, err
		}
		if lon, lat, ok := position(row[4], row[5]); ok {
			places = append(places, place{name: row[2] + row[3], class: "21770", lon: lon, lat: lat})
		}
	}
	random := rand.New(rand.NewPCG(1, 0))
	for row, err := range rows(folder, names, ',') {
		switch {
		case err != nil:
			return nil, err
		case len(places) == Places:
			return places, nil
		case row[1] == "village":
			class := "22200"
			if len(places)%10 == 0 {
				class = "21610"
			}
			places = append(places, place{name: row[2], class: class,
				lon: seeded.west + random.Float64()*(seeded.east-seeded.west), lat: seeded.south + random.Float64()*(seeded.north-seeded.south)})
		}
	}
	return nil, fmt.Errorf("%s holds %d places, not %d", folder, len(places), Places)
}

func readGeoNames(folder string) ([]place, error) {
	var places []place
	for row, err := range rows(folder, geonames, '\t') {
		if err != nil {
			return nil, err
		}
		lon, lat, ok := position(row[5], row[4])
		people, err := strconv.Atoi(row[14])
		if !ok || err != nil {
			return nil, fmt.Errorf("read %s: %q", geonames, row)
		}
		places = append(places, place{row[1], row[2], classOf(people), lon, lat})
	}
	return places, nil
}

// classOf ranks a town by the people who live there, since GeoNames knows no class.
func classOf(people int) string {
	for _, c := range []struct {
		people int
		class  string
	}{{1_000_000, "21300"}, {200_000, "21400"}, {20_000, "21500"}, {5_000, "22100"}} {
		if people >= c.people {
			return c.class
		}
	}
	return "22200"
}

// position reads degrees; what no map in the tiles' projection shows is none.
func position(lon, lat string) (x, y float64, ok bool) {
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	return x, y, errX == nil && errY == nil && max(y, -y) < 85
}

// rows gives the rows of a packed table, without quotes where tabs part them.
func rows(folder, name string, comma rune) func(yield func([]string, error) bool) {
	return func(yield func([]string, error) bool) {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		zip, err := gzip.NewReader(bufio.NewReader(f))
		if err != nil {
			yield(nil, fmt.Errorf("open %s: %w", name, err))
			return
		}
		next := csv.NewReader(zip).Read
		if comma == '\t' {
			lines := bufio.NewScanner(zip)
			next = func() ([]string, error) {
				if !lines.Scan() {
					return nil, orEnd(lines.Err())
				}
				return strings.Split(lines.Text(), "\t"), nil
			}
		}
		for {
			row, err := next()
			if err == io.EOF {
				return
			}
			if err != nil {
				err = fmt.Errorf("read %s: %w", name, err)
			}
			if !yield(slices.Clone(row), err) || err != nil {
				return
			}
		}
	}
}

// orEnd is an error, or the end where there is none.
func orEnd(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}
