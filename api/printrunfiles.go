package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"

	"github.com/google/uuid"

	"diming/importers/csvfile"
	"diming/internal/document"
	"diming/internal/ledger"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// runFileName are the files of a run: its finished sheets by number, and the
// papers beside them.
var runFileName = regexp.MustCompile(`^(?:([1-9][0-9]{0,3})\.pdf|(trial|cover)\.pdf|(delivery|engraving|void)\.csv)$`)

// runFile serves a file of a run to the office, and notes that it was taken.
func (s *Server) runFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id := uuid.MustParse(r.PathValue("run")) // whoever settled the division has read it
	run, err := s.runs().ByID(ctx, id)
	if err == nil {
		err = s.note(ctx, "print_run.take", "print_run", id, ledger.Fields{"file": shortFile(r.PathValue("file"))})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.deliverRunFile(w, r, run, r.PathValue("file"))
}

// shortFile keeps what stands in the ledger to names of files that there are.
func shortFile(name string) string {
	if runFileName.MatchString(name) {
		return name
	}
	return ""
}

func (s *Server) deliverRunFile(w http.ResponseWriter, r *http.Request, run printrun.Run, name string) {
	ctx := r.Context()
	m := runFileName.FindStringSubmatch(name)
	var out bytes.Buffer
	var err error
	media := "application/pdf"
	switch {
	case m == nil:
		err = printrun.ErrPart
	case m[1] != "":
		s.deliverPart(w, r, run, m[1])
		return
	case m[2] == "trial":
		var reads int
		if reads, err = s.numberSettingOfTrial(ctx, run); err == nil {
			err = s.runs().TrialSheet(ctx, &out, run.ID, reads)
		}
	case m[2] == "cover":
		err = s.writeCover(ctx, &out, run)
	default:
		media = "text/csv; charset=utf-8"
		err = s.writeRunTable(ctx, &out, run, m[3])
	}
	if err != nil {
		s.writeProblem(w, r, s.fail(ctx, s.toldRun(ctx, err)))
		return
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition("attachment", run.Title+"-"+name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	_, _ = out.WriteTo(w) // the client may have gone
}

func (s *Server) numberSettingOfTrial(ctx context.Context, run printrun.Run) (int, error) {
	g, err := s.gates(ctx, run.Division)
	return g.TrialReads, err
}

func (s *Server) deliverPart(w http.ResponseWriter, r *http.Request, run printrun.Run, number string) {
	n, err := strconv.Atoi(number)
	var p printrun.Part
	if err == nil {
		p, err = s.runs().Part(r.Context(), run.ID, n)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: p.SHA256, Size: p.Size, MediaType: document.PDF.MediaType(), Name: run.Title + "-" + number + ".pdf"})
}

// writeCover writes the first sheet of an order; before its text is signed there
// is none.
func (s *Server) writeCover(ctx context.Context, w io.Writer, run printrun.Run) error {
	store := s.runs()
	items, err1 := store.Items(ctx, run.ID, 0, printrun.MaxPlates)
	parts, err2 := store.Parts(ctx, run.ID)
	steps, err3 := store.Steps(ctx, run.ID)
	fonts, err4 := s.sheets.Fonts(ctx)
	office, err5 := s.officeName(ctx)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	set, err := store.Design(ctx, run)
	if err != nil {
		return err
	}
	cover := printrun.Cover{Run: run, Design: set, Office: office, Items: items, Parts: parts, Demo: s.IsDemo()}
	for _, d := range steps {
		if d.Step == printrun.StepProof {
			names, err := s.Accounts.Names(ctx, []uuid.UUID{d.Actor})
			if err != nil {
				return err
			}
			cover.SignedBy, cover.SignedAt, cover.Day = names[d.Actor], d.At, d.At.UTC()
		}
	}
	if cover.SignedAt.IsZero() {
		return printrun.ErrPart
	}
	return cover.Write(w, fonts)
}

func (s *Server) officeName(ctx context.Context) (string, error) {
	var body MetaBody
	err := s.describe(ctx, &body)
	return body.County, err
}

// writeRunTable writes a table of a run's plates for spreadsheets and machines;
// its last line counts the rows.
func (s *Server) writeRunTable(ctx context.Context, w io.Writer, run printrun.Run, what string) error {
	if run.Origin == "" {
		return printrun.ErrPart
	}
	items, err := s.runs().Items(ctx, run.ID, 0, printrun.MaxPlates)
	if err != nil {
		return err
	}
	set, err := s.runs().Design(ctx, run)
	if err != nil {
		return err
	}
	stead, err := s.steadTokens(ctx, items)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know UTF-8
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(map[string][]string{"engraving": printrun.EngravingHead, "delivery": printrun.DeliveryHead, "void": printrun.VoidHead}[what]) // Error below says all
	count := 0
	for _, i := range items {
		var row []string
		switch isVoid := i.State == plate.Void; {
		case isVoid != (what == "void"):
			continue
		case what == "engraving":
			if row, err = run.Engraving(set, i); err != nil {
				return err
			}
		case what == "delivery":
			row = printrun.Delivery(i, stead[i.Stead])
		default:
			row = printrun.VoidRow(i)
		}
		for k := range row {
			row[k] = csvfile.Tame(row[k])
		}
		count++
		_ = out.Write(row)
	}
	_ = out.Write([]string{"# 共 " + strconv.Itoa(count) + " 块"})
	out.Flush()
	return out.Error()
}

// steadTokens are the codes of the plates that others replace.
func (s *Server) steadTokens(ctx context.Context, items []printrun.Item) (map[uuid.UUID]string, error) {
	var ids []uuid.UUID
	for _, i := range items {
		if i.Stead != uuid.Nil {
			ids = append(ids, i.Stead)
		}
	}
	all := map[uuid.UUID]string{}
	held, err := s.plates().InOrder(ctx, ids)
	for _, p := range held {
		all[p.ID] = p.Token.Grouped()
	}
	return all, err
}
