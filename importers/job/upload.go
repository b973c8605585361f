package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"diming/importers"
)

// Take keeps a file that somebody brings and looks at what it is. The name is
// text: nothing of it but a plain ending reaches the disk. What cannot be
// read leaves nothing. kinds are what its rows may be, places or divisions if
// none is said; of several the likeliest is planned.
func (s *Store) Take(ctx context.Context, actor uuid.UUID, name string, content io.Reader, kinds ...importers.Kind) (Job, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Job{}, err
	}
	j, err := s.take(ctx, id, actor, name, content, kinds)
	if err != nil {
		return j, errors.Join(err, os.RemoveAll(s.dir(id)))
	}
	return j, nil
}

func (s *Store) take(ctx context.Context, id, actor uuid.UUID, name string, content io.Reader, kinds []importers.Kind) (Job, error) {
	if err := os.MkdirAll(s.dir(id), 0o700); err != nil {
		return Job{}, fmt.Errorf("keep import file: %w", err)
	}
	j := Job{ID: id, Actor: actor, stored: "file" + ending(name)}
	size, err := write(s.path(j), content, s.Limit())
	if err != nil {
		return Job{}, err
	}
	found, err := importers.Inspect(ctx, importers.Options{File: s.path(j), Name: name, MaxBytes: s.Limit()})
	if err != nil {
		return Job{}, fmt.Errorf("%w：%w", ErrFile, err)
	}
	plan := Plan{As: kindOf(found, kinds), Layer: found.Layer, Mapping: importers.Mapping{}}
	_, err = s.DB.Exec(ctx, `INSERT INTO import_job (id, actor, file, stored, size_bytes, inspection, plan) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, actor, found.File, j.stored, size, text(found), text(plan))
	if err != nil {
		return Job{}, fmt.Errorf("keep import file: %w", err)
	}
	return s.Job(ctx, id)
}

// write streams content into a private file and refuses more than limit bytes.
func write(path string, content io.Reader, limit int64) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, fmt.Errorf("keep import file: %w", err)
	}
	n, err := io.Copy(f, io.LimitReader(content, limit+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return n, fmt.Errorf("keep import file: %w", err)
	}
	if n > limit {
		return n, ErrTooLarge
	}
	return n, nil
}

var plainEnding = regexp.MustCompile(`^\.[a-z0-9]{1,8}$`)

// ending is the plain last ending of a name, which tells the format, or "".
func ending(name string) string {
	if ext := strings.ToLower(filepath.Ext(name)); plainEnding.MatchString(ext) {
		return ext
	}
	return ""
}
