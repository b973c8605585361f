package api

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/importers/csvfile"
	"diming/internal/ledger"
	"diming/internal/version"
)

// exportPage is how many entries an export reads at a time.
const exportPage = 500

// ledgerCSV streams the entries that a filter asks for, the oldest first. A
// stream that breaks off lacks its last line, which counts the entries.
func (s *Server) ledgerCSV(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	f, err := s.ledgerFilter(ctx, LedgerFilter{Actor: q.Get("actor"), Action: q.Get("action"), Kind: q.Get("kind"),
		Object: q.Get("object"), From: q.Get("from"), To: q.Get("to")})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	head, err := ledger.ReadHead(ctx, s.DB)
	if err == nil {
		err = s.note(ctx, "ledger.export", "ledger", uuid.Nil, ledger.Fields{"upto": head.Seq, "filtered": f.Action != "" || f.Kind != "" || f.Object != uuid.Nil || f.Actors != nil || !f.From.IsZero() || !f.To.IsZero()})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="ledger-`+time.Now().In(version.China).Format("20060102-1504")+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("\ufeff")) // by which spreadsheets know UTF-8
	out := csv.NewWriter(w)
	_ = out.Write([]string{"seq", "at", "actor", "actor_name", "action", "kind", "object", "reason", "before", "after", "hash"})
	f.Oldest, f.Limit = true, exportPage
	count := 0
	for {
		found, err := ledger.Find(ctx, s.DB, f)
		if err == nil {
			err = s.writeEntries(r, out, found, head.Seq, &count)
		}
		if err != nil {
			s.Log.ErrorContext(ctx, "ledger export broke off", "error", err)
			panic(http.ErrAbortHandler) // the client must not take a part for the whole
		}
		if len(found) < exportPage || found[len(found)-1].Seq >= head.Seq {
			break
		}
		f.Beyond = found[len(found)-1].Seq
	}
	_ = out.Write([]string{"# " + strconv.Itoa(count) + " entries up to seq " + strconv.FormatInt(head.Seq, 10)})
	out.Flush()
}

func (s *Server) writeEntries(r *http.Request, out *csv.Writer, found []ledger.Change, upTo int64, count *int) error {
	entries, err := s.ledgerEntries(r.Context(), found)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Seq > upTo {
			break
		}
		object := ""
		if e.Object != nil {
			object = e.Object.String()
		}
		*count++
		row := []string{strconv.FormatInt(e.Seq, 10), e.At.UTC().Format(time.RFC3339Nano), e.Actor.String(), e.ActorName, e.Action, e.Kind,
			object, e.Reason, string(e.Before), string(e.After), e.Hash}
		for i := range row {
			row[i] = csvfile.Tame(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
