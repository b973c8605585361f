package printrun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/signs/readback"
)

// How long a server has a run without prolonging it, how often it does, how often
// it looks for one that waits, and how long it may be about to take or give one.
const (
	leaseTime = 30 * time.Second
	beatTime  = 5 * time.Second
	lookTime  = 2 * time.Second
	takeTime  = 5 * time.Second
)

// Work makes the files of runs that wait, one run after the other, until ctx
// ends; then the next server, or this one's next start, goes on where it was.
func (s *Store) Work(ctx context.Context, log *slog.Logger) {
	holder := uuid.New()
	for ctx.Err() == nil {
		worked, err := s.WorkOnce(ctx, holder)
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "print run", "error", err)
		}
		if worked && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookTime):
		}
	}
}

// WorkOnce takes up one run that waits, or that a killed server has left; false
// where there is none. A server that stops in between puts the run back.
func (s *Store) WorkOnce(ctx context.Context, holder uuid.UUID) (bool, error) {
	// Not cut off by ctx: a take-up whose answer got lost would keep the run
	// until its lease ends, and nobody would know to put it back.
	taking, done := context.WithTimeout(context.WithoutCancel(ctx), takeTime)
	defer done()
	var id uuid.UUID
	err := s.DB.QueryRow(taking, `UPDATE print_run SET job = 'running', holder = $1, lease = clock_timestamp() + $2::interval
		WHERE id = (SELECT id FROM print_run WHERE job = 'queued' OR job = 'running' AND lease < clock_timestamp() ORDER BY made_at FOR UPDATE SKIP LOCKED LIMIT 1)
		RETURNING id`, holder, leaseTime).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, s.perform(ctx, id, holder)
}

// errLost says that another has the run now, or nobody wants it any more.
var errLost = errors.New("the run was taken away")

func (s *Store) perform(ctx context.Context, id, holder uuid.UUID) error {
	work, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go s.beat(work, id, holder, stop)
	err := s.makeParts(work, id, holder)
	switch {
	case ctx.Err() != nil: // the server stops: the next goes on
		giving, done := context.WithTimeout(context.WithoutCancel(ctx), takeTime)
		defer done()
		_, err := s.DB.Exec(giving, `UPDATE print_run SET job = 'queued', holder = NULL WHERE id = $1 AND holder = $2`, id, holder)
		return err
	case errors.Is(err, errLost) || errors.Is(context.Cause(work), errLost):
		return nil
	case err != nil:
		why, told := failure(err)
		faults, lost := s.allFaults(work, id, err)
		if lost != nil {
			return lost
		}
		if _, err := s.DB.Exec(ctx, `UPDATE print_run SET job = 'failed', job_why = $3, faults = $4, holder = NULL WHERE id = $1 AND holder = $2`, id, holder, why, faults); err != nil {
			return err
		}
		if told {
			return nil
		}
		return err
	}
	_, err = s.DB.Exec(ctx, `UPDATE print_run SET job = 'passed', holder = NULL WHERE id = $1 AND holder = $2`, id, holder)
	return err
}

// allFaults gives the plates of a run that cannot be drawn, where one of them
// stopped its files: all are put right at once.
func (s *Store) allFaults(ctx context.Context, id uuid.UUID, err error) ([]int, error) {
	faults := []int{}
	var faulty *FaultyError
	if !errors.As(err, &faulty) {
		return faults, nil
	}
	if err := s.provable(ctx, id); !errors.As(err, &faulty) {
		return faults, err
	}
	for _, f := range faulty.Faults {
		faults = append(faults, f.N)
	}
	return faults, nil
}

// failure says why files could not be made, for the officer; told is false where
// the log must hold it, too.
func failure(err error) (why string, told bool) {
	var faulty *FaultyError
	var wrong *unreadError
	switch {
	case errors.As(err, &faulty):
		f := faulty.Faults[0]
		return fmt.Sprintf("第 %d 块 %s%s（%s）不能制作：%v", f.N, f.Plate.Name, f.Plate.Number, f.Plate.Token.Grouped(), f.Err), true
	case errors.As(err, &wrong):
		return wrong.Error(), true
	}
	return fmt.Sprintf("文件没有做成：%v。请告诉管理员，排除后重新生成。", err), false
}

// An unreadError names the codes of a file that do not say what was ordered.
type unreadError struct {
	part  int
	wrong []readback.Wrong
	of    map[string]Item // by the text that was ordered
}

func (e *unreadError) Error() string {
	text := fmt.Sprintf("第 %d 个文件有 %d 个二维码读出来不对：", e.part, len(e.wrong))
	for i, w := range e.wrong {
		if i == 5 {
			return text + "……"
		}
		it := e.of[w.Text]
		text += fmt.Sprintf("第 %d 块 %s%s（第 %d 版）读到“%s”；", it.N, it.Name, it.Number, w.Page, w.Read)
	}
	return text
}

func (e *unreadError) Unwrap() error { return errUnread }

// beat prolongs the lease while the work goes on, and stops it when the run was
// taken away.
func (s *Store) beat(ctx context.Context, id, holder uuid.UUID, stop context.CancelCauseFunc) {
	ticker := time.NewTicker(beatTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		held, err := s.DB.Exec(ctx, `UPDATE print_run SET lease = clock_timestamp() + $3::interval WHERE id = $1 AND holder = $2`, id, holder, leaseTime)
		if err == nil && held.RowsAffected() == 0 {
			stop(errLost)
			return
		}
	}
}

// makeParts makes the files of a run that are not there yet, each rendered and
// read back before it counts.
func (s *Store) makeParts(ctx context.Context, id, holder uuid.UUID) error {
	r, err := s.ByID(ctx, id)
	if err != nil {
		return err
	}
	done, err := s.Parts(ctx, id)
	if err != nil {
		return err
	}
	n, after := 1, 0
	for _, p := range done {
		n, after = p.N+1, p.Last
	}
	for after < r.Plates {
		items, err := s.Items(ctx, id, after, partSize)
		if err != nil {
			return err
		}
		p, err := s.makePart(ctx, r, n, items)
		if err != nil {
			return err
		}
		after = items[len(items)-1].N
		if p.Sheets == 0 { // all of them are void
			continue
		}
		kept, err := s.DB.Exec(ctx, `INSERT INTO print_run_part (run, n, first, last, sheets, codes, sha256, size_bytes)
			SELECT id, $3, $4, $5, $6, $7, $8, $9 FROM print_run WHERE id = $1 AND holder = $2`, id, holder, n, p.First, p.Last, p.Sheets, p.Codes, p.SHA256, p.Size)
		if err != nil {
			return err
		}
		if kept.RowsAffected() == 0 {
			return errLost
		}
		n++
	}
	return nil
}

// makePart makes one file, reads its codes back, and keeps it.
func (s *Store) makePart(ctx context.Context, r Run, n int, items []Item) (Part, error) {
	file, err := os.CreateTemp("", "diming-run-*.pdf")
	if err != nil {
		return Part{}, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	made, err := s.write(ctx, file, r, partTitle(r, n), items)
	if err != nil || made.sheets == 0 {
		return Part{}, err
	}
	wrong, err := readback.Check(ctx, file.Name(), made.codes, nil)
	if err != nil {
		return Part{}, err
	}
	if len(wrong) > 0 {
		of := map[string]Item{}
		for i, c := range made.codes {
			of[c.Text] = made.of[i]
		}
		return Part{}, &unreadError{n, wrong, of}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Part{}, err
	}
	digest, size, err := s.Files.Put(file)
	return Part{N: n, First: items[0].N, Last: items[len(items)-1].N, Sheets: made.sheets, Codes: len(made.codes), SHA256: string(digest), Size: size}, err
}
