package payload

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/internal/version"
	"diming/signs"
)

// The layout of version 1, big-endian:
//
//	 0  version in the upper half, number of shelters in the lower
//	 1  year of the key, less 2000
//	 2  number of the key in its year
//	 3  first eight characters of the token, five bits each (the other two follow from them)
//	 8  day, from 2020-01-01
//	10  length of the name, then the name in GB 18030, two bytes a common Chinese character
//	    each shelter: bearing, distance in tens of metres (two bytes), length of its name, its name
//	    signature (64)
const (
	layout       = 1
	maxBytes     = 120
	maxBody      = maxBytes - ed25519.SignatureSize
	headBytes    = 10
	tokenRandom  = 8
	maxDistanceM = 10 * 0xffff
)

// base64url is how keys and sets are written outside.
var base64url = base64.RawURLEncoding

var firstDay = version.Day(2020, 1, 1)

// body writes everything but the signature.
func (p Payload) body() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	b := []byte{layout<<4 | byte(len(p.Shelters)), byte(p.Key.Year - 2000), byte(p.Key.Nth)}
	b = append(b, signs.TokenBits(p.Token)...)
	b = binary.BigEndian.AppendUint16(b, uint16(p.day()))
	b, err := appendName(b, p.Name)
	if err != nil {
		return nil, err
	}
	for _, s := range p.Shelters {
		b = append(b, s.Bearing)
		b = binary.BigEndian.AppendUint16(b, uint16(s.DistanceM/10))
		if b, err = appendName(b, s.Name); err != nil {
			return nil, err
		}
	}
	if len(b) > maxBody {
		return nil, &LongError{len(b) + ed25519.SignatureSize, maxBytes}
	}
	return b, nil
}

func (p Payload) day() int { return int(p.Made.Time().Sub(firstDay.Time()).Hours() / 24) }

// check refuses what the layout cannot hold, rather than cut or round it.
func (p Payload) check() error {
	parsed, err := signs.ParseToken(string(p.Token))
	switch {
	case err != nil || parsed != p.Token:
		return fmt.Errorf("%w: %q is no token as issued", ErrValue, p.Token)
	case !p.Key.valid():
		return fmt.Errorf("%w: key %s", ErrValue, p.Key)
	case p.Made.IsZero() || p.day() < 0 || p.day() > 0xffff:
		return fmt.Errorf("%w: the day %s is before 2020-01-01 or after 2199-06-05", ErrValue, p.Made)
	case p.Name == "":
		return fmt.Errorf("%w: it has no name", ErrValue)
	case len(p.Shelters) > MaxShelters:
		return fmt.Errorf("%w: %d shelters, at most %d", ErrValue, len(p.Shelters), MaxShelters)
	}
	for _, s := range p.Shelters {
		if s.DistanceM < 0 || s.DistanceM > maxDistanceM || s.DistanceM%10 != 0 {
			return fmt.Errorf("%w: %d m is no distance in tens of metres up to %d", ErrValue, s.DistanceM, maxDistanceM)
		}
	}
	return nil
}

func appendName(b []byte, name string) ([]byte, error) {
	for _, r := range name {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return nil, fmt.Errorf("%w: the name %q has a character that is none", ErrValue, name)
		}
	}
	coded, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(name))
	if err != nil {
		return nil, fmt.Errorf("%w: the name %q: %w", ErrValue, name, err)
	}
	if len(coded) > 255 {
		return nil, &LongError{len(b) + len(coded) + ed25519.SignatureSize, maxBytes}
	}
	return append(append(b, byte(len(coded))), coded...), nil
}

// A reader takes a body apart; once it lacks something it gives nothing more.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.rest, r.short = nil, true
		return make([]byte, n)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) name() string {
	coded := r.take(int(r.take(1)[0]))
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(coded)
	if err != nil {
		r.short = true
	}
	return string(text)
}

// read reads what body writes, and refuses every other bytes: a body that would
// be written otherwise is none.
func read(b []byte) (Payload, error) {
	r := &reader{rest: b}
	head := r.take(headBytes)
	if r.short || head[0]>>4 != layout {
		return Payload{}, fmt.Errorf("%w: it is not of version %d", ErrForm, layout)
	}
	p := Payload{Key: Key{2000 + int(head[1]), int(head[2])}, Token: signs.TokenFromBits([5]byte(head[3:8]))}
	p.Made = version.DayOf(firstDay.Time().AddDate(0, 0, int(binary.BigEndian.Uint16(head[8:]))))
	p.Name = r.name()
	for range head[0] & 15 {
		s := Shelter{Bearing: r.take(1)[0], DistanceM: 10 * int(binary.BigEndian.Uint16(r.take(2)))}
		s.Name = r.name()
		p.Shelters = append(p.Shelters, s)
	}
	if r.short || len(r.rest) > 0 {
		return Payload{}, fmt.Errorf("%w: its parts are longer or shorter than they say", ErrForm)
	}
	again, err := p.body()
	if err != nil || string(again) != string(b) {
		return Payload{}, fmt.Errorf("%w: the same would be written otherwise", ErrForm)
	}
	return p, nil
}
