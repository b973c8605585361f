package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/importers"
	"diming/importers/job"
)

// envelope is what a request may hold in bytes beside the file itself.
const envelope = 1 << 20

// bringFile streams a file into the folder of imports. The file's name is only
// text; where the request does not say how long it is, reading stops at the
// limit.
func (s *Server) bringFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	if r.ContentLength > s.Imports.Limit()+envelope {
		s.writeProblem(w, r, s.failImport(ctx, job.ErrTooLarge))
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.Imports.Limit()+envelope)
	kinds, err := s.kindsAsked(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	name, content, err := filePart(r)
	if err != nil {
		s.writeProblem(w, r, noFile.in(ctx))
		return
	}
	j, err := s.Imports.Take(ctx, s.principalOf(ctx).Account.ID, name, content, kinds...)
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		err = job.ErrTooLarge
	}
	if err != nil {
		s.writeProblem(w, r, s.failImport(ctx, err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Location", "/v1/imports/"+j.ID.String())
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(s.importBody(ctx, j, true)) // the client may have gone
}

// kindsAsked are what the rows of a file may be: what ?kind= says, else
// whatever the asker may import.
func (s *Server) kindsAsked(r *http.Request) ([]importers.Kind, error) {
	ctx := r.Context()
	text := r.URL.Query().Get("kind")
	if text == "" {
		kinds, err := s.importKinds(ctx)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		return kinds, nil
	}
	kind, err := importers.ParseKind(text)
	if err != nil {
		return nil, told(ctx, badPlan, err.Error())
	}
	return []importers.Kind{kind}, s.mayTake(ctx, kind)
}

// filePart finds the file in a form.
func filePart(r *http.Request) (string, io.Reader, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, err
	}
	for {
		part, err := form.NextRawPart()
		if err != nil {
			return "", nil, err
		}
		if part.FormName() == "file" {
			_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
			return params["filename"], part, err
		}
	}
}

// rejectedRows sends the rows that a run rejected, as a file that goes in
// again once corrected.
func (s *Server) rejectedRows(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		s.writeProblem(w, r, noImport.in(ctx))
		return
	}
	j, err := s.own(ctx, id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f, name, err := s.Imports.Rejected(ctx, j.ID)
	if errors.Is(err, job.ErrNotFound) {
		err = noRejected.in(ctx)
	} else if err != nil {
		err = s.failImport(ctx, err)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer f.Close()
	if err := s.note(ctx, "import.rejected", "import", j.ID, nil); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	if h.Set("Content-Type", "text/csv; charset=utf-8"); j.Inspection.Geometry {
		h.Set("Content-Type", "application/geo+json")
	}
	http.ServeContent(w, r, "", time.Time{}, f)
}
