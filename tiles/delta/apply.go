package delta

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"diming/internal/pmtiles"
)

// Apply writes the later archive that a delta makes of base, whose digest is given.
// key is whose deltas are taken, in base64url: the one that its people told; "" for
// the one that base names. What was written counts for nothing unless the error is
// nil; it is ErrKey, ErrBase, ErrResult, those of the delta or of the files.
func (d *Delta) Apply(base *pmtiles.Archive, digest, key string, out io.Writer) error {
	if key == "" {
		var is said
		if err := base.Metadata(&is); err != nil {
			return err
		}
		key = is.Key
	}
	if key != d.Key {
		return fmt.Errorf("%w: want key %q, it is %q", ErrKey, key, d.Key)
	}
	if digest != d.Base {
		return fmt.Errorf("%w: this one is %s, it wants %s", ErrBase, digest, d.Base)
	}
	sum := sha256.New()
	if err := d.result(base, io.MultiWriter(out, sum)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != d.Result {
		return fmt.Errorf("%w: %s, want %s", ErrResult, got, d.Result)
	}
	return nil
}

// result writes base with what changed.
func (d *Delta) result(base *pmtiles.Archive, out io.Writer) error {
	w, err := pmtiles.NewWriter("")
	if err != nil {
		return err
	}
	defer w.Close()
	m := merge{d: d, changed: d.Changed, gone: d.Gone, into: w}
	for tile, err := range base.Tiles() {
		if err == nil {
			err = m.next(tile)
		}
		if err != nil {
			return err
		}
	}
	if err := m.rest(); err != nil {
		return err
	}
	return w.Finish(out, pmtiles.About{Extent: d.Extent, Metadata: json.RawMessage(d.Metadata)})
}

// A merge goes through the tiles of an archive and what changed of them, side by side.
type merge struct {
	d       *Delta
	changed []Tile // that are left
	gone    []pmtiles.ID
	offset  int64 // of the first body that is left
	into    *pmtiles.Writer
}

// next takes a tile of the base, with what is new before it.
func (m *merge) next(tile pmtiles.Tile) error {
	for len(m.changed) > 0 && m.changed[0].ID < tile.ID {
		if err := m.take(); err != nil {
			return err
		}
	}
	if len(m.changed) > 0 && m.changed[0].ID == tile.ID {
		return m.take()
	}
	if len(m.gone) > 0 && m.gone[0] == tile.ID {
		m.gone = m.gone[1:]
		return nil
	}
	return m.into.Add(tile.ID, tile.Body)
}

// take adds the first changed tile that is left.
func (m *merge) take() error {
	t := m.changed[0]
	body, err := m.d.body(t, m.offset)
	if err != nil {
		return err
	}
	m.changed, m.offset = m.changed[1:], m.offset+t.Bytes
	return m.into.Add(t.ID, body)
}

func (m *merge) rest() error {
	for len(m.changed) > 0 {
		if err := m.take(); err != nil {
			return err
		}
	}
	if len(m.gone) > 0 {
		return fmt.Errorf("%w: tile %d is gone, and was not there", ErrResult, m.gone[0])
	}
	return nil
}
