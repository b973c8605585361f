// Package mbtiles reads pictures of the ground out of an MBTiles file (SQLite,
// specification 1.3), tile by tile. The file is only read, and may lie on a
// medium that cannot be written.
package mbtiles

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"

	_ "modernc.org/sqlite" // the driver
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNoTile = errors.New("the file holds no such tile")
	ErrNot    = errors.New("the file is no MBTiles file of pictures")
)

// A File is an MBTiles file that is open.
type File struct {
	db               *sql.DB
	MinZoom, MaxZoom int
	MediaType        string // of its tiles
	Attribution      string
}

// Open opens a file, which must hold raster tiles. The caller closes it.
func Open(ctx context.Context, path string) (*File, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open imagery: %w", err)
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: "mode=ro&immutable=1"}).String())
	if err != nil {
		return nil, fmt.Errorf("open imagery: %w", err)
	}
	f := &File{db: db}
	if err := f.describe(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open imagery: %w", err), db.Close())
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.db.Close() }

var mediaTypes = map[string]string{"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}

// describe reads what the file says of itself, and of its zooms what it holds:
// what it says of those is often wrong.
func (f *File) describe(ctx context.Context) error {
	rows, err := f.db.QueryContext(ctx, `SELECT name, value FROM metadata`)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNot, err)
	}
	defer rows.Close()
	said := map[string]string{}
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return fmt.Errorf("%w: %w", ErrNot, err)
		}
		said[name] = value
	}
	var least, most sql.NullInt64
	if err := errors.Join(rows.Err(), f.db.QueryRowContext(ctx, `SELECT min(zoom_level), max(zoom_level) FROM tiles`).Scan(&least, &most)); err != nil {
		return fmt.Errorf("%w: %w", ErrNot, err)
	}
	f.MediaType, f.Attribution = mediaTypes[said["format"]], said["attribution"]
	if f.MediaType == "" || !least.Valid {
		return fmt.Errorf("%w: it says format %s and holds zooms %s to %s", ErrNot, strconv.Quote(said["format"]), number(least), number(most))
	}
	f.MinZoom, f.MaxZoom = int(least.Int64), int(most.Int64)
	return nil
}

func number(n sql.NullInt64) string {
	if !n.Valid {
		return "none"
	}
	return strconv.FormatInt(n.Int64, 10)
}

// row is the row of a tile, which MBTiles counts from the south.
func row(z, y int) int { return 1<<z - 1 - y }

// Tile gives a tile, with y counted from the north; ErrNoTile where there is
// none.
func (f *File) Tile(ctx context.Context, z, x, y int) ([]byte, error) {
	var body []byte
	err := f.db.QueryRowContext(ctx, `SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?`, z, x, row(z, y)).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("imagery %d/%d/%d: %w", z, x, y, ErrNoTile)
	}
	if err != nil {
		return nil, fmt.Errorf("imagery %d/%d/%d: %w", z, x, y, err)
	}
	return bytes.Clone(body), nil
}
