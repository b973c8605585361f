package gazetteer

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Row is one place as an outside source gives it. What is empty is not
// said: of a place that is known it leaves standing what stands.
type Row struct {
	Number int      // 1-based data row in the source, for reports
	Key    string   // the source's own key, unique within the source
	Digest [32]byte // SHA-256 of the row's canonical content

	Names         []RowName // the first is the standard name
	Class         string
	ClassAssumed  bool         // Class is for new places; the row itself says none
	Division      string       // code, or name, of the division it lies in; "" = found by position
	Location      *orb.Point   // CGCS2000
	Extent        orb.Geometry // the thing itself where it is a line or an area; nil otherwise
	ElevationM    string       // decimal metres, or ""
	GivenPosition string       // original coordinates and reference system, when transformed
	PlaceCode     string
	Meaning       string
	Origin        string
	History       string
	Description   string
	Heritage      string
	Valid         version.Span

	Decision *Decision // what a person made of the row's pairs; nil where nobody has
}

// A Batch says where rows come from and who takes them in.
type Batch struct {
	Source     string // name of the outside source; keys are unique within it
	Actor      uuid.UUID
	Visibility string // public or internal
	KeepPublic bool   // what is public now stays so though Visibility is internal
	System     string // code system of division rows; "" = nbs
	Note       string
	FileSHA256 string      // hexadecimal, of the file the rows come from
	Run        uuid.UUID   // the import that the batch belongs to, by which it can be undone; nil for none
	Within     []uuid.UUID // divisions that the actor may change; nil for everywhere

	Match    bool // rows with a new key may be about places that are known by other keys
	NewPairs bool // those that only may be are taken in as new, not set aside
}

// A Rejection says why a row was not taken in.
type Rejection struct {
	Row                   int
	Column, Value, Reason string
}

// Counts accounts for every row: accepted + updated + unchanged + rejected
// is the number of rows handed in.
type Counts struct {
	Accepted, Updated, Unchanged int
	Rejected                     []Rejection
	Findings                     int       // names that stand against the rules, loaded all the same
	Found                        []Finding // these, and what else a person should look at
	Updates                      []Update  // of places: what changed
	Kept                         []Update  // of places: what the source says and the register does not follow
	Pairs                        []Pair    // for a person to decide
	PairRows                     int       // rows that stand in a pair
	Known                        []Known   // rows beside known places of their names
	Outside                      []int     // of the rejected: rows that lie outside the division they name
	KeptPublic                   int       // rows left public by Batch.KeepPublic
	MadeInternal                 int       // rows that were public
	UnchangedRows                []int     // their numbers
	UpdatedRows                  []int     // of divisions, which have no Updates
	Entry                        int64     // the bulk ledger entry; 0 when nothing changed
}

func (b Batch) entry(action string, digest ledger.Digest) ledger.Entry {
	after := ledger.Fields{"source": b.Source, "visibility": b.Visibility}
	if b.FileSHA256 != "" {
		after["file_sha256"] = b.FileSHA256
	}
	if b.Run != uuid.Nil {
		after["run"] = b.Run
	}
	return ledger.Entry{Actor: b.Actor, Action: action, Kind: "batch", Public: b.Visibility == "public",
		Reason: b.Note, After: after, Batch: &digest}
}

// append writes the entry of a batch, and to which import it belongs.
func (b Batch) append(ctx context.Context, tx pgx.Tx, action string, digest ledger.Digest) (int64, error) {
	entry, err := ledger.Append(ctx, tx, b.entry(action, digest))
	if err != nil || b.Run == uuid.Nil {
		return entry, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO import_entry (entry, run) VALUES ($1, $2)`, entry, b.Run)
	return entry, err
}

// errDryRun makes a transaction roll back after everything was tried.
var errDryRun = errors.New("dry run")

// TryPlaces does all that LoadPlaces does, and then takes it back.
func (s *Store) TryPlaces(ctx context.Context, b Batch, rows []Row) (Counts, error) {
	return s.loadPlaces(ctx, b, rows, true)
}

// LoadPlaces takes rows in as one batch: in one transaction, with one bulk
// ledger entry. Rows whose digest is known are unchanged. If it fails nothing
// is left of it.
func (s *Store) LoadPlaces(ctx context.Context, b Batch, rows []Row) (Counts, error) {
	return s.loadPlaces(ctx, b, rows, false)
}

func (s *Store) loadPlaces(ctx context.Context, b Batch, rows []Row, dry bool) (Counts, error) {
	var l placeLoad
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		l = placeLoad{store: s, tx: tx, batch: b}
		if err := l.run(ctx, rows); err != nil {
			return err
		}
		if dry {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return Counts{}, fmt.Errorf("load places from %s: %w", b.Source, err)
	}
	return l.counts, nil
}

// A placeLoad is one batch on its way in.
type placeLoad struct {
	store  *Store
	tx     pgx.Tx
	batch  Batch
	counts Counts
	news   []loadedRow
	old    []loadedRow // known rows whose content changed
	above  *aboveIndex
}

type loadedRow struct {
	*Row
	place uuid.UUID
	at    whereabouts
	draft Draft     // what is written
	held  *standing // of a known row: what the register holds

	linked bool // the place is known, the key is new
}

func (l *placeLoad) run(ctx context.Context, rows []Row) error {
	rows, err := l.checked(ctx, rows)
	if err != nil {
		return err
	}
	if err := l.compare(ctx, rows); err != nil {
		return err
	}
	if len(l.news)+len(l.old) == 0 {
		return nil
	}
	if l.above == nil {
		if l.above, err = readAbove(ctx, l.tx); err != nil {
			return err
		}
	}
	if err := l.locate(ctx); err != nil {
		return err
	}
	if err := l.match(ctx); err != nil {
		return err
	}
	for i := range l.news {
		l.news[i].draft = l.news[i].asDraft(l.batch)
	}
	if err := l.weigh(ctx); err != nil {
		return err
	}
	l.checkJurisdiction()
	if err := l.checkInside(ctx); err != nil {
		return err
	}
	if err := l.checkListed(ctx); err != nil {
		return err
	}
	l.counts.Accepted, l.counts.Updated = len(l.news), len(l.old)
	l.tell()
	if len(l.news)+len(l.old) == 0 {
		return nil
	}
	return l.write(ctx)
}

// write enters what is left to enter, under one entry of the ledger.
func (l *placeLoad) write(ctx context.Context) error {
	var err error
	var digester ledger.Digester
	for _, group := range [][]loadedRow{l.news, l.old} {
		for _, r := range group {
			if err := digester.Add(ledger.Fields{"place": r.place, "key": r.Key, "row_sha256": hex.EncodeToString(r.Digest[:])}); err != nil {
				return err
			}
		}
	}
	if l.counts.Entry, err = l.batch.append(ctx, l.tx, "place.load", digester.Digest()); err != nil {
		return err
	}
	if err := l.copyNew(ctx); err != nil {
		return err
	}
	for _, r := range l.old {
		if err := l.correct(ctx, r); err != nil {
			return fmt.Errorf("row %d: %w", r.Number, err)
		}
	}
	if err := l.claim(ctx); err != nil {
		return err
	}
	return l.find(ctx)
}

func (l *placeLoad) unchanged(r *Row) {
	l.counts.Unchanged++
	l.counts.UnchangedRows = append(l.counts.UnchangedRows, r.Number)
}

func (l *placeLoad) reject(r *Row, column, value, reason string) {
	l.counts.Rejected = append(l.counts.Rejected, Rejection{r.Number, column, value, reason})
}

// checked rejects what only the register can tell: unknown classes and
// divisions, and a name that is missing.
func (l *placeLoad) checked(ctx context.Context, rows []Row) ([]Row, error) {
	classes, err := l.known(ctx, `SELECT code FROM place_class`)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(rows, func(r Row) bool { return !isCode(r.Division) }) {
		rows = slices.Clone(rows)
		if err := l.nameDivisions(ctx, rows); err != nil {
			return nil, err
		}
	}
	codes := make([]string, 0, 64)
	seen := map[string]bool{}
	for i := range rows {
		if c := rows[i].Division; c != "" && !seen[c] {
			seen[c] = true
			codes = append(codes, c)
		}
	}
	divisions, err := l.known(ctx, `SELECT DISTINCT code FROM division_version WHERE code = ANY($1) AND upper_inf(recorded)`, codes)
	if err != nil {
		return nil, err
	}
	good := rows[:0:0]
	for i := range rows {
		r := &rows[i]
		switch {
		case len(r.Names) == 0 || r.Names[0].Text == "":
			l.reject(r, "name", "", "没有标准名称")
		case !classes[r.Class]:
			l.reject(r, "class", r.Class, "没有这个地名类别代码")
		case r.Division != "" && !divisions[r.Division]:
			reason := "登记中没有这个行政区划代码 / no division with this code is held"
			if !isCode(r.Division) {
				reason = "不能由名称确定一个行政区划，请写代码 / no single division is called so: give its code"
			}
			l.reject(r, "division", r.Division, reason)
		default:
			good = append(good, *r)
		}
	}
	return good, nil
}

func (l *placeLoad) known(ctx context.Context, sql string, args ...any) (map[string]bool, error) {
	if len(args) == 1 && len(args[0].([]string)) == 0 {
		return nil, nil
	}
	rows, err := l.tx.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	set := make(map[string]bool, len(all))
	for _, v := range all {
		set[v] = true
	}
	return set, err
}

// compare tells new, changed and unchanged rows apart by source, key and
// digest. The lock makes loads of one source follow one another.
func (l *placeLoad) compare(ctx context.Context, rows []Row) error {
	if _, err := l.tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('place load ' || $1, 0))`, l.batch.Source); err != nil {
		return err
	}
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = rows[i].Key
	}
	type known struct {
		Key       string
		Place     uuid.UUID
		Digest    []byte
		Withdrawn bool
	}
	found, err := l.tx.Query(ctx, `SELECT s.key, s.place, s.digest, p.withdrawn IS NOT NULL
		FROM place_source s JOIN place p ON p.id = s.place WHERE s.source = $1 AND s.key = ANY($2)`, l.batch.Source, keys)
	if err != nil {
		return err
	}
	held := map[string]known{}
	all, err := pgx.CollectRows(found, pgx.RowToStructByPos[known])
	if err != nil {
		return err
	}
	for _, k := range all {
		held[k.Key] = k
	}
	for i := range rows {
		r := &rows[i]
		k, ok := held[r.Key]
		switch {
		case !ok:
			id := uuid.Must(uuid.NewV7())
			held[r.Key] = known{r.Key, id, r.Digest[:], false}
			l.news = append(l.news, loadedRow{Row: r, place: id})
		case string(k.Digest) == string(r.Digest[:]):
			l.unchanged(r)
		case k.Withdrawn:
			l.reject(r, "key", r.Key, "此地名已从登记中撤下，来源的改动不再收入")
		default:
			l.old = append(l.old, loadedRow{Row: r, place: k.Place})
		}
	}
	return nil
}

// locate finds each row's division: by the code it gives, else by position in
// one spatial join for all.
func (l *placeLoad) locate(ctx context.Context) error {
	var lons, lats []float64
	var pending []*loadedRow
	for _, group := range [][]loadedRow{l.news, l.old} {
		for i := range group {
			r := &group[i]
			switch {
			case r.Division != "":
				r.at = l.above.byCode(r.Division)
			case r.Location != nil && l.above.anyArea:
				lons, lats = append(lons, r.Location.Lon()), append(lats, r.Location.Lat())
				pending = append(pending, r)
			}
		}
	}
	if len(pending) == 0 {
		return nil
	}
	rows, err := l.tx.Query(ctx, `
		SELECT i, d.division FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS p (lon, lat, i),
		LATERAL (SELECT v.division FROM division_version v
			WHERE ST_Intersects(v.area, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490))
			  AND upper_inf(v.recorded) AND v.valid @> current_date
			ORDER BY v.level DESC, v.code LIMIT 1) d`, lons, lats)
	if err != nil {
		return err
	}
	var (
		i        int64
		division uuid.UUID
	)
	_, err = pgx.ForEachRow(rows, []any{&i, &division}, func() error {
		pending[i-1].at = l.above.of(division)
		return nil
	})
	return err
}

// claim notes the names' claims, for rows whose class has a scope.
func (l *placeLoad) claim(ctx context.Context) error {
	var all []claim
	var streets []located
	for _, r := range l.news {
		streets = append(streets, located{r.place, r.Class, r.Names[0].Text, r.Valid, r.Location})
		all = append(all, claims(r.place, r.Class, r.Names[0].Text, r.Valid, r.at.chain)...)
	}
	for _, r := range l.old {
		if !r.held.claimsChange {
			continue
		}
		if l.batch.Run != uuid.Nil {
			if err := keepClaims(ctx, l.tx, r.place, l.counts.Entry); err != nil {
				return err
			}
		}
		if err := forgetDuplicates(ctx, l.tx, r.place); err != nil {
			return err
		}
		if err := release(ctx, l.tx, r.place, r.held.nameSpan); err != nil {
			return err
		}
		streets = append(streets, located{r.place, r.draft.Class, r.Names[0].Text, r.held.nameSpan, r.draft.Location})
		all = append(all, claims(r.place, r.draft.Class, r.Names[0].Text, r.held.nameSpan, r.at.chain)...)
	}
	made, err := builtUpClaims(ctx, l.tx, streets...)
	if err != nil {
		return err
	}
	l.counts.Findings, err = note(ctx, l.tx, append(all, made...), l.counts.Entry)
	return err
}

// givenAgain finds for each given name the held one that is the same, one with
// a confirmed reading first, nil where there is none; and which of the held
// names go on by that.
func givenAgain(given []RowName, held []Name) (again []*Name, goesOn map[uuid.UUID]bool) {
	again, goesOn = make([]*Name, len(given)), map[uuid.UUID]bool{}
	for i, g := range given {
		g = g.filled(i)
		for j := range held {
			n := &held[j]
			same := n.Kind == g.Kind && n.Lang == g.Lang && n.Text == g.Text && !goesOn[n.ID]
			if same && (again[i] == nil || n.ReadingState == "confirmed") {
				again[i] = n
			}
		}
		if again[i] != nil {
			goesOn[again[i].ID] = true
		}
	}
	return again, goesOn
}

func (r *Row) asDraft(b Batch) Draft {
	return Draft{Names: r.Names, Class: r.Class, Division: r.Division, Location: r.Location, Extent: r.Extent, ElevationM: r.ElevationM,
		GivenPosition: r.GivenPosition, PlaceCode: r.PlaceCode, Meaning: r.Meaning, Origin: r.Origin, History: r.History,
		Description: r.Description, Heritage: r.Heritage, Visibility: b.Visibility, Source: b.Source, Valid: r.Valid}
}
