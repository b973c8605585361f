package api

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/importers/csvfile"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A sheet is a list as it is exported for a spreadsheet.
type sheet struct {
	name string // of the file, and in the ledger of what was exported
	head []string
	// page gives the rows after a cursor, "" the first, and the cursor of the
	// next page, "" where none follows.
	page func(ctx context.Context, after string) ([][]string, string, error)
}

// writeSheet streams a list, page by page, and notes in the ledger that it was
// taken. Its last line counts the rows: a stream that breaks off lacks it.
func (s *Server) writeSheet(w http.ResponseWriter, r *http.Request, sh sheet) {
	ctx := r.Context()
	rows, next, err := sh.page(ctx, "")
	if err == nil {
		err = s.note(ctx, "list.export", sh.name, uuid.Nil, ledger.Fields{"filtered": r.URL.RawQuery != ""})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+sh.name+"-"+time.Now().In(version.China).Format("20060102-1504")+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("\ufeff")) // by which spreadsheets know UTF-8
	out := csv.NewWriter(w)
	_ = out.Write(sh.head)
	count := 0
	for err == nil {
		for _, row := range rows {
			for i := range row {
				row[i] = csvfile.Tame(row[i])
			}
			_ = out.Write(row)
		}
		count += len(rows)
		out.Flush()
		if err = out.Error(); err != nil || next == "" {
			break
		}
		rows, next, err = sh.page(ctx, next)
	}
	if err != nil {
		s.Log.ErrorContext(ctx, "an export broke off", "list", sh.name, "error", err)
		panic(http.ErrAbortHandler) // the client must not take a part for the whole
	}
	_ = out.Write([]string{fmt.Sprintf(pick(ctx, "# 共 %d 行", "# %d rows"), count)})
	out.Flush()
}

// readQuery reads the parameters of an address into the query fields of in, as
// the JSON list of the same things takes them; what it does not know, or has
// no such value, is errBadFilter.
func readQuery(q url.Values, in any) error {
	fields := map[string]reflect.StructField{}
	at := reflect.ValueOf(in).Elem()
	for _, f := range reflect.VisibleFields(at.Type()) {
		if name := f.Tag.Get("query"); name != "" {
			fields[name] = f
		}
	}
	for name, values := range q {
		f, known := fields[name]
		if !known || len(values) != 1 || len(values[0]) > 400 {
			return errBadFilter
		}
		if err := setQuery(at.FieldByIndex(f.Index), f.Tag.Get("enum"), values[0]); err != nil {
			return err
		}
	}
	return nil
}

func setQuery(v reflect.Value, enum, text string) error {
	switch {
	case text == "":
	case v.Kind() == reflect.Bool:
		on, err := strconv.ParseBool(text)
		if err != nil {
			return errBadFilter
		}
		v.SetBool(on)
	case v.Kind() == reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return errBadFilter
		}
		v.SetInt(int64(n))
	case v.Kind() == reflect.Slice:
		for one := range strings.SplitSeq(text, ",") {
			v.Set(reflect.Append(v, reflect.ValueOf(one).Convert(v.Type().Elem())))
		}
	case enum != "" && !slices.Contains(strings.Split(enum, ","), text):
		return errBadFilter
	default:
		v.SetString(text)
	}
	return nil
}

// worded gives the words of a code in the asker's language, or the code.
func worded(ctx context.Context, words map[string][2]string, code string) string {
	if w, ok := words[code]; ok {
		return pick(ctx, w[0], w[1])
	}
	return code
}

// heads are the heads of columns in the asker's language: each in Chinese and
// English.
func heads(ctx context.Context, pairs ...[2]string) []string {
	all := make([]string, len(pairs))
	for i, p := range pairs {
		all[i] = pick(ctx, p[0], p[1])
	}
	return all
}
