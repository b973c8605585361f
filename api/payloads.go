package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"diming/internal/version"
	"diming/signs/payload"
)

// What the files by which codes are checked without a network may weigh together, and how
// long an answer is kept.
const (
	wellKnownMost = 10 << 10
	voidSetLeast  = 2000 // bytes, however many keys there are
	voidRest      = 500  // bytes at most of the void file without its set
	wellKnownAge  = time.Minute
)

// payloadRoutes are the files by which anybody checks what large codes say of
// themselves: the public keys, and the plates that no longer count.
func (s *Server) payloadRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/.well-known/diming-keys.json", s.wellKnown(&s.payloadKeys, s.keysFile))
	rs.plain(public, http.MethodGet, "/.well-known/diming-void.json", s.wellKnown(&s.payloadVoid, s.voidFile))
}

// A KeysFile is all keys under which payloads were signed.
type KeysFile struct {
	Origin string    `json:"origin"`
	At     time.Time `json:"at"`
	Keys   []KeyLine `json:"keys"`
}

// A KeyLine is one key.
type KeyLine struct {
	Key       string     `json:"key"`
	Ed25519   string     `json:"ed25519"` // base64url
	From      string     `json:"from"`
	To        string     `json:"to"`
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
}

// A VoidFile names plates that no longer count, as [payload.VoidList] does.
type VoidFile struct {
	Origin   string     `json:"origin"`
	At       time.Time  `json:"at"`
	Count    int        `json:"count"`
	Complete *time.Time `json:"complete_since"` // null: all are named
	Bits     int        `json:"bits"`
	Set      string     `json:"set"` // base64url

	Key       string `json:"key"`       // as KeyLine names it; "" where no key was ever made
	Signature string `json:"signature"` // base64url; see [payload.VoidList.Sign]
}

func (s *Server) keysFile(ctx context.Context) (any, error) {
	keys, err := s.payloads().Keys(ctx)
	f := KeysFile{Origin: s.PublicURL.String(), At: time.Now().UTC().Truncate(time.Second), Keys: make([]KeyLine, len(keys))}
	for i, k := range keys {
		f.Keys[i] = KeyLine{k.Key.String(), base64.RawURLEncoding.EncodeToString(k.Public), k.From.String(), k.To.String(), k.Withdrawn}
	}
	return f, err
}

func (s *Server) voidFile(ctx context.Context) (any, error) {
	all, err := s.payloads().Void(ctx)
	if err != nil {
		return nil, err
	}
	room, err := s.voidRoom(ctx)
	if err != nil {
		return nil, err
	}
	l, err := s.payloads().SignVoid(ctx, s.PublicURL.String(), payload.MakeVoidList(all, time.Now().UTC().Truncate(time.Second), room))
	f := VoidFile{Origin: s.PublicURL.String(), At: l.At, Count: l.Count, Complete: l.Complete, Bits: l.Bits, Set: l.Text()}
	if l.Signature != nil {
		f.Key, f.Signature = l.Key.String(), base64.RawURLEncoding.EncodeToString(l.Signature)
	}
	return f, err
}

// voidRoom is how many bytes the set may have so that both files together stay
// below wellKnownMost.
func (s *Server) voidRoom(ctx context.Context) (int, error) {
	keys, err := s.keysFile(ctx)
	if err != nil {
		return 0, err
	}
	text, err := json.Marshal(keys)
	return max(voidSetLeast, (wellKnownMost-voidRest-len(text))*3/4), err
}

func (s *Server) payloads() *payload.Store { return &payload.Store{DB: s.DB} }

// A kept is an answer that is made once a minute and goes on while the database
// cannot be reached, with the time that stands in it.
type kept struct {
	mu   sync.Mutex
	body []byte
	at   time.Time
}

func (s *Server) wellKnown(k *kept, read func(context.Context) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := k.fresh(r.Context(), read)
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "public, max-age=60")
		w.Header().Set("Access-Control-Allow-Origin", "*") // any page may check a code
		_, _ = w.Write(body)                               // the client may have gone
	}
}

func (k *kept) fresh(ctx context.Context, read func(context.Context) (any, error)) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.body != nil && time.Since(k.at) < wellKnownAge {
		return k.body, nil
	}
	value, err := read(ctx)
	if err == nil {
		var body []byte
		if body, err = json.Marshal(value); err == nil && len(body) > wellKnownMost {
			err = fmt.Errorf("a file of %d bytes, at most %d", len(body), wellKnownMost)
		}
		if err == nil {
			k.body, k.at = body, time.Now()
		}
	}
	if err != nil && k.body != nil {
		return k.body, nil
	}
	return k.body, err
}

// Read gives the keys of a file.
func (f KeysFile) Read() (payload.Keys, error) {
	keys := make(payload.Keys, len(f.Keys))
	for i, l := range f.Keys {
		k, err := payload.ParseKey(l.Key)
		if err != nil {
			return nil, err
		}
		public, err := base64.RawURLEncoding.Strict().DecodeString(l.Ed25519)
		if err != nil || len(public) != 32 {
			return nil, fmt.Errorf("key %s is none", l.Key)
		}
		from, err := version.ParseDate(l.From)
		if err != nil {
			return nil, err
		}
		to, err := version.ParseDate(l.To)
		if err != nil {
			return nil, err
		}
		keys[i] = payload.PublicKey{Key: k, Public: public, From: from, To: to, Withdrawn: l.Withdrawn}
	}
	return keys, nil
}

// Read gives the list of a file.
func (f VoidFile) Read() (payload.VoidList, error) {
	set, err := base64.RawURLEncoding.Strict().DecodeString(f.Set)
	if err != nil || f.Count < 0 || f.Bits < 1 || f.Bits > 32 {
		return payload.VoidList{}, fmt.Errorf("the void list cannot be read: fetch it again")
	}
	l := payload.VoidList{At: f.At, Count: f.Count, Complete: f.Complete, Bits: f.Bits, Set: set}
	if f.Key == "" {
		return l, nil // which no Check lets pass
	}
	if l.Key, err = payload.ParseKey(f.Key); err == nil {
		l.Signature, err = base64.RawURLEncoding.Strict().DecodeString(f.Signature)
	}
	return l, err
}
