package api

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	_ "image/png" // photos of markers may be PNG
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"golang.org/x/image/draw"

	"diming/boundaries/marker"
	"diming/boundaries/marker/papers"
	"diming/internal/blob"
	"diming/internal/document"
	"diming/internal/ledger"
	"diming/internal/version"
)

// markerFaces are the faces of which photos are kept.
var markerFaces = map[string]bool{"a": true, "b": true, "c": true, "around": true}

// addMarkerPhoto takes a photo of a face: the part named file of a form, or the
// body with ?filename=; ?face= says which.
func (s *Server) addMarkerPhoto(w http.ResponseWriter, r *http.Request) {
	ctx, id := r.Context(), uuid.MustParse(r.PathValue("marker")) // whoever settled the division has read it
	q := r.URL.Query()
	taken, err := dayOr(q.Get("taken_on"), version.Date{})
	if err == nil && !markerFaces[q.Get("face")] {
		err = badRequest.in(ctx)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	file, err := s.takeDocument(w, r, document.Kinds{document.JPEG, document.PNG})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	photo, err := s.markers().AddPhoto(ctx, s.principalOf(ctx).Account.ID, id, marker.Photo{Face: q.Get("face"), Digest: file.SHA256, MediaType: file.MediaType, Name: file.Name, Size: file.Size, TakenOn: taken})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(map[string]uuid.UUID{"id": photo}) // the client may have gone
}

func (s *Server) photoOf(r *http.Request) (marker.Photo, error) {
	id, err := uuid.Parse(r.PathValue("photo"))
	if err != nil {
		return marker.Photo{}, marker.ErrPhoto
	}
	return s.markers().PhotoOf(r.Context(), uuid.MustParse(r.PathValue("marker")), id)
}

func (s *Server) markerPhoto(w http.ResponseWriter, r *http.Request) {
	p, err := s.photoOf(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: p.Digest, Size: p.Size, MediaType: p.MediaType, Name: p.Name})
}

func (s *Server) removeMarkerPhoto(w http.ResponseWriter, r *http.Request) {
	p, err := s.photoOf(r)
	if err == nil {
		err = s.markers().RemovePhoto(r.Context(), s.principalOf(r.Context()).Account.ID, uuid.MustParse(r.PathValue("marker")), p.ID)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// markerForm writes the register form of a marker. The same marker gives the
// same bytes: its day is that of its last change.
func (s *Server) markerForm(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	m, err := s.markers().Now(ctx, uuid.MustParse(r.PathValue("marker")))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	forms, err := s.markerForms(ctx, []marker.Marker{m})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	if forms[0].Photos, err = s.printedPhotos(ctx, m.ID); err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.deliverForm(w, r, "界桩登记表-"+m.Number, "marker", m.ID, func(out io.Writer, asPDF bool) error {
		if !asPDF {
			return papers.FormXLSX(out, forms[0])
		}
		fonts, err := s.sheets.Fonts(ctx)
		if err != nil {
			return err
		}
		return papers.FormPDF(out, fonts, forms[0], m.Recorded.UTC())
	})
}

// markerTable writes the result table of a line's markers, or of all that the
// filters of the list leave.
func (s *Server) markerTable(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in markerListInput
	err := readQuery(r.URL.Query(), &in)
	var f marker.Filter
	if err == nil {
		f, err = s.markerFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = maxTable
	all, err := s.markers().List(ctx, f)
	if err == nil && len(all) == maxTable {
		err = badFilter.in(ctx)
	}
	var forms []papers.Form
	if err == nil {
		forms, err = s.markerForms(ctx, all)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	title, about, day := tableTitle(all, f.Line)
	s.deliverForm(w, r, "界桩成果表-"+title, "boundary_line", about, func(out io.Writer, asPDF bool) error {
		if !asPDF {
			return papers.TableXLSX(out, title, forms, s.IsDemo())
		}
		fonts, err := s.sheets.Fonts(ctx)
		if err != nil {
			return err
		}
		return papers.TablePDF(out, fonts, title, forms, s.IsDemo(), day)
	})
}

// maxTable is how many markers a table holds at most; a county has some
// hundreds.
const maxTable = 20000

// tableTitle names a table after its line, and dates it by its latest change.
func tableTitle(all []marker.Marker, line *uuid.UUID) (title string, about uuid.UUID, day time.Time) {
	title = "全部"
	if line != nil {
		about, title = *line, "界线"
	}
	for _, m := range all {
		if m.Line == about {
			title = m.LineName
		}
		if m.Recorded.After(day) {
			day = m.Recorded
		}
	}
	return title, about, day.UTC()
}

func (s *Server) markerForms(ctx context.Context, all []marker.Marker) ([]papers.Form, error) {
	points := make([]orb.Point, len(all))
	for i, m := range all {
		points[i] = m.Point
	}
	planes, err := s.markers().Planes(ctx, points)
	if err != nil {
		return nil, s.markerFault(ctx, err)
	}
	forms := make([]papers.Form, len(all))
	for i, m := range all {
		forms[i] = papers.Form{Marker: m, Plane: planes[i], Demo: s.IsDemo()}
	}
	return forms, nil
}

// printedPhotos are the newest photo of each face, reduced for paper.
func (s *Server) printedPhotos(ctx context.Context, id uuid.UUID) ([]papers.Picture, error) {
	all, err := s.markers().Photos(ctx, id)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var out []papers.Picture
	for _, p := range all {
		if seen[p.Face] {
			continue
		}
		seen[p.Face] = true
		content, err := s.reduced(p)
		if err != nil {
			return nil, err
		}
		out = append(out, papers.Picture{Face: p.Face, JPEG: content})
	}
	return out, nil
}

// printedPixels is the longer side of a photo on paper: 1,400 pixels over 76 mm
// are more than a printer shows.
const printedPixels = 1400

func (s *Server) reduced(p marker.Photo) ([]byte, error) {
	in, err := s.Documents.Open(blob.Digest(p.Digest))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	from, _, err := image.Decode(in)
	if err != nil {
		return nil, err
	}
	b := from.Bounds()
	scale := min(1, float64(printedPixels)/float64(max(b.Dx(), b.Dy())))
	to := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))))
	draw.ApproxBiLinear.Scale(to, to.Bounds(), from, b, draw.Src, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, to, &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}

// deliverForm writes a form and notes in the ledger that it was taken.
func (s *Server) deliverForm(w http.ResponseWriter, r *http.Request, name, object string, id uuid.UUID, write func(io.Writer, bool) error) {
	asPDF := strings.HasSuffix(r.URL.Path, ".pdf")
	var content bytes.Buffer
	err := write(&content, asPDF)
	if err == nil {
		err = s.note(r.Context(), "marker.export", object, id, ledger.Fields{"form": path.Base(r.URL.Path)})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	kind := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if asPDF {
		kind = "application/pdf"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition("attachment", name+s.sampleMark()+path.Ext(r.URL.Path)))
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(content.Bytes()) // the client may have gone
}
