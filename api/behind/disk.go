package behind

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/paulmach/orb"
)

// The names of what is kept in the data folder.
const (
	snapshotFile = "behind.snapshot"
	scansFile    = "scans.json"
)

// fileVersion changes when a file of before can no longer be read.
const fileVersion = 2

// A head is the first line of the file; the snapshot follows it, and the SHA-256
// of both ends it.
type head struct {
	Version int       `json:"diming_behind"`
	Demo    bool      `json:"demo"`
	At      time.Time `json:"at"`
}

// Errors of a file that is not served.
var (
	ErrDamaged = errors.New("the file is damaged: its digest does not fit its content")
	ErrVersion = errors.New("the file is of another version of this program")
	ErrDemo    = errors.New("it is demo data, which is not served under a public URL")
)

func init() {
	for _, g := range []orb.Geometry{orb.Point{}, orb.MultiPoint{}, orb.LineString{}, orb.MultiLineString{}, orb.Polygon{}, orb.MultiPolygon{}, orb.Collection{}} {
		gob.Register(g)
	}
}

// Save writes what can be answered into a folder, whole or not at all.
func (k *Keeper) Save(dir string) error { return k.save(filepath.Join(dir, snapshotFile)) }

func (k *Keeper) save(file string) error {
	now := k.Now()
	if now == nil {
		return nil
	}
	return whole(file, func(out io.Writer) error {
		sum := sha256.New()
		both := io.MultiWriter(out, sum)
		first, err := json.Marshal(head{fileVersion, now.Demo, now.At.UTC()})
		if err != nil {
			return err
		}
		if _, err := both.Write(append(first, '\n')); err != nil {
			return err
		}
		if err := gob.NewEncoder(both).Encode(now.Snapshot); err != nil {
			return err
		}
		_, err = out.Write(sum.Sum(nil))
		return err
	})
}

// whole writes a file so that nobody ever reads a part of it.
func whole(file string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(file), err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".behind-")
	if err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(file), err)
	}
	defer os.Remove(tmp.Name()) // gone already when it was renamed
	out := bufio.NewWriterSize(tmp, 1<<16)
	err = errors.Join(write(out), out.Flush(), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", filepath.Base(file), err)
	}
	return nil
}

// Restore puts in what Save wrote, for as long as the register has not been read.
// mayDemo is whether demo data may be served; demo data that may not does not
// even come into memory. fs.ErrNotExist says that there is no file.
func (k *Keeper) Restore(dir string, mayDemo bool) error {
	text, err := os.ReadFile(filepath.Join(dir, snapshotFile))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	first, rest, ok := bytes.Cut(text, []byte("\n"))
	var h head
	if !ok || json.Unmarshal(first, &h) != nil || len(rest) < sha256.Size {
		return fmt.Errorf("restore %s: %w", snapshotFile, ErrDamaged)
	}
	body := rest[:len(rest)-sha256.Size]
	if sum := sha256.Sum256(text[:len(text)-sha256.Size]); !bytes.Equal(sum[:], rest[len(body):]) {
		return fmt.Errorf("restore %s: %w", snapshotFile, ErrDamaged)
	}
	switch {
	case h.Version != fileVersion:
		return fmt.Errorf("restore %s of version %d, this program reads %d: %w", snapshotFile, h.Version, fileVersion, ErrVersion)
	case h.Demo && !mayDemo:
		return fmt.Errorf("restore %s: %w", snapshotFile, ErrDemo)
	}
	var s Snapshot
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&s); err != nil {
		return fmt.Errorf("restore %s: %w", snapshotFile, err)
	}
	k.turning.Lock()
	defer k.turning.Unlock()
	if !k.built {
		k.now.Store(&Now{Snapshot: &s, At: h.At, Away: true})
	}
	return nil
}

// How often is written: what has changed within half a minute, and that nothing
// has within ten.
const (
	saveChanged   = 30 * time.Second
	saveUnchanged = 10 * time.Minute
	flushEvery    = time.Minute
)

// A keeping writes what a keeper holds when it is time to.
type keeping struct {
	file, scans string
	log         *slog.Logger

	saved      *Snapshot
	savedAt    time.Time
	flushedAt  time.Time
	complained bool
}

func (w *keeping) tick(ctx context.Context, k *Keeper) {
	now, at := k.Now(), time.Now()
	if now != nil && !now.Away {
		every := saveUnchanged
		if now.Snapshot != w.saved {
			every = saveChanged
		}
		if at.Sub(w.savedAt) >= every {
			w.save(k)
		}
	}
	if at.Sub(w.flushedAt) >= flushEvery {
		w.flushedAt = at
		w.say(k.Scans.flush(ctx, k.DB, w.scans))
	}
}

func (w *keeping) save(k *Keeper) {
	now := k.Now()
	if err := k.save(w.file); err != nil {
		w.say(err)
		return
	}
	w.saved, w.savedAt = now.Snapshot, time.Now()
}

// end writes for the last time.
func (w *keeping) end(ctx context.Context, k *Keeper) {
	if now := k.Now(); now != nil && !now.Away {
		w.save(k)
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	w.say(k.Scans.flush(ctx, k.DB, w.scans))
}

func (w *keeping) say(err error) {
	if err != nil && !w.complained {
		w.log.Warn("what is behind the codes could not be kept", "error", err)
	}
	w.complained = err != nil
}
