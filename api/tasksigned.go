package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/document"
)

// taskSignedRoutes tell how the sheets of a task are signed, and take the scan
// of one that was signed in ink.
func (s *Server) taskSignedRoutes(rs routes) {
	const signatures, scan, filed = "/v1/tasks/{task}/signatures", "/v1/tasks/{task}/sheets/{digest}/scan", "/v1/tasks/{task}/scans/{scan}"
	get(rs, may(readInspection), signatures, "How the field records of a task are signed", s.taskSigned, Example{Path: signatures})
	rs.plain(may(workInspection), http.MethodPut, scan, s.fileTaskScan, Example{Path: "/v1/tasks/{task}/sheets/none/scan?filename=a.pdf", Body: `{}`})
	rs.plain(may(readInspection), http.MethodGet, filed, s.taskScan, Example{Path: "/v1/tasks/{task}/scans/not-an-id"})
}

// TaskSignedBody is how a task's field records are signed.
type TaskSignedBody struct {
	State         inspection.State    `json:"state"`
	Sheet         string              `json:"sheet" doc:"Digest of the best one, empty where there is none."`
	Sheets        []FieldSheetBody    `json:"sheets"`
	Signatures    []TaskSignatureBody `json:"signatures"`
	Uncovered     int                 `json:"uncovered" doc:"Records that stand and are not in the best sheet."`
	Disagreements []uuid.UUID         `json:"disagreements"`
	Server        string              `json:"server"`
	ServerKey     string              `json:"server_key" doc:"Ed25519, base64url: by which this server signs its task files."`
	Fingerprint   string              `json:"fingerprint" doc:"Of the key, to be read out on the telephone."`
}

// TaskSignatureBody is a signature with who made it on which phone.
type TaskSignatureBody struct {
	FieldSignatureBody
	Phone string    `json:"phone"`
	Made  time.Time `json:"made_at" doc:"As the server reckons from the phone's clock."`
	Drawn string    `json:"drawn,omitempty" doc:"SHA-256 of the picture that the signer drew."`
}

func (s *Server) taskSigned(ctx context.Context, in *taskOnlyInput) (*struct{ Body TaskSignedBody }, error) {
	if _, _, err := s.taskFor(ctx, readInspection, in.Task); err != nil {
		return nil, s.failTask(ctx, err)
	}
	signed, err := s.field().Signed(ctx, in.Task)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	identity, err := s.field().Identity(ctx)
	if err != nil {
		return nil, s.failTask(ctx, err)
	}
	st := signed.Standing
	b := TaskSignedBody{State: st.State, Sheet: st.Sheet, Sheets: sheetBodies(ctx, signed), Uncovered: len(st.Uncovered), Disagreements: orEmpty(st.Disagreements),
		Server: identity.Server.String(), ServerKey: identity.Key(), Fingerprint: keyFingerprint(identity.Key())}
	if b.Signatures, err = s.taskSignatures(ctx, signed); err != nil {
		return nil, s.failTask(ctx, err)
	}
	return &struct{ Body TaskSignedBody }{b}, nil
}

func (s *Server) taskSignatures(ctx context.Context, signed fieldsync.Signed) ([]TaskSignatureBody, error) {
	var ids []uuid.UUID
	for _, one := range signed.Signatures {
		ids = append(ids, one.Statement.Device)
	}
	phones, err := s.field().Phones(ctx, ids)
	if err != nil {
		return nil, err
	}
	all := []TaskSignatureBody{}
	for i, b := range signatureBodies(signed) {
		made, err := s.field().Reckoned(ctx, b.Device, b.SignedAt)
		if err != nil {
			return nil, err
		}
		all = append(all, TaskSignatureBody{b, phones[b.Device].Name, made, signed.Signatures[i].Statement.Drawn})
	}
	return all, nil
}

// keyFingerprint shortens a key to what two people read to each other: the first 128
// bits of the SHA-256 of its text, in eight groups of four hex digits.
func keyFingerprint(key string) string {
	digest := inspection.Digest([]byte(key))
	groups := make([]string, 8)
	for i := range groups {
		groups[i] = digest[4*i : 4*i+4]
	}
	return strings.Join(groups, " ")
}

// scans are the kinds in which a sealed sheet is filed.
var scans = document.Kinds{document.PDF, document.JPEG, document.PNG, document.TIFF}

// fileTaskScan files the scan of a sheet that both sides signed in ink and
// sealed. The same scan again changes nothing.
func (s *Server) fileTaskScan(w http.ResponseWriter, r *http.Request) {
	ctx, digest := r.Context(), chi.URLParam(r, "digest")
	t, _, err := s.taskAt(r, workInspection)
	if err == nil {
		err = fieldDigest(ctx, digest)
	}
	if err == nil {
		err = s.field().HasSheet(ctx, t.ID, digest) // before a file is kept for nothing
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	file, err := s.takeDocument(w, r, scans)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	scan, err := s.field().FileScan(ctx, s.principalOf(ctx).Account.ID, t.ID, digest, file)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, http.StatusOK, ScanBody{scan.ID, scan.SHA256, scan.Name, scan.Filed})
}

func (s *Server) taskScan(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	t, _, err := s.taskAt(r, readInspection)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	id, err := fieldPart(ctx, chi.URLParam(r, "scan"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	scan, err := s.field().ScanOf(ctx, t.ID, id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, scan.Document)
}
