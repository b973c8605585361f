package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters/card"
	"diming/shelters/poster"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// Ways writes down, for every village of the county of which nobody ever wrote
// one, how one walks to the shelter that its card names first. The assignment has
// a say in which that is: it comes before.
func (d *Demo) Ways(ctx context.Context) error {
	f, err := card.Load(ctx, d.Places.DB)
	if err != nil {
		return err
	}
	hints := waysOf(&f, time.Now())
	if len(hints) == 0 {
		return nil
	}
	d.Say("走法 %d 条 / walking hints", len(hints))
	return (&card.Store{DB: d.Places.DB}).Enter(ctx, ledger.Console, countyCode, card.Batch{Hints: hints}, "示例数据载入：虚构的走法")
}

func waysOf(f *card.Facts, now time.Time) []card.Hint {
	written := map[uuid.UUID]bool{}
	for _, h := range f.Hints {
		written[h.Village] = true
	}
	calm := poster.Calm(*f)
	var hints []card.Hint
	for n, v := range villagesOf(f) {
		c, ok := card.Compose(calm, v.Code, nil, now)
		if !ok || len(c.Goals) == 0 || written[v.ID] {
			continue
		}
		g := c.Goals[0]
		way, _ := g.Direction.Words()
		hints = append(hints, card.Hint{Village: v.ID, Shelter: g.ID, Day: version.Day(2026, 5, 1+n%28),
			Text: fmt.Sprintf("示例：从村口沿大路往%s走，不走河边小路，看见绿色避灾标志就到。", way)})
	}
	return hints
}

// villagesOf gives the villages of the county, in the order of their codes.
func villagesOf(f *card.Facts) []card.Division {
	return slices.DeleteFunc(slices.Clone(f.Divisions), func(d card.Division) bool {
		return d.Level != int(boundaries.Village) || !strings.HasPrefix(d.Code, countyCode)
	})
}

// wallsSince is when the signs of villages were seen to hang.
var wallsSince = version.Day(platesSince, 4, 1)

// VillagePlates hangs the sign of every village of the county that never had one.
func (d *Demo) VillagePlates(ctx context.Context) error {
	rows, err := d.Places.DB.Query(ctx, `SELECT v.division, v.seat FROM division_version v
		WHERE upper_inf(v.recorded) AND v.valid @> current_date AND v.level = $1 AND v.county = $2 AND NOT EXISTS (SELECT FROM plate p WHERE p.place = v.division AND p.kind = $3)
		ORDER BY v.code`, int(boundaries.Village), countyCode, string(artwork.Village))
	if err != nil {
		return err
	}
	found := []plate.Found{}
	f := plate.Found{Kind: artwork.Village, Seen: wallsSince}
	for rows.Next() {
		if err := rows.Scan(&f.Place, &f.Point); err != nil {
			return err
		}
		found = append(found, f)
	}
	if err := rows.Err(); err != nil || len(found) == 0 {
		return err
	}
	d.Say("村牌 %d 块 / signs of villages", len(found))
	_, err = (&plate.Store{DB: d.Places.DB}).EnterFound(ctx, ledger.Console, found, "示例数据载入：虚构的村牌", version.Today())
	return err
}

// Papers puts a paper up in every village of the county that never had one. What
// a paper says names where its code leads: a demo without an origin has none.
func (d *Demo) Papers(ctx context.Context) error {
	if d.Origin == nil {
		return nil
	}
	f, err := card.Load(ctx, d.Places.DB)
	if err != nil {
		return err
	}
	villages := villagesOf(&f)
	ids := make([]uuid.UUID, len(villages))
	for i, v := range villages {
		ids[i] = v.ID
	}
	addresses, err := d.Signs.Addresses(ctx, d.Origin, ids)
	if err != nil {
		return err
	}
	store := &poster.Store{DB: d.Places.DB}
	k, err := store.Stack(ctx, f)
	if err != nil {
		return err
	}
	papers, err := store.Villages(ctx, k, villages, addresses)
	if err != nil {
		return err
	}
	var hung []poster.Made
	for _, p := range papers {
		if p.Standing == poster.NeverMade {
			hung = append(hung, poster.Made{Village: p.ID, Digest: p.Digest, On: version.Today()})
		}
	}
	if len(hung) == 0 {
		return nil
	}
	d.Say("避险告示 %d 张 / papers in villages", len(hung))
	return store.Enter(ctx, ledger.Console, countyCode, hung, "示例：村口公告栏", "示例数据载入：虚构的张贴")
}
