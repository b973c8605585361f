package gazetteer

import (
	"bufio"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"diming/gazetteer/search"
)

// snapshotVersion changes when a snapshot of before can no longer be read.
const snapshotVersion = 1

// A snapshotHead begins a snapshot; the documents follow it.
type snapshotHead struct {
	Version int
	At      time.Time
	Seq     int64
	Demo    bool
	Classes map[string]Class
	Count   int
}

// Save writes what the finder holds to a file, whole or not at all, so that a
// server that starts while the register cannot be reached can still answer.
// demo is whether the register's data is real.
func (f *Finder) Save(file string, demo bool) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".snapshot-")
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	defer os.Remove(tmp.Name()) // gone already when it was renamed
	out := bufio.NewWriter(tmp)
	err = errors.Join(f.write(gob.NewEncoder(out), demo), out.Flush(), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("save snapshot: %w", err)
	}
	return nil
}

func (f *Finder) write(out *gob.Encoder, demo bool) error {
	var docs []search.Doc
	for d := range f.Index().All() {
		docs = append(docs, d)
	}
	head := snapshotHead{Version: snapshotVersion, At: time.Now().UTC(), Seq: f.Seq(), Demo: demo, Count: len(docs)}
	if classes := f.classes.Load(); classes != nil {
		head.Classes = *classes
	}
	if err := out.Encode(head); err != nil {
		return err
	}
	for i := range docs {
		if err := out.Encode(&docs[i]); err != nil {
			return err
		}
	}
	return nil
}

// Restore fills the finder from a snapshot, for as long as Load has not
// succeeded, and answers whether the data was a demo's. fs.ErrNotExist says
// that there is none.
func (f *Finder) Restore(file string) (demo bool, err error) {
	in, err := os.Open(file)
	if err != nil {
		return false, fmt.Errorf("restore snapshot: %w", err)
	}
	defer in.Close()
	from := gob.NewDecoder(bufio.NewReader(in))
	var head snapshotHead
	if err := from.Decode(&head); err != nil {
		return false, fmt.Errorf("restore snapshot %s: %w", file, err)
	}
	if head.Version != snapshotVersion {
		return false, fmt.Errorf("restore snapshot %s: it is of version %d, this program reads %d", file, head.Version, snapshotVersion)
	}
	index, err := readDocuments(from, head.Count)
	if err != nil {
		return false, fmt.Errorf("restore snapshot %s: %w", file, err)
	}
	if f.ready.Load() {
		return head.Demo, nil
	}
	f.classes.Store(&head.Classes)
	f.index.Store(index)
	f.snapshot.Store(&head.At)
	return head.Demo, nil
}

func readDocuments(from *gob.Decoder, count int) (*search.Index, error) {
	var broken error
	index := search.New()
	err := index.Load(func(yield func(search.Doc) bool) {
		for range count {
			var d search.Doc
			if broken = from.Decode(&d); broken != nil {
				if errors.Is(broken, io.EOF) {
					broken = io.ErrUnexpectedEOF
				}
				return
			}
			if !yield(d) {
				return
			}
		}
	})
	return index, errors.Join(broken, err)
}

// SnapshotTime tells from when the answers are, while they come from a
// snapshot; the zero time when they come from the register.
func (f *Finder) SnapshotTime() time.Time {
	if at := f.snapshot.Load(); at != nil && !f.ready.Load() {
		return *at
	}
	return time.Time{}
}
