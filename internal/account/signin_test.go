package account_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/internal/account"
	"diming/internal/ledger"
)

func TestASessionTellsOfTheLogInBefore(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	_, p := d.enter("zhang.san", password, "192.0.2.1")
	if !p.Session.LastAt.IsZero() || p.Session.FailedSince != 0 {
		t.Errorf("the first log-in tells of one before: %+v", p.Session)
	}
	first := d.now()
	d.pass(time.Hour)
	for range 3 {
		d.fails("zhang.san", "wrong", "192.0.2.9", account.ErrWrongLogin)
	}
	d.pass(time.Hour)
	_, p = d.enter("ＺＨＡＮＧ.san ", password, "192.0.2.2")
	if !p.Session.LastAt.Equal(first) || p.Session.LastAddress != "192.0.2.1" || p.Session.FailedSince != 3 {
		t.Errorf("session %+v, want the log-in at %v from 192.0.2.1 and 3 failures since", p.Session, first)
	}
	if n := d.entries("account.log_in", a.ID); n != 2 {
		t.Errorf("%d log-ins in the ledger, want 2", n)
	}
}

func TestASessionEndsIdleAndAnyway(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	secret, _ := d.enter("zhang.san", password, "192.0.2.1")
	for range 23 { // 11.5 hours of work
		d.pass(29 * time.Minute)
		d.who(secret)
	}
	d.pass(31 * time.Minute)
	gone(t, d, secret, "after half an hour idle")
	secret, _ = d.enter("zhang.san", password, "192.0.2.1")
	for range 24 {
		d.pass(29 * time.Minute)
		d.who(secret)
	}
	d.pass(25 * time.Minute)
	gone(t, d, secret, "after twelve hours of work")
	secret, p := d.enter("zhang.san", password, "192.0.2.1")
	if err := d.End(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	gone(t, d, secret, "after log-out")
}

func gone(t *testing.T, d *desk, secret account.Secret, when string) {
	t.Helper()
	if _, err := d.Principal(t.Context(), secret.String()); !errors.Is(err, account.ErrSession) {
		t.Errorf("%s: Principal() = %v, want %v", when, err, account.ErrSession)
	}
}

func TestDisablingEndsSessionsAndTokens(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san", account.Grant{Role: account.Clerk})
	secret, p := d.enter("zhang.san", password, "192.0.2.1")
	_, token, err := d.AddToken(t.Context(), p, "导出", []string{"place.edit"}, d.now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.who(token); got.Token == nil || !got.Token.Covers("place.edit") || got.Token.Covers("ledger.read") || got.Session != nil {
		t.Errorf("a token's principal %+v", got)
	}
	if err := d.Disable(t.Context(), ledger.Console, a.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	gone(t, d, secret, "session of a disabled account")
	gone(t, d, token, "token of a disabled account")
	d.fails("zhang.san", password, "192.0.2.1", account.ErrWrongLogin)
	if err := d.Enable(t.Context(), ledger.Console, a.ID, "复职"); err != nil {
		t.Fatal(err)
	}
	gone(t, d, secret, "an ended session comes not back")
	d.enter("zhang.san", password, "192.0.2.1")
}

func TestATokenEndsInTimeAndByItsOwner(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	_, p := d.enter("zhang.san", password, "192.0.2.1")
	made, token, err := d.AddToken(t.Context(), p, "导出", []string{"place.edit"}, d.now().Add(time.Hour))
	if err != nil || !strings.HasPrefix(token.String(), made.Prefix) || !strings.HasPrefix(made.Prefix, "dmt_") {
		t.Fatalf("AddToken() = %+v, %v", made, err)
	}
	for _, test := range []struct {
		what, name string
		scope      []string
		life       time.Duration
	}{{"no name", "", []string{"x"}, time.Hour}, {"no scope", "x", nil, time.Hour}, {"over already", "x", []string{"x"}, -time.Hour}, {"for years", "x", []string{"x"}, 1000 * 24 * time.Hour}} {
		if _, _, err := d.AddToken(t.Context(), p, test.name, test.scope, d.now().Add(test.life)); !errors.Is(err, account.ErrScope) {
			t.Errorf("a token with %s: %v", test.what, err)
		}
	}
	d.who(token)
	all, err := d.Tokens(t.Context(), p.Account.ID)
	if err != nil || len(all) != 1 || all[0].Used.IsZero() {
		t.Errorf("Tokens() = %+v, %v, want the one, used", all, err)
	}
	d.pass(time.Hour)
	gone(t, d, token, "after its end")
	_, p = d.enter("zhang.san", password, "192.0.2.1")
	made, token, err = d.AddToken(t.Context(), p, "导出", []string{"place.edit"}, d.now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	d.add("li.si")
	_, other := d.enter("li.si", password, "192.0.2.1")
	if err := d.EndToken(t.Context(), other, made.ID); !errors.Is(err, account.ErrNoToken) {
		t.Errorf("another's token: EndToken() = %v", err)
	}
	if err := d.EndToken(t.Context(), p, made.ID); err != nil {
		t.Fatal(err)
	}
	gone(t, d, token, "after it was taken back")
}

func TestPasswordsAreChangedAndDoNotComeBack(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	other, _ := d.enter("zhang.san", password, "192.0.2.1")
	mine, p := d.enter("zhang.san", password, "192.0.2.1")
	if err := d.ChangePassword(t.Context(), p, "wrong", "Neu-Zeit-2026"); !errors.Is(err, account.ErrOld) {
		t.Errorf("with a wrong old password: %v", err)
	}
	for _, test := range []struct {
		password string
		why      account.Weakness
	}{
		{"Ab1-", account.TooShort}, {strings.Repeat("Ab1-", 40), account.TooLong}, {"abcdefgh1", account.TooFewKinds}, {"Zhang.San-1", account.HoldsLogin},
		{password, account.UsedBefore}, {"Ab1-\x00defgh", account.Unreadable}, {"清湖街道12", account.TooShort}, {"清湖街道的地名", account.TooShort},
	} {
		var weak *account.WeakError
		if err := d.ChangePassword(t.Context(), p, password, test.password); !errors.As(err, &weak) || weak.Why != test.why {
			t.Errorf("ChangePassword to %.20q = %v, want %s", test.password, err, test.why)
		}
	}
	now := password
	for i := range d.policy.History + 1 {
		d.pass(time.Minute)
		d.who(mine)
		next := fmt.Sprintf("Neu-Zeit-%d", i)
		if err := d.ChangePassword(t.Context(), p, now, next); err != nil {
			t.Fatal(err)
		}
		now = next
	}
	gone(t, d, other, "the other session after a change of password")
	d.who(mine)
	var weak *account.WeakError
	if err := d.ChangePassword(t.Context(), p, now, "Neu-Zeit-1"); !errors.As(err, &weak) || weak.Why != account.UsedBefore {
		t.Errorf("back to one of the last five: %v", err)
	}
	if err := d.ChangePassword(t.Context(), p, now, password); err != nil {
		t.Errorf("back to one long gone: %v", err)
	}
	if n := d.entries("account.change_password", a.ID); n != d.policy.History+2 {
		t.Errorf("%d changes in the ledger", n)
	}
}

func TestAnOldPasswordMustBeChanged(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	d.pass(89 * 24 * time.Hour)
	if _, p := d.enter("zhang.san", password, "192.0.2.1"); p.Account.MustChange {
		t.Error("after 89 days a new password is demanded")
	}
	d.pass(2 * 24 * time.Hour)
	_, p := d.enter("zhang.san", password, "192.0.2.1")
	if !p.Account.MustChange {
		t.Error("after 91 days no new password is demanded")
	}
	if err := d.ChangePassword(t.Context(), p, password, "Neu-Zeit-2026"); err != nil {
		t.Fatal(err)
	}
	if _, p := d.enter("zhang.san", "Neu-Zeit-2026", "192.0.2.1"); p.Account.MustChange {
		t.Error("after the change a new password is demanded")
	}
	if err := d.SetPassword(t.Context(), ledger.Console, a.ID, account.OneTimePassword(), "忘记"); err != nil {
		t.Fatal(err)
	}
	d.fails("zhang.san", "Neu-Zeit-2026", "192.0.2.1", account.ErrWrongLogin)
}

func TestAHashOfOldParametersIsRenewed(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	old := "$argon2id$v=19$m=65536,t=1,p=2$" + account.HashWith(password, 65536, 1, 2)
	if _, err := d.pool.Exec(t.Context(), `UPDATE account SET password = $2 WHERE id = $1`, a.ID, old); err != nil {
		t.Fatal(err)
	}
	d.enter("zhang.san", password, "192.0.2.1")
	var now string
	if err := d.pool.QueryRow(t.Context(), `SELECT password FROM account WHERE id = $1`, a.ID).Scan(&now); err != nil || !strings.HasPrefix(now, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("the hash is %.40s, %v, want one of present parameters", now, err)
	}
	d.enter("zhang.san", password, "192.0.2.1")
}

func TestTheLedgerHoldsNoPersonalData(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san", account.Grant{Role: account.Clerk})
	d.fails("zhang.san", "wrong", "192.0.2.77", account.ErrWrongLogin)
	d.fails("nobody.here", "secret-typed-as-login", "192.0.2.77", account.ErrWrongLogin)
	_, p := d.enter("zhang.san", password, "192.0.2.77")
	if err := d.End(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"zhang.san", "测试员", "192.0.2.77", password, "nobody.here"} {
		if n := d.count(`SELECT count(*) FROM ledger_entry WHERE body LIKE '%' || $1 || '%'`, secret); n != 0 {
			t.Errorf("%d entries hold %q", n, secret)
		}
	}
	if d.entries("account.log_in_failed", uuid.Nil) != 1 || d.entries("account.log_in_failed", a.ID) != 1 || d.entries("account.log_out", a.ID) != 1 {
		t.Error("the ledger lacks a failed log-in or the log-out")
	}
}

func TestAddressesAreForgottenInTime(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	d.enter("zhang.san", password, "192.0.2.1")
	d.fails("zhang.san", "wrong", "192.0.2.1", account.ErrWrongLogin)
	for _, step := range []struct {
		pass time.Duration
		rows int
	}{{180 * 24 * time.Hour, 2}, {5 * 24 * time.Hour, 0}} {
		d.pass(step.pass)
		if err := d.Keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := d.count(`SELECT count(*) FROM log_in`); n != step.rows {
			t.Errorf("%d log-ins with addresses are kept, want %d", n, step.rows)
		}
	}
}

func FuzzSecret(f *testing.F) {
	for _, text := range []string{"", "dms_", "dmt_x", "dms_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA00000000", strings.Repeat("dms_", 100), "dms_\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := account.ParseSecret(text)
		if err == nil && s.String() != text {
			t.Errorf("ParseSecret(%q) gives %q", text, s)
		}
		if err != nil && !errors.Is(err, account.ErrSecret) {
			t.Errorf("ParseSecret(%q) = %v", text, err)
		}
	})
}
