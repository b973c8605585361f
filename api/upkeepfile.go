package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/upkeep"
	"diming/internal/desk"
	"diming/internal/document"
)

// upkeepFileRoutes are documents and photos: plain handlers, for uploads and
// downloads. A file is read by whoever reads what it belongs to, and added and
// removed by the side whose that is; a keeper adds photos to their patrols.
func (s *Server) upkeepFileRoutes(rs routes) {
	const all, one = "/v1/upkeep/files", "/v1/upkeep/files/{file}"
	rs.plain(mayAnywhere(patrolUpkeep), http.MethodPost, all, s.addUpkeepFile, Example{Path: "/v1/upkeep/files?matter={uuid}&filename=a.pdf", Body: `{}`})
	rs.plain(mayAnywhere(readUpkeep), http.MethodGet, one, s.upkeepFile, Example{Path: "/v1/upkeep/files/{uuid}"})
	rs.plain(mayAnywhere(workUpkeep), http.MethodDelete, one, s.removeUpkeepFile, Example{Path: "/v1/upkeep/files/{uuid}?reason=x"})
}

// UpkeepFile is a document or photo.
type UpkeepFile struct {
	ID        uuid.UUID  `json:"id"`
	Marker    *uuid.UUID `json:"marker" doc:"On the photo."`
	Title     string     `json:"title"`
	Name      string     `json:"name"`
	MediaType string     `json:"media_type"`
	SizeBytes int64      `json:"size_bytes"`
	SHA256    string     `json:"sha256"`
	At        time.Time  `json:"at"`
}

func fileBodies(all []upkeep.File) []UpkeepFile {
	bodies := make([]UpkeepFile, len(all))
	for i, f := range all {
		bodies[i] = UpkeepFile{f.ID, f.Marker, f.Title, f.Name, f.MediaType, f.Size, f.SHA256, f.At}
	}
	return bodies
}

// ownerAsked reads of what a file is: ?contract=, ?patrol=, ?report= or ?matter=.
func ownerAsked(r *http.Request) (upkeep.Owner, bool) {
	var of upkeep.Owner
	found := 0
	for _, kind := range []string{"contract", "patrol", "report", "matter"} {
		text := r.URL.Query().Get(kind)
		if text == "" {
			continue
		}
		id, err := uuid.Parse(text)
		if err != nil {
			return of, false
		}
		of, found = upkeep.Owner{Kind: kind, ID: id}, found+1
	}
	return of, found == 1
}

// mayFile refuses who may not read, or where they want to write not do that,
// with what a file belongs to.
func (s *Server) mayFile(ctx context.Context, of upkeep.Owner, write bool) error {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return err
	}
	f.ID = &of.ID
	var contract uuid.UUID
	switch of.Kind {
	case "report":
		r, err := upkeep.One(s.upkeep().Reports(ctx, f))
		if err != nil || !write {
			return err
		}
		if r.Contract == nil {
			_, err = s.ownSeat(ctx, workUpkeep, r.Line, r.Side)
			return err
		}
		contract = *r.Contract
	case "matter":
		m, err := upkeep.One(s.upkeep().Matters(ctx, f))
		if err != nil || !write {
			return err
		}
		_, err = s.ownSeat(ctx, workUpkeep, m.Line, m.Side)
		return err
	case "patrol":
		p, err := upkeep.One(s.upkeep().Patrols(ctx, f))
		if err != nil || !write {
			return err
		}
		contract = p.Contract
	default:
		contract = of.ID
	}
	c, err := s.contractRead(ctx, contract)
	if err != nil || !write {
		return err
	}
	if of.Kind == "contract" { // its papers are the office's
		_, err = s.ownSeat(ctx, workUpkeep, c.Line, c.Side)
		return err
	}
	_, err = s.patrolSeat(ctx, c)
	return err
}

func (s *Server) addUpkeepFile(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	of, ok := ownerAsked(r)
	if !ok {
		s.writeProblem(w, r, upkeepFileOf.in(ctx))
		return
	}
	if err := s.mayFile(ctx, of, true); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f := upkeep.File{Title: strings.TrimSpace(r.URL.Query().Get("title"))}
	if text := r.URL.Query().Get("marker"); text != "" {
		id, err := uuid.Parse(text)
		if err != nil {
			s.writeProblem(w, r, upkeepMarker.in(ctx))
			return
		}
		f.Marker = &id
	}
	file, err := s.takeDocument(w, r, document.Papers)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.SHA256, f.MediaType, f.Name, f.Size = file.SHA256, file.MediaType, file.Name, file.Size
	by := s.principalOf(ctx).Account.ID
	answer, _, err := s.Desk.Once(ctx, desk.Intent{Actor: by, Key: r.Header.Get("Idempotency-Key"), Digest: intended([]byte(f.SHA256), "file of upkeep", of.Kind, of.ID.String(), f.Title)},
		func(tx pgx.Tx) (string, error) {
			id, _, err := (&upkeep.Store{DB: tx}).AddFile(ctx, by, of, f)
			return id.String(), err
		})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]string{"id": answer}) // the client may have gone
}

// fileAsked gives the file in the address, for whoever may read or change it.
func (s *Server) fileAsked(r *http.Request, write bool) (upkeep.File, error) {
	id, err := uuid.Parse(r.PathValue("file"))
	if err != nil {
		return upkeep.File{}, upkeep.ErrNotFound
	}
	f, of, err := s.upkeep().FileOf(r.Context(), id)
	if err != nil {
		return f, err
	}
	return f, s.mayFile(r.Context(), of, write)
}

func (s *Server) upkeepFile(w http.ResponseWriter, r *http.Request) {
	f, err := s.fileAsked(r, false)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: f.SHA256, Size: f.Size, MediaType: f.MediaType, Name: f.Name})
}

func (s *Server) removeUpkeepFile(w http.ResponseWriter, r *http.Request) {
	f, err := s.fileAsked(r, true)
	if err == nil {
		_, err = s.upkeep().RemoveFile(r.Context(), s.principalOf(r.Context()).Account.ID, f.ID, strings.TrimSpace(r.URL.Query().Get("reason")))
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
