// Package logfile keeps logs in files, one a day, for as long as they have to
// be kept.
package logfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// MinMonths is how long logs of a network are kept at least (网络安全法 art. 21).
const MinMonths = 6

// Name patterns of the files, by day.
const (
	prefix = "diming-"
	suffix = ".log"
)

// A Writer appends to the file of the day. Several processes may write into
// one folder.
type Writer struct {
	Dir string
	Now func() time.Time // whose date names the file

	mu   sync.Mutex
	day  string
	file *os.File
}

// Write appends p, whole, to the file of the day.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if day := w.Now().Format(time.DateOnly); day != w.day {
		if err := w.open(day); err != nil {
			return 0, fmt.Errorf("write log: %w", err)
		}
	}
	return w.file.Write(p)
}

func (w *Writer) open(day string) error {
	if err := os.MkdirAll(w.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(w.Dir, prefix+day+suffix), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if w.file != nil {
		err = w.file.Close()
	}
	w.file, w.day = f, day
	return err
}

// Close closes the file; a later Write opens it again.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file == nil {
		return nil
	}
	f := w.file
	w.file, w.day = nil, ""
	return f.Close()
}

// Sweep removes the files of days that lie more than months before today, and
// gives their names. Fewer months than [MinMonths] are taken for that many;
// files that are not named like a log's stay.
func Sweep(dir string, months int, today time.Time) ([]string, error) {
	kept := today.AddDate(0, -max(months, MinMonths), 0).Format(time.DateOnly)
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("sweep logs: %w", err)
	}
	var removed []string
	for _, file := range files {
		day, ok := dayOf(file.Name())
		if !ok || day >= kept {
			continue
		}
		if err := os.Remove(filepath.Join(dir, file.Name())); err != nil {
			return removed, fmt.Errorf("sweep logs: %w", err)
		}
		removed = append(removed, file.Name())
	}
	return removed, nil
}

func dayOf(name string) (string, bool) {
	if len(name) != len(prefix)+len(time.DateOnly)+len(suffix) || name[:len(prefix)] != prefix || filepath.Ext(name) != suffix {
		return "", false
	}
	day := name[len(prefix) : len(prefix)+len(time.DateOnly)]
	_, err := time.Parse(time.DateOnly, day)
	return day, err == nil
}
