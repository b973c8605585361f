package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api/behind"
	"diming/api/page"
	"diming/boundaries"
	"diming/signs"
	"diming/signs/plate"
)

// plateView maps the plate that bears a token to its page: its standard address,
// what it says where that differs, or what became of it. It answers false where
// the code is a place's, where there is nothing to say beside the page of its
// place, and where its address is not public.
func (s *Server) plateView(ctx context.Context, now *behind.Now, t signs.Token) (v page.Plate, status int, ok bool) {
	p, ok := now.Plate(t)
	if !ok {
		return v, 0, false
	}
	v = page.Plate{Frame: s.openFrame(ctx, t), Says: p.Name + p.Number, Point: acceptedPoint(p.Plate), Gone: plateGone(ctx, p.State),
		Differs: p.Now != nil && *p.Now != p.Words && p.State.Hanging()}
	if p.Address == uuid.Nil {
		if v.Gone == "" && !v.Differs {
			return v, 0, false
		}
		if p.Now != nil {
			v.Standing, v.Short, v.Pinyin = true, p.Now.Name, p.Now.Pinyin
		}
	} else if !addressOnPage(ctx, now, p.Address, &v) {
		return v, 0, false
	}
	s.placeOnPage(now, t, &v)
	if p.State == plate.Void {
		return v, http.StatusGone, true
	}
	return v, http.StatusOK, true
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
func addressOnPage(ctx context.Context, now *behind.Now, id uuid.UUID, v *page.Plate) bool {
	a, ok := now.Address(id)
	if !ok {
		return false
	}
	v.Standing, v.Text, v.Short = a.Standing, a.Text, a.Short
	if a.Entrance != nil { // the door itself, as it is registered
		v.Point = a.Entrance
	}
	if v.Standing {
		return true
	}
	if v.Gone == "" {
		v.Gone = pick(ctx, "这个地址已注销或变更。", "This address was cancelled or changed.")
	}
	if next, ok := now.Address(a.Successor); ok && next.Standing {
		v.Standing, v.Text, v.Short = true, next.Text, next.Short
		v.Gone = pick(ctx, "门牌号已变更，现在的地址如下。", "The number was changed; the address now is below.")
	}
	return true
}

// placeOnPage leads on to the page of the plate's street, village or compound, if
// that is public.
func (s *Server) placeOnPage(now *behind.Now, t signs.Token, v *page.Plate) {
	code := now.Codes[t]
	v.Reason = code.Revoked
	place, ok := now.Place(code.Place)
	if !ok {
		return
	}
	name := place.Name(now.Day)
	if v.PlaceName = boundaries.StandardName(name.Text); v.Standing && v.Pinyin == "" {
		v.Pinyin = name.Reading
	}
	if token, ok := now.Own[place.ID]; ok {
		v.PlaceURL = "/Q/" + string(token)
	}
	if c, _, ok := cardBehind(now, place); ok {
		v.Safety = safetyBehind(now, c)
	}
}
