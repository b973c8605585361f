package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries/line"
	"diming/internal/desk"
	"diming/internal/document"
	"diming/internal/version"
)

// boundaryRecordRoutes are the papers of a line, its enclaves 飞地 and the works
// across it 跨界工程: for the offices of both sides, never public.
func (s *Server) boundaryRecordRoutes(rs routes) {
	const base = "/v1/boundary-lines/{line}"
	rs.plain(may(changeLine), http.MethodPost, base+"/documents", s.addLineDocument, Example{Path: base + "/documents?paper=agreement&filename=a.pdf", Body: `{}`})
	rs.plain(may(readInspection), http.MethodGet, base+"/documents/{document}", s.lineDocument, Example{Path: base + "/documents/not-an-id"})
	rs.plain(may(changeLine), http.MethodDelete, base+"/documents/{document}", s.removeLineDocument, Example{Path: base + "/documents/not-an-id"})
	operate(rs, may(changeLine), huma.Operation{Method: http.MethodPost, Path: base + "/enclaves", Summary: "Register an enclave of a line"},
		s.addEnclave, Example{Body: `{"name":"测试","basis":"测试","division":"{division}","within":"{division}"}`})
	operate(rs, may(changeLine), huma.Operation{Method: http.MethodDelete, Path: base + "/enclaves/{record}", Summary: "Take an enclave out"}, s.removeEnclave)
	operate(rs, may(changeLine), huma.Operation{Method: http.MethodPost, Path: base + "/works", Summary: "Register a work across a line"},
		s.addWork, Example{Body: `{"name":""}`})
	operate(rs, may(changeLine), huma.Operation{Method: http.MethodDelete, Path: base + "/works/{record}", Summary: "Take a work across a line out"}, s.removeWork)
}

// LineDocument is a paper of a line.
type LineDocument struct {
	ID        uuid.UUID `json:"id"`
	Kind      string    `json:"kind"`
	Title     string    `json:"title"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type"`
	Bytes     int64     `json:"bytes"`
	SHA256    string    `json:"sha256"`
	At        time.Time `json:"at"`
}

// LineEnclave is land of one division inside another.
type LineEnclave struct {
	ID       uuid.UUID `json:"id"`
	Name     string    `json:"name"`
	Division uuid.UUID `json:"division"`
	Within   uuid.UUID `json:"within"`
	Basis    string    `json:"basis"`
	Note     string    `json:"note"`
}

// LineWork is a construction across a line.
type LineWork struct {
	ID       uuid.UUID `json:"id"`
	Name     string    `json:"name"`
	Kind     string    `json:"kind"`
	Lon      *float64  `json:"lon,omitempty"`
	Lat      *float64  `json:"lat,omitempty"`
	Builder  string    `json:"builder"`
	ConsentA string    `json:"consent_a"`
	ConsentB string    `json:"consent_b"`
	FiledOn  string    `json:"filed_on,omitempty"`
	Note     string    `json:"note"`
}

// lineRecords adds what belongs to a line to its answer.
func (s *Server) lineRecords(ctx context.Context, id uuid.UUID, body *LineBody) error {
	documents, err := s.Lines.Documents(ctx, id)
	if err != nil {
		return err
	}
	for _, d := range documents {
		body.Documents = append(body.Documents, LineDocument{d.ID, d.Kind, d.Title, d.Name, d.MediaType, d.Size, d.Digest, d.At})
	}
	enclaves, err := s.Lines.Enclaves(ctx, id)
	if err != nil {
		return err
	}
	for _, e := range enclaves {
		body.Enclaves = append(body.Enclaves, LineEnclave{e.ID, e.Name, e.Division, e.Within, e.Basis, e.Note})
	}
	works, err := s.Lines.Works(ctx, id)
	for _, w := range works {
		one := LineWork{ID: w.ID, Name: w.Name, Kind: w.Kind, Builder: w.Builder, ConsentA: w.ConsentA, ConsentB: w.ConsentB, FiledOn: w.FiledOn.String(), Note: w.Note}
		if w.Place != nil {
			one.Lon, one.Lat = &w.Place[0], &w.Place[1]
		}
		body.Works = append(body.Works, one)
	}
	return err
}

// lineWrite makes one write of what belongs to a line, once however often it is
// sent, and answers the line.
func (s *Server) lineWrite(ctx context.Context, id uuid.UUID, key, what string, body []byte, do func(lines *line.Store, by uuid.UUID) error) (*boundaryLineOutput, error) {
	if _, _, err := s.lineFor(ctx, changeLine, id, AsOfParams{}); err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: key, Digest: intended(body, "boundary line "+what, id.String())}
	if _, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) { return id.String(), do(&line.Store{DB: tx}, by) }); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.boundaryLine(ctx, &boundaryLineInput{Line: id})
}

type enclaveInput struct {
	OnceParams
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `path:"line"`
	Body struct {
		Name     string    `json:"name" maxLength:"200"`
		Division uuid.UUID `json:"division" doc:"Whose land it is."`
		Within   uuid.UUID `json:"within" doc:"In which it lies."`
		Basis    string    `json:"basis" maxLength:"1000"`
		Note     string    `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *Server) addEnclave(ctx context.Context, in *enclaveInput) (*boundaryLineOutput, error) {
	return s.lineWrite(ctx, in.Line, in.Key, "enclave", in.RawBody, func(lines *line.Store, by uuid.UUID) error {
		b := in.Body
		_, err := lines.AddEnclave(ctx, by, in.Line, line.Enclave{Name: b.Name, Division: b.Division, Within: b.Within, Basis: b.Basis, Note: b.Note})
		return err
	})
}

type recordInput struct {
	Lang   string    `query:"lang" enum:"zh,en"`
	Key    string    `header:"Idempotency-Key" maxLength:"200"`
	Line   uuid.UUID `path:"line"`
	Record uuid.UUID `path:"record"`
}

func (s *Server) removeEnclave(ctx context.Context, in *recordInput) (*boundaryLineOutput, error) {
	return s.lineWrite(ctx, in.Line, in.Key, "remove "+in.Record.String(), nil, func(lines *line.Store, by uuid.UUID) error {
		_, err := lines.RemoveEnclave(ctx, by, in.Line, in.Record)
		return err
	})
}

type workInput struct {
	OnceParams
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `path:"line"`
	Body struct {
		Name     string   `json:"name" maxLength:"200"`
		Kind     string   `json:"kind,omitempty" maxLength:"100"`
		Lon      *float64 `json:"lon,omitempty" minimum:"-180" maximum:"180"`
		Lat      *float64 `json:"lat,omitempty" minimum:"-90" maximum:"90"`
		Builder  string   `json:"builder,omitempty" maxLength:"200"`
		ConsentA string   `json:"consent_a,omitempty" maxLength:"400"`
		ConsentB string   `json:"consent_b,omitempty" maxLength:"400"`
		FiledOn  string   `json:"filed_on,omitempty" maxLength:"10"`
		Note     string   `json:"note,omitempty" maxLength:"4000"`
	}
}

func (s *Server) addWork(ctx context.Context, in *workInput) (*boundaryLineOutput, error) {
	b := in.Body
	filed, err := dayOr(b.FiledOn, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	w := line.Work{Name: b.Name, Kind: b.Kind, Builder: b.Builder, ConsentA: strings.TrimSpace(b.ConsentA), ConsentB: strings.TrimSpace(b.ConsentB), FiledOn: filed, Note: b.Note}
	if b.Lon != nil && b.Lat != nil {
		w.Place = &orb.Point{*b.Lon, *b.Lat}
	}
	return s.lineWrite(ctx, in.Line, in.Key, "work", in.RawBody, func(lines *line.Store, by uuid.UUID) error {
		_, err := lines.AddWork(ctx, by, in.Line, w)
		return err
	})
}

func (s *Server) removeWork(ctx context.Context, in *recordInput) (*boundaryLineOutput, error) {
	return s.lineWrite(ctx, in.Line, in.Key, "remove "+in.Record.String(), nil, func(lines *line.Store, by uuid.UUID) error {
		_, err := lines.RemoveWork(ctx, by, in.Line, in.Record)
		return err
	})
}

// lineOfPath tells which line a plain request is about, to who may do an action
// on one of its sides; it answers what is wrong.
func (s *Server) lineOfPath(w http.ResponseWriter, r *http.Request, a Action) (uuid.UUID, bool) {
	id, err := uuid.Parse(chi.URLParam(r, "line"))
	if err != nil {
		err = line.ErrNotFound
	} else {
		_, _, err = s.lineFor(r.Context(), a, id, AsOfParams{})
	}
	if err != nil {
		s.writeProblem(w, r, err)
	}
	return id, err == nil
}

// addLineDocument takes a file as a paper of a line: the part named file of a
// form, or the body with ?filename=; ?paper= says which paper it is.
func (s *Server) addLineDocument(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	id, ok := s.lineOfPath(w, r, changeLine)
	if !ok {
		return
	}
	d := line.Document{Kind: r.URL.Query().Get("paper"), Title: strings.TrimSpace(r.URL.Query().Get("title"))}
	if !slices.Contains(line.DocumentKinds, d.Kind) {
		s.writeProblem(w, r, documentKind.in(ctx))
		return
	}
	file, err := s.takeDocument(w, r, document.Papers)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	d.Digest, d.MediaType, d.Name, d.Size = file.SHA256, file.MediaType, file.Name, file.Size
	out, err := s.lineWrite(ctx, id, r.Header.Get("Idempotency-Key"), "document "+d.Kind+d.Title, []byte(file.SHA256), func(lines *line.Store, by uuid.UUID) error {
		_, err := lines.AddDocument(ctx, by, id, d)
		return err
	})
	s.answerLine(w, r, http.StatusCreated, out, err)
}

func (s *Server) answerLine(w http.ResponseWriter, r *http.Request, status int, out *boundaryLineOutput, err error) {
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", out.ETag)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out.Body) // the client may have gone
}

func (s *Server) lineDocument(w http.ResponseWriter, r *http.Request) {
	id, ok := s.lineOfPath(w, r, readInspection)
	if !ok {
		return
	}
	paper, err := uuid.Parse(chi.URLParam(r, "document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	all, err := s.Lines.Documents(r.Context(), id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	at := slices.IndexFunc(all, func(d line.Document) bool { return d.ID == paper })
	if at < 0 {
		s.writeProblem(w, r, line.ErrRecord)
		return
	}
	d := all[at]
	s.serveDocument(w, r, document.Document{SHA256: d.Digest, Size: d.Size, MediaType: d.MediaType, Name: d.Name})
}

func (s *Server) removeLineDocument(w http.ResponseWriter, r *http.Request) {
	id, ok := s.lineOfPath(w, r, changeLine)
	if !ok {
		return
	}
	paper, err := uuid.Parse(chi.URLParam(r, "document"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	out, err := s.lineWrite(r.Context(), id, r.Header.Get("Idempotency-Key"), "remove "+paper.String(), nil, func(lines *line.Store, by uuid.UUID) error {
		_, err := lines.RemoveDocument(r.Context(), by, id, paper)
		return err
	})
	s.answerLine(w, r, http.StatusOK, out, err)
}
