package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"diming/api/counter"
	"diming/internal/document"
	"diming/signs/wallreport"
)

// What a report from the wall may weigh, and how large its picture is kept.
const (
	wallPhotoMost = 15 << 20
	wallFieldMost = 8 << 10
	wallPhotoEdge = 1600
)

// wallParts reads the form of a report: its fields into t and its photo, made
// plain; nil without one. What is wrong with the photo stands in t.
func (s *Server) wallParts(w http.ResponseWriter, r *http.Request, f counter.Frame, t *typed) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, wallPhotoMost+64<<10)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, badRequest.in(r.Context())
	}
	t.Values = url.Values{}
	var photo []byte
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return photo, nil
		}
		if err == nil && part.FormName() == "photo" {
			photo, err = wallPhoto(part, f, t)
		} else if err == nil {
			err = t.read(part)
		}
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			return nil, tooBig(r.Context(), wallPhotoMost)
		case err != nil:
			return nil, badRequest.in(r.Context())
		}
	}
}

// read keeps the text of a part: UTF-8 without control characters.
func (t *typed) read(part *multipart.Part) error {
	content, err := io.ReadAll(io.LimitReader(part, wallFieldMost+1))
	if err != nil || len(content) > wallFieldMost || !utf8.Valid(content) {
		return errors.Join(err, errField)
	}
	t.Set(part.FormName(), strings.Map(printable, strings.ReplaceAll(string(content), "\r\n", "\n")))
	return nil
}

var errField = errors.New("a field of a form is too long or no text")

// wallPhoto checks a photo by its content and makes it anew, without what the
// camera wrote into it. An empty part is what a browser sends for no photo.
func wallPhoto(part *multipart.Part, f counter.Frame, t *typed) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(part, wallPhotoMost+1))
	if err != nil || len(content) == 0 {
		return nil, err
	}
	if len(content) > wallPhotoMost {
		t.wrong["photo"] = f.T("照片太大了，请选 15 MB 以内的。", "The photo is too large: 15 MB at most.")
		return nil, nil
	}
	claim := document.Claim{Name: part.FileName(), MediaType: part.Header.Get("Content-Type")}
	_, err = document.Check(bytes.NewReader(content), int64(len(content)), claim, document.Kinds{document.JPEG, document.PNG})
	var refused *document.RefusedError
	if errors.As(err, &refused) {
		t.wrong["photo"] = f.T(refused.ZH, refused.EN)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	plain, err := document.PlainPicture(content, wallPhotoEdge)
	if errors.Is(err, document.ErrPicture) {
		t.wrong["photo"] = f.T("这张照片打不开，请重新拍一张。", "This photo cannot be opened; take another.")
		return nil, nil
	}
	return plain, err
}

// keepWallReport keeps the photo and then the report that names it.
func (s *Server) keepWallReport(ctx context.Context, d wallreport.Draft, photo []byte, on wallreport.Sign, l wallreport.Limits) (wallreport.Report, error) {
	if len(photo) > 0 {
		digest, _, err := s.Documents.Put(bytes.NewReader(photo))
		if err != nil {
			return wallreport.Report{}, err
		}
		d.Photo = string(digest)
	}
	return s.wallReports().Receive(ctx, d, on, l, today())
}
