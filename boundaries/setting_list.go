package boundaries

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A SettingVersion is what was or will be set, for how long, and on what text
// that rests.
type SettingVersion struct {
	Division uuid.UUID
	Key      string
	Value    string
	Basis    string
	Valid    version.Span
	Recorded time.Time
	Reason   string
	Closed   bool // the register no longer says so
}

// A SettingNow is a known setting as it holds in a division on a day.
type SettingNow struct {
	KnownSetting
	Value  string
	Basis  string
	Since  version.Date // zero where the default holds
	Until  version.Date
	From   *Division // the division above from which it is inherited; nil for its own and for the default
	Set    bool      // false: the default holds
	Coming []SettingVersion
}

// Settings gives every known setting as it holds in a division on a day, its
// own or the nearest inherited one, with what is already set to follow.
func (s *Store) Settings(ctx context.Context, id uuid.UUID, on version.Date) ([]SettingNow, error) {
	chain, err := s.Chain(ctx, Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, id)
	if err != nil {
		return nil, fmt.Errorf("settings of division %s: %w", id, err)
	}
	ids := make([]uuid.UUID, len(chain))
	for i, d := range chain {
		ids[i] = d.ID
	}
	set, err := s.settingVersions(ctx, `s.division = ANY($1) AND upper_inf(s.recorded) ORDER BY lower(s.valid) NULLS FIRST`, ids)
	if err != nil {
		return nil, fmt.Errorf("settings of division %s: %w", id, err)
	}
	all := make([]SettingNow, len(KnownSettings))
	for i, k := range KnownSettings {
		all[i] = settingNow(k, chain, set, on)
	}
	return all, nil
}

// settingNow finds among versions, oldest first, what holds for the last
// division of chain, which goes from the largest down.
func settingNow(k KnownSetting, chain []Division, set []SettingVersion, on version.Date) SettingNow {
	now := SettingNow{KnownSetting: k, Value: k.Default, Basis: k.Basis}
	for i := len(chain) - 1; i >= 0; i-- {
		for _, v := range set {
			if v.Key != k.Key || v.Division != chain[i].ID {
				continue
			}
			switch {
			case v.Valid.Contains(on) && !now.Set:
				now.Set, now.Value, now.Basis, now.Since, now.Until = true, v.Value, v.Basis, v.Valid.From, v.Valid.To
				if i < len(chain)-1 {
					now.From = &chain[i]
				}
			case i == len(chain)-1 && !v.Valid.From.IsZero() && on.Before(v.Valid.From):
				now.Coming = append(now.Coming, v)
			}
		}
	}
	return now
}

// SettingHistory gives all that was ever recorded of a division's setting, the
// newest record first.
func (s *Store) SettingHistory(ctx context.Context, id uuid.UUID, key string) ([]SettingVersion, error) {
	if _, err := Known(key); err != nil {
		return nil, err
	}
	all, err := s.settingVersions(ctx, `s.division = $1 AND s.key = $2 ORDER BY lower(s.recorded) DESC, lower(s.valid) DESC NULLS LAST`, id, key)
	if err != nil {
		return nil, fmt.Errorf("history of setting %s: %w", key, err)
	}
	return all, nil
}

func (s *Store) settingVersions(ctx context.Context, condition string, args ...any) ([]SettingVersion, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT s.division, s.key, s.value, s.basis, s.valid, lower(s.recorded), coalesce(e.body::json ->> 'reason', ''), NOT upper_inf(s.recorded)
		FROM setting_version s JOIN ledger_entry e ON e.id = s.entry WHERE `+condition, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (SettingVersion, error) {
		var (
			v     SettingVersion
			valid pgtype.Range[pgtype.Date]
		)
		err := row.Scan(&v.Division, &v.Key, &v.Value, &v.Basis, &valid, &v.Recorded, &v.Reason, &v.Closed)
		v.Valid = version.SpanOf(valid)
		return v, err
	})
}

// A SettingChange is what a person sets.
type SettingChange struct {
	Division          uuid.UUID
	Key, Value, Basis string
	Valid             version.Span
	Reason            string
}

// ChangeSetting sets a known setting of a division, after its kind and bounds,
// and appends what was and what is. The error is a *SettingValueError where
// the value cannot be.
func (s *Store) ChangeSetting(ctx context.Context, actor uuid.UUID, c SettingChange) (int64, error) {
	k, err := Known(c.Key)
	if err != nil {
		return 0, err
	}
	if k.FixedByTheLoader {
		return 0, fmt.Errorf("setting %s: %w", c.Key, ErrFixedSetting)
	}
	if c.Value, err = k.Check(c.Value); err != nil {
		return 0, err
	}
	if c.Basis == "" || c.Reason == "" {
		return 0, ErrNoBasis
	}
	if err := c.Valid.Check(); err != nil {
		return 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		entry, err = changeSetting(ctx, tx, actor, c)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("set %s of division %s: %w", c.Key, c.Division, err)
	}
	return entry, nil
}

func changeSetting(ctx context.Context, tx pgx.Tx, actor uuid.UUID, c SettingChange) (int64, error) {
	in := &Store{DB: tx}
	if err := (version.Table{Objects: "division"}).Lock(ctx, tx, c.Division); err != nil {
		return 0, lost(err)
	}
	d, err := in.ByID(ctx, Reader{Internal: true}, c.Division)
	if err != nil {
		return 0, err
	}
	if err := in.checkHome(ctx, c); err != nil {
		return 0, err
	}
	stands, err := in.settingVersions(ctx, `s.division = $1 AND s.key = $2 AND upper_inf(s.recorded) AND s.valid && $3
		ORDER BY lower(s.valid) NULLS FIRST`, c.Division, c.Key, c.Valid.Range())
	if err != nil {
		return 0, err
	}
	before := ledger.Fields{"key": c.Key}
	if i := slices.IndexFunc(stands, func(v SettingVersion) bool { return v.Valid.Contains(c.Valid.From) }); i >= 0 {
		before["value"], before["basis"], before["valid"] = stands[i].Value, stands[i].Basis, stands[i].Valid.String()
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "setting.set", Kind: "division", Object: c.Division,
		County: CountyOf(d.System, d.Code), Reason: c.Reason, Before: before,
		After: ledger.Fields{"key": c.Key, "value": c.Value, "basis": c.Basis, "valid": c.Valid.String()}})
	if err != nil {
		return 0, err
	}
	return entry, SetSetting(ctx, tx, c.Division, c.Key, c.Value, c.Basis, c.Valid, entry)
}

// checkHome refuses a value that nobody would read: some settings are read for
// the home county alone.
func (s *Store) checkHome(ctx context.Context, c SettingChange) error {
	if k, err := Known(c.Key); err != nil || !k.HomeOnly {
		return err
	}
	home, err := s.Home(ctx)
	if errors.Is(err, ErrNotFound) && c.Key == SettingTitle { // by which a county becomes the register's own
		return nil
	}
	if err != nil {
		return err
	}
	if home.ID != c.Division {
		return ErrHomeSetting
	}
	return nil
}

// lost tells an object that is not there in this package's words.
func lost(err error) error {
	if errors.Is(err, version.ErrNotFound) {
		return ErrNotFound
	}
	return err
}
