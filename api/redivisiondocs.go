package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer/redivision"
	"diming/internal/desk"
	"diming/internal/document"
)

// redivisionDocumentRoutes are the papers of a division case that are files:
// plain handlers, for uploads and downloads.
func (s *Server) redivisionDocumentRoutes(rs routes) {
	const all, one = "/v1/division-cases/{id}/documents", "/v1/division-cases/{id}/documents/{document}"
	rs.plain(mayIn(prepareRedivision, caseDivision), http.MethodPost, all, s.addCasePaperFile,
		Example{Path: "/v1/division-cases/{division_case}/documents?paper=risk&filename=a.pdf", Body: `{}`})
	rs.plain(mayIn(readInternal, caseDivision), http.MethodGet, one, s.casePaperFile,
		Example{Path: "/v1/division-cases/{division_case}/documents/not-an-id"})
	rs.plain(mayIn(prepareRedivision, caseDivision), http.MethodDelete, one, s.removeCasePaper,
		Example{Path: "/v1/division-cases/{division_case}/documents/not-an-id"})
}

// addCasePaperFile takes a file as a paper of a case: the part named file of a
// form, or the body with ?filename=; ?paper= says which paper it is.
func (s *Server) addCasePaperFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	p := redivision.Paper{Kind: r.URL.Query().Get("paper"), Title: strings.TrimSpace(r.URL.Query().Get("title"))}
	if !slices.Contains(redivision.PaperKinds, p.Kind) {
		s.writeProblem(w, r, documentKind.in(ctx))
		return
	}
	file, err := s.takeDocument(w, r, document.Papers)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	p.Digest, p.MediaType, p.Name, p.Size = file.SHA256, file.MediaType, file.Name, file.Size
	s.writePaper(w, r, http.StatusCreated, file.SHA256+p.Kind+p.Title, func(cases *redivision.Store, by, id uuid.UUID) error {
		_, err := cases.AddPaper(ctx, by, id, p)
		return err
	})
}

// writePaper makes one change of a case's papers, once however often it is
// sent, and answers the case.
func (s *Server) writePaper(w http.ResponseWriter, r *http.Request, status int, what string, do func(cases *redivision.Store, by, id uuid.UUID) error) {
	ctx := r.Context()
	id := uuid.MustParse(r.PathValue("id")) // whoever settled the division has read it
	by := s.principalOf(ctx).Account.ID
	out, err := s.writeCase(ctx, desk.Intent{Actor: by, Key: r.Header.Get("Idempotency-Key"), Digest: intended([]byte(what), "division-case paper", id.String())},
		func(cases *redivision.Store) (uuid.UUID, error) { return id, do(cases, by, id) })
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", out.ETag)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out.Body) // the client may have gone
}

func (s *Server) casePaperFile(w http.ResponseWriter, r *http.Request) {
	paper, err := uuid.Parse(r.PathValue("document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	p, err := s.Redivisions.Document(r.Context(), uuid.MustParse(r.PathValue("id")), paper)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: p.Digest, Size: p.Size, MediaType: p.MediaType, Name: p.Name})
}

func (s *Server) removeCasePaper(w http.ResponseWriter, r *http.Request) {
	paper, err := uuid.Parse(r.PathValue("document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	s.writePaper(w, r, http.StatusOK, "remove "+paper.String(), func(cases *redivision.Store, by, id uuid.UUID) error {
		_, err := cases.RemovePaper(r.Context(), by, id, paper)
		return err
	})
}
