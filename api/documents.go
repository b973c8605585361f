package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"diming/boundaries"
	"diming/internal/blob"
	"diming/internal/document"
	"diming/internal/version"
)

// takeDocument keeps the file that a request brings, if it is of a kind that
// is allowed and truly what it says: the part named file of a form, or the
// body itself with ?filename=. Nothing is kept of a file that is refused. The
// caller has settled who may.
func (s *Server) takeDocument(w http.ResponseWriter, r *http.Request, allowed document.Kinds) (document.Document, error) {
	return s.takeDocumentUpTo(w, r, allowed, math.MaxInt64)
}

// takeDocumentUpTo is takeDocument for files of at most so many bytes, where
// the setting does not want less.
func (s *Server) takeDocumentUpTo(w http.ResponseWriter, r *http.Request, allowed document.Kinds, limit int64) (document.Document, error) {
	ctx := r.Context()
	most, err := s.largestDocument(ctx)
	if err != nil {
		return document.Document{}, err
	}
	most = min(most, limit)
	if r.ContentLength > most+envelope {
		return document.Document{}, tooBig(ctx, most)
	}
	r.Body = http.MaxBytesReader(w, r.Body, most+envelope)
	claim, content, err := broughtFile(r)
	if err != nil {
		return document.Document{}, overOr(ctx, err, most, noDocument.in(ctx))
	}
	d := document.Document{Original: strings.ToValidUTF8(claim.Name, "\uFFFD")}
	digest, size, err := s.Documents.PutIf(io.LimitReader(content, most+1), func(content io.ReaderAt, size int64) error {
		if size > most {
			return tooBig(ctx, most)
		}
		var err error
		d.Kind, err = document.Check(content, size, claim, allowed)
		return err
	})
	if err != nil {
		return document.Document{}, overOr(ctx, err, most, err)
	}
	d.SHA256, d.Size, d.MediaType, d.Name = string(digest), size, d.Kind.MediaType(), document.NameFor(claim.Name, d.Kind)
	return d, nil
}

// largestDocument is in bytes how long a document may be.
func (s *Server) largestDocument(ctx context.Context) (int64, error) {
	known, err := boundaries.Known(boundaries.SettingDocumentSize)
	if err != nil {
		return 0, err
	}
	text := known.Default
	home, err := s.Boundaries.Home(ctx)
	if err == nil {
		value, _, set, settingErr := s.Boundaries.Setting(ctx, home.ID, known.Key, version.Today())
		if err = settingErr; set {
			text = value
		}
	}
	if err != nil && !errors.Is(err, boundaries.ErrNotFound) {
		return 0, fmt.Errorf("largest document: %w", err)
	}
	megabytes, err := strconv.ParseInt(text, 10, 32)
	return megabytes * 1_000_000, err
}

func tooBig(ctx context.Context, most int64) error {
	p := bigDocument.in(ctx)
	p.Detail = pick(ctx, fmt.Sprintf("文件不能超过 %d MB。请压缩或分开后再传。", most/1_000_000),
		fmt.Sprintf("A file has at most %d MB. Compress or divide it.", most/1_000_000))
	return p
}

// overOr tells a request that ran over the limit from every other error.
func overOr(ctx context.Context, err error, most int64, otherwise error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooBig(ctx, most)
	}
	return otherwise
}

// broughtFile gives the file in a request with what the sender says of it.
func broughtFile(r *http.Request) (document.Claim, io.Reader, error) {
	declared := r.Header.Get("Content-Type")
	if t, _, _ := mime.ParseMediaType(declared); t != "multipart/form-data" {
		name := r.URL.Query().Get("filename")
		if name == "" {
			return document.Claim{}, nil, errors.New("no file name")
		}
		return document.Claim{Name: name, MediaType: declared}, r.Body, nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return document.Claim{}, nil, err
	}
	for {
		part, err := form.NextRawPart()
		if err != nil {
			return document.Claim{}, nil, err
		}
		if part.FormName() == "file" {
			_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
			return document.Claim{Name: params["filename"], MediaType: part.Header.Get("Content-Type")}, part, err
		}
	}
}

// shownInline are the kinds that a browser may show by itself when asked.
var shownInline = []string{document.PDF.MediaType(), document.JPEG.MediaType(), document.PNG.MediaType()}

// serveDocument sends a document that is kept: to be saved, or shown where
// ?inline=1 asks for it and the kind is harmless. Nothing in it runs in our
// name: its type is not guessed, and it lies in a sandbox of its own.
func (s *Server) serveDocument(w http.ResponseWriter, r *http.Request, d document.Document) {
	how := "attachment"
	if r.URL.Query().Get("inline") == "1" && slices.Contains(shownInline, d.MediaType) {
		how = "inline"
	}
	s.deliver(w, r, d, how, "private, no-cache")
}

func (s *Server) deliver(w http.ResponseWriter, r *http.Request, d document.Document, how, cache string) {
	content, err := s.Documents.Open(blob.Digest(d.SHA256))
	if err != nil {
		if errors.Is(err, blob.ErrNotFound) {
			s.Log.ErrorContext(r.Context(), "a document that the register names is missing", "sha256", d.SHA256)
			err = lostDocument.in(r.Context())
		}
		s.writeProblem(w, r, err)
		return
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Disposition", disposition(how, d.Name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", cache)
	h.Set("ETag", `"`+d.SHA256+`"`)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// disposition names a file for whoever saves it, RFC 6266: in ASCII for old
// programs and in full as RFC 5987 writes it.
func disposition(how, name string) string {
	name = document.CleanName(name)
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%;`, r) {
			return '_'
		}
		return r
	}, name)
	return how + `; filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
