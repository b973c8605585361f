package shelters

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A CheckKind is what somebody looked at.
type CheckKind string

// The kinds of checks.
const (
	AppraisalCheck  CheckKind = "appraisal"  // 安全鉴定, by a qualified body
	StockCheck      CheckKind = "stock"      // 物资
	InspectionCheck CheckKind = "inspection" // 日常检查
)

// CheckKinds are all of them.
var CheckKinds = []CheckKind{AppraisalCheck, StockCheck, InspectionCheck}

// CheckKindWords are what they are called.
var CheckKindWords = map[CheckKind]Words{
	AppraisalCheck:  {"安全鉴定", "Safety appraisal"},
	StockCheck:      {"物资检查", "Stock"},
	InspectionCheck: {"日常检查", "Inspection"},
}

// A Result is what was found.
type Result string

// The results.
const (
	GoodResult   Result = "good"
	PoorResult   Result = "poor"
	FailedResult Result = "failed"
)

// ResultWords are what they are called.
var ResultWords = map[Result]Words{
	GoodResult:   {"合格", "Good"},
	PoorResult:   {"需整改", "To be mended"},
	FailedResult: {"不合格", "Failed"},
}

// A StockItem is one kind of supplies that was there.
type StockItem struct {
	Item       string
	Amount     int
	Unit       string
	BestBefore version.Date // zero where it does not go off
}

// A Check is one look at a shelter.
type Check struct {
	N      int
	Kind   CheckKind
	On     version.Date
	Result Result
	Body   string // the qualified body that appraised it
	Note   string
	Stock  []StockItem
	Actor  uuid.UUID
	At     time.Time
}

type stockRow struct {
	Item       string `json:"item"`
	Amount     int    `json:"amount"`
	Unit       string `json:"unit"`
	BestBefore string `json:"best_before,omitempty"`
}

func stockOf(rows []stockRow) ([]StockItem, error) {
	all := make([]StockItem, len(rows))
	for i, r := range rows {
		all[i] = StockItem{Item: r.Item, Amount: r.Amount, Unit: r.Unit}
		if r.BestBefore == "" {
			continue
		}
		day, err := version.ParseDate(r.BestBefore)
		if err != nil {
			return nil, err
		}
		all[i].BestBefore = day
	}
	return all, nil
}

func stockRows(items []StockItem) []stockRow {
	all := make([]stockRow, len(items))
	for i, s := range items {
		all[i] = stockRow{Item: s.Item, Amount: s.Amount, Unit: s.Unit}
		if !s.BestBefore.IsZero() {
			all[i].BestBefore = s.BestBefore.String()
		}
	}
	return all
}

// ready refuses a check that does not say what it must.
func (c *Check) ready(today version.Date) error {
	c.Body, c.Note = strings.TrimSpace(c.Body), strings.TrimSpace(c.Note)
	_, kind := CheckKindWords[c.Kind]
	_, result := ResultWords[c.Result]
	switch {
	case !kind || !result:
		return content("请选择检查的种类和结果。", "Choose what was looked at and what was found.")
	case c.On.IsZero() || today.Before(c.On):
		return content("请填写检查日期，不晚于今天。", "Enter the day of the check, today at the latest.")
	case c.Kind == AppraisalCheck && c.Body == "":
		return content("安全鉴定请填写鉴定机构。", "A safety appraisal names the body that made it.")
	case c.Result != GoodResult && c.Note == "":
		return content("需整改或不合格的，请写明问题。", "Say what is wrong where the result is not good.")
	case c.Kind != StockCheck && len(c.Stock) > 0:
		return content("物资清单只随物资检查填写。", "A list of stock goes with a look at the stock alone.")
	case utf8.RuneCountInString(c.Note) > 1000 || utf8.RuneCountInString(c.Body) > 100:
		return content("说明不超过 1000 字，鉴定机构不超过 100 字。", "A note has at most 1,000 characters, the name of a body 100.")
	case len(c.Stock) > 200:
		return content("物资不超过 200 项。", "A list of stock has at most 200 items.")
	}
	for i := range c.Stock {
		s := &c.Stock[i]
		s.Item, s.Unit = strings.TrimSpace(s.Item), strings.TrimSpace(s.Unit)
		if s.Item == "" || s.Unit == "" || s.Amount < 0 || s.Amount > 10_000_000 {
			return content(fmt.Sprintf("物资第 %d 项：请填写名称、数量（整数）和单位。", i+1), fmt.Sprintf("Item %d of the stock needs a name, a whole number and a unit.", i+1))
		}
	}
	return nil
}

func (c Check) fields() ledger.Fields {
	stock := []any{}
	for _, s := range stockRows(c.Stock) {
		item := ledger.Fields{"item": s.Item, "amount": s.Amount, "unit": s.Unit}
		if s.BestBefore != "" {
			item["best_before"] = s.BestBefore
		}
		stock = append(stock, map[string]any(item))
	}
	return ledger.Fields{"n": c.N, "kind": string(c.Kind), "on": c.On.String(), "result": string(c.Result), "body": c.Body, "note": c.Note, "stock": stock}
}

// A Checked is what entering a check did.
type Checked struct {
	N      int
	Entry  int64
	Closed bool // the shelter was closed by it
}

// Check enters a look at a shelter. A failed appraisal that is the last closes
// the shelter in the same transaction.
func (s *Store) Check(ctx context.Context, actor, id uuid.UUID, c Check) (Checked, error) {
	var done Checked
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := c.ready(version.Today()); err != nil {
			return err
		}
		of, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(n), 0) + 1 FROM shelter_check WHERE shelter = $1`, id).Scan(&c.N); err != nil {
			return err
		}
		if done.Entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.check", Kind: "shelter", Object: id, County: of.County,
			Reason: c.Note, After: c.fields()}); err != nil {
			return err
		}
		stock, err := json.Marshal(stockRows(c.Stock))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO shelter_check (shelter, n, kind, on_day, result, body, note, stock, actor, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			id, c.N, string(c.Kind), c.On, string(c.Result), c.Body, c.Note, string(stock), actor, done.Entry); err != nil {
			return err
		}
		done.N = c.N
		last := of.Appraisal == nil || !c.On.Before(of.Appraisal.On)
		if done.Closed = c.Kind == AppraisalCheck && c.Result == FailedResult && last; !done.Closed {
			return nil
		}
		return closeFailed(ctx, tx, actor, of, c)
	})
	if err != nil {
		return Checked{}, fmt.Errorf("check of shelter %s: %w", id, err)
	}
	return done, nil
}

// A ShelterCheck is a look at one of many shelters.
type ShelterCheck struct {
	Shelter uuid.UUID
	Check
}

// CheckBatch enters many looks as one ledger entry, all or none: what a county
// had on paper before. Shelters that failed an appraisal are entered one by one,
// as this closes them.
func (s *Store) CheckBatch(ctx context.Context, actor uuid.UUID, all []ShelterCheck, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		ids, digest := []uuid.UUID{}, ledger.Digester{}
		for i := range all {
			if err := all[i].ready(version.Today()); err != nil {
				return err
			}
			if all[i].Kind == AppraisalCheck && all[i].Result == FailedResult {
				return content("鉴定不合格的请逐个录入。", "Enter failed appraisals one by one.")
			}
			ids = append(ids, all[i].Shelter)
		}
		if err := versions.LockAll(ctx, tx, ids); err != nil {
			return notFound(err)
		}
		numbers, err := numberChecks(ctx, tx, all)
		if err != nil {
			return err
		}
		rows := [][]any{}
		for _, c := range numbers {
			f := c.fields()
			f["shelter"] = c.Shelter
			if err := digest.Add(f); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.check_batch", Kind: "shelter", Reason: reason, Batch: &sum}); err != nil {
			return err
		}
		for _, c := range numbers {
			rows = append(rows, []any{c.Shelter, c.N, string(c.Kind), c.On, string(c.Result), c.Body, c.Note, stockRows(c.Stock), actor, entry})
		}
		_, err = tx.CopyFrom(ctx, pgx.Identifier{"shelter_check"}, []string{"shelter", "n", "kind", "on_day", "result", "body", "note", "stock", "actor", "entry"}, pgx.CopyFromRows(rows))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%d checks of shelters: %w", len(all), err)
	}
	return entry, nil
}

// numberChecks gives each check the number that follows those of its shelter.
func numberChecks(ctx context.Context, tx pgx.Tx, all []ShelterCheck) ([]ShelterCheck, error) {
	rows, err := tx.Query(ctx, `SELECT shelter, max(n) FROM shelter_check GROUP BY shelter`)
	if err != nil {
		return nil, err
	}
	last := map[uuid.UUID]int{}
	var id uuid.UUID
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&id, &n}, func() error { last[id] = n; return nil }); err != nil {
		return nil, err
	}
	for i := range all {
		last[all[i].Shelter]++
		all[i].N = last[all[i].Shelter]
	}
	return all, nil
}

// closeFailed says of a shelter that it is closed, as of now.
func closeFailed(ctx context.Context, tx pgx.Tx, actor uuid.UUID, of Shelter, c Check) error {
	r := Report{ID: uuid.Must(uuid.NewV7()), State: Closed, Note: "安全鉴定不合格（" + c.On.String() + "）"}
	_, err := report(ctx, tx, actor, of, r)
	return err
}

// Checks gives all looks at a shelter, the last first.
func (s *Store) Checks(ctx context.Context, id uuid.UUID) ([]Check, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, kind, on_day, result, body, note, stock, actor, at FROM shelter_check WHERE shelter = $1 ORDER BY on_day DESC, n DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("checks of shelter %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Check, error) {
		var c Check
		var stock []stockRow
		err := row.Scan(&c.N, &c.Kind, &c.On, &c.Result, &c.Body, &c.Note, &stock, &c.Actor, &c.At)
		if err == nil {
			c.Stock, err = stockOf(stock)
		}
		return c, err
	})
}
