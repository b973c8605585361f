package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/gazetteer/certificate"
	"diming/internal/ledger"
)

// certificateRoutes are place-name certificates 地名证明: the office issues and
// revokes them, anybody who holds one may have it proved.
func (s *Server) certificateRoutes(rs routes) {
	one := "/v1/certificates/{certificate}"
	get(rs, mayAnywhere(issueCertificate), "/v1/certificates", "Certificates, the newest first; never found by holder", s.certificates)
	get(rs, may(issueCertificate), "/v1/places/{id}/certificate-draft", "What a certificate of a kind would say of a place today", s.certificateDraft, Example{Path: "/v1/places/{place}/certificate-draft?kind=standard"})
	operate(rs, may(issueCertificate), huma.Operation{Method: http.MethodPost, Path: "/v1/places/{id}/certificates", Summary: "Issue a certificate", DefaultStatus: http.StatusCreated},
		s.issueCertificate, Example{Path: "/v1/places/{place}/certificates", Body: `{"kind":"standard","holder":{"name":"","papers":[]}}`})
	get(rs, mayIn(issueCertificate, certificateDivision), one, "A certificate with its holder", s.oneCertificate)
	rs.plain(mayIn(issueCertificate, certificateDivision), http.MethodGet, one+"/certificate.pdf", s.certificatePDF)
	operate(rs, mayIn(revokeCertificate, certificateDivision), huma.Operation{Method: http.MethodPost, Path: one + "/revoke", Summary: "Take a certificate back", DefaultStatus: http.StatusNoContent},
		s.revokeCertificate, Example{Body: `{"reason":"测试"}`})
}

func (s *Server) certificateStore() *certificate.Store {
	return &certificate.Store{DB: s.DB, Places: s.Places}
}

// certificateDivision finds the division of the certificate in the address.
func certificateDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "certificate"))
	if err != nil {
		return uuid.Nil, certificate.ErrNotFound
	}
	c, err := s.certificateStore().ByID(r.Context(), id)
	return c.Division, err
}

// CertificateBody is a certificate without its holder.
type CertificateBody struct {
	ID         uuid.UUID         `json:"id"`
	Number     string            `json:"number"`
	Kind       certificate.Kind  `json:"kind" enum:"renamed,standard,one_place,door_plate,one_address"`
	Place      *uuid.UUID        `json:"place,omitempty" doc:"Of a certificate of a name."`
	Address    *uuid.UUID        `json:"address,omitempty" doc:"Of a certificate of an address."`
	Facts      certificate.Facts `json:"facts"`
	Papers     int               `json:"papers"`
	Issuer     string            `json:"issuer"`
	IssuedOn   string            `json:"issued_on"`
	RevokedOn  string            `json:"revoked_on,omitempty"`
	RevokedWhy string            `json:"revoked_why,omitempty"`
	NameNow    string            `json:"name_now" doc:"The place's standard name, or the text of the address, today."`
	Overtaken  bool              `json:"overtaken" doc:"The place has another name, or the address another text, since."`
	Ended      bool              `json:"ended" doc:"The address stands no more, and none carries it on."`
	Proof      string            `json:"proof" doc:"Address of the page that proves it."`
}

func (s *Server) certificateBody(c certificate.Certificate) CertificateBody {
	return CertificateBody{c.ID, c.Number, c.Kind, idOrNone(c.Place), idOrNone(c.Address), c.Facts, c.Papers, c.Issuer, c.IssuedOn.String(), c.RevokedOn.String(), c.RevokedWhy,
		c.NameNow, c.Overtaken(), c.Ended, s.proofOf(c)}
}

// proofOf is where the code of a certificate leads.
func (s *Server) proofOf(c certificate.Certificate) string {
	return s.PublicURL.String() + "/certificates/" + c.Token
}

type certificatesInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Place  string `query:"place" format:"uuid"`
	Of     string `query:"address" format:"uuid"`
	Q      string `query:"q" maxLength:"100" doc:"In the number or the name of the place."`
	Cursor string `query:"cursor" maxLength:"36"`
	Limit  int    `query:"limit" minimum:"0" maximum:"500" doc:"50 if absent."`
}

func (s *Server) certificates(ctx context.Context, in *certificatesInput) (*struct{ Body itemsOf[CertificateBody] }, error) {
	f := certificate.Filter{Text: in.Q, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 50
	}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, issueCertificate); err != nil {
		return nil, s.fail(ctx, err)
	}
	if id, err := cursorID(in.Cursor); err != nil {
		return nil, badCursor.in(ctx)
	} else if id != uuid.Nil {
		f.After = &id
	}
	if in.Place != "" {
		id := uuid.MustParse(in.Place) // huma checked the format
		f.Place = &id
	}
	if in.Of != "" {
		id := uuid.MustParse(in.Of)
		f.Of = &id
	}
	all, err := s.certificateStore().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[CertificateBody]{Items: make([]CertificateBody, len(all))}
	for i, c := range all {
		body.Items[i] = s.certificateBody(c)
	}
	if len(all) == f.Limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[CertificateBody] }{body}, nil
}

// CertificateParam names a certificate in an address.
type CertificateParam struct {
	Certificate uuid.UUID `path:"certificate"`
	Lang        string    `query:"lang" enum:"zh,en"`
}

// CertificateWithHolder is a certificate as the office reads it.
type CertificateWithHolder struct {
	CertificateBody
	Holder *HolderBody `json:"holder,omitempty" doc:"Absent where the personal data was erased."`
}

func (s *Server) oneCertificate(ctx context.Context, in *CertificateParam) (*struct{ Body CertificateWithHolder }, error) {
	c, err := s.certificateStore().ByID(ctx, in.Certificate)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := CertificateWithHolder{CertificateBody: s.certificateBody(c)}
	h, err := s.certificateStore().HolderOf(ctx, c.ID)
	switch {
	case err == nil:
		body.Holder = &HolderBody{Name: h.Name, Purpose: h.Purpose, Papers: []PaperBody{}}
		for _, p := range h.Papers {
			body.Holder.Papers = append(body.Holder.Papers, PaperBody(p))
		}
	case !errors.Is(err, ledger.ErrErased):
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body CertificateWithHolder }{body}, nil
}

type revokeCertificateInput struct {
	CertificateParam
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Shown to who scans the paper; name nobody in it."`
	}
}

func (s *Server) revokeCertificate(ctx context.Context, in *revokeCertificateInput) (*struct{}, error) {
	_, err := s.certificateStore().Revoke(ctx, s.principalOf(ctx).Account.ID, in.Certificate, in.Body.Reason, today())
	return s.done(ctx, err)
}
