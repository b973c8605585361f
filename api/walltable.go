package api

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/importers/csvfile"
	"diming/importers/wallfile"
	"diming/signs/plate"
)

// maxWallRefusals is how many rows the register may refuse before a table is
// given up.
const maxWallRefusals = 500

// maxWallTable is how large a table of plates may be, in bytes.
const maxWallTable = 32 << 20

var wallTableBad = kind{"plate-table", 422, "这份表不能登记", "The table cannot be taken in", "这份表不能登记，请照说明修改。", "The table cannot be taken in; see what is said."}

// A wallRow is a row of a table of plates with what became of it.
type wallRow struct {
	wallfile.Row
	token string // of the code that the plate has got
}

// enterWallTable takes a table of plates that hang already in: every row comes
// out again in its place with what became of it, and those that are plates are
// entered as one ledger entry. With dry=1 nothing is kept. Diming-Rows-Accepted and
// Diming-Rows-Refused count them.
func (s *Server) enterWallTable(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	reason, dry := strings.TrimSpace(r.URL.Query().Get("reason")), r.URL.Query().Get("dry") == "1"
	if reason == "" {
		p := plateContent.in(ctx)
		p.Detail = pick(ctx, "请写明这些牌从何而来，如某次普查（reason）。", "Say where these plates come from, such as a survey (reason).")
		s.writeProblem(w, r, p)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxWallTable)
	in, err := s.tableOf(w, r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	table, err := wallfile.Read(in, today())
	if err != nil {
		p := wallTableBad.in(ctx)
		p.Detail = err.Error()
		s.writeProblem(w, r, p)
		return
	}
	rows := make([]wallRow, len(table.Rows))
	for i, row := range table.Rows {
		rows[i].Row = row
	}
	if err := s.enterWallRows(ctx, rows, reason, dry); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", disposition("attachment", "普查登记结果.csv"))
	h.Set("Cache-Control", "no-store")
	good, _ := accepted(rows)
	h.Set("Diming-Rows-Accepted", strconv.Itoa(len(good)))
	h.Set("Diming-Rows-Refused", strconv.Itoa(len(rows)-len(good)))
	_ = writeWallRows(w, table.Heading, rows, dry) // the client may have gone
}

// errDry undoes what was tried only.
var errDry = errors.New("tried only")

// enterWallRows enters the rows that are plates, and says of each other why it is
// none.
func (s *Server) enterWallRows(ctx context.Context, rows []wallRow, reason string, dry bool) error {
	var drafts []plate.Draft
	for _, row := range rows {
		if row.Why == "" {
			drafts = append(drafts, plate.Draft{Kind: row.Found.Kind, Target: row.Found.Target})
		}
	}
	if err := s.mayPlan(ctx, drafts); err != nil {
		return err
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		store := &plate.Store{DB: tx}
		if err := refuseDoubles(ctx, store, rows); err != nil {
			return err
		}
		if err := s.enterAccepted(ctx, store, rows, reason); err != nil {
			return err
		}
		if dry {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return err
}

// accepted gives the rows that are plates, and their places among all.
func accepted(rows []wallRow) (found []plate.Found, at []int) {
	for i, row := range rows {
		if row.Why == "" {
			found, at = append(found, row.Found), append(at, i)
		}
	}
	return found, at
}

func refuseDoubles(ctx context.Context, store *plate.Store, rows []wallRow) error {
	found, at := accepted(rows)
	doubles, err := store.Doubles(ctx, found)
	for i := range doubles {
		rows[at[i]].Why = pick(ctx, "登记簿里已有这块牌：它的码已登记，或这个地址已挂着一块同类的牌", "The register has this plate: its code is known, or one of its kind hangs at the address")
	}
	return err
}

// enterAccepted enters what is accepted; a row that the register refuses is told
// so, and the others are tried again without it.
func (s *Server) enterAccepted(ctx context.Context, store *plate.Store, rows []wallRow, reason string) error {
	for range maxWallRefusals {
		found, at := accepted(rows)
		if len(found) == 0 {
			return nil
		}
		ids, err := store.EnterFound(ctx, s.principalOf(ctx).Account.ID, found, reason, today())
		var refused *plate.RefusedError
		if errors.As(err, &refused) {
			rows[at[refused.Row-1]].Why = refusedWords(ctx, refused)
			continue
		}
		if err != nil {
			return err
		}
		return noteTokens(ctx, store, rows, at, ids)
	}
	p := wallTableBad.in(ctx)
	p.Detail = fmt.Sprintf(pick(ctx, "登记不了的行太多（超过 %d 行），全部没有登记。请检查匹配标识是否是本县的地址。", "More than %d rows are refused, and nothing was entered. See whether the ids are of addresses of this county."), maxWallRefusals)
	return p
}

func refusedWords(ctx context.Context, refused *plate.RefusedError) string {
	var told *plate.ContentError
	switch {
	case errors.As(refused.Err, &told):
		return pick(ctx, told.ZH, told.EN)
	case errors.Is(refused.Err, plate.ErrDay):
		return pick(ctx, "查看日期不能晚于今天", "The day lies after today")
	}
	return pick(ctx, "这一行不能登记", "The row does not fit")
}

func noteTokens(ctx context.Context, store *plate.Store, rows []wallRow, at []int, ids []uuid.UUID) error {
	plates, err := store.InOrder(ctx, ids)
	for i, p := range plates {
		rows[at[i]].token = p.Token.Grouped()
	}
	return err
}

// writeWallRows writes the table with what became of each row. Cells that a
// spreadsheet would take for formulas are made harmless.
func writeWallRows(w io.Writer, heading []string, rows []wallRow, dry bool) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know UTF-8
		return err
	}
	out := csv.NewWriter(w)
	line := func(cells []string, ours ...string) {
		all := make([]string, max(len(heading), len(cells)))
		for i, c := range cells {
			all[i] = csvfile.Tame(c)
		}
		_ = out.Write(append(all, ours...)) // Error below says all
	}
	line(heading, "登记结果", "说明", "编号")
	for _, row := range rows {
		switch {
		case row.Why != "":
			line(row.Cells, "未登记", csvfile.Tame(row.Why), "")
		case dry:
			line(row.Cells, "可登记", "", "")
		default:
			line(row.Cells, "已登记", "", row.token)
		}
	}
	out.Flush()
	return out.Error()
}
