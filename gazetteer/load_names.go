package gazetteer

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"diming/internal/version"
)

// nameChanges lists what a row changes of the names: the standard one, and of
// every other kind that the row gives at all.
func (r *loadedRow) nameChanges(u *Update) {
	again, goesOn := r.again()
	var added, gone = map[string][]string{}, map[string][]string{}
	for i, g := range r.draft.Names {
		g = g.filled(i)
		n := again[i]
		switch {
		case n == nil:
			added[g.Kind] = append(added[g.Kind], g.Text)
		case g.Reading != "" && n.ReadingState != "confirmed" && n.Reading != g.Reading:
			u.Changes = append(u.Changes, Change{"reading", n.Reading, g.Reading})
		}
	}
	for _, n := range r.held.names {
		if !goesOn[n.ID] && r.closes(n) {
			gone[n.Kind] = append(gone[n.Kind], n.Text)
		}
	}
	for _, kind := range []string{Standard, Alias, Short, Former} {
		if len(added[kind])+len(gone[kind]) > 0 {
			column := kind
			if kind == Standard {
				column = "name"
			}
			u.Changes = append(u.Changes, Change{column, strings.Join(gone[kind], "、"), strings.Join(added[kind], "、")})
		}
	}
}

// again finds for each name of the row the one that stands.
func (r *loadedRow) again() ([]*Name, map[uuid.UUID]bool) {
	held := make([]Name, 0, len(r.held.names))
	for _, n := range r.held.names {
		held = append(held, n.Name)
	}
	return givenAgain(r.draft.Names, held)
}

// closes tells whether a held name that the row does not give ends by that:
// only one that the source alone has said, of a kind and language of which
// the row gives another. Of standard names it is the one that stands.
func (r *loadedRow) closes(n heldName) bool {
	if !n.ours {
		return false
	}
	for i, g := range r.draft.Names {
		g = g.filled(i)
		if n.Kind == Standard && g.Kind == Standard {
			return r.held.standard(g.Lang).ID == n.ID
		}
		if n.Kind == g.Kind && n.Lang == g.Lang {
			return true
		}
	}
	return false
}

// settleClaims says whether the row changes what the claims rest on, and for
// which time.
func (r *loadedRow) settleClaims(u Update) {
	r.held.nameSpan = r.span(r.held.draft.Valid)
	if n := r.held.standard(r.draft.Names[0].filled(0).Lang); n != nil {
		r.held.nameSpan = r.span(n.Valid)
	}
	for _, c := range u.Changes {
		r.held.claimsChange = r.held.claimsChange || c.Field == "name" || c.Field == "class" || c.Field == "division"
	}
}

// span is the time for which a row speaks: its own, or else that of what it
// changes.
func (r *loadedRow) span(stands version.Span) version.Span {
	if r.Valid != (version.Span{}) {
		return r.Valid
	}
	return stands
}

// correct writes a changed row over what stood.
func (l *placeLoad) correct(ctx context.Context, r loadedRow) error {
	if err := places.Lock(ctx, l.tx, r.place); err != nil {
		return err
	}
	if r.linked {
		_, err := l.tx.Exec(ctx, `INSERT INTO place_source (source, key, place, digest, entry) VALUES ($1, $2, $3, $4, $5)`,
			l.batch.Source, r.Key, r.place, r.Digest[:], l.counts.Entry)
		if err != nil {
			return err
		}
	}
	if err := places.Write(ctx, l.tx, r.place, r.span(r.held.draft.Valid), l.counts.Entry, r.draft.values(r.at)...); err != nil {
		return err
	}
	if err := l.correctNames(ctx, r); err != nil {
		return err
	}
	if r.linked {
		return nil
	}
	return l.keepDigest(ctx, r)
}

// keepDigest notes what the source says now, and keeps what it said before.
func (l *placeLoad) keepDigest(ctx context.Context, r loadedRow) error {
	_, err := l.tx.Exec(ctx, `
		WITH past AS (
			INSERT INTO place_source_past (entry, source, key, digest)
			SELECT $4, source, key, digest FROM place_source WHERE source = $1 AND key = $2
			ON CONFLICT DO NOTHING)
		UPDATE place_source SET digest = $3 WHERE source = $1 AND key = $2`, l.batch.Source, r.Key, r.Digest[:], l.counts.Entry)
	return err
}

// correctNames brings a place's names in line with a changed row. A name that
// is given again goes on as the same name, and keeps a confirmed reading.
func (l *placeLoad) correctNames(ctx context.Context, r loadedRow) error {
	again, goesOn := r.again()
	span := r.held.nameSpan
	for _, n := range r.held.names {
		if err := names.Lock(ctx, l.tx, n.ID); err != nil {
			return err
		}
		switch {
		case goesOn[n.ID]:
			continue
		case r.closes(n):
			err := names.Clear(ctx, l.tx, n.ID, r.span(n.Valid), l.counts.Entry)
			if err != nil {
				return err
			}
		default:
			if err := l.showAs(ctx, r, n); err != nil {
				return err
			}
		}
	}
	for i, given := range r.draft.Names {
		given = given.filled(i)
		if again[i] == nil {
			if given.Kind != Standard {
				span = r.span(r.held.draft.Valid)
			}
			if err := addName(ctx, l.tx, r.place, given, r.draft.Class, r.at.code, r.draft.Visibility, l.batch.Source, span, l.counts.Entry); err != nil {
				return err
			}
			continue
		}
		if err := l.goOn(ctx, r, *again[i], given); err != nil {
			return err
		}
	}
	return nil
}

// showAs brings the visibility of a name that the row does not speak of in line
// with the place's: one that turns internal takes all its names along.
func (l *placeLoad) showAs(ctx context.Context, r loadedRow, n heldName) error {
	was, is := r.held.draft.Visibility, r.draft.Visibility
	if was == is || n.Visibility == is || is == "public" && !n.ours {
		return nil
	}
	n.Visibility = is
	return names.Write(ctx, l.tx, n.ID, n.Valid, l.counts.Entry, n.values(r.place)...)
}

// goOn writes a name that is given again, where anything of it changes.
func (l *placeLoad) goOn(ctx context.Context, r loadedRow, n Name, given RowName) error {
	before := n
	if r.draft.Visibility != r.held.draft.Visibility {
		n.Visibility = r.draft.Visibility
	}
	respell := given.Reading != "" && given.Reading != n.Reading || r.draft.Class != r.held.draft.Class
	if n.ReadingState != "confirmed" && respell {
		if given.Reading == "" && n.Reading != "" {
			given.Reading = n.Reading
		}
		n.Specific, n.Generic, n.Reading, n.ReadingState = given.spell(r.draft.Class, r.at.code)
	}
	if n == before {
		return nil
	}
	return names.Write(ctx, l.tx, n.ID, r.span(n.Valid), l.counts.Entry, n.values(r.place)...)
}
