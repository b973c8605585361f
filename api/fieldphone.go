package api

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

// An asking is a phone that is looked up when somebody first wants to know it.
type asking struct {
	once   sync.Once
	device fieldsync.Device
	err    error
}

// phone gives the phone whose token the request shows, or fieldsync.ErrDevice.
// Its token is no log-in: it opens what is for phones, and nothing else.
func (s *Server) phone(ctx context.Context) (fieldsync.Device, error) {
	a, ok := ctx.Value(askerKey{}).(*asker)
	if !ok {
		return fieldsync.Device{}, fieldsync.ErrDevice
	}
	a.phone.once.Do(func() {
		a.phone.device, a.phone.err = s.field().ByToken(ctx, a.secret)
		noteAccount(ctx, a.phone.device.Account)
	})
	return a.phone.device, a.phone.err
}

func (s *Server) field() *fieldsync.Store { return s.fieldWork }

// phoneTime is by the phone's clock when it sent the request.
const (
	phoneTime  = "Diming-Phone-Time"
	serverTime = "Diming-Time"
	digestName = "Diming-Digest"
)

// onField says on every answer under /v1/field what our clock says.
func onField(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/field/") {
			w.Header().Set(serverTime, time.Now().UTC().Format(inspection.TimeLayout))
			w.Header().Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// A phoneHandler answers a phone that is known.
type phoneHandler func(w http.ResponseWriter, r *http.Request, d fieldsync.Device)

// byPhone registers a route for phones. What the phone's clock says is noted
// beside ours; a phone that says nothing that is a time is answered all the same.
func (s *Server) byPhone(rs routes, method, pattern string, h phoneHandler, e ...Example) {
	rs.plain(phoneOnly, method, pattern, func(w http.ResponseWriter, r *http.Request) {
		d, err := s.phone(r.Context())
		if err == nil {
			err = s.noteClock(r, d)
		}
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		h(w, r, d)
	}, e...)
}

func (s *Server) noteClock(r *http.Request, d fieldsync.Device) error {
	said, err := time.Parse(time.RFC3339Nano, r.Header.Get(phoneTime))
	if err != nil || said.Year() < 1970 || said.Year() > 9999 {
		return nil
	}
	return s.field().NoteClock(r.Context(), &s.clocks, d.ID, said)
}
