package api

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

// fieldSyncRoutes take what phones bring and answer with receipts.
func (s *Server) fieldSyncRoutes(rs routes) {
	s.byPhone(rs, http.MethodPost, "/v1/field/records", s.takeRecords)
	s.byPhone(rs, http.MethodPut, "/v1/field/records/{record}", s.takeRecord, Example{Body: `{}`})
	s.byPhone(rs, http.MethodGet, "/v1/field/files/{sha256}", s.askFile)
	s.byPhone(rs, http.MethodPut, "/v1/field/files/{sha256}", s.takeChunk)
	s.byPhone(rs, http.MethodPut, "/v1/field/sheets/{digest}", s.takeSheet, Example{Body: `{}`})
	s.byPhone(rs, http.MethodPut, "/v1/field/signatures/{signature}", s.takeSignature, Example{Body: `{}`})
}

// largestSheet is in bytes the longest body of a sheet: ten thousand records.
const largestSheet = 2 << 20

// ReceiptBody is a receipt as it was signed.
type ReceiptBody struct {
	Receipt   string `json:"receipt"`
	Signature string `json:"signature"`
	Key       string `json:"key"`
}

func receiptBody(r *inspection.SignedReceipt) ReceiptBody {
	return ReceiptBody{r.Text, r.Signature, r.Key}
}

// item reads what a phone sends under a digest: the body to the byte. A phone
// that does not say the digest is believed about the bytes.
func (s *Server) item(r *http.Request, most int64) (fieldsync.Item, error) {
	text, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err != nil {
		return fieldsync.Item{}, badRequest.in(r.Context())
	}
	digest := r.Header.Get(digestName)
	if digest == "" {
		digest = inspection.Digest(text)
	}
	return fieldsync.Item{Digest: digest, Text: text}, nil
}

// answerReceipt answers what was taken: 201 the first time, 200 again.
func (s *Server) answerReceipt(w http.ResponseWriter, r *http.Request, a inspection.Answer, err error) {
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, statusOf(a), receiptBody(a.Receipt))
}

func statusOf(a inspection.Answer) int {
	if a.Repeat {
		return http.StatusOK
	}
	return http.StatusCreated
}

func (s *Server) takeRecord(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	item, err := s.item(r, inspection.MaxRecordBytes)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	all, err := s.field().Records(r.Context(), d, []fieldsync.Item{item})
	var answer inspection.Answer
	if err == nil {
		if answer = all[0].Answer; all[0].Refusal != nil {
			err = all[0].Refusal
		}
	}
	s.answerReceipt(w, r, answer, err)
}

// recordLine is a record of a batch, and answerLine what became of it.
type recordLine struct {
	Digest string `json:"digest"`
	Record string `json:"record"` // canonical, as a text
}

type answerLine struct {
	Status int `json:"status"`
	ReceiptBody
}

// takeRecords takes up to 200 records, one a line, in one transaction, and
// answers each in a line of its own, in order.
func (s *Server) takeRecords(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	items, err := s.recordLines(r)
	var all []fieldsync.Outcome
	if err == nil && len(items) > 0 {
		all, err = s.field().Records(r.Context(), d, items)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := json.NewEncoder(w)
	for _, o := range all {
		var line any
		if o.Refusal != nil {
			line = phoneProblem(r.Context(), o.Refusal)
		} else {
			line = answerLine{statusOf(o.Answer), receiptBody(o.Answer.Receipt)}
		}
		_ = out.Encode(line) // the client may have gone
	}
}

// recordLines reads a batch. A line that is none is a record that cannot be
// read, so that those beside it are taken.
func (s *Server) recordLines(r *http.Request) ([]fieldsync.Item, error) {
	lines := bufio.NewReader(r.Body)
	var items []fieldsync.Item
	for {
		text, err := readLine(lines, 2*inspection.MaxRecordBytes)
		if len(text) > 0 {
			var line recordLine
			if json.Unmarshal(text, &line) != nil {
				line = recordLine{inspection.Digest(text), string(text)}
			}
			items = append(items, fieldsync.Item{Digest: line.Digest, Text: []byte(line.Record)})
		}
		switch {
		case len(items) > fieldsync.MaxBatch:
			return nil, batchTooBig.in(r.Context())
		case errors.Is(err, io.EOF):
			return items, nil
		case err != nil:
			return nil, badRequest.in(r.Context())
		}
	}
}

var errLongLine = errors.New("a line is too long")

// readLine gives the next line without its end, of at most so many bytes.
func readLine(r *bufio.Reader, most int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if line = append(line, part...); len(line) > most {
			return nil, errLongLine
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSpace(line), err
		}
	}
}

// FileBody is how much of a file is here.
type FileBody struct {
	Have    int64        `json:"have"`
	Size    *int64       `json:"size"`    // null where nothing was ever sent
	Receipt *ReceiptBody `json:"receipt"` // null while the file is not whole
}

func answerFile(w http.ResponseWriter, a inspection.Answer) {
	body := FileBody{Have: a.Have}
	if a.Size > 0 {
		body.Size = &a.Size
	}
	if a.Receipt != nil {
		receipt := receiptBody(a.Receipt)
		body.Receipt = &receipt
	}
	answerJSON(w, http.StatusOK, body)
}

func (s *Server) askFile(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	a, err := s.field().AskFile(r.Context(), d, chi.URLParam(r, "sha256"))
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerFile(w, a)
}

// takeChunk takes the next part of a file: ?offset=&size=&task=.
func (s *Server) takeChunk(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	q := r.URL.Query()
	c := inspection.Chunk{SHA256: chi.URLParam(r, "sha256")}
	var errOffset, errSize, errTask, err error
	c.Offset, errOffset = strconv.ParseInt(q.Get("offset"), 10, 64)
	c.Size, errSize = strconv.ParseInt(q.Get("size"), 10, 64)
	c.Task, errTask = uuid.Parse(q.Get("task"))
	c.Bytes, err = io.ReadAll(io.LimitReader(r.Body, inspection.MaxChunk+1))
	if errors.Join(errOffset, errSize, errTask, err) != nil {
		s.writeProblem(w, r, badRequest.in(r.Context()))
		return
	}
	a, err := s.field().FileChunk(r.Context(), d, c)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerFile(w, a)
}

func (s *Server) takeSheet(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	item, err := s.item(r, largestSheet)
	var a inspection.Answer
	if err == nil {
		a, err = s.field().Sheet(r.Context(), d, item)
	}
	s.answerReceipt(w, r, a, err)
}

func (s *Server) takeSignature(w http.ResponseWriter, r *http.Request, d fieldsync.Device) {
	item, err := s.item(r, inspection.MaxRecordBytes)
	var a inspection.Answer
	if err == nil {
		a, err = s.field().Signature(r.Context(), d, item)
	}
	s.answerReceipt(w, r, a, err)
}
