package simulate

import (
	"bytes"
	"errors"
	"io"

	"diming/boundaries/inspection"
)

// carry brings the file of a task from the other server to that of a phone, on
// a stick: written, verified under the other's key, and taken in by a server
// that may crash meanwhile.
func (w *world) carry(p *phone) error {
	t := pick(w, w.tasks)
	for _, from := range w.servers {
		if from == p.server {
			continue
		}
		file, err := from.export(t)
		if err != nil {
			return err
		}
		report, err := inspection.VerifyFile(w.ctx, bytes.NewReader(file), int64(len(file)), public(from.key))
		if err != nil {
			return err
		}
		for _, f := range report.Broken {
			w.violated("the file of %s is broken: %s %s", from.name, f.Member, f.EN)
		}
		return p.server.take(report)
	}
	return nil
}

func (s *server) export(t *task) ([]byte, error) {
	var out bytes.Buffer
	err := s.keeper.Transact(func(b inspection.Books) error {
		file, err := inspection.Gather(s.w.ctx, b, s.clerk(), t.id)
		if err != nil {
			return err
		}
		return inspection.WriteFile(&out, file, s.key)
	})
	return out.Bytes(), err
}

func (s *server) clerk() inspection.Clerk {
	return inspection.Clerk{Server: s.name, Key: s.key, Now: s.time(), Inspect: func(io.ReaderAt, int64) error { return nil }}
}

// take takes in what was verified. A closed task makes proposals of it.
func (s *server) take(report inspection.Report) error {
	err := s.keeper.Transact(func(b inspection.Books) error {
		books, ok := b.(inspection.Importing)
		if !ok {
			return nil // takes no files of others
		}
		in, err := inspection.Import(s.w.ctx, books, s.clerk(), report)
		if err == nil && s.crashes() {
			return errCrash
		}
		s.w.result.Carried += in.Records
		return err
	})
	if errors.Is(err, errCrash) {
		return nil
	}
	return err
}
