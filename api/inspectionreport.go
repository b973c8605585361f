package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/line"
	"diming/boundaries/report"
	"diming/boundaries/report/gather"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/typeset"
)

// inspectionPapers are the papers of a result, by the last part of their
// address.
var inspectionPapers = map[string]struct{ title, media string }{
	"report.docx":       {"联检报告", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	"report.pdf":        {"联检报告", "application/pdf"},
	"record-sheets.pdf": {"联检记录表", "application/pdf"},
	"submission.zip":    {"联检报送包", "application/zip"},
}

// inspectionReportRoutes are the result of an inspection: made anew from what
// is held whenever it is asked for, and the same bytes while nothing of it
// changes.
func (s *Server) inspectionReportRoutes(rs routes) {
	for _, name := range slices.Sorted(maps.Keys(inspectionPapers)) {
		rs.plain(may(readInspection), http.MethodGet, "/v1/tasks/{task}/"+name, s.inspectionPaper, Example{Path: "/v1/tasks/{task}/" + name})
	}
}

// inspectionPaper makes one paper of a task's result, whole before anything is
// answered, and notes in the ledger that it was taken. A package may hold some
// hundred photos: it is made in a folder of its own and not in memory.
func (s *Server) inspectionPaper(w http.ResponseWriter, r *http.Request) {
	ctx, name := r.Context(), path.Base(r.URL.Path)
	t, _, err := s.taskAt(r, readInspection)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	dir, err := os.MkdirTemp("", "diming-inspection-")
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer os.RemoveAll(dir)
	content, digest, err := s.madeInspection(ctx, dir, t.ID, name)
	if err == nil {
		defer content.Close()
		err = s.note(ctx, "boundary_task.export", "boundary_task", t.ID, ledger.Fields{"paper": name, "sha256": digest})
	}
	if err != nil {
		s.writeProblem(w, r, s.reportProblem(ctx, err))
		return
	}
	paper := inspectionPapers[name]
	h := w.Header()
	h.Set("Content-Type", paper.media)
	h.Set("Content-Disposition", disposition("attachment", paper.title+s.sampleMark()+path.Ext(name)))
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, content)
}

// madeInspection makes a paper in a folder, and gives its digest.
func (s *Server) madeInspection(ctx context.Context, dir string, task uuid.UUID, name string) (*os.File, string, error) {
	out, err := os.Create(filepath.Join(dir, "paper"))
	if err != nil {
		return nil, "", err
	}
	sum := sha256.New()
	err = s.printInspection(ctx, io.MultiWriter(out, sum), dir, task, name)
	if err == nil {
		_, err = out.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, "", errors.Join(err, out.Close())
	}
	return out, hex.EncodeToString(sum.Sum(nil)), nil
}

// printInspection writes one paper of a task's result.
func (s *Server) printInspection(ctx context.Context, w io.Writer, dir string, task uuid.UUID, name string) error {
	fonts, err := s.sheets.Fonts(ctx)
	if err != nil {
		return err
	}
	stores := gather.Stores{DB: s.DB, Rounds: s.Rounds, Lines: &line.Store{DB: s.DB}, Markers: s.markers(), Fields: s.fieldWork, Files: s.Documents, Demo: s.IsDemo()}
	result, err := stores.Of(ctx, task)
	if err != nil {
		return err
	}
	switch name {
	case "report.docx":
		return report.DOCX(w, fonts, result.Report)
	case "report.pdf":
		return report.PDF(w, fonts, result.Report)
	case "record-sheets.pdf":
		return report.RecordSheets(w, fonts, result.Report)
	}
	return s.packInspection(ctx, w, fonts, dir, task, result)
}

// packInspection writes the submission package, with the forms of the markers
// and the task file beside what was filed.
func (s *Server) packInspection(ctx context.Context, w io.Writer, fonts typeset.Fonts, dir string, task uuid.UUID, result gather.Result) error {
	forms, err := s.inspectionForms(ctx, fonts, result)
	if err != nil {
		return err
	}
	evidence, err := s.inspectionTaskFile(ctx, task, filepath.Join(dir, "task-file"))
	if err != nil {
		return err
	}
	files := append(result.Files, forms...)
	if evidence != nil {
		files = append(files, *evidence)
	}
	_, err = report.Package(w, fonts, result.Report, files)
	return err
}

var lostPhoto = kind{"inspection-file-lost", 500, "存档文件缺失或损坏", "A stored file is missing or damaged",
	"联检记录里的照片或材料在服务器上缺失或已损坏，没有生成报告。请系统管理员运行 diming verify，并从备份恢复。", "A photo or paper of the inspection is missing from the server or damaged, and nothing was made. Have diming verify run and the file restored from the backup."}

// reportProblem says what keeps a paper from being made.
func (s *Server) reportProblem(ctx context.Context, err error) error {
	if errors.Is(err, report.ErrDamaged) || errors.Is(err, blob.ErrNotFound) || errors.Is(err, blob.ErrDamaged) {
		s.Log.ErrorContext(ctx, "a file of an inspection is missing or damaged", "err", err)
		return lostPhoto.in(ctx)
	}
	return err
}
