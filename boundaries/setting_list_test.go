package boundaries_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestAKnownSettingIsCheckedByItsKind(t *testing.T) {
	for _, test := range []struct{ key, value, want string }{
		{boundaries.SettingLogMonths, "12", "12"},
		{boundaries.SettingLogMonths, " 12 ", "12"},
		{boundaries.SettingLogMonths, "5", ""}, // the law's six
		{boundaries.SettingLogMonths, "12.5", ""},
		{boundaries.SettingLogMonths, "", ""},
		{boundaries.SettingSecondFactor, "true", "true"},
		{boundaries.SettingSecondFactor, "yes", ""},
		{boundaries.SettingTitle, "江山市地名登记", "江山市地名登记"},
		{boundaries.SettingTitle, "", ""},
		{boundaries.SettingTitle, "一\x00", ""},
	} {
		k, err := boundaries.Known(test.key)
		if err != nil {
			t.Fatal(err)
		}
		got, err := k.Check(test.value)
		var bad *boundaries.SettingValueError
		if got != test.want || (test.want == "") != errors.As(err, &bad) {
			t.Errorf("%s = %q: %q, %v, want %q", test.key, test.value, got, err, test.want)
		}
	}
	for _, k := range boundaries.KnownSettings {
		if _, err := k.Check(k.Default); k.Default != "" && err != nil {
			t.Errorf("the default of %s: %v", k.Key, err)
		}
		if k.Label == "" || k.LabelEN == "" {
			t.Errorf("%s has no label in both languages", k.Key)
		}
	}
}

func TestASettingIsChangedWithItsBasis(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("330881", "江山市", 0, 0), row("330881001", "甲镇", 0, 0))...)
	county, town := find(t, s, in(2020), "330881").ID, find(t, s, in(2020), "330881001").ID
	if home, err := s.Home(t.Context()); err != nil || home.ID != county {
		t.Errorf("Home() of a register with one county = %v, %v", home.ID, err)
	}
	change(t, pool, func(tx pgx.Tx, entry int64) error {
		return boundaries.SetSetting(t.Context(), tx, county, boundaries.SettingTitle, "江山市", "测试", version.Span{}, entry)
	})
	set := func(division uuid.UUID, key, value, basis, reason string, from int) error {
		_, err := s.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: division, Key: key, Value: value, Basis: basis,
			Reason: reason, Valid: version.Span{From: year(from)}})
		return err
	}
	for _, test := range []struct {
		err  error
		want error
	}{
		{set(county, "no.such", "1", "文", "因", 2020), boundaries.ErrUnknownSetting},
		{set(county, boundaries.SettingDemo, "false", "文", "因", 2020), boundaries.ErrFixedSetting},
		{set(county, boundaries.SettingLogMonths, "12", "", "因", 2020), boundaries.ErrNoBasis},
		{set(county, boundaries.SettingLogMonths, "12", "文", "", 2020), boundaries.ErrNoBasis},
		{set(town, boundaries.SettingLogMonths, "12", "文", "因", 2020), boundaries.ErrHomeSetting},
		{set(uuid.New(), boundaries.SettingLogMonths, "12", "文", "因", 2020), boundaries.ErrNotFound},
		{set(county, boundaries.SettingLogMonths, "12", "江民〔2020〕1号", "延长", 2020), nil},
		{set(county, boundaries.SettingLogMonths, "24", "江民〔2022〕2号", "再延长", 2022), nil},
	} {
		if !errors.Is(test.err, test.want) {
			t.Errorf("change = %v, want %v", test.err, test.want)
		}
	}
	months := func(division uuid.UUID, on int) boundaries.SettingNow {
		t.Helper()
		all, err := s.Settings(t.Context(), division, year(on))
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range all {
			if now.Key == boundaries.SettingLogMonths {
				return now
			}
		}
		t.Fatal("the setting is not listed")
		return boundaries.SettingNow{}
	}
	if now := months(county, 2019); now.Set || now.Value != "6" || len(now.Coming) != 2 {
		t.Errorf("in 2019: %+v, want the default and two to come", now)
	}
	if now := months(county, 2021); !now.Set || now.Value != "12" || now.Basis != "江民〔2020〕1号" || len(now.Coming) != 1 {
		t.Errorf("in 2021: %+v, want 12 and one to come", now)
	}
	if now := months(town, 2023); now.Value != "24" || now.From == nil || now.From.ID != county {
		t.Errorf("of the town in 2023: %+v, want the county's 24", now)
	}
	past, err := s.SettingHistory(t.Context(), county, boundaries.SettingLogMonths)
	if err != nil || len(past) != 3 || past[0].Reason != "再延长" || !past[len(past)-1].Closed {
		t.Errorf("history = %+v, %v, want three records, the first replaced", past, err)
	}
}

func TestARegisterOfManyCountiesIsToldWhichIsItsOwn(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("330881", "江山市", 0, 0), row("330882", "东邻市", 0, 0))...)
	county := find(t, s, in(2020), "330881").ID
	if _, err := s.Home(t.Context()); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("Home() of two counties = %v, want ErrNotFound", err)
	}
	set := func(key, value string) error {
		_, err := s.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: county, Key: key, Value: value, Basis: "文", Reason: "因"})
		return err
	}
	if err := set(boundaries.SettingLogMonths, "12"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("a setting before the title = %v, want ErrNotFound", err)
	}
	if err := errors.Join(set(boundaries.SettingTitle, "江山市地名登记"), set(boundaries.SettingLogMonths, "12")); err != nil {
		t.Errorf("the title and what follows: %v", err)
	}
	if home, err := s.Home(t.Context()); err != nil || home.ID != county {
		t.Errorf("Home() = %v, %v", home.ID, err)
	}
}
