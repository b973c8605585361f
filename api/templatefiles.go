package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/gazetteer/letters"
	"diming/gazetteer/papers"
	"diming/internal/blob"
	"diming/internal/document"
	"diming/internal/docx"
)

// letterTemplate gives the template in force for a kind of letter, and its
// SHA-256 or "built-in" for that of the program.
func (s *Server) letterTemplate(ctx context.Context, kind string) ([]byte, string, error) {
	current, err := s.letters().Current(ctx)
	if err != nil {
		return nil, "", err
	}
	t, own := current[kind]
	if !own {
		return papers.Default(kind), "built-in", nil
	}
	content, err := s.templateContent(ctx, t)
	return content, t.SHA256, err
}

func (s *Server) templateContent(ctx context.Context, t letters.Template) ([]byte, error) {
	r, err := s.Documents.Open(blob.Digest(t.SHA256))
	if errors.Is(err, blob.ErrNotFound) {
		s.Log.ErrorContext(ctx, "a template that the register names is missing", "sha256", t.SHA256)
		return nil, lostDocument.in(ctx)
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, docx.MaxFile))
}

// templateFile gives current.docx, built-in.docx or that of an id; ?filled=1
// gives it filled with the sample case.
func (s *Server) templateFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	l, err := letterKind(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	content, err := s.namedTemplate(ctx, l.Kind, chi.URLParam(r, "file"))
	name := l.Title + "模板.docx"
	if err == nil && r.URL.Query().Get("filled") == "1" {
		name = l.Title + "样张.docx"
		content, err = papers.Sample(content, l.Kind)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	sendWord(w, name, content)
}

func (s *Server) namedTemplate(ctx context.Context, kind, file string) ([]byte, error) {
	name, isDocx := strings.CutSuffix(file, ".docx")
	switch {
	case !isDocx:
		return nil, letters.ErrNotFound
	case name == "built-in":
		return papers.Default(kind), nil
	case name == "current":
		content, _, err := s.letterTemplate(ctx, kind)
		return content, err
	}
	id, err := uuid.Parse(name)
	if err != nil {
		return nil, letters.ErrNotFound
	}
	t, err := s.letters().Template(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	return s.templateContent(ctx, t)
}

func sendWord(w http.ResponseWriter, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", document.DOCX.MediaType())
	h.Set("Content-Disposition", disposition("attachment", name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the client may have gone
}

// A broughtTemplate is a file that may be kept as a template.
type broughtTemplate struct {
	name    string
	content []byte
	lines   []string // of the letter that the sample becomes
	missing []papers.Placeholder
}

// takeTemplate reads a file from a request and tries it as a template.
func (s *Server) takeTemplate(w http.ResponseWriter, r *http.Request, kind string) (broughtTemplate, error) {
	ctx := r.Context()
	var t broughtTemplate
	r.Body = http.MaxBytesReader(w, r.Body, docx.MaxFile+envelope)
	claim, file, err := broughtFile(r)
	if err != nil {
		return t, overOr(ctx, err, docx.MaxFile, noDocument.in(ctx))
	}
	t.content, err = io.ReadAll(io.LimitReader(file, docx.MaxFile+1))
	if err != nil {
		return t, overOr(ctx, err, docx.MaxFile, noDocument.in(ctx))
	}
	size := int64(len(t.content))
	if size > docx.MaxFile {
		return t, tooBig(ctx, docx.MaxFile)
	}
	is, err := document.Check(bytes.NewReader(t.content), size, claim, document.Kinds{document.DOCX})
	if err != nil {
		return t, err
	}
	t.name = document.NameFor(claim.Name, is)
	if t.lines, err = papers.Try(t.content, kind); err != nil {
		return t, err
	}
	t.missing, err = papers.Missing(t.content, kind)
	return t, err
}

// TemplateCheckBody is what a file would come to as a template.
type TemplateCheckBody struct {
	Name    string            `json:"name"`
	Lines   []string          `json:"lines" doc:"The text of the sample letter, a line for each paragraph."`
	Missing []PlaceholderBody `json:"missing" doc:"What a letter of this kind should hold and the template does not use."`
}

// checkTemplate tries a file and keeps nothing of it; ?filled=1 answers the
// letter that the sample becomes.
func (s *Server) checkTemplate(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	l, err := letterKind(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	t, err := s.takeTemplate(w, r, l.Kind)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if r.URL.Query().Get("filled") == "1" {
		filled, err := papers.Sample(t.content, l.Kind)
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		sendWord(w, l.Title+"样张.docx", filled)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(TemplateCheckBody{t.name, t.lines, placeholderBodies(ctx, t.missing)}) // the client may have gone
}

// adoptTemplate keeps a file as the template of a kind; ?basis= says what it
// rests on, If-Match which one it follows.
func (s *Server) adoptTemplate(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	l, err := letterKind(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	seen, err := seenTemplate(ctx, r.Header.Get("If-Match"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	id, err := s.keepTemplate(w, r, l.Kind, seen)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", templateTag(id))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]uuid.UUID{"id": id}) // the client may have gone
}

func (s *Server) keepTemplate(w http.ResponseWriter, r *http.Request, kind string, seen uuid.UUID) (uuid.UUID, error) {
	t, err := s.takeTemplate(w, r, kind)
	if err != nil {
		return uuid.Nil, err
	}
	basis := strings.TrimSpace(r.URL.Query().Get("basis"))
	if basis == "" {
		return uuid.Nil, letters.ErrBasis
	}
	if len([]rune(basis)) > 500 {
		return uuid.Nil, textLong.in(r.Context())
	}
	digest, size, err := s.Documents.Put(bytes.NewReader(t.content))
	if err != nil {
		return uuid.Nil, err
	}
	return s.letters().Adopt(r.Context(), s.principalOf(r.Context()).Account.ID, letters.Template{Kind: kind, Name: t.name, SHA256: string(digest), Size: size, Basis: basis}, seen)
}
