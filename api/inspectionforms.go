package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"github.com/google/uuid"

	"diming/boundaries/marker/papers"
	"diming/boundaries/report"
	"diming/boundaries/report/gather"
	"diming/internal/typeset"
)

func sha256Of(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// madeFile is a document that is made for a package.
func madeFile(kind, title, name string, content []byte) report.File {
	return report.File{Kind: kind, Title: title, Name: name, SHA256: sha256Of(content), Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// inspectionForms are the register forms 界桩登记表 of the markers that an
// inspection was about, and their result table 成果表, as the register had them
// at the report's moment. Photos lie in the package whole, and not in the forms:
// the office adds some later.
func (s *Server) inspectionForms(ctx context.Context, fonts typeset.Fonts, result gather.Result) ([]report.File, error) {
	if len(result.Markers) == 0 {
		return nil, nil
	}
	forms, err := s.markerForms(ctx, result.Markers)
	if err != nil {
		return nil, err
	}
	var files []report.File
	for i, f := range forms {
		var out bytes.Buffer
		if err := papers.FormPDF(&out, fonts, f, result.Markers[i].Recorded.UTC()); err != nil {
			return nil, err
		}
		files = append(files, madeFile("marker_form", "界桩登记表-"+f.Number, ".pdf", out.Bytes()))
	}
	title, _, day := tableTitle(result.Markers, &result.Markers[0].Line)
	var sheet, page bytes.Buffer
	if err := papers.TableXLSX(&sheet, title, forms, s.IsDemo()); err != nil {
		return nil, err
	}
	if err := papers.TablePDF(&page, fonts, title, forms, s.IsDemo(), day); err != nil {
		return nil, err
	}
	return append(files, madeFile("marker_form", "界桩成果表", ".xlsx", sheet.Bytes()), madeFile("marker_form", "界桩成果表", ".pdf", page.Bytes())), nil
}

// inspectionTaskFile is the task file by which a third party verifies the
// records and signatures, in a file that the caller removes; nil where there is
// no field work. It holds every photo, and does not go through memory.
func (s *Server) inspectionTaskFile(ctx context.Context, task uuid.UUID, at string) (*report.File, error) {
	out, err := os.Create(at)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	written, err := s.fieldWork.WriteTaskFile(ctx, io.MultiWriter(out, sum), task)
	size, sizeErr := out.Seek(0, io.SeekEnd)
	if err := errors.Join(err, sizeErr, out.Close()); err != nil || !written {
		return nil, err
	}
	return &report.File{Kind: "task_file", Title: "任务文件（可用 diming verify inspection 核验）", Name: "task.zip", SHA256: hex.EncodeToString(sum.Sum(nil)), Size: size,
		Open: func() (io.ReadCloser, error) { return os.Open(at) }}, nil
}
