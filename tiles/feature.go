package tiles

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// A feature is a row of one of the tile tables.
type feature struct {
	id       int64 // in the table; 0 for one that is not stored yet
	tier     tier
	key      string // the table and the attributes, as text, in the order of its columns
	from, to int    // zooms that show it
	geom     orb.Geometry
}

// A table is how features of one kind are kept.
type table struct {
	name    string
	columns []string // of the attributes, each with its type: "level smallint"
	scope   string   // the condition that picks the features of the objects $1
	zooms   func(columns []string) (from, to int, err error)
	thinned *spacing // nil where all are shown
}

var (
	areaTable = table{
		name:    "tile_area",
		columns: []string{"division uuid", "code text", "name text", "level smallint", "band smallint", "valid daterange"},
		scope:   "division = ANY($1)",
		zooms:   bandZooms(4),
	}
	lineTable = table{
		name:    "tile_line",
		columns: []string{"level smallint", "owners uuid[]", "band smallint", "valid daterange"},
		scope:   "owners && $1",
		zooms:   bandZooms(2),
	}
	labelTable = table{
		name:    "tile_label",
		columns: []string{"division uuid", "code text", "name text", "pinyin text", "level smallint", "rank smallint", "min_zoom smallint", "valid daterange"},
		scope:   "division = ANY($1)",
		zooms:   minZoom(6),
		// A map draws names of two levels at once, one of which it draws no deeper. There
		// are few, so that it may itself find room for them: 32 pixels are two characters.
		thinned: &spacing{rank: 5, zoom: 6, by: 4, firstZoom: levelZoom[:], apart: true, depth: 4},
	}
	placeTable = table{
		name:    "tile_place",
		columns: []string{"place uuid", "name text", "pinyin text", "class text", "rank smallint", "min_zoom smallint", "valid daterange"},
		scope:   "place = ANY($1)",
		zooms:   minZoom(5),
		thinned: &spacing{rank: 4, zoom: 5, by: 4, firstZoom: rankZoom[:], depth: 3}, // 64 pixels: four characters
	}
	wayTable = table{
		name:    "tile_way",
		columns: []string{"place uuid", "layer text", "name text", "kind text", "band smallint", "valid daterange"},
		scope:   "place = ANY($1)",
		zooms:   bandZooms(4),
	}
)

// bandZooms takes the zooms of a feature from its band, in the column of that index.
func bandZooms(column int) func([]string) (int, int, error) {
	return func(columns []string) (int, int, error) {
		var n int
		if _, err := fmt.Sscan(columns[column], &n); err != nil || n < 0 || n >= len(bands) {
			return 0, 0, fmt.Errorf("read band %q", columns[column])
		}
		return bands[n].from, bands[n].to, nil
	}
}

// minZoom takes the first zoom of a feature from the column of that index.
func minZoom(column int) func([]string) (int, int, error) {
	return func(columns []string) (int, int, error) {
		var from int
		if _, err := fmt.Sscan(columns[column], &from); err != nil {
			return 0, 0, fmt.Errorf("read zoom %q", columns[column])
		}
		return from, MaxZoom, nil
	}
}

// separator stands between the columns of a key; no attribute holds it.
const separator = "\x1f"

// feature makes a feature of the table that is not stored yet.
func (t table) feature(geom orb.Geometry, attributes ...any) (feature, error) {
	texts := make([]string, len(attributes))
	for i, a := range attributes {
		if ids, ok := a.([]uuid.UUID); ok {
			texts[i] = idList(ids)
		} else {
			texts[i] = fmt.Sprint(a)
		}
	}
	from, to, err := t.zooms(texts)
	return feature{key: t.key(texts), from: from, to: to, geom: geom}, err
}

// columns are those of the feature's table, as text.
func (f feature) columns() []string { return strings.Split(f.key, separator)[1:] }

// idList writes ids as PostgreSQL writes a uuid[].
func idList(ids []uuid.UUID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	return "{" + strings.Join(texts, ",") + "}"
}

// stored reads the features of the given objects, all if ids is nil.
func (t table) stored(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) ([]feature, error) {
	return t.where(ctx, tx, "$1::uuid[] IS NULL OR "+t.scope, ids)
}

// where reads the features for which a condition holds.
func (t table) where(ctx context.Context, tx pgx.Tx, condition string, args ...any) (features []feature, err error) {
	err = t.each(ctx, tx, condition, args, func(id int64, columns []string, data []byte) error {
		f := feature{id: id, key: t.key(columns)}
		if f.from, f.to, err = t.zooms(columns); err != nil {
			return err
		}
		f.geom, err = wkb.Unmarshal(data)
		features = append(features, f)
		return err
	})
	return features, err
}

// each gives the rows for which a condition holds, their columns as text and their
// geometry as little-endian well-known binary.
func (t table) each(ctx context.Context, tx pgx.Tx, condition string, args []any, give func(id int64, columns []string, data []byte) error) error {
	var keys []string
	for _, c := range t.columns {
		name, _, _ := strings.Cut(c, " ")
		keys = append(keys, name+"::text")
	}
	rows, err := tx.Query(ctx, "SELECT id, ARRAY["+strings.Join(keys, ", ")+"], ST_AsBinary(geom, 'NDR') FROM "+t.name+
		" WHERE "+condition, append([]any{planned}, args...)...)
	if err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	var id int64
	var columns []string
	var data []byte
	if _, err = pgx.ForEachRow(rows, []any{&id, &columns, &data}, func() error { return give(id, columns, data) }); err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	return nil
}

// key writes the columns of a row of the table as a feature has them.
func (t table) key(columns []string) string {
	return t.name + separator + strings.Join(columns, separator)
}

// replace makes the stored features of the given objects those of fresh,
// touching only what differs, and says what that is.
func (t table) replace(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, fresh []feature) (difference, error) {
	dead, added, err := t.compare(ctx, tx, ids, fresh)
	if err != nil {
		return difference{}, fmt.Errorf("compare %s: %w", t.name, err)
	}
	var gone []feature
	if len(dead) > 0 {
		if gone, err = t.where(ctx, tx, "id = ANY($1)", dead); err != nil {
			return difference{}, err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM "+t.name+" WHERE id = ANY($1)", dead); err != nil {
			return difference{}, fmt.Errorf("write %s: %w", t.name, err)
		}
	}
	alongCurve(added)
	for some := range slices.Chunk(added, writtenAtOnce) {
		if err := t.write(ctx, tx, some); err != nil {
			return difference{}, fmt.Errorf("write %s: %w", t.name, err)
		}
	}
	return difference{gone, added}, nil
}

// compare pairs off the stored features of the given objects with fresh ones that equal
// them in attributes and geometry, and gives the ids of those and those of these that
// are left. It holds a digest of each that is stored, not all of it: a start compares
// the whole register.
func (t table) compare(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, fresh []feature) (dead []int64, added []feature, err error) {
	left := make(map[identity][]int64)
	err = t.each(ctx, tx, "$1::uuid[] IS NULL OR "+t.scope, []any{ids}, func(id int64, columns []string, data []byte) error {
		of := identityOf(t.key(columns), data)
		left[of] = append(left[of], id)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for _, f := range fresh {
		data, err := wkb.Marshal(f.geom)
		if err != nil {
			return nil, nil, err
		}
		of := identityOf(f.key, data)
		if same := left[of]; len(same) > 1 {
			left[of] = same[1:]
		} else if len(same) == 1 {
			delete(left, of)
		} else {
			added = append(added, f)
		}
	}
	for _, rows := range left {
		dead = append(dead, rows...)
	}
	return dead, added, nil
}

// An identity stands for all that a feature says and where it is.
type identity [sha256.Size]byte

func identityOf(key string, data []byte) identity {
	return sha256.Sum256(slices.Concat([]byte(key), []byte(separator), data))
}

// writtenAtOnce bounds the memory that writing takes.
const writtenAtOnce = 5000

// write puts features into the table: an array for each column, of texts.
func (t table) write(ctx context.Context, tx pgx.Tx, features []feature) error {
	var names, values, arrays []string
	for i, c := range t.columns {
		name, kind, _ := strings.Cut(c, " ")
		names = append(names, name)
		values = append(values, name+"::"+kind)
		arrays = append(arrays, fmt.Sprintf("$%d::text[]", i+1))
	}
	columns := make([][]string, len(names))
	geometries := make([][]byte, len(features))
	for i, f := range features {
		for j, text := range strings.Split(f.key, separator)[1:] {
			columns[j] = append(columns[j], text)
		}
		var err error
		if geometries[i], err = wkb.Marshal(f.geom); err != nil {
			return err
		}
	}
	var args []any
	for _, c := range columns {
		args = append(args, c)
	}
	list := strings.Join(names, ", ")
	_, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO %s (%s, geom) SELECT %s, ST_GeomFromWKB(geom, 3857) FROM unnest(%s, $%d::bytea[]) AS f (%s, geom)",
		t.name, list, strings.Join(values, ", "), strings.Join(arrays, ", "), len(names)+1, list), append(args, geometries)...)
	return err
}

// A difference is what an update took out of the tables and what it put in.
type difference struct{ gone, added []feature }

func (d *difference) add(more difference) {
	d.gone, d.added = append(d.gone, more.gone...), append(d.added, more.added...)
}
