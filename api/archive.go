package api

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/papers"
	"diming/gazetteer/placefile"
	"diming/internal/blob"
	"diming/internal/ledger"
)

// archiveRoutes are the name archive of a place.
func (s *Server) archiveRoutes(rs routes) {
	get(rs, public, "/v1/places/{id}/archive", "The name archive of a place: its names and the decisions about it; files of cases only for those who may read them", s.placeArchive)
	rs.plain(mayIn(readCases, placeDivision), http.MethodGet, "/v1/places/{id}/archive.html", s.archivePage)
	rs.plain(mayIn(readCases, placeDivision), http.MethodGet, "/v1/places/{id}/archive.zip", s.archiveZIP)
}

type archiveInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	ID   string `path:"id" maxLength:"36"`
}

func (s *Server) placeArchive(ctx context.Context, in *archiveInput) (*struct{ Body papers.Archive }, error) {
	a, err := s.archiveOf(ctx, in.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body papers.Archive }{a}, nil
}

// archiveOf gathers the archive of a place as the asker may see it.
func (s *Server) archiveOf(ctx context.Context, id string) (papers.Archive, error) {
	p, r, err := s.lookup(ctx, &placeInput{ID: id})
	if err != nil {
		return papers.Archive{}, err
	}
	store := &placefile.Store{Boundaries: s.Boundaries, Cases: s.Cases, Notices: s.notices(), Documents: s.Documents,
		Providers: []placefile.Provider{placefile.Certificates(s.certificateStore())}}
	return store.Gather(ctx, placefile.Reader{Inside: r.Internal, Named: s.namer(ctx),
		May: func(ctx context.Context, division uuid.UUID) (bool, error) { return s.mayDo(ctx, readCases, division) }}, p)
}

// printedArchive is an archive with what stands on its print.
func (s *Server) printedArchive(r *http.Request) (papers.Archive, error) {
	ctx := r.Context()
	a, err := s.archiveOf(ctx, r.PathValue("id"))
	if err != nil {
		return a, err
	}
	head, err := ledger.ReadHead(ctx, s.DB)
	if err != nil {
		return a, err
	}
	home, err := s.Boundaries.Home(ctx)
	if err == nil {
		a.Bureau = boundaries.StandardName(home.Name) + "民政局"
	} else if !errors.Is(err, boundaries.ErrNotFound) {
		return a, err
	}
	a.Today, a.Head, a.Demo = papers.Today(time.Now()), papers.Head{Seq: head.Seq, Hash: hex.EncodeToString(head.Hash)}, s.IsDemo()
	return a, nil
}

// archivePage gives the archive as a page to print.
func (s *Server) archivePage(w http.ResponseWriter, r *http.Request) {
	a, err := s.printedArchive(r)
	var page bytes.Buffer
	if err == nil {
		err = papers.ArchiveHTML(&page, a)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-modals")
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(page.Bytes()) // the client may have gone
}

// archiveZIP gives the archive with the documents of its cases. It is noted in
// the ledger, as every export is.
func (s *Server) archiveZIP(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	a, err := s.printedArchive(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	file, err := os.CreateTemp("", "diming-archive-")
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	defer os.Remove(file.Name())
	defer file.Close()
	m, err := papers.PackageArchive(file, a)
	if errors.Is(err, papers.ErrDamaged) || errors.Is(err, blob.ErrNotFound) {
		s.Log.ErrorContext(ctx, "a document of an archive is damaged", "place", a.Place.ID, "error", err)
		err = lostDocument.in(ctx)
	}
	if err == nil {
		err = s.note(ctx, "place.archive", "place", uuid.MustParse(a.Place.ID), ledger.Fields{"files": int64(len(m.Files))})
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", disposition("attachment", a.Place.Name+"地名档案.zip"))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, file)
}
