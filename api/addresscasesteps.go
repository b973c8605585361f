package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/gazetteer/certificate"
	"diming/internal/desk"
	"diming/internal/document"
)

func (b PartyBody) party() addresscase.Party {
	p := addresscase.Party{Applicant: b.Applicant, Owner: b.Owner, Builder: b.Builder, Contact: b.Contact, Where: b.Where, Note: b.Note}
	for _, one := range b.Papers {
		p.Papers = append(p.Papers, certificate.Paper(one))
	}
	return p
}

type openAddressCaseInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Want       string    `json:"want" enum:"number,certificate"`
		Division   string    `json:"division" maxLength:"36" doc:"Id or code: the village or community, or the township."`
		Lon        *float64  `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Of the site, CGCS2000."`
		Lat        *float64  `json:"lat,omitempty" minimum:"-90" maximum:"90"`
		ReceivedOn string    `json:"received_on,omitempty" maxLength:"10" doc:"Today if absent."`
		Party      PartyBody `json:"party"`
	}
}

func (s *Server) openAddressCase(ctx context.Context, in *openAddressCaseInput) (*madeOutput, error) {
	b := in.Body
	division, day, err := s.divisionAndDay(ctx, serveAddressDesk, b.Division, b.ReceivedOn)
	if err != nil {
		return nil, err
	}
	if today().Before(day) {
		return nil, addressCaseDay.in(ctx)
	}
	o := addresscase.Opening{Channel: addresscase.Counter, Want: addresscase.Want(b.Want), Division: division, Site: pointIn(b.Lon, b.Lat), Party: b.Party.party(), Received: day}
	return s.makeOnce(ctx, in.OnceParams, "address application", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, _, err := (&addresscase.Store{DB: tx}).Open(ctx, s.principalOf(ctx).Account.ID, o)
		return id, err
	})
}

type changeAddressCaseInput[B any] struct {
	AddressCaseParam
	OnceParams
	IfMatch string `header:"If-Match" maxLength:"64" doc:"The ETag of the application as it was read."`
	Body    B
}

// changeAddressCase makes one step of an application that was read, once
// however often it is sent, and answers the application.
func (s *Server) changeAddressCase(ctx context.Context, in AddressCaseParam, once OnceParams, match, what string, do func(*addresscase.Store, addresscase.By) error) (*addressCaseOutput, error) {
	if match == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(match)
	if !ok {
		return nil, addressCaseChanged.in(ctx)
	}
	by := addresscase.By{Actor: s.principalOf(ctx).Account.ID, Application: in.Application, Tag: tag}
	intent := desk.Intent{Actor: by.Actor, Key: once.Key, Digest: intended(once.RawBody, what, in.Application.String(), match)}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		return in.Application.String(), do(&addresscase.Store{DB: tx}, by)
	})
	if err != nil {
		return nil, s.failAddressCase(ctx, err)
	}
	return s.addressCase(ctx, &in)
}

// AddressCaseStepWrite is a step of an application.
type AddressCaseStepWrite struct {
	Step  string     `json:"step" enum:"ask,complete,accept,see,refuse,hand_over,withdraw"`
	On    string     `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
	Note  string     `json:"note,omitempty" maxLength:"2000" doc:"Of ask, see and refuse. It stays in the register: name nobody in it."`
	Party *PartyBody `json:"party,omitempty" doc:"Of complete: what the applicant says now."`
	Lon   *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Of see and complete: where the site was found."`
	Lat   *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
}

func (s *Server) stepAddressCase(ctx context.Context, in *changeAddressCaseInput[AddressCaseStepWrite]) (*addressCaseOutput, error) {
	b := in.Body
	on, err := dayOr(b.On, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	t := addresscase.Taking{Step: addresscase.Step(b.Step), On: on, Note: b.Note, Site: pointIn(b.Lon, b.Lat)}
	if b.Party != nil {
		party := b.Party.party()
		t.Party = &party
	}
	return s.changeAddressCase(ctx, in.AddressCaseParam, in.OnceParams, in.IfMatch, "address application step", func(store *addresscase.Store, by addresscase.By) error {
		_, err := store.Take(ctx, by, t, today())
		return err
	})
}

// AddressCaseNumber is the address that an application comes to.
type AddressCaseNumber struct {
	Address  *uuid.UUID    `json:"address,omitempty" doc:"One that stands; else item is made."`
	Item     *AddressWrite `json:"item,omitempty" doc:"Its number as somebody wrote it: 4, ４号, 四号, 18-1号; its entrance is the site if absent."`
	DeadEnd  bool          `json:"dead_end,omitempty" doc:"Of the street, as it was tried."`
	OneSided bool          `json:"one_sided,omitempty"`
	Note     string        `json:"note,omitempty" maxLength:"2000" doc:"Why, where something speaks against the number, or where another was given before. It stays in the register: name nobody in it."`
}

func (s *Server) numberAddressCase(ctx context.Context, in *changeAddressCaseInput[AddressCaseNumber]) (*addressCaseOutput, error) {
	r := addresscase.Result{Address: orNoID(in.Body.Address), DeadEnd: in.Body.DeadEnd, OneSided: in.Body.OneSided}
	switch {
	case (in.Body.Address == nil) == (in.Body.Item == nil):
		return nil, addressCaseResult.in(ctx)
	case in.Body.Item != nil:
		var err error
		if r.Draft, err = numberOf(ctx, *in.Body.Item); err == nil {
			err = s.keepsAddress(ctx, []address.Draft{r.Draft})
		}
		if err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return s.changeAddressCase(ctx, in.AddressCaseParam, in.OnceParams, in.IfMatch, "address application number", func(store *addresscase.Store, by addresscase.By) error {
		_, _, err := store.Number(ctx, by, r, in.Body.Note, today())
		return err
	})
}

// failAddressCase puts into words what speaks against a number, or what of an
// address does not fit.
func (s *Server) failAddressCase(ctx context.Context, err error) error {
	var against *addresscase.AgainstError
	if !errors.As(err, &against) {
		return s.failAddress(ctx, err)
	}
	p := addressCaseAgainst.in(ctx)
	for _, f := range against.Findings {
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: "body.item.number", Value: f.Kind, Message: pick(ctx, f.Reason.ZH+"。", f.Reason.EN+".")})
	}
	return p
}

// addAddressCasePhoto takes a picture of the site: the part named file of a
// form, or the body with ?filename=.
func (s *Server) addAddressCasePhoto(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	in := AddressCaseParam{Application: uuid.MustParse(chi.URLParam(r, "application"))}
	file, err := s.takeDocument(w, r, document.Pictures)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	once := OnceParams{Key: r.Header.Get("Idempotency-Key"), RawBody: []byte(file.SHA256)}
	out, err := s.changeAddressCase(ctx, in, once, r.Header.Get("If-Match"), "address application photo", func(store *addresscase.Store, by addresscase.By) error {
		_, _, err := store.AddPhoto(ctx, by, addresscase.Photo{Name: file.Name, SHA256: file.SHA256, MediaType: file.MediaType, Size: file.Size})
		return err
	})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	text, err := encode(out.Body)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("ETag", out.ETag)
	h.Set("Cache-Control", out.CacheControl)
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write([]byte(text)) // the client may have gone
}

func (s *Server) addressCasePhoto(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(chi.URLParam(r, "photo"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	p, err := s.addressCaseStore().Photo(r.Context(), uuid.MustParse(chi.URLParam(r, "application")), id)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.serveDocument(w, r, document.Document{SHA256: p.SHA256, Size: p.Size, MediaType: p.MediaType, Name: p.Name})
}
