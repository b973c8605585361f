package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/internal/blob"
	"diming/internal/document"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// addPlatePhoto keeps a photo for a step of a plate: the part named file of a
// form, or the body with ?filename=. The step names it by the digest that is
// answered; sent again it is the same photo.
func (s *Server) addPlatePhoto(w http.ResponseWriter, r *http.Request) {
	file, err := s.takeDocument(w, r, document.Kinds{document.JPEG, document.PNG})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]string{"photo": file.SHA256}) // the client may have gone
}

// photoKind is the media type of a photo that is kept, or a problem.
func (s *Server) photoKind(ctx context.Context, digest string) (string, error) {
	d, err := blob.ParseDigest(digest)
	if err != nil {
		return "", noPhoto.in(ctx)
	}
	content, err := s.Documents.Open(d)
	if err != nil {
		if errors.Is(err, blob.ErrNotFound) {
			err = noPhoto.in(ctx)
		}
		return "", err
	}
	defer content.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return "", err
	}
	kind := http.DetectContentType(head[:n])
	if kind != document.JPEG.MediaType() && kind != document.PNG.MediaType() {
		return "", noPhoto.in(ctx)
	}
	return kind, nil
}

// platePhoto serves a photo that a step of the plate names.
func (s *Server) platePhoto(w http.ResponseWriter, r *http.Request) {
	ctx, digest := r.Context(), r.PathValue("photo")
	steps, err := s.plates().Steps(ctx, uuid.MustParse(r.PathValue("plate"))) // whoever settled the division has read it
	var named *plate.Taken
	for i := range steps {
		if digest != "" && steps[i].Photo == digest {
			named = &steps[i]
		}
	}
	var kind string
	switch {
	case err != nil:
	case named == nil:
		err = noPhoto.in(ctx)
	default:
		kind, err = s.photoKind(ctx, digest)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: digest, MediaType: kind, Name: "plate-" + named.On.String() + "." + strings.TrimPrefix(kind, "image/")})
}

// plateContentOf is what a plate's artwork draws: the same as in the run that
// made it, with what was signed for its code there.
func (s *Server) plateContentOf(ctx context.Context, p plate.Plate) (artwork.Content, error) {
	said, err := s.payloads().Of(ctx, []uuid.UUID{p.ID})
	if err != nil {
		return artwork.Content{}, err
	}
	code := said[p.ID].Text
	if code == "" {
		if code, err = signs.CodeText(s.PublicURL, p.Token); err != nil {
			return artwork.Content{}, err
		}
	}
	c := p.Content(code)
	c.Demo, c.Shelter = s.IsDemo(), said[p.ID].Words
	return c, nil
}

// plateArtwork draws a plate as SVG, PDF or DXF at its true size: the same plate
// gives the same bytes.
func (s *Server) plateArtwork(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	p, err := s.plates().ByID(ctx, uuid.MustParse(r.PathValue("plate")))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	var out bytes.Buffer
	form := strings.TrimPrefix(path.Ext(r.URL.Path), ".")
	if err := s.drawPlate(ctx, &out, p, form); err != nil {
		s.writeProblem(w, r, s.failPlate(ctx, err))
		return
	}
	media := map[string]string{"svg": "image/svg+xml", "pdf": "application/pdf", "dxf": "image/vnd.dxf"}[form]
	how := "attachment"
	if form != "dxf" && r.URL.Query().Get("inline") == "1" {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition(how, p.Name+p.Number+"."+form))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache")
	_, _ = out.WriteTo(w) // the client may have gone
}

// drawnOn dates artwork that stands alone: no day of its own, so that the same
// plate is the same file.
var drawnOn = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (s *Server) drawPlate(ctx context.Context, out io.Writer, p plate.Plate, form string) error {
	font, err := s.plateFonts.Font(ctx)
	if err != nil {
		return err
	}
	content, err := s.plateContentOf(ctx, p)
	if err != nil {
		return err
	}
	design, err := s.plateDesign(ctx, p)
	if err != nil {
		return err
	}
	layout, _ := design.Layout(p.Kind) // the database holds no other kind
	drawing, err := artwork.Draw(font, layout, design.Scheme, content)
	if err != nil {
		return err
	}
	switch form {
	case "svg":
		return artwork.SVG(out, drawing)
	case "dxf":
		return artwork.DXF(out, drawing)
	}
	return artwork.PDF(out, artwork.Properties{Title: drawing.Title, Day: drawnOn}, artwork.Trim{BleedMM: 3, MarksMM: 5}, drawing)
}

// plateDesign is how plates are set today where a plate hangs.
func (s *Server) plateDesign(ctx context.Context, p plate.Plate) (artwork.Design, error) {
	division, err := s.plates().Division(ctx, p.ID)
	if err != nil {
		return artwork.Design{}, err
	}
	return s.plates().DesignIn(ctx, division, version.AsOf{})
}
