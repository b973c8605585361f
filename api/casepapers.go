package api

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/papers"
	"diming/gazetteer/pinyin"
	"diming/internal/blob"
	"diming/internal/ledger"
)

// casePaper gives a paper of a case as a file: a letter (request.docx,
// reply.docx, filing.docx, announcement.docx), the register form
// (form.xlsx, form.json, copy-sheet.html) or the filing package
// (filing.zip). Each is noted in the ledger, as every export is.
func (s *Server) casePaper(w http.ResponseWriter, r *http.Request) {
	ctx, file := r.Context(), chi.URLParam(r, "file")
	f, err := s.Cases.Read(ctx, uuid.MustParse(chi.URLParam(r, "case")))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	c, err := s.paperCase(ctx, f)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	var content bytes.Buffer
	template, used, err := s.paperTemplate(ctx, file)
	if err == nil {
		err = writePaper(&content, file, template, c)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if content.Len() == 0 {
		s.writeProblem(w, r, noPaper.in(ctx))
		return
	}
	taken := ledger.Fields{"file": file}
	if used != "" {
		taken["template"] = used
	}
	if err := s.note(ctx, "case.paper", "case", f.ID, taken); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", paperTypes[path.Ext(file)])
	h.Set("Content-Disposition", disposition("attachment", f.Number+"-"+file))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(content.Len()))
	_, _ = w.Write(content.Bytes()) // the client may have gone
}

var paperTypes = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".json": "application/json", ".zip": "application/zip",
	".html": mime.FormatMediaType("text/html", map[string]string{"charset": "utf-8"}),
}

// paperTemplate gives the template that a paper is written from, with its
// SHA-256 or "built-in"; nothing for a paper that has none.
func (s *Server) paperTemplate(ctx context.Context, file string) ([]byte, string, error) {
	kind, isLetter := strings.CutSuffix(file, ".docx")
	if _, known := papers.LetterOf(kind); known && isLetter {
		return s.letterTemplate(ctx, kind)
	}
	if file == "filing.zip" {
		return s.letterTemplate(ctx, papers.LetterFiling)
	}
	return nil, "", nil
}

// writePaper writes a paper by its file name; nothing where it is none.
func writePaper(w io.Writer, file string, template []byte, c papers.Case) error {
	var records []papers.Record
	for _, i := range c.Items {
		if !i.Refused {
			records = append(records, papers.RecordOf(i.Entity))
		}
	}
	switch file {
	case "form.xlsx":
		return papers.RecordsXLSX(w, records)
	case "form.json":
		return papers.RecordsJSON(w, records)
	case "copy-sheet.html":
		return papers.CopySheetHTML(w, records, c.Demo)
	case "filing.zip":
		return writeFiling(w, template, c)
	}
	if template == nil {
		return nil
	}
	letter, err := papers.Write(template, strings.TrimSuffix(file, ".docx"), c)
	if err == nil {
		_, err = w.Write(letter)
	}
	return err
}

// writeFiling packs the documents of a case with a draft of the filing report.
func writeFiling(w io.Writer, template []byte, c papers.Case) error {
	report, err := papers.Write(template, papers.LetterFiling, c)
	if err != nil {
		return err
	}
	_, err = papers.Package(w, c, papers.Made{Kind: papers.FilingReport, Title: "备案报告", Ending: ".docx", Content: report})
	return err
}

// paperKinds are what papers call the kinds of documents.
var paperKinds = map[string]string{"application": papers.Application, "reply": papers.ReplyScan, "filing_report": papers.FilingReport,
	"assessment": papers.Assessment, "expert": papers.Expert, "opinion": papers.Consultation}

var kindWords = map[cases.Kind]string{cases.Naming: "命名", cases.Renaming: "更名", cases.Cancelling: "销名", cases.Correction: "更正"}

// paperCase fills what the papers ask of a case.
func (s *Server) paperCase(ctx context.Context, f cases.File) (papers.Case, error) {
	head, err := ledger.ReadHead(ctx, s.DB)
	if err != nil {
		return papers.Case{}, err
	}
	county := ""
	if home, err := s.Boundaries.Home(ctx); err == nil {
		county = boundaries.StandardName(home.Name)
	}
	c := papers.Case{Number: f.Number, Kind: kindWords[f.Kind], County: county, Bureau: county + "民政局", Approver: f.Procedure.Approver,
		Applicant: f.Body, Reason: f.Reason, AppliedOn: f.SubmittedOn, Today: s.Cases.Day(), Reply: papers.Reply{Number: f.ReplyNo, On: f.RepliedOn},
		Head: papers.Head{Seq: head.Seq, Hash: hex.EncodeToString(head.Hash)}, Demo: s.IsDemo()}
	if f.Approver != "" {
		c.Approver = f.Approver
	}
	if c.FiledWith, err = s.Cases.Bodies(ctx, cases.FiledWith, f.Division); err != nil {
		return c, err
	}
	c.Opinions = paperOpinions(f.Consultations)
	for _, i := range f.Items {
		item, err := s.paperItem(ctx, f, i)
		if err != nil {
			return c, err
		}
		c.Items = append(c.Items, item)
	}
	for _, d := range f.Documents {
		kind, known := paperKinds[d.Kind]
		if !known {
			kind = papers.OtherPaper
		}
		c.Documents = append(c.Documents, papers.Document{Kind: kind, Title: d.Title, FileName: d.Name, SHA256: d.SHA256, Size: d.Size,
			Open: func() (io.ReadCloser, error) { return s.Documents.Open(blob.Digest(d.SHA256)) }})
	}
	return c, nil
}

// opinionWords are what papers call the reports and how they came out.
var (
	opinionWords = map[cases.Report]string{cases.Assessment: "综合评估", cases.Expert: "专家论证", cases.Opinion: "征求意见", cases.Notice: "公示",
		cases.AskCivilAffairs: "征求民政部门意见", cases.AskGovernment: "征求地方人民政府意见", cases.AskDepartment: "征求部门意见"}
	opinionOutcomes = map[string]string{"for": "同意", "conditional": "有条件同意", "against": "不同意"}
)

// paperOpinions are the opinions asked in a case. Of a summary the first line
// is told, which says of a notice how many comments came.
func paperOpinions(asked []cases.Consultation) []papers.Opinion {
	var all []papers.Opinion
	for _, c := range asked {
		summary, _, _ := strings.Cut(c.Summary, "\n")
		o := papers.Opinion{Kind: opinionWords[c.Kind], With: c.With, Outcome: opinionOutcomes[c.Outcome], Summary: summary}
		switch c.State {
		case "open":
			o.Outcome = "尚在进行"
		case "waived":
			o.Outcome = "未进行"
		}
		all = append(all, o)
	}
	return all
}

// refusalOf is why a name is refused, or is proposed to be.
func refusalOf(i cases.Item) string {
	if i.Outcome == cases.Open {
		return i.Aside
	}
	return i.Why
}

// paperItem fills a name of a case, with its register form.
func (s *Server) paperItem(ctx context.Context, f cases.File, i cases.Item) (papers.Item, error) {
	text := i.Text
	if i.Approved != "" {
		text = i.Approved
	}
	reading := i.Reading
	if reading == "" || text != i.Text {
		reading = pinyin.Of(text, i.Class, "").Text
	}
	division := ""
	if d, err := s.Boundaries.ByID(ctx, office, f.Division); err == nil {
		division = boundaries.StandardName(d.Name)
	}
	p := papers.Item{Name: text, Reading: reading, Roman: pinyin.Roman(reading), Division: division, Position: position(i), LengthM: metres(i.Size.LengthM), WidthM: metres(i.Size.WidthM),
		Meaning: i.Meaning, Reason: f.Reason, Refused: i.Outcome == cases.Refused || i.Outcome == cases.Open && i.Aside != "", Why: refusalOf(i)}
	p.Entity = papers.Entity{Name: text, Roman: reading, ClassCode: i.Class, Meaning: i.Meaning, Origin: i.Origin, Description: p.Position, Divisions: division,
		NamedOn: f.RepliedOn.String(), RegisteredOn: s.Cases.Day().String(), LengthM: p.LengthM, WidthM: p.WidthM, Start: i.StartsAt, End: i.EndsAt}
	if i.Location != nil {
		p.Entity.East, p.Entity.North = metres(i.Location.Lon()), metres(i.Location.Lat())
	}
	at := i.Place
	if i.Result != nil {
		at = i.Result
	}
	if at == nil {
		return p, nil
	}
	held, err := s.Places.Place(ctx, gazetteer.Reader{Internal: true}, *at)
	if err != nil {
		return p, err
	}
	p.ClassName, p.Entity.ClassName, p.Entity.Code, p.Entity.History = held.ClassName, held.ClassName, held.Code, held.History
	if f.Kind == cases.Renaming {
		for _, n := range held.FormerNames(s.Cases.Day()) {
			p.Former, p.Entity.Former = n.Text, n.Text
		}
	}
	return p, nil
}

// position says in words where a name of a case lies.
func position(i cases.Item) string {
	text := ""
	if i.StartsAt != "" || i.EndsAt != "" {
		text = "起于" + i.StartsAt + "，止于" + i.EndsAt
	}
	if i.Direction != "" {
		text += "，" + i.Direction + "走向"
	}
	return text
}

// metres writes a number as papers do: shortest, and nothing for one not said.
func metres(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
