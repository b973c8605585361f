package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"diming/gazetteer"
	"diming/importers"
	"diming/importers/job"
)

var (
	noImport       = kind{"import-not-found", 404, "没有这次导入", "No such import", "没有这次导入，或不是您的；请从导入列表中选择。", "There is no such import, or it is not yours; choose one from the list."}
	noRejected     = kind{"no-rejected-rows", 404, "没有被拒绝的行", "No rejected rows", "这次导入没有被拒绝的行，不需下载。", "This import has rejected no row."}
	importKind     = kind{"import-kind", 403, "不能导入这类表", "Not this kind of table", "您的角色不能导入这一类内容：地名和区划由数据导入员，避难场所、联系人和政策由应急管理部门和乡镇的避难场所管理员导入。请在“行的内容”中另选。", "Your role imports no such rows: places and divisions are the importer's, shelters, contacts and policies the shelter keeper's. Choose another kind."}
	importBusy     = kind{"import-running", 409, "导入正在进行", "The import is running", "导入正在进行，请等它结束或先停止。", "Wait until the import ends, or stop it first."}
	importState    = kind{"import-state", 409, "现在不能这样做", "Not possible now", "这次导入已经结束，不能再改；请重新上传文件。", "This import is over and changes no more; bring the file again."}
	importFileGone = kind{"import-file-gone", 410, "文件已删除", "The file was removed", "文件已按保存期限删除，请重新上传。", "The file was removed when its time was over; bring it again."}
	fileTooLarge   = kind{"file-too-large", 413, "文件过大", "File too large", "文件超过 %s，没有收下。请分成几个文件，或请管理员调高上限，或在服务器上用 diming import 导入。", "The file is larger than %s and was not taken. Split it, ask the administrator to raise the limit, or use diming import on the server."}
	noFile         = kind{"file-missing", 422, "没有文件", "No file", "请求中没有文件；请选一个文件再上传。", "The request holds no file; choose one and bring it again."}
	badFile        = kind{"file-unreadable", 422, "文件不能读取", "The file cannot be read", "", ""}
	badPlan        = kind{"import-plan", 422, "不能这样导入", "Cannot be imported like this", "", ""}
	badMapping     = kind{"import-mapping", 422, "栏目对应有误", "The columns do not fit", "", ""}
	classifiedFile = kind{"file-classified", 422, "密级高于内部", "Classified above internal", "密级高于内部的文件不得进入本系统，没有读取；请删除本机以外的副本。", "This system must not hold files classified above internal; it was not read."}
	noMapping      = kind{"mapping-not-found", 404, "没有这个栏目对应", "No such mapping", "没有以此为名的栏目对应，请从列表中选择。", "No mapping is kept under this name; choose one from the list."}
	nothingToUndo  = kind{"nothing-to-undo", 409, "没有可撤销的", "Nothing to undo", "这次导入没有留下可撤销的改动，或已撤销过。", "The import has left nothing that can be undone, or was undone already."}
	changedSince   = kind{"changed-since", 409, "导入之后又有更改", "Changed since", "有 %d 处在导入之后又被更改，列在下面；可以只撤销其余的。", "%d things were changed since the import, listed below; the others can be undone."}
)

// failImport turns an error of an import into what is answered. Those that a
// file or a plan is to blame for are told in their own words.
func (s *Server) failImport(ctx context.Context, err error) error {
	for _, known := range []struct {
		err  error
		kind kind
	}{
		{importers.ErrClassified, classifiedFile},
		{job.ErrNotFound, noImport},
		{job.ErrBusy, importBusy},
		{job.ErrState, importState},
		{job.ErrFileGone, importFileGone},
		{importers.ErrNoMapping, noMapping},
		{gazetteer.ErrNothingToUndo, nothingToUndo},
		{gazetteer.ErrReason, reasonNeeded},
	} {
		if errors.Is(err, known.err) {
			return known.kind.in(ctx)
		}
	}
	var missing *importers.MissingHeadings
	if errors.As(err, &missing) {
		return told(ctx, badMapping, missing.Error())
	}
	switch {
	case errors.Is(err, job.ErrTooLarge):
		p := fileTooLarge.in(ctx)
		p.Detail = fmt.Sprintf(p.Detail, megabytes(s.Imports.Limit()))
		return p
	case errors.Is(err, importers.ErrMapping):
		return told(ctx, badMapping, after(err, importers.ErrMapping))
	case errors.Is(err, job.ErrFile):
		return told(ctx, badFile, after(err, job.ErrFile))
	case errors.Is(err, job.ErrPlan):
		return told(ctx, badPlan, after(err, job.ErrPlan))
	}
	return s.fail(ctx, err)
}

func told(ctx context.Context, k kind, text string) error {
	p := k.in(ctx)
	p.Detail = ownWords(ctx, text)
	return p
}

// after is what an error says behind one that it wraps, without the name of
// the file.
func after(err, wrapped error) string {
	_, rest, found := strings.Cut(err.Error(), wrapped.Error())
	if !found {
		return err.Error()
	}
	rest = strings.TrimLeft(rest, "：: ")
	if named, why, found := strings.Cut(rest, ": "); found && strings.HasPrefix(named, "read ") {
		return why // the person knows which file it was
	}
	return rest
}

// ownWords is the part of a text in both languages that the asker reads.
func ownWords(ctx context.Context, text string) string {
	zh, en, both := strings.Cut(text, " / ")
	if !both {
		return text
	}
	return pick(ctx, zh, en)
}

func megabytes(n int64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%.0f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%d MB", max(n>>20, 1))
}

// failUndo tells of an undoing what stood in its way.
func (s *Server) failUndo(ctx context.Context, err error, done gazetteer.Undone) error {
	if !errors.Is(err, gazetteer.ErrChangedSince) {
		return s.failImport(ctx, err)
	}
	p := changedSince.in(ctx)
	p.Detail = fmt.Sprintf(p.Detail, len(done.ChangedSince))
	for _, c := range done.ChangedSince[:min(len(done.ChangedSince), 100)] {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: c.Place.String(), Message: strings.TrimSpace(c.Name + " " + ownWords(ctx, c.Reason)), Value: c.Action})
	}
	return p
}
