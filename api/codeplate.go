package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api/page"
	"diming/boundaries"
	"diming/signs"
	"diming/signs/plate"
)

// codePlate writes the page of a plate that has a code of its own: its standard
// address, what it says where that differs, or what became of it. It answers
// false, and writes nothing, where the code is a place's, where the page of the
// place says all, and where the plate cannot be read now: that page then says so.
func (s *Server) codePlate(w http.ResponseWriter, r *http.Request, token signs.Token) bool {
	ctx := r.Context()
	p, err := s.plates().ByToken(ctx, token)
	if err != nil {
		return false
	}
	v, shown, err := s.plateView(ctx, p)
	if err != nil || !shown {
		return false
	}
	status := http.StatusOK
	if p.State == plate.Void {
		status = http.StatusGone
	}
	var out bytes.Buffer
	err = page.RenderPlate(&out, v)
	s.writePage(w, r, status, &out, err)
	return true
}

// plateView maps a plate to its page; shown is false where there is nothing to
// say beside the page of its place, or its address is not public.
func (s *Server) plateView(ctx context.Context, p plate.Plate) (v page.Plate, shown bool, err error) {
	now, err := s.plates().Now(ctx, p, today())
	if err != nil {
		return v, false, err
	}
	v = page.Plate{Frame: s.frame(ctx, p.Token), Says: p.Name + p.Number, Point: acceptedPoint(p), Gone: plateGone(ctx, p.State),
		Differs: now != nil && *now != p.Words && p.State.Hanging()}
	if p.Address == uuid.Nil {
		if v.Gone == "" && !v.Differs {
			return v, false, nil
		}
		if now != nil {
			v.Standing, v.Short, v.Pinyin = true, now.Name, now.Pinyin
		}
	} else if shown, err := s.addressOnPage(ctx, p, &v); err != nil || !shown {
		return v, shown, err
	}
	return v, true, s.placeOnPage(ctx, p, &v)
}

// acceptedPoint is where a plate hangs once the office has accepted that; what an
// installer's phone said before is not told to anybody who needs help.
func acceptedPoint(p plate.Plate) *orb.Point {
	if p.State == plate.InUse || p.State == plate.Faulty {
		return p.Point
	}
	return nil
}

func plateGone(ctx context.Context, state plate.State) string {
	switch state {
	case plate.Void:
		return pick(ctx, "这块牌已作废，不能作为依据。", "This plate is void and counts for nothing.")
	case plate.Removed:
		return pick(ctx, "这块牌已拆除，不应再挂在墙上。", "This plate was taken down and should hang nowhere.")
	case plate.Replaced:
		return pick(ctx, "这块牌已换成新牌。", "Another plate hangs in the stead of this one.")
	}
	return ""
}

// addressOnPage puts a plate's address on its page; false where the public may
// not see it.
func (s *Server) addressOnPage(ctx context.Context, p plate.Plate, v *page.Plate) (bool, error) {
	held, err := s.addressStore().ByIDs(ctx, boundaries.Reader{}, []uuid.UUID{p.Address})
	if err != nil || len(held) == 0 {
		return false, err
	}
	a := held[0]
	body := s.addressBody(a, false)
	v.Standing, v.Text, v.Short = a.Standing && a.Reason == "", body.Text, body.Short
	if a.Entrance != nil { // the door itself, as it is registered
		v.Point = a.Entrance
	}
	if v.Standing {
		return true, nil
	}
	if v.Gone == "" {
		v.Gone = pick(ctx, "这个地址已注销或变更。", "This address was cancelled or changed.")
	}
	if a.Successor == nil {
		return true, nil
	}
	next, err := s.addressStore().ByIDs(ctx, boundaries.Reader{}, []uuid.UUID{*a.Successor})
	if err == nil && len(next) == 1 && next[0].Standing {
		v.Standing, v.Text, v.Short = true, next[0].Text, s.addressBody(next[0], false).Short
		v.Gone = pick(ctx, "门牌号已变更，现在的地址如下。", "The number was changed; the address now is below.")
	}
	return true, err
}

// placeOnPage leads on to the page of the plate's street, village or compound.
func (s *Server) placeOnPage(ctx context.Context, p plate.Plate, v *page.Plate) error {
	code, err := s.Signs.Find(ctx, p.Token)
	if err != nil {
		return err
	}
	v.Reason = code.Revoked
	place, err := s.placeAt(ctx, boundaries.Reader{}, code.Place)
	if problemOf(err) == noPlace {
		return nil // its place is not public
	}
	if err != nil {
		return err
	}
	name := place.Name(today())
	if v.PlaceName = boundaries.StandardName(name.Text); v.Standing && v.Pinyin == "" {
		v.Pinyin = name.Reading
	}
	token, err := s.Signs.TokenOf(ctx, place.ID)
	v.PlaceURL = "/Q/" + string(token)
	return err
}
