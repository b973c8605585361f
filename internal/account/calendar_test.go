package account_test

import (
	"errors"
	"testing"
	"time"

	"diming/internal/account"
	"diming/internal/ledger"
)

func TestACalendarLinkReadsAndIsTakenBack(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san", account.Grant{Role: account.Clerk})
	_, p := d.enter("zhang.san", password, "192.0.2.1")
	make := func() string {
		t.Helper()
		l, secret, err := d.AddCalendar(t.Context(), p)
		if err != nil || l.Made.IsZero() {
			t.Fatalf("AddCalendar() = %+v, %v", l, err)
		}
		return secret.String()
	}
	holds := func(what, link string, want bool) {
		t.Helper()
		who, err := d.ByCalendar(t.Context(), link, "case.read")
		if want && (err != nil || who.Account.ID != a.ID || len(who.Grants) != 1 || who.Session != nil || !who.Token.Covers("case.read") || who.Token.Covers("place.edit")) {
			t.Errorf("%s: ByCalendar() = %+v, %v, want the owner as a reader", what, who, err)
		}
		if !want && !errors.Is(err, account.ErrNoCalendar) {
			t.Errorf("%s: ByCalendar() = %v, want ErrNoCalendar", what, err)
		}
	}
	if _, err := d.Calendar(t.Context(), a.ID); !errors.Is(err, account.ErrNoCalendar) {
		t.Errorf("before there is one: %v", err)
	}
	first := make()
	holds("made", first, true)
	if l, err := d.Calendar(t.Context(), a.ID); err != nil || l.Used.IsZero() {
		t.Errorf("Calendar() = %+v, %v, want it used", l, err)
	}
	if _, err := d.Principal(t.Context(), first); !errors.Is(err, account.ErrSession) {
		t.Errorf("a calendar link as a log-in: %v, want ErrSession", err)
	}
	_, token, err := d.AddToken(t.Context(), p, "导出", []string{"place.edit"}, d.now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	holds("a token", token.String(), false)
	holds("a slip", first[:len(first)-1]+"x", false)
	holds("nothing", "", false)

	second := make()
	holds("replaced", first, false)
	holds("the one in its place", second, true)
	if err := d.EndCalendar(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	holds("taken back", second, false)
	if err := d.EndCalendar(t.Context(), p); !errors.Is(err, account.ErrNoCalendar) {
		t.Errorf("taken back twice: %v", err)
	}

	third := make()
	if err := d.Disable(t.Context(), ledger.Console, a.ID, "调离"); err != nil {
		t.Fatal(err)
	}
	holds("of a disabled account", third, false)
	if err := d.Enable(t.Context(), ledger.Console, a.ID, "复职"); err != nil {
		t.Fatal(err)
	}
	holds("of one that came back", third, false)
}
