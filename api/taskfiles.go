package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
	"diming/boundaries/round"
	"diming/internal/ledger"
)

// taskFileRoutes carry a task between the installations of two offices.
func (s *Server) taskFileRoutes(rs routes) {
	const one, all = "/v1/tasks/{task}/task-file", "/v1/task-files"
	rs.plain(may(readInspection), http.MethodGet, one, s.giveTaskFile, Example{Path: one})
	rs.plain(mayAnywhere(workInspection), http.MethodPost, all, s.takeTaskFile, Example{Body: `{}`})
}

// largestTaskFile bounds what is read of the other side's file, in bytes: some
// thousand photos.
const largestTaskFile = 2 << 30

var (
	taskFileEmpty = kind{"task-file-empty", 409, "还没有外业记录", "Nothing was recorded yet", "这项任务还没有外业记录，没有可导出的内容。手机把记录发送上来后再导出。", "Nothing was recorded for this task yet, so there is nothing to export. Export it when phones have sent their records."}
	taskFileBig   = kind{"task-file-too-big", 413, "文件太大", "The file is too large", "任务文件不能超过 2 GB。请改用命令 diming task-file take 在服务器上接收。", "A task file has at most 2 GB here; take it in on the server with diming task-file take."}
)

// giveTaskFile gives the task file, made whole before anything is answered, and
// notes in the ledger that it was taken out.
func (s *Server) giveTaskFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	t, _, err := s.taskAt(r, readInspection)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f, err := heldFile()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer discard(f)
	sum := sha256.New()
	written, err := s.field().WriteTaskFile(ctx, io.MultiWriter(f, sum), t.ID)
	if err == nil && !written {
		err = taskFileEmpty.in(ctx)
	}
	if err == nil {
		err = s.note(ctx, "field.task_file", "boundary_task", t.ID, ledger.Fields{"sha256": hex.EncodeToString(sum.Sum(nil))})
	}
	if err != nil {
		s.writeProblem(w, r, s.reportProblem(ctx, err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", disposition("attachment", t.Line.Name+"任务文件"+s.sampleMark()+".zip"))
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, f)
}

// heldFile is a file for the length of one request.
func heldFile() (*os.File, error) { return os.CreateTemp("", "diming-task-file-") }

func discard(f *os.File) { _ = errors.Join(f.Close(), os.Remove(f.Name())) }

// TaskFileBody says what a task file of another installation holds, and what
// became of it.
type TaskFileBody struct {
	Task        uuid.UUID           `json:"task"`
	Line        string              `json:"line"` // as the register here calls it
	Server      string              `json:"server"`
	Key         string              `json:"key"`
	Fingerprint string              `json:"fingerprint"`
	KeyKnown    bool                `json:"key_known"` // a file under it was taken in before
	Own         bool                `json:"own"`       // written by this installation itself
	Records     int                 `json:"records"`
	Files       int                 `json:"files"`
	State       inspection.State    `json:"state"`
	Broken      []MemberFindingBody `json:"broken"`
	NotArrived  []MemberFindingBody `json:"not_arrived"`
	Taken       *TakenBody          `json:"taken"` // null where it was only looked at
}

// MemberFindingBody is something about a member of a task file.
type MemberFindingBody struct {
	Member string `json:"member"`
	Code   string `json:"code"`
	Text   string `json:"text"`
}

// TakenBody accounts for what a file brought.
type TakenBody struct {
	Records    int                 `json:"records"`
	Files      int                 `json:"files"`
	Sheets     int                 `json:"sheets"`
	Signatures int                 `json:"signatures"`
	Known      int                 `json:"known"`
	Refused    []MemberFindingBody `json:"refused"`
}

func findingBodies(ctx context.Context, all []inspection.Finding) []MemberFindingBody {
	out := []MemberFindingBody{}
	for _, f := range all {
		out = append(out, MemberFindingBody{f.Member, f.Code, pick(ctx, f.ZH, f.EN)})
	}
	return out
}

// takeTaskFile looks at a task file of another installation, the part named file
// of a form or the body of the request; with ?key=, the public key that was compared with the other side's
// people, it takes the file in, all or nothing. Again, it changes nothing.
func (s *Server) takeTaskFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	f, err := heldFile()
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer discard(f)
	r.Body = http.MaxBytesReader(w, r.Body, largestTaskFile)
	content, size := io.Reader(r.Body), int64(0)
	if t, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); t == "multipart/form-data" {
		_, content, err = broughtFile(r)
	}
	if err == nil {
		size, err = io.Copy(f, content)
	}
	if err != nil {
		s.writeProblem(w, r, overFile(ctx, err))
		return
	}
	body, err := s.judgedTaskFile(ctx, f, size, r.URL.Query().Get("key"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, http.StatusOK, body)
}

func overFile(ctx context.Context, err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return taskFileBig.in(ctx)
	}
	return badRequest.in(ctx)
}

func (s *Server) judgedTaskFile(ctx context.Context, f *os.File, size int64, key string) (TaskFileBody, error) {
	report, err := inspection.VerifyFile(ctx, f, size, key)
	if err != nil {
		return TaskFileBody{}, err
	}
	b := TaskFileBody{Task: report.Task, Server: report.Server, Key: report.Key, Records: report.Records, Files: report.Files, State: report.Standing.State,
		Broken: findingBodies(ctx, report.Broken), NotArrived: findingBodies(ctx, report.Unfilled)}
	if report.Contained == nil { // unreadable: nothing else is known of it
		return b, nil
	}
	t, _, err := s.taskFor(ctx, workInspection, report.Task)
	if errors.Is(err, round.ErrNotFound) {
		return b, &inspection.Refusal{Code: inspection.CodeTaskUnknown, ZH: "本系统没有文件里的这项任务，没有接收。请核对文件是不是本任务的。", EN: "This register has no such task, and nothing was taken in; check that the file is of the right line."}
	}
	if err != nil {
		return b, err
	}
	identity, err := s.field().Identity(ctx)
	if err != nil {
		return b, err
	}
	b.Line, b.Fingerprint, b.Own = t.Line.Name, keyFingerprint(report.Key), report.Key == identity.Key()
	if b.KeyKnown, err = s.field().ServerKnown(ctx, report.Key); err != nil || key == "" || len(report.Broken) > 0 {
		return b, err
	}
	in, err := s.field().TakeTask(ctx, s.principalOf(ctx).Account.ID, report)
	if err != nil {
		return b, err
	}
	b.Taken = &TakenBody{in.Records, in.Files, in.Sheets, in.Signatures, in.Known, findingBodies(ctx, in.Conflicts)}
	return b, nil
}
