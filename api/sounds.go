package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/document"
)

// soundBytes is how long a recording of one name may be: twenty seconds of WAV
// in two channels. A person on a slow line must be able to play it.
const soundBytes = 4_000_000

// soundRoutes are the recordings of names: plain handlers, for uploads and
// playing.
func (s *Server) soundRoutes(rs routes) {
	const path = "/v1/places/{id}/sound"
	match := []string{"If-Match", `"0"`}
	rs.plain(public, http.MethodGet, path, s.playSound)
	rs.plain(mayIn(editPlace, placeDivision), http.MethodPost, path, s.addSound,
		Example{Path: "/v1/places/{place}/sound?name_id=x&filename=a.mp3", Body: `{}`, Headers: match})
	rs.plain(mayIn(editPlace, placeDivision), http.MethodDelete, path, s.removeSound,
		Example{Path: "/v1/places/{place}/sound?name_id=x", Headers: match})
}

// SoundBody says where the recording of a place's name is played.
type SoundBody struct {
	Href      string `json:"href"`
	MediaType string `json:"media_type"`
	SizeBytes int64  `json:"size_bytes"`
}

// soundOf tells of the recording of a name, nil where there is none.
func (s *Server) soundOf(ctx context.Context, place uuid.UUID, name gazetteer.Name) (*SoundBody, error) {
	sound, err := s.Places.SoundOf(ctx, name.ID)
	if errors.Is(err, gazetteer.ErrNoSound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return soundBody(place, sound), nil
}

// soundBody tells of a recording. The digest in the address lets an old one be
// forgotten at once.
func soundBody(place uuid.UUID, sound gazetteer.Sound) *SoundBody {
	return &SoundBody{fmt.Sprintf("/v1/places/%s/sound?v=%.12s", place, sound.SHA256), document.Kind(sound.Kind).MediaType(), sound.Size}
}

// playSound sends the recording of a place's standard name to whoever may know
// the place.
func (s *Server) playSound(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	p, reader, err := s.lookup(ctx, &placeInput{ID: chi.URLParam(r, "id")})
	if err == nil && p.State == gazetteer.Withdrawn {
		err = gazetteer.ErrWithdrawn
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	name := p.Name(reader.AsOf.Day())
	sound, err := s.Places.SoundOf(ctx, name.ID)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	k := document.Kind(sound.Kind)
	cache := "public, no-cache"
	if reader.Internal {
		cache = "private, no-cache"
	}
	s.deliver(w, r, document.Document{SHA256: sound.SHA256, Size: sound.Size, MediaType: k.MediaType(), Name: name.Text + "." + sound.Kind}, "attachment", cache)
}

// addSound takes the recording of a name: the part named file of a form, or
// the body with ?filename=; ?name_id= says which name.
func (s *Server) addSound(w http.ResponseWriter, r *http.Request) {
	params, name, ok := s.plainSound(w, r)
	if !ok {
		return
	}
	file, err := s.takeDocumentUpTo(w, r, document.Sounds, soundBytes)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	params.RawBody = []byte("sound " + name.String() + file.SHA256)
	out, err := s.change(r.Context(), params, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		return places.SetSound(r.Context(), by, params.ID, name, gazetteer.Sound{SHA256: file.SHA256, Kind: string(file.Kind), Size: file.Size}, reasonOr(r, "录制读音"))
	})
	s.answerSound(w, r, http.StatusCreated, out, err)
}

func (s *Server) removeSound(w http.ResponseWriter, r *http.Request) {
	params, name, ok := s.plainSound(w, r)
	if !ok {
		return
	}
	params.RawBody = []byte("remove sound " + name.String())
	out, err := s.change(r.Context(), params, func(places *gazetteer.Store, by uuid.UUID) (int64, error) {
		return places.RemoveSound(r.Context(), by, params.ID, name, reasonOr(r, "移除录音"))
	})
	s.answerSound(w, r, http.StatusOK, out, err)
}

// reasonOr gives the reason that a request says, or what every such request is for.
func reasonOr(r *http.Request, otherwise string) string {
	if reason := strings.TrimSpace(r.URL.Query().Get("reason")); reason != "" && len(reason) <= 3000 && isText(reason) {
		return reason
	}
	return otherwise
}

// plainSound reads what huma reads for the other changes of a place.
func (s *Server) plainSound(w http.ResponseWriter, r *http.Request) (EditParams, uuid.UUID, bool) {
	ctx := r.Context()
	id, err := uuid.Parse(chi.URLParam(r, "id"))
	if err != nil {
		s.writeProblem(w, r, gazetteer.ErrNotFound)
		return EditParams{}, id, false
	}
	name, err := uuid.Parse(r.URL.Query().Get("name_id"))
	if err != nil {
		s.writeProblem(w, r, noSuchName.in(ctx))
		return EditParams{}, name, false
	}
	p := EditParams{ID: id, IfMatch: r.Header.Get("If-Match"), Key: r.Header.Get("Idempotency-Key")}
	if p.IfMatch == "" {
		s.writeProblem(w, r, matchNeeded.in(ctx))
		return p, name, false
	}
	// Before anything is taken in: a name of another place, which may lie elsewhere.
	place, err := s.Places.Place(ctx, boundaries.Reader{Internal: true}, id)
	if err != nil {
		s.writeProblem(w, r, err)
		return p, name, false
	}
	for _, n := range place.Names {
		if n.ID == name {
			return p, name, true
		}
	}
	s.writeProblem(w, r, noSuchName.in(ctx))
	return p, name, false
}

func (s *Server) answerSound(w http.ResponseWriter, r *http.Request, status int, out *writtenOutput, err error) {
	var changed *ChangedProblem
	if errors.As(err, &changed) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(changed.Status)
		_ = json.NewEncoder(w).Encode(changed) // the client may have gone
		return
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", out.ETag)
	w.Header().Set("Content-Type", "application/json")
	if out.Seq != "" {
		w.Header().Set("Diming-Seq", out.Seq)
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out.Body) // the client may have gone
}
