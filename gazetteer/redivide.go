package gazetteer

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/version"
)

// A Redivision is a change of divisions that are places too, all from one day.
type Redivision struct {
	Changes []boundaries.Redivided // in an order in which each finds its parent
	From    version.Date
	Basis   string // what computed areas rest on
	// Lenient makes what claims it can and notes the others as findings, to
	// show what would happen. Otherwise a new name that stands in its scope
	// already fails with a *TakenError; a name that only came into another
	// scope with its division is noted in both cases, as nobody decided it.
	Lenient bool
}

// A ClaimTurn is a standard name's claim to be single in a scope that a
// redivision makes or gives up.
type ClaimTurn struct {
	Place  uuid.UUID
	Name   string
	Scope  uuid.UUID // the nil UUID is the nation
	Gained bool
}

// Redivide writes a redivision of divisions with their places, names and
// claims, as part of ledger entry; the caller holds boundaries.LockCodes.
func Redivide(ctx context.Context, tx pgx.Tx, r Redivision, entry int64) ([]ClaimTurn, error) {
	w := redividing{Redivision: r, tx: tx, entry: entry, decided: map[uuid.UUID]bool{}}
	touched := make([]uuid.UUID, len(r.Changes))
	for i, c := range r.Changes {
		touched[i] = c.ID
	}
	before, err := w.held(ctx, touched)
	if err != nil {
		return nil, err
	}
	for _, c := range r.Changes {
		if err := w.change(ctx, c); err != nil {
			return nil, fmt.Errorf("division %s %s: %w", c.Code, c.Name, err)
		}
	}
	if err := w.claim(ctx, before); err != nil {
		return nil, err
	}
	after, err := w.held(ctx, touched)
	if err != nil {
		return nil, err
	}
	return turnsOf(before, after), nil
}

type redividing struct {
	Redivision
	tx      pgx.Tx
	entry   int64
	decided map[uuid.UUID]bool // whose name the redivision gives
}

func (w *redividing) eve() version.Date { return version.DayOf(w.From.Time().AddDate(0, 0, -1)) }

// change writes one division and its place.
func (w *redividing) change(ctx context.Context, c boundaries.Redivided) error {
	if err := boundaries.Redivide(ctx, w.tx, c, w.From, w.Basis, w.entry); err != nil {
		return err
	}
	if placeholders[c.Name] {
		return nil
	}
	if c.New {
		return w.begin(ctx, c)
	}
	if err := places.Lock(ctx, w.tx, c.ID); err != nil {
		return notFound(err)
	}
	p, err := (&Store{DB: w.tx}).Place(ctx, Reader{AsOf: version.AsOf{Valid: w.eve()}, Internal: true}, c.ID)
	if err != nil {
		return err
	}
	if c.Ended {
		return w.end(ctx, p)
	}
	return w.goOn(ctx, c, p)
}

// begin makes the place of a new division.
func (w *redividing) begin(ctx context.Context, c boundaries.Redivided) error {
	d, err := (&boundaries.Store{DB: w.tx}).ByID(ctx, w.reader(), c.ID)
	if err != nil {
		return err
	}
	if _, err := w.tx.Exec(ctx, `INSERT INTO place (id, division) VALUES ($1, $1)`, c.ID); err != nil {
		return err
	}
	text, valid := boundaries.StandardName(c.Name), version.Span{From: w.From}
	draft := Draft{Class: classOf(d.Level, text), Location: d.Seat, Visibility: d.Visibility, Source: d.Source}
	at := whereabouts{within: c.Parent, county: boundaries.CountyOf(d.System, d.Code)}
	if err := places.Write(ctx, w.tx, c.ID, valid, w.entry, draft.values(at)...); err != nil {
		return err
	}
	w.decided[c.ID] = true
	return addName(ctx, w.tx, c.ID, RowName{Text: text, Kind: Standard, Lang: languageOf(d.System)}, draft.Class, d.Code, d.Visibility, d.Source, valid, w.entry)
}

func (w *redividing) reader() Reader {
	return Reader{AsOf: version.AsOf{Valid: w.From}, Internal: true}
}

// end says that the place of an abolished division is no more.
func (w *redividing) end(ctx context.Context, p Place) error {
	valid := version.Span{From: w.From}
	if err := places.Clear(ctx, w.tx, p.ID, valid, w.entry); err != nil {
		return err
	}
	return w.clearNames(ctx, p, func(Name) bool { return true })
}

func (w *redividing) clearNames(ctx context.Context, p Place, which func(Name) bool) error {
	for _, n := range p.Names {
		if !which(n) {
			continue
		}
		if err := names.Lock(ctx, w.tx, n.ID); err != nil {
			return err
		}
		if err := names.Clear(ctx, w.tx, n.ID, version.Span{From: w.From}, w.entry); err != nil {
			return err
		}
	}
	return nil
}

// goOn writes a place again whose division goes on otherwise, and those in it
// where its county's code changed.
func (w *redividing) goOn(ctx context.Context, c boundaries.Redivided, p Place) error {
	d, err := (&boundaries.Store{DB: w.tx}).ByID(ctx, w.reader(), c.ID)
	if err != nil {
		return err
	}
	was, err := (&boundaries.Store{DB: w.tx}).ByID(ctx, Reader{AsOf: version.AsOf{Valid: w.eve()}, Internal: true}, c.ID)
	if err != nil {
		return err
	}
	text, county := boundaries.StandardName(c.Name), boundaries.CountyOf(d.System, d.Code)
	valid := version.Span{From: w.From, To: p.Valid.To}
	p.Within, p.Class = c.Parent, classOf(d.Level, text)
	if c.Seat != nil {
		p.Location = c.Seat
	}
	if err := rewriteTexts(ctx, w.tx, p, &whereabouts{county: county}, valid, w.entry); err != nil {
		return err
	}
	if boundaries.CountyOf(was.System, was.Code) != county {
		if err := w.takeAlong(ctx, c.ID, county); err != nil {
			return err
		}
	}
	if text == boundaries.StandardName(was.Name) {
		return nil
	}
	lang := languageOf(d.System)
	if err := w.clearNames(ctx, p, func(n Name) bool { return n.Kind == Standard && n.Lang == lang }); err != nil {
		return err
	}
	w.decided[c.ID] = true
	return addName(ctx, w.tx, c.ID, RowName{Text: text, Kind: Standard, Lang: lang}, p.Class, d.Code, d.Visibility, d.Source, valid, w.entry)
}

// takeAlong writes the county's new code to the places directly in a division.
func (w *redividing) takeAlong(ctx context.Context, division uuid.UUID, county string) error {
	rows, err := w.tx.Query(ctx, `SELECT v.place FROM place_version v JOIN place p ON p.id = v.place
		WHERE v.within = $1 AND upper_inf(v.recorded) AND v.valid @> $2::date AND p.division IS NULL AND p.withdrawn IS NULL`, division, w.From)
	if err != nil {
		return err
	}
	inside, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, id := range inside {
		if err := places.Lock(ctx, w.tx, id); err != nil {
			return err
		}
		p, err := (&Store{DB: w.tx}).Place(ctx, w.reader(), id)
		if err != nil {
			return err
		}
		if err := rewriteTexts(ctx, w.tx, p, &whereabouts{county: county}, version.Span{From: w.From, To: p.Valid.To}, w.entry); err != nil {
			return err
		}
	}
	return nil
}

// claim gives up the claims that no longer hold and makes those that do now.
func (w *redividing) claim(ctx context.Context, before map[uuid.UUID][]heldClaim) error {
	var decided, carried []claim
	for _, c := range w.Changes {
		made, err := w.claimsOf(ctx, c)
		if err != nil {
			return err
		}
		settled, err := w.settled(ctx, c.ID, before[c.ID], made)
		if err != nil {
			return err
		}
		if settled {
			continue
		}
		if err := release(ctx, w.tx, c.ID, version.Span{From: w.From}); err != nil {
			return err
		}
		if err := forgetDuplicates(ctx, w.tx, c.ID); err != nil {
			return err
		}
		if w.decided[c.ID] && !w.Lenient {
			decided = append(decided, made...)
		} else {
			carried = append(carried, made...)
		}
	}
	slices.SortFunc(decided, func(a, b claim) int {
		return cmp.Or(bytes.Compare(a.scope[:], b.scope[:]), cmp.Compare(a.key, b.key))
	})
	if err := insist(ctx, w.tx, decided); err != nil {
		return err
	}
	_, err := note(ctx, w.tx, carried, w.entry)
	return err
}

func (w *redividing) claimsOf(ctx context.Context, c boundaries.Redivided) ([]claim, error) {
	if c.Ended || placeholders[c.Name] {
		return nil, nil
	}
	chain, err := (&boundaries.Store{DB: w.tx}).Chain(ctx, w.reader(), c.ID)
	if err != nil || len(chain) == 0 {
		return nil, err
	}
	d := chain[len(chain)-1]
	text := boundaries.StandardName(c.Name)
	return claims(c.ID, classOf(d.Level, text), text, version.Span{From: w.From, To: d.Valid.To}, chain), nil
}

// settled tells whether a place holds already what it would claim, or lost
// just that before.
func (w *redividing) settled(ctx context.Context, place uuid.UUID, held []heldClaim, made []claim) (bool, error) {
	if len(held) == 0 && len(made) == 1 && !w.decided[place] {
		var lost bool
		err := w.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM name_finding WHERE place = $1 AND check_id = '重'
			AND scope = $2 AND class_group = $3 AND key = $4)`, place, made[0].scope, made[0].group, made[0].key).Scan(&lost)
		return lost, err
	}
	return slices.EqualFunc(held, made, func(h heldClaim, c claim) bool {
		return h == heldClaim{c.scope, c.group, c.key}
	}), nil
}

type heldClaim struct {
	scope      uuid.UUID
	group, key string
}

// held gives the claims that hold from the day on, by place; a place has one.
func (w *redividing) held(ctx context.Context, touched []uuid.UUID) (map[uuid.UUID][]heldClaim, error) {
	rows, err := w.tx.Query(ctx, `SELECT place, scope, class_group, key FROM name_claim WHERE place = ANY($1) AND valid @> $2::date
		ORDER BY place, scope, class_group, key`, touched, w.From)
	if err != nil {
		return nil, err
	}
	held := map[uuid.UUID][]heldClaim{}
	var (
		place uuid.UUID
		c     heldClaim
	)
	_, err = pgx.ForEachRow(rows, []any{&place, &c.scope, &c.group, &c.key}, func() error {
		held[place] = append(held[place], c)
		return nil
	})
	return held, err
}

func turnsOf(before, after map[uuid.UUID][]heldClaim) []ClaimTurn {
	var turns []ClaimTurn
	collect := func(from, to map[uuid.UUID][]heldClaim, gained bool) {
		for place, all := range from {
			for _, c := range all {
				if !slices.Contains(to[place], c) {
					turns = append(turns, ClaimTurn{place, c.key, c.scope, gained})
				}
			}
		}
	}
	collect(before, after, false)
	collect(after, before, true)
	slices.SortFunc(turns, func(a, b ClaimTurn) int {
		return cmp.Or(bytes.Compare(a.Place[:], b.Place[:]), cmp.Compare(a.Name, b.Name))
	})
	return turns
}
