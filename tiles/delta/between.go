package delta

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"diming/internal/pmtiles"
)

// A said is what is read here of what an archive says of itself.
type said struct {
	Set   string `json:"diming_set"`
	Zooms [2]int `json:"diming_zooms"`
	Seq   int64  `json:"diming_seq"`
	Key   string `json:"diming_key"`
}

// Between writes what makes one archive of another by comparing all their tiles;
// digest is the base's, result the later one's. The error is ErrResult where the
// later one was written by another program or for another register than by's.
func Between(base, later *pmtiles.Archive, digest, result string, out io.Writer, by Signer) (Manifest, error) {
	var was, is said
	var metadata json.RawMessage
	for into, from := range map[any]*pmtiles.Archive{&was: base, &is: later, &metadata: later} {
		if err := from.Metadata(into); err != nil {
			return Manifest{}, err
		}
	}
	w, err := NewWriter(base, "")
	if err != nil {
		return Manifest{}, err
	}
	defer w.Close()
	if err := w.addAll(later); err != nil {
		return Manifest{}, err
	}
	m := Manifest{Base: digest, Set: is.Set, From: is.Zooms[0], To: is.Zooms[1], FromSeq: was.Seq, ToSeq: is.Seq}
	m, err = w.Finish(out, m, pmtiles.About{Extent: later.Extent(), Metadata: metadata}, by)
	if err == nil && m.Result != result {
		err = fmt.Errorf("%w: %s, want %s", ErrResult, m.Result, result)
	}
	return m, err
}

// addAll adds the tiles of an archive, and that there are no others.
func (w *Writer) addAll(later *pmtiles.Archive) error {
	next, stop := iter.Pull2(w.base.Tiles())
	defer stop()
	was, err, more := next()
	for tile, failed := range later.Tiles() {
		if failed != nil {
			return failed
		}
		for ; more && err == nil && was.ID < tile.ID; was, err, more = next() {
			if err := w.Add(was.ID, nil); err != nil {
				return err
			}
		}
		if more && err == nil && was.ID == tile.ID {
			was, err, more = next()
		}
		if err := w.Add(tile.ID, tile.Body); err != nil {
			return err
		}
	}
	for ; more && err == nil; was, err, more = next() {
		if err := w.Add(was.ID, nil); err != nil {
			return err
		}
	}
	return err
}
