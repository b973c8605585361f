package api

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/internal/account"
)

// fieldRoutes are what phones ask, by the protocol of boundaries/inspection.
// They are no part of the described API: whoever speaks the protocol knows them
// from there, to the byte.
func (s *Server) fieldRoutes(rs routes) {
	rs.plain(mayAnywhere(workInField), http.MethodPost, "/v1/field/devices", s.enrol, Example{Body: `{}`})
	rs.plain(mayAnywhere(workInField), http.MethodGet, "/v1/field/devices", s.devices)
	rs.plain(mayAnywhere(workInField), http.MethodDelete, "/v1/field/devices/{device}", s.endDevice)
	rs.plain(public, http.MethodPost, "/v1/field/guests", s.enrolGuest, Example{Body: `{}`})
	s.fieldSyncRoutes(rs)
	s.fieldTaskRoutes(rs)
	s.fieldPackRoutes(rs)
}

// largestEnrolment bounds what is read of a registration, in bytes.
const largestEnrolment = 4 << 10

// enrolment is a phone that is to be registered.
type enrolment struct {
	Invitation string    `json:"invitation"` // of a guest
	ID         uuid.UUID `json:"id"`
	PublicKey  string    `json:"public_key"` // Ed25519, base64url
	Name       string    `json:"name"`
}

func (e enrolment) device() fieldsync.Device {
	key, _ := base64.RawURLEncoding.Strict().DecodeString(e.PublicKey) // what is no key is refused as none
	return fieldsync.Device{ID: e.ID, PublicKey: key, Name: e.Name}
}

func readEnrolment(r *http.Request) (enrolment, error) {
	var e enrolment
	text, err := io.ReadAll(io.LimitReader(r.Body, largestEnrolment))
	if err != nil || json.Unmarshal(text, &e) != nil {
		return e, fieldsync.ErrDeviceKey
	}
	return e, nil
}

// enrol registers the phone of who is logged in. A program's token does not do.
func (s *Server) enrol(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	who := s.principalOf(ctx)
	if who.Session == nil {
		s.writeProblem(w, r, notByToken.in(ctx))
		return
	}
	e, err := readEnrolment(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	d, secret, err := s.field().Enrol(ctx, who.Account.ID, e.device())
	d.Person = who.Account.Name
	s.answerEnrolment(w, r, d, secret, err)
}

// enrolGuest registers the phone of who shows an invitation.
func (s *Server) enrolGuest(w http.ResponseWriter, r *http.Request) {
	if wait, ok := s.senders.take(clientAddress(r), time.Now()); !ok {
		p := tooManySent.in(r.Context())
		p.retryAfter = wait
		s.writeProblem(w, r, p)
		return
	}
	e, err := readEnrolment(r)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	d, secret, err := s.field().EnrolGuest(r.Context(), e.Invitation, e.device())
	s.answerEnrolment(w, r, d, secret, err)
}

// PersonBody is who a phone belongs to.
type PersonBody struct {
	ID    uuid.UUID         `json:"id"` // what stands in records as observer, and in signatures as signer
	Name  string            `json:"name"`
	Guest bool              `json:"guest"`
	Sides map[string]string `json:"sides"` // of a guest: task → side; null: the tasks say it
}

func personBody(d fieldsync.Device) PersonBody {
	p := PersonBody{ID: d.Owner(), Name: d.Person, Guest: d.Guest()}
	if d.Guest() {
		p.Sides = map[string]string{d.Task.String(): d.Side}
	}
	return p
}

func (s *Server) answerEnrolment(w http.ResponseWriter, r *http.Request, d fieldsync.Device, secret account.Secret, err error) {
	var identity fieldsync.Identity
	if err == nil {
		identity, err = s.field().Identity(r.Context())
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	answerJSON(w, http.StatusCreated, struct {
		Token     string     `json:"token"`
		Expires   time.Time  `json:"expires"`
		ServerKey string     `json:"server_key"`
		Server    string     `json:"server"`
		Person    PersonBody `json:"person"`
	}{secret.String(), d.Ends.UTC(), identity.Key(), identity.Server.String(), personBody(d)})
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may have gone
}

// DeviceBody is a phone as its owner sees it.
type DeviceBody struct {
	ID      uuid.UUID  `json:"id"`
	Name    string     `json:"name"`
	Made    time.Time  `json:"made_at"`
	Expires time.Time  `json:"expires"`
	Ended   *time.Time `json:"ended_at,omitempty"`
}

func (s *Server) devices(w http.ResponseWriter, r *http.Request) {
	all, err := s.field().Devices(r.Context(), s.principalOf(r.Context()).Account.ID)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	body := itemsOf[DeviceBody]{Items: make([]DeviceBody, len(all))}
	for i, d := range all {
		body.Items[i] = DeviceBody{ID: d.ID, Name: d.Name, Made: d.Made, Expires: d.Ends}
		if !d.Ended.IsZero() {
			body.Items[i].Ended = &d.Ended
		}
	}
	answerJSON(w, http.StatusOK, body)
}

func (s *Server) endDevice(w http.ResponseWriter, r *http.Request) {
	id, err := uuid.Parse(chi.URLParam(r, "device"))
	if err != nil {
		err = fieldsync.ErrNotFound
	} else {
		err = s.field().EndDevice(r.Context(), s.principalOf(r.Context()).Account.ID, id)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
