package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"diming/gazetteer/matching"
	"diming/importers/csvfile"
	"diming/importers/matchfile"
)

// tablesAtOnce bounds the tables that are matched at a time: each uses all cores.
const tablesAtOnce = 2

// matchTableBytes is how many bytes a table may have: its answer may have to lie on disk
// until a browser reads it.
const matchTableBytes = 4 << 30

// Problems of tables.
var (
	tableEmpty    = kind{"table-empty", 422, "文件为空", "The file is empty", "文件里没有内容，请检查后重新选择。", "There is nothing in the file; check it and choose again."}
	tableColumn   = kind{"table-column", 422, "不知道哪一列是地址", "Which column?", "没有名为“地址”的列，请指明地址所在的列（column）。", "No heading names the addresses; say which column has them (column)."}
	tableEncoding = kind{"table-encoding", 422, "无法判断编码", "Unknown encoding", "无法判断文件的编码，请选定 UTF-8、GB18030 或 BIG5；UTF-16 的文件请另存为 UTF-8。", "The encoding cannot be told; choose UTF-8, GB18030 or BIG5, and save a UTF-16 file as UTF-8."}
	tableLarge    = kind{"table-too-large", 413, "文件太大", "The file is too large", "一次最多 4 GB，请把表格分成几份，每份都带表头。", "A table has at most 4 GB; cut it into several, each with the heading."}
	tableFrom     = kind{"table-from", 400, "起始行有误", "Bad first row", "from_row 是从 1 起的数据行号，不含表头。", "from_row counts the rows of data from 1, without the heading."}
)

type tableParams struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Column   string `query:"column"`
	Encoding string `query:"encoding"`
	FromRow  int    `query:"from_row"`
}

func (p tableParams) options(ctx context.Context) (matchfile.Options, error) {
	o := matchfile.Options{Column: strings.TrimSpace(p.Column), English: isEnglish(ctx)}
	if p.FromRow < 0 {
		return o, tableFrom.in(ctx)
	}
	o.After = max(p.FromRow, 1) - 1
	if p.Encoding != "" {
		e, err := csvfile.ParseEncoding(p.Encoding)
		if err != nil {
			return o, tableEncoding.in(ctx)
		}
		o.Encoding = e
	}
	return o, nil
}

// matchTable matches the rows of a table of addresses while it comes in: the
// request's body, or the part named file of a form. Every row is answered in its
// place. ?column= names the column, ?encoding= the encoding; ?from_row= goes on
// after an answer that broke off: the same table, answered from this row of data
// (the first is 1) on, without the heading. The answer is in the encoding of the
// table, as its Content-Type says; to BIG5 it is UTF-8. Diming-Encoding and Diming-Column say
// what was taken for encoding and column, the trailers Diming-Rows and
// Diming-Other-Encoding how many rows were read, and how many of them were in
// another encoding. An answer that is cut short ends in an error of the
// connection.
func (s *Server) matchTable(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var params tableParams
	err := readQuery(r.URL.Query(), &params)
	var o matchfile.Options
	if err == nil {
		o, err = params.options(ctx)
	}
	var view matching.View
	if err == nil {
		view, err = s.matchView(ctx)
	}
	var in io.Reader
	if err == nil {
		in, err = s.tableOf(w, r)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	select {
	case s.tables <- struct{}{}:
		defer func() { <-s.tables }()
	case <-ctx.Done():
		return
	}
	s.streamTable(w, r, view, in, o)
}

// tableOf gives the table of a request.
func (s *Server) tableOf(w http.ResponseWriter, r *http.Request) (io.Reader, error) {
	ctx := r.Context()
	if r.ContentLength > matchTableBytes {
		return nil, tableLarge.in(ctx)
	}
	r.Body = http.MaxBytesReader(w, r.Body, matchTableBytes)
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && media == "multipart/form-data" {
		_, part, err := filePart(r)
		if err != nil {
			return nil, noFile.in(ctx)
		}
		return part, nil
	}
	return r.Body, nil
}

// streamTable matches and answers at once, in two goroutines: neither the
// request nor the answer waits for the other.
func (s *Server) streamTable(w http.ResponseWriter, r *http.Request, view matching.View, in io.Reader, o matchfile.Options) {
	ctx, stop := context.WithCancel(r.Context())
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex() // HTTP/2 is so by itself
	out, begun, ended := newSpool(), make(chan matchfile.Report, 1), make(chan struct{})
	defer out.close()
	defer func() {
		stop()
		select {
		case <-ended:
		default:
			_ = control.SetReadDeadline(time.Now()) // a request that still comes in is waited for no longer
			<-ended
		}
	}()
	var report matchfile.Report
	o.Begin = func(told matchfile.Report) { begun <- told }
	go func() {
		defer close(ended)
		err := errors.New("panicked")
		defer func() {
			if v := recover(); v != nil {
				s.Log.ErrorContext(ctx, "matching a table panicked", "panic", panicText(v))
			}
			close(begun)
			out.end(err)
		}()
		report, err = matchfile.Run(ctx, view, in, out, o)
	}()
	told, ok := <-begun
	if !ok {
		_, err := out.next(nil)
		s.writeProblem(w, r, s.tableProblem(r.Context(), err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset="+string(told.Answer()))
	h.Set("Content-Disposition", `attachment; filename="addresses-matched.csv"`)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy in front hands rows on as they come
	h.Set("Diming-Encoding", string(told.Encoding))
	h.Set("Diming-Column", url.PathEscape(told.Column))
	h.Set("Diming-Column-Number", strconv.Itoa(told.ColumnAt+1))
	h.Set("Trailer", "Diming-Rows, Diming-Other-Encoding")
	buf := make([]byte, 64<<10)
	for {
		n, err := out.next(buf)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			if _, err = w.Write(buf[:n]); err == nil {
				err = control.Flush()
			}
		}
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			if ctx.Err() == nil {
				s.Log.WarnContext(ctx, "the answer to a table broke off", "error", err)
			}
			panic(http.ErrAbortHandler) // a part must not be taken for the whole
		}
	}
	<-ended
	h.Set("Diming-Rows", strconv.Itoa(report.Rows))
	h.Set("Diming-Other-Encoding", strconv.Itoa(report.Other))
}

// tableProblem says why nothing of a table could be read.
func (s *Server) tableProblem(ctx context.Context, err error) error {
	var (
		over   *http.MaxBytesError
		column *matchfile.ColumnError
	)
	switch {
	case errors.As(err, &over):
		return tableLarge.in(ctx)
	case errors.Is(err, matchfile.ErrEmpty), errors.Is(err, io.EOF):
		return tableEmpty.in(ctx)
	case errors.As(err, &column):
		return columnProblem(ctx, column)
	case errors.Is(err, csvfile.ErrUTF16), errors.Is(err, csvfile.ErrUnclear):
		return tableEncoding.in(ctx)
	case ctx.Err() != nil:
		return badRequest.in(context.WithoutCancel(ctx))
	}
	return err
}

// columnProblem lists the headings, of which one is to be chosen.
func columnProblem(ctx context.Context, e *matchfile.ColumnError) *Problem {
	p := tableColumn.in(ctx)
	if e.Asked != "" {
		p.Detail = pick(ctx, fmt.Sprintf("没有“%s”这一列，请从所列的列中选择。", e.Asked), fmt.Sprintf("There is no column %q; choose one of those listed.", e.Asked))
	}
	for _, h := range e.Heading {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: "query.column", Message: h})
	}
	return p
}
