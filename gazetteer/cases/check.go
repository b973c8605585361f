package cases

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/naming"
	"diming/internal/ledger"
)

// Proposal is what the rules of names are asked about an item.
func (i Item) Proposal(c Case) naming.Proposal {
	p := naming.Proposal{Text: i.Text, Class: i.Class, Division: c.Division, At: i.Location, Extent: i.Extent, Reading: i.Reading, Size: i.Size}
	if i.Division != nil {
		p.Division = *i.Division
	}
	if i.Place != nil {
		p.Place = *i.Place
	}
	return p
}

// asked says whether the rules of names have a say in an item: not where a name
// ends, nor where an error of record leaves the text as it is.
func (i Item) asked(kind Kind) bool {
	return kind == Naming || kind == Renaming || kind == Correction && i.Changes.Text != nil
}

// Recheck asks the rules again; the case keeps its answers where the findings
// are still the same. The rules are those now in force, and the case then says
// so: its rule version changes, by this entry.
func (s *Store) Recheck(ctx context.Context, by By) (int64, error) {
	return s.act(ctx, act{By: by, action: "case.recheck",
		plan: func(_ pgx.Tx, c Case) (ledger.Fields, error) {
			if !c.State.Checked() {
				return nil, ErrFixed
			}
			return nil, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error { return s.In(tx).check(ctx, tx, c, entry) }})
}

// check stores what the rules say of each item of a case, within its change.
func (s *Store) check(ctx context.Context, tx pgx.Tx, c Case, entry int64) error {
	items, err := s.items(ctx, c.ID)
	if err != nil {
		return err
	}
	others, err := s.rivals(ctx, c)
	if err != nil {
		return err
	}
	rules := ""
	for n, item := range items {
		found, version, err := s.findingsOf(ctx, tx, c, item, items[:n], others)
		if err != nil {
			return fmt.Errorf("check %q: %w", item.Text, err)
		}
		if err := s.keepFindings(ctx, tx, c.ID, item.ID, found, version, entry); err != nil {
			return err
		}
		if version != "" { // of an item that was not asked about there is none
			rules = version
		}
	}
	_, err = tx.Exec(ctx, `UPDATE name_case SET rule_version = $2 WHERE id = $1`, c.ID, rules)
	return err
}

// findingsOf gives all that stands against an item: by the rules of names, by
// the other items of its case, by what other cases ask for, by the list of
// protected names.
func (s *Store) findingsOf(ctx context.Context, tx pgx.Tx, c Case, item Item, earlier []Item, others []rival) (found []naming.Finding, rules string, err error) {
	if item.asked(c.Kind) {
		p := item.Proposal(c)
		if c.Kind == Correction {
			p.Text = *item.Changes.Text
		}
		if found, rules, err = s.Check(ctx, tx, p); err != nil {
			return nil, "", err
		}
		found = append(found, within(item, earlier)...)
		found = append(found, elsewhere(p.Text, item.Class, item.Reading, others)...)
	}
	kept, err := s.protected(ctx, tx, c, item)
	return append(found, kept...), rules, err
}

// within finds an item's name twice in one case: each may be fine alone, not
// both together. One that is set aside takes no name.
func within(item Item, earlier []Item) []naming.Finding {
	for _, other := range earlier {
		if other.Aside == "" && other.Text == item.Text && other.Class == item.Class {
			return []naming.Finding{{Check: "重", Severity: naming.Refuse, Article: "地名管理条例第九条第（七）、（八）项",
				Text: fmt.Sprintf("本案第 %d 项已用“%s”，同一案内不能重名。", other.Ordinal, other.Text), TextEN: fmt.Sprintf("Item %d of this case bears the same name.", other.Ordinal)}}
		}
	}
	return nil
}

// keepFindings writes the findings of an item: those that were there keep their
// answers, those that no longer are are gone.
func (s *Store) keepFindings(ctx context.Context, tx pgx.Tx, id, item uuid.UUID, found []naming.Finding, rules string, entry int64) error {
	keys := make([][]byte, 0, len(found))
	for _, f := range found {
		if err := s.addFinding(ctx, tx, Case{ID: id, RuleVersion: rules}, item, f, entry); err != nil {
			return err
		}
		keys = append(keys, findingKey(f))
	}
	_, err := tx.Exec(ctx, `UPDATE case_finding SET gone = $3 WHERE item = $1 AND gone IS NULL AND NOT key = ANY($2)`, item, keys, entry)
	return err
}

func (s *Store) addFinding(ctx context.Context, tx pgx.Tx, c Case, item uuid.UUID, f naming.Finding, entry int64) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	row, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_finding (id, name_case, item, key, check_id, severity, body, rule_version, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (item, key) WHERE gone IS NULL DO UPDATE SET body = excluded.body, severity = excluded.severity, rule_version = excluded.rule_version`,
		row, c.ID, item, findingKey(f), f.Check, f.Severity, string(body), c.RuleVersion, entry)
	if err != nil {
		return fmt.Errorf("keep finding %s: %w", f.Check, err)
	}
	return nil
}

// findingKey is the same for a finding that says the same of the same: the
// check, its words and the places it names.
func findingKey(f naming.Finding) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", f.Check, strings.Join(f.Words, "\x00"))
	for _, c := range f.Conflicts {
		fmt.Fprintf(h, "%s %s\x00", c.Place, c.Likeness)
	}
	if len(f.Words)+len(f.Conflicts) == 0 {
		fmt.Fprint(h, f.Text)
	}
	return h.Sum(nil)
}

const findingColumns = `f.id, f.item, f.body, f.rule_version, f.answer, f.answered_by, f.answered_at, i.aside <> ''`

func scanFinding(row pgx.CollectableRow) (Finding, error) {
	var f Finding
	var body string
	if err := row.Scan(&f.ID, &f.Item, &body, &f.RuleVersion, &f.Answer, &f.AnsweredBy, &f.AnsweredAt, &f.Aside); err != nil {
		return f, err
	}
	return f, json.Unmarshal([]byte(body), &f.Finding)
}

// findings gives what stands of a case's findings, gravest first.
func (s *Store) findings(ctx context.Context, id uuid.UUID) ([]Finding, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+findingColumns+` FROM case_finding f JOIN case_item i ON i.id = f.item
		WHERE f.name_case = $1 AND f.gone IS NULL
		ORDER BY i.aside <> '', array_position(ARRAY['refuse', 'unchecked', 'justify', 'note'], f.severity), f.check_id, f.id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanFinding)
}

// Answer records the reason for which names may stand against findings that
// want one, or how a person checked what the data could not say. One answer may
// be of several findings: all get it, or none does.
func (s *Store) Answer(ctx context.Context, by By, text string, findings ...uuid.UUID) (int64, error) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, ErrReason
	}
	return s.act(ctx, act{By: by, action: "case.answer", reason: text,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if !c.State.Checked() {
				return nil, ErrFixed
			}
			var wanting int
			var checks []string
			err := tx.QueryRow(ctx, `SELECT count(*), array_agg(DISTINCT check_id ORDER BY check_id) FROM case_finding
				WHERE id = ANY($1) AND name_case = $2 AND gone IS NULL AND severity = ANY($3)`,
				findings, c.ID, []string{string(naming.Justify), string(naming.Unchecked)}).Scan(&wanting, &checks)
			if err == nil && (wanting == 0 || wanting != len(findings)) {
				return nil, ErrFinding
			}
			ids := make([]string, len(findings))
			for i, id := range findings {
				ids[i] = id.String()
			}
			return ledger.Fields{"findings": ids, "checks": checks}, err
		},
		do: func(tx pgx.Tx, _ Case, _ int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_finding SET answer = $2, answered_by = $3, answered_at = clock_timestamp() WHERE id = ANY($1)`, findings, text, by.Actor)
			return err
		}})
}

// A FindingsError says that findings keep a case from going on.
type FindingsError struct{ Findings []Finding }

func (e *FindingsError) Error() string {
	var checks []string
	for _, f := range e.Findings {
		checks = append(checks, f.Finding.Check)
	}
	return "findings stand against the case: " + strings.Join(checks, ", ")
}

// clear refuses a case against which findings stand that nobody answered: of
// all its names, or of some.
func (s *Store) clear(ctx context.Context, id uuid.UUID, items ...uuid.UUID) error {
	all, err := s.findings(ctx, id)
	if err != nil {
		return err
	}
	var open []Finding
	for _, f := range all {
		if f.Stands() && (len(items) == 0 || slices.Contains(items, f.Item)) {
			open = append(open, f)
		}
	}
	if len(open) > 0 {
		return &FindingsError{open}
	}
	return nil
}
