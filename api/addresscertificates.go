package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/addresscase"
	"diming/gazetteer/certificate"
	"diming/internal/desk"
)

// addressCertificateRoutes issue the 门牌证 and the 地址证明 of an address. They
// are read, printed and revoked as every certificate is.
func (s *Server) addressCertificateRoutes(rs routes) {
	const one = "/v1/addresses/{address}"
	get(rs, mayIn(issueCertificate, s.addressDivision), one+"/certificate-draft", "What a certificate of a kind would say of an address today", s.addressCertificateDraft,
		Example{Path: one + "/certificate-draft?kind=door_plate"})
	operate(rs, mayIn(issueCertificate, s.addressDivision), huma.Operation{Method: http.MethodPost, Path: one + "/certificates",
		Summary: "Issue the certificates of an address that are printed in one sitting, all or none", DefaultStatus: http.StatusCreated},
		s.issueAddressCertificates, Example{Body: `{"kinds":["door_plate"],"holder":{"name":"","papers":[]}}`})
}

type addressCertificateDraftInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Address uuid.UUID `path:"address"`
	Kind    string    `query:"kind" enum:"door_plate,one_address"`
}

func (s *Server) addressCertificateDraft(ctx context.Context, in *addressCertificateDraftInput) (*struct{ Body certificate.Facts }, error) {
	facts, _, err := s.certificateStore().DraftAddress(ctx, certificate.Kind(in.Kind), in.Address, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body certificate.Facts }{facts}, nil
}

type issueAddressCertificatesInput struct {
	OnceParams
	Lang    string    `query:"lang" enum:"zh,en"`
	Address uuid.UUID `path:"address"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"Of an application: its ETag as it was read."`
	Body    struct {
		Kinds       []string   `json:"kinds" minItems:"1" maxItems:"2" uniqueItems:"true" enum:"door_plate,one_address"`
		Holder      HolderBody `json:"holder" doc:"The owner."`
		Basis       string     `json:"basis,omitempty" maxLength:"500" doc:"The register's entry if absent."`
		Application *uuid.UUID `json:"application,omitempty" doc:"On which they are issued."`
	}
}

// IssuedCertificates are the ids of what was issued, in the order asked for.
type IssuedCertificates struct {
	IDs []uuid.UUID `json:"ids"`
}

func (s *Server) issueAddressCertificates(ctx context.Context, in *issueAddressCertificatesInput) (*struct{ Body IssuedCertificates }, error) {
	orders, err := s.addressOrders(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := addresscase.By{Actor: s.principalOf(ctx).Account.ID}
	if in.Body.Application != nil {
		if by, err = s.onApplication(ctx, in); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	intent := desk.Intent{Actor: by.Actor, Key: in.Key, Digest: intended(in.RawBody, "address certificates", in.Address.String(), in.IfMatch)}
	var out IssuedCertificates
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		issued := IssuedCertificates{}
		for _, o := range orders {
			c, _, err := s.certificateStore().In(tx).Issue(ctx, by.Actor, o)
			if err != nil {
				return "", err
			}
			issued.IDs = append(issued.IDs, c.ID)
		}
		if by.Application != uuid.Nil {
			if _, err := (&addresscase.Store{DB: tx}).Certify(ctx, by, issued.IDs, today()); err != nil {
				return "", err
			}
		}
		return encode(issued)
	})
	if err == nil {
		err = decode(answer, &out)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body IssuedCertificates }{out}, nil
}

// addressOrders are the certificates as they are asked for, each tried first:
// what the fonts lack has to be known before a number is given out.
func (s *Server) addressOrders(ctx context.Context, in *issueAddressCertificatesInput) ([]certificate.Order, error) {
	h := certificate.Holder{Name: in.Body.Holder.Name, Purpose: in.Body.Holder.Purpose}
	for _, p := range in.Body.Holder.Papers {
		h.Papers = append(h.Papers, certificate.Paper(p))
	}
	var orders []certificate.Order
	for _, kind := range in.Body.Kinds {
		o := certificate.Order{Kind: certificate.Kind(kind), Address: in.Address, Holder: h, Basis: in.Body.Basis, Day: today()}
		trial, _, err := s.certificateStore().Trial(ctx, o)
		if err == nil {
			err = s.printable(ctx, certificate.Print{Certificate: trial, Holder: h})
		}
		if err != nil {
			return nil, err
		}
		orders = append(orders, o)
	}
	return orders, nil
}

// onApplication is who certifies on which application, if they may there.
func (s *Server) onApplication(ctx context.Context, in *issueAddressCertificatesInput) (addresscase.By, error) {
	by := addresscase.By{Actor: s.principalOf(ctx).Account.ID, Application: *in.Body.Application}
	a, err := s.addressCaseStore().ByID(ctx, by.Application)
	if err == nil {
		err = s.permit(ctx, serveAddressDesk, a.Division)
	}
	if err != nil {
		return by, err
	}
	if in.IfMatch == "" {
		return by, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return by, addressCaseChanged.in(ctx)
	}
	by.Tag = tag
	return by, nil
}
