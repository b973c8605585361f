// Package behind holds what is behind every code on a wall, in memory and on
// disk: codes, plates, places, divisions and addresses as the public may know
// them, so that a page costs no query and is there when the database is not.
//
// A [Snapshot] is what the register said at one moment and is never changed. A
// [Keeper] follows the ledger and puts the next one in its stead.
package behind

import (
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/card"
	"diming/signs"
	"diming/signs/plate"
)

// A Snapshot is what is behind every code.
type Snapshot struct {
	Seq      int64        // the last sealed change that it holds
	Day      version.Date // on which all of it is so in law
	Demo     bool
	Approval string // 审图号 of maps; "" for none

	Codes     map[signs.Token]signs.Issued
	Own       map[uuid.UUID]signs.Token // by place: of the code that is printed on paper
	Plates    map[uuid.UUID]plate.Shown
	Places    map[uuid.UUID]gazetteer.Place
	Sounds    map[uuid.UUID]gazetteer.Sound // by name
	Addresses map[uuid.UUID]Address         // of plates
	Old       map[string][]plate.OldCode    // by what a server is asked for
	Land      boundaries.Land
	Safety    *card.Facts                   // of which the safety cards of villages are made; nil where they were never read
	Shelters  shelters.Board                // read with Safety, as is the next
	Policies  map[uuid.UUID]card.PolicyText // those of the past too

	changes
}

// changes tell which pages a later snapshot leaves as they are. They are no part
// of what is kept on disk.
type changes struct {
	generation uint64               // of this snapshot
	whole      uint64               // in which everything may have changed last
	last       map[uuid.UUID]uint64 // in which an object changed last
	safety     uint64               // in which what cards are made of changed last
	warned     uint64               // in which who is warned changed last: every page says so
	going      string               // the warnings that go on
}

// An Address is what is told of the address of a plate. One that the public may
// not see has Text "".
type Address struct {
	Text, Short string
	Standing    bool
	Successor   uuid.UUID
	Entrance    *orb.Point

	Division, Settlement, Way, Compound uuid.UUID // by whose names it is called
}

func addressOf(a address.Address) Address {
	out := Address{Standing: a.Standing && a.Reason == "", Entrance: a.Entrance, Division: a.Division, Settlement: a.Settlement, Way: a.Way, Compound: a.Compound}
	if a.Successor != nil {
		out.Successor = *a.Successor
	}
	return out
}

// Place gives a place as the public may know it: a successor that is not public
// is left out, and the place is then withdrawn.
func (s *Snapshot) Place(id uuid.UUID) (gazetteer.Place, bool) {
	p, ok := s.Places[id]
	if ok && p.Successor != nil {
		if _, seen := s.Places[*p.Successor]; !seen {
			p.State, p.Successor = gazetteer.Withdrawn, nil
		}
	}
	return p, ok
}

// Behind gives the place that a token stands for, if it is public.
func (s *Snapshot) Behind(t signs.Token) (gazetteer.Place, bool) {
	code, ok := s.Codes[t]
	if !ok {
		return gazetteer.Place{}, false
	}
	p, ok := s.Place(code.Place)
	if ok && code.Revoked != "" {
		p.State, p.Reason, p.Successor = gazetteer.Withdrawn, code.Revoked, nil
	}
	return p, ok
}

// Plate gives the plate that bears a token.
func (s *Snapshot) Plate(t signs.Token) (plate.Shown, bool) {
	code, ok := s.Codes[t]
	if !ok || code.Plate == uuid.Nil {
		return plate.Shown{}, false
	}
	p, ok := s.Plates[code.Plate]
	return p, ok
}

// Address gives the address of a plate, if it is public.
func (s *Snapshot) Address(id uuid.UUID) (Address, bool) {
	a := s.Addresses[id]
	return a, a.Text != ""
}

// ByRequest gives the token of the plate whose old code a server is asked for; see
// [plate.Store.ByRequest].
func (s *Snapshot) ByRequest(host, request string) (signs.Token, bool) {
	all := s.Old[request]
	for i, one := range all {
		if one.Host == host && (i+1 == len(all) || all[i+1].Host != host) {
			return one.Token, true
		}
	}
	if len(all) != 1 {
		return "", false
	}
	return all[0].Token, true
}

// A Mark is what a page was made of: the objects, and the snapshot.
type Mark struct {
	generation uint64
	card       bool // it is the safety card of a village
	of         [5]uuid.UUID
}

// MarkOf gives the mark of the page behind a token.
func (s *Snapshot) MarkOf(t signs.Token) Mark {
	code := s.Codes[t]
	m := Mark{generation: s.generation, of: [5]uuid.UUID{code.Place, code.Plate}}
	if p := s.Places[code.Place]; p.Successor != nil {
		m.of[2] = *p.Successor
	}
	if p, ok := s.Plates[code.Plate]; ok {
		m.of[3], m.of[4] = p.Address, s.Addresses[p.Address].Successor
	}
	return m
}

// Stands tells whether a page with the mark would be made the same of s.
func (s *Snapshot) Stands(m Mark) bool {
	if m.generation == s.generation {
		return true
	}
	if m.generation < s.whole || m.generation < s.warned || m.card && m.generation < s.safety {
		return false
	}
	for _, id := range m.of {
		if id != uuid.Nil && s.last[id] > m.generation {
			return false
		}
	}
	return true
}

// outdated tells whether all of it may have changed though nobody changed anything.
func (s *Snapshot) outdated(now time.Time) bool { return version.DayOf(now.In(version.China)) != s.Day }
