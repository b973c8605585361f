package poster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
	"diming/shelters/card"
)

// A Stack is what papers are made from: the facts of cards as they are in calm.
type Stack struct {
	Facts    *card.Facts
	Approval string // 审图号 of the map, "" for none
	At       time.Time
}

// Stack makes papers' ground of the facts of cards.
func (s *Store) Stack(ctx context.Context, f card.Facts) (Stack, error) {
	k := Stack{Facts: Calm(f), At: f.At}
	b := &boundaries.Store{DB: s.DB}
	home, err := b.Home(ctx)
	if errors.Is(err, boundaries.ErrNotFound) { // no county has said that this is its register
		return k, nil
	}
	if err == nil {
		k.Approval, _, _, err = b.Setting(ctx, home.ID, boundaries.SettingApproval, version.DayOf(f.At.In(version.China)))
	}
	if err != nil {
		return k, fmt.Errorf("ground of papers: %w", err)
	}
	return k, nil
}

// A Village is a village with what its paper says now and how it stands.
type Village struct {
	card.Division
	Above    []card.Division // from the largest down
	Content  Content
	Digest   string // of the content
	Held     Held
	Standing Standing
	Drawing  Drawing
}

// Villages composes the papers of villages; addresses is where the code of each
// leads. One that has no code yet has a paper without an address, and so was
// never made.
func (s *Store) Villages(ctx context.Context, k Stack, villages []card.Division, addresses map[uuid.UUID]string) ([]Village, error) {
	ids := make([]uuid.UUID, len(villages))
	for i, v := range villages {
		ids[i] = v.ID
	}
	areas, err1 := (&boundaries.Store{DB: s.DB}).AreasOf(ctx, boundaries.Reader{}, ids)
	held, err2 := s.All(ctx, ids)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	all := make([]Village, 0, len(villages))
	for _, v := range villages {
		c, ok := card.Compose(k.Facts, v.Code, nil, k.At)
		if !ok {
			continue
		}
		one := Village{Division: v, Above: c.Above, Held: held[v.ID], Drawing: Drawing{Area: areas[v.ID], Point: v.Point}}
		one.Content = Of(c, addresses[v.ID], k.Approval, one.Drawing)
		one.Content.Else = k.elsewhere(c)
		var err error
		if one.Digest, err = one.Content.Digest(); err != nil {
			return nil, err
		}
		one.Standing = one.Held.Stands(one.Digest)
		all = append(all, one)
	}
	return all, nil
}
