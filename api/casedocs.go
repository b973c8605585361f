package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/internal/document"
)

// caseDocumentRoutes are the documents of a case: plain handlers, for uploads
// and downloads.
func (s *Server) caseDocumentRoutes(rs routes) {
	const all, one = "/v1/cases/{case}/documents", "/v1/cases/{case}/documents/{document}"
	match := []string{"If-Match", `"0"`}
	rs.plain(mayIn(readCases, nameCaseDivision), http.MethodGet, "/v1/cases/{case}/papers/{file}", s.casePaper,
		Example{Path: "/v1/cases/{case}/papers/request.docx"})
	rs.plain(mayIn(handleCase, nameCaseDivision), http.MethodPost, all, s.addCaseDocument,
		Example{Path: "/v1/cases/{case}/documents?kind=other&filename=a.pdf", Body: `{}`, Headers: match})
	rs.plain(mayIn(readCases, nameCaseDivision), http.MethodGet, one, s.caseDocument,
		Example{Path: "/v1/cases/{case}/documents/not-an-id"})
	rs.plain(mayIn(handleCase, nameCaseDivision), http.MethodDelete, one, s.removeCaseDocument,
		Example{Path: "/v1/cases/{case}/documents/{uuid}?reason=x", Headers: match})
}

// addCaseDocument takes a file into a case: the part named file of a form, or
// the body with ?filename=; ?kind=, ?title= and ?consultation= say what it is.
func (s *Server) addCaseDocument(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	query := r.URL.Query()
	d := cases.Document{Kind: query.Get("kind"), Title: strings.TrimSpace(query.Get("title"))}
	if !slices.Contains(cases.DocumentKinds, d.Kind) {
		s.writeProblem(w, r, documentKind.in(ctx))
		return
	}
	if text := query.Get("consultation"); text != "" {
		id, err := uuid.Parse(text)
		if err != nil {
			s.writeProblem(w, r, noConsultation.in(ctx))
			return
		}
		d.Consultation = &id
	}
	params, ok := s.plainCase(w, r)
	if !ok {
		return
	}
	file, err := s.takeDocument(w, r, document.Papers)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	d.Name, d.SHA256, d.MediaType, d.Size = file.Name, file.SHA256, file.MediaType, file.Size
	if d.Title == "" {
		d.Title = file.Name
	}
	params.RawBody = []byte(file.SHA256)
	out, err := s.changeCase(ctx, params, "document "+d.Kind+d.Title, func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		id, tag, err := store.AddDocument(ctx, by, d)
		return tag, &id, err
	})
	s.answerStep(w, r, http.StatusCreated, out, err)
}

// plainCase reads what huma reads for the other routes.
func (s *Server) plainCase(w http.ResponseWriter, r *http.Request) (CaseParams, bool) {
	id, err := uuid.Parse(chi.URLParam(r, "case"))
	if err != nil {
		s.writeProblem(w, r, noNameCase.in(r.Context()))
		return CaseParams{}, false
	}
	p := CaseParams{Case: id, IfMatch: r.Header.Get("If-Match"), Key: r.Header.Get("Idempotency-Key")}
	if p.IfMatch == "" {
		s.writeProblem(w, r, matchNeeded.in(r.Context()))
		return p, false
	}
	return p, true
}

func (s *Server) answerStep(w http.ResponseWriter, r *http.Request, status int, out *steppedOutput, err error) {
	if err != nil {
		s.writeStepProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", out.ETag)
	w.Header().Set("Content-Type", "application/json")
	if out.Seq != "" {
		w.Header().Set("Diming-Seq", out.Seq)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out.Body) // the client may have gone
}

// writeStepProblem answers what a case refuses with all that it tells.
func (s *Server) writeStepProblem(w http.ResponseWriter, r *http.Request, err error) {
	if p, ok := err.(*ChangedCaseProblem); ok {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p)
		return
	}
	s.writeProblem(w, r, err)
}

func (s *Server) caseDocument(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(chi.URLParam(r, "document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	d, err := s.Cases.Document(r.Context(), uuid.MustParse(chi.URLParam(r, "case")), id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: d.SHA256, Size: d.Size, MediaType: d.MediaType, Name: d.Name})
}

func (s *Server) removeCaseDocument(w http.ResponseWriter, r *http.Request) {
	params, ok := s.plainCase(w, r)
	if !ok {
		return
	}
	id, err := uuid.Parse(chi.URLParam(r, "document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	reason := r.URL.Query().Get("reason")
	out, err := s.changeCase(r.Context(), params, "remove document "+id.String()+reason, func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		tag, err := store.RemoveDocument(r.Context(), by, id, reason)
		return tag, nil, err
	})
	s.answerStep(w, r, http.StatusOK, out, err)
}
