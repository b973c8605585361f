package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/certificate"
	"diming/internal/ledger"
	"diming/signs"
)

type certificateDraftInput struct {
	ObjectParam
	Kind string `query:"kind" enum:"renamed,standard,one_place"`
}

func (s *Server) certificateDraft(ctx context.Context, in *certificateDraftInput) (*struct{ Body certificate.Facts }, error) {
	facts, at, err := s.certificateStore().Draft(ctx, certificate.Kind(in.Kind), in.ID, today())
	if err == nil {
		err = s.permit(ctx, issueCertificate, at.Division)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body certificate.Facts }{facts}, nil
}

type issueCertificateInput struct {
	ObjectParam
	OnceParams
	Body struct {
		Kind   string     `json:"kind" enum:"renamed,standard,one_place"`
		Holder HolderBody `json:"holder"`
		Basis  string     `json:"basis,omitempty" maxLength:"500" doc:"The register's decision if absent."`
	}
}

// HolderBody is for whom a certificate is issued. It is personal data, held
// apart and erasable.
type HolderBody struct {
	Name    string      `json:"name" maxLength:"100"`
	Papers  []PaperBody `json:"papers" maxItems:"20"`
	Purpose string      `json:"purpose,omitempty" maxLength:"200"`
}

// PaperBody is one of the holder's papers with the address that stands there.
type PaperBody struct {
	Kind    string `json:"kind" maxLength:"60"`
	Address string `json:"address" maxLength:"200"`
}

func (s *Server) issueCertificate(ctx context.Context, in *issueCertificateInput) (*madeOutput, error) {
	h := certificate.Holder{Name: in.Body.Holder.Name, Purpose: in.Body.Holder.Purpose}
	for _, p := range in.Body.Holder.Papers {
		h.Papers = append(h.Papers, certificate.Paper(p))
	}
	store := s.certificateStore()
	order := certificate.Order{Kind: certificate.Kind(in.Body.Kind), Place: in.ID, Holder: h, Basis: in.Body.Basis, Day: today()}
	trial, at, err := store.Trial(ctx, order)
	if err == nil {
		err = s.permit(ctx, issueCertificate, at.Division)
	}
	if err == nil {
		err = s.printable(ctx, certificate.Print{Certificate: trial, Holder: h})
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.makeOnce(ctx, in.OnceParams, "certificate of "+in.ID.String(), func(tx pgx.Tx) (uuid.UUID, error) {
		c, _, err := store.In(tx).Issue(ctx, s.principalOf(ctx).Account.ID, order)
		return c.ID, err
	})
}

// printable tells before a number is given out whether the fonts hold all that
// the paper is to print: of the holder and of the place. After that it would be
// found out too late.
func (s *Server) printable(ctx context.Context, p certificate.Print) error {
	fonts, err := s.sheets.Fonts(ctx)
	if err != nil {
		return err
	}
	for _, part := range p.Parts() {
		text := strings.ReplaceAll(part.Text, "\n", "") // a line ends there
		if err := fonts.Regular.Check(text); err != nil {
			return &unprintableError{part, err}
		}
	}
	return nil
}

// An unprintableError says of what on a certificate the fonts lack characters.
type unprintableError struct {
	certificate.Part
	err error
}

func (e *unprintableError) Error() string { return fmt.Sprintf("%s: %v", e.WhatEN, e.err) }
func (e *unprintableError) Unwrap() error { return e.err }

// mostInOneSitting is how many certificates one file holds.
const mostInOneSitting = 20

// certificatePDF writes the paper to print and seal; ?with= names others that
// are printed in the same sitting, each on its own page. That each was fetched
// is noted, as every export is.
func (s *Server) certificatePDF(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	ids := []uuid.UUID{uuid.MustParse(chi.URLParam(r, "certificate"))}
	for _, text := range strings.FieldsFunc(r.URL.Query().Get("with"), func(c rune) bool { return c == ',' }) {
		id, err := uuid.Parse(text)
		if err != nil || len(ids) == mostInOneSitting {
			s.writeProblem(w, r, badRequest.in(ctx))
			return
		}
		ids = append(ids, id)
	}
	content, all, err := s.printed(ctx, ids)
	for _, c := range all {
		if err == nil {
			err = s.note(ctx, "certificate.print", "certificate", c.ID, ledger.Fields{"number": c.Number})
		}
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", disposition("attachment", all[0].Number+s.sampleMark()+".pdf"))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the client may have gone
}

// sampleMark stands in the names of files whose data is not real.
func (s *Server) sampleMark() string {
	if s.IsDemo() {
		return "-示例数据"
	}
	return ""
}

func (s *Server) printed(ctx context.Context, ids []uuid.UUID) ([]byte, []certificate.Certificate, error) {
	fonts, err := s.sheets.Fonts(ctx)
	if err != nil {
		return nil, nil, err
	}
	var prints []certificate.Print
	var all []certificate.Certificate
	for _, id := range ids {
		p, err := s.toPrint(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		prints, all = append(prints, p), append(all, p.Certificate)
	}
	var out bytes.Buffer
	err = certificate.PDF(&out, fonts, prints...)
	return out.Bytes(), all, err
}

// toPrint gives a certificate with what only its paper shows.
func (s *Server) toPrint(ctx context.Context, id uuid.UUID) (certificate.Print, error) {
	store := s.certificateStore()
	c, err := store.ByID(ctx, id)
	if err == nil {
		err = s.permit(ctx, issueCertificate, c.Division)
	}
	if err != nil {
		return certificate.Print{}, err
	}
	holder, err := store.HolderOf(ctx, id)
	if err != nil {
		return certificate.Print{}, err
	}
	code, err := signs.Encode(s.proofOf(c))
	return certificate.Print{Certificate: c, Holder: holder, Address: s.proofOf(c), Code: code.Modules, Demo: s.IsDemo()}, err
}
