package boundaries

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// Settings by which a register describes itself, held by its county.
const (
	SettingTitle       = "register.title"
	SettingDemo        = "register.demo"       // true: the data is not real, and every page, map, print and code says 示例数据
	SettingAttribution = "map.attribution"     // what every map must show
	SettingApproval    = "map.approval_number" // 审图号
)

// Settings of the deadlines of naming; all in days but where they say otherwise.
const (
	SettingFilingDays     = "name.filing_days"
	SettingAnnounceDays   = "name.announce_days"
	SettingNoticeDays     = "name.public_notice_days"
	SettingSignDays       = "name.sign_set_days"
	SettingProcessingDays = "name.processing_workdays"
	SettingCorrectionDays = "name.correction_workdays"
	SettingWarnDays       = "name.warn_days"
	SettingSignCost       = "name.sign_cost_yuan"
)

// SettingDocumentSize is in MB (10⁶ bytes) how large a document may be that
// somebody brings.
const SettingDocumentSize = "document.max_megabytes"

// SettingLineNumber is the form of the numbers of lines, a regular expression
// that the whole number must match; empty where any number will do.
const SettingLineNumber = "boundary.line_number"

// SettingCertificateMark is what the numbers of place-name certificates begin
// with, before the year.
const SettingCertificateMark = "certificate.mark"

// Setting gives the value of a setting for a division on a day, its own or
// the nearest inherited one, with its basis; ok is false where none is set.
func (s *Store) Setting(ctx context.Context, id uuid.UUID, key string, on version.Date) (value, basis string, ok bool, err error) {
	err = s.DB.QueryRow(ctx, `
		WITH RECURSIVE up AS (
			SELECT $1::uuid AS division, 0 AS depth
			UNION ALL
			SELECT v.parent, up.depth + 1 FROM up JOIN division_version v ON v.division = up.division
			WHERE v.parent IS NOT NULL AND upper_inf(v.recorded) AND v.valid @> $3::date AND up.depth < 10)
		SELECT s.value, s.basis FROM up JOIN setting_version s ON s.division = up.division
		WHERE s.key = $2 AND upper_inf(s.recorded) AND s.valid @> $3::date
		ORDER BY up.depth LIMIT 1`, id, key, on).Scan(&value, &basis)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", "", false, nil
	}
	return value, basis, err == nil, err
}

// A SettingValue is what a setting is in a division, and on what that rests.
type SettingValue struct{ Value, Basis string }

// SettingsOf gives those of many settings that are set for a division, by key,
// each as Setting does: on the day asked about, as the register had it at the
// moment asked about.
func (s *Store) SettingsOf(ctx context.Context, id uuid.UUID, keys []string, at version.AsOf) (map[string]SettingValue, error) {
	above, args := at.Where("v", 3)
	set, _ := at.Where("s", 3)
	rows, err := s.DB.Query(ctx, fmt.Sprintf(`
		WITH RECURSIVE up AS (
			SELECT $1::uuid AS division, 0 AS depth
			UNION ALL
			SELECT v.parent, up.depth + 1 FROM up JOIN division_version v ON v.division = up.division
			WHERE v.parent IS NOT NULL AND up.depth < 10 AND %s)
		SELECT DISTINCT ON (s.key) s.key, s.value, s.basis FROM up JOIN setting_version s ON s.division = up.division
		WHERE s.key = ANY($2) AND %s
		ORDER BY s.key, up.depth`, above, set), append([]any{id, keys}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("settings of %s: %w", id, err)
	}
	all := map[string]SettingValue{}
	var key string
	var v SettingValue
	_, err = pgx.ForEachRow(rows, []any{&key, &v.Value, &v.Basis}, func() error { all[key] = v; return nil })
	return all, err
}

// SetSetting says that during valid a division's setting is value, and on what
// text that rests. The object of a setting's versions is the division and the
// key together, so version.Table does not write them.
func SetSetting(ctx context.Context, tx pgx.Tx, division uuid.UUID, key, value, basis string, valid version.Span, entry int64) error {
	if err := (version.Table{Objects: "division"}).Lock(ctx, tx, division); err != nil {
		return err
	}
	var at time.Time
	err := tx.QueryRow(ctx, `SELECT greatest(clock_timestamp(), max(lower(recorded)) + interval '1 microsecond',
		max(upper(recorded)) + interval '1 microsecond') FROM setting_version WHERE division = $1 AND key = $2`, division, key).Scan(&at)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE setting_version SET recorded = tstzrange(lower(recorded), $4), closed_by = $5
		WHERE division = $1 AND key = $2 AND valid && $3 AND upper_inf(recorded)`, division, key, valid.Range(), at, entry)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO setting_version (division, key, value, basis, valid, recorded, entry)
		SELECT division, key, value, basis, part, tstzrange($4, NULL), $5
		FROM setting_version v, unnest(datemultirange(v.valid) - datemultirange($3::daterange)) part
		WHERE division = $1 AND key = $2 AND closed_by = $5 AND upper(recorded) = $4
		UNION ALL SELECT $1, $2, $6, $7, $3, tstzrange($4, NULL), $5`, division, key, valid.Range(), at, entry, value, basis)
	return err
}

// IsDemo tells whether any county's register is marked as a demo.
func (s *Store) IsDemo(ctx context.Context) (bool, error) {
	var demo bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM setting_version
		WHERE key = $1 AND value = 'true' AND upper_inf(recorded))`, SettingDemo).Scan(&demo)
	return demo, err
}

// Home gives the county that the register is about: the one with the setting
// SettingTitle; where none has it, the only county that is held; or ErrNotFound.
func (s *Store) Home(ctx context.Context) (Division, error) {
	found, err := s.list(ctx, Reader{Internal: true}, `v.level = 3 AND EXISTS (SELECT FROM setting_version s
		WHERE s.division = v.division AND s.key = $1 AND upper_inf(s.recorded))`, SettingTitle)
	if err == nil && len(found) == 0 {
		if found, err = s.list(ctx, Reader{Internal: true}, `v.level = 3`); len(found) > 1 {
			found = nil
		}
	}
	if err != nil {
		return Division{}, fmt.Errorf("home county: %w", err)
	}
	if len(found) == 0 {
		return Division{}, fmt.Errorf("home county: %w", ErrNotFound)
	}
	return found[0], nil
}
