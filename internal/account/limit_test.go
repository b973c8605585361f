package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"diming/internal/account"
)

// A flood is n wrong passwords from several addresses, 1,000 a minute.
func (d *desk) flood(n int, login func(int) string, addresses int) (wrong, limited int) {
	d.t.Helper()
	for i := range n {
		_, err := d.SignIn(d.t.Context(), login(i), "Wrong-1234", fmt.Sprintf("10.%d.%d.%d", i%addresses/65536, i%addresses/256%256, i%addresses%256))
		var many *account.TooManyError
		switch {
		case errors.As(err, &many):
			limited++
			if many.After <= 0 || many.After > d.policy.AddressWindow {
				d.t.Errorf("try %d: again after %v", i, many.After)
			}
		case errors.Is(err, account.ErrWrongLogin):
			wrong++
		default:
			d.t.Fatalf("try %d: %v", i, err)
		}
		d.pass(60 * time.Millisecond)
	}
	return wrong, limited
}

func one(login string) func(int) string { return func(int) string { return login } }

func TestAThousandWrongPasswordsAMinuteFromOneAddress(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	d.enter("zhang.san", password, "192.0.2.1")
	hashes := d.HashesDone()
	wrong, limited := d.flood(1000, one("zhang.san"), 1)
	if looked := d.HashesDone() - hashes; looked > int64(d.policy.PairTries) || wrong > d.policy.AddressTries || limited < 900 {
		t.Errorf("%d passwords were looked at, %d answered as wrong, %d sent away; want at most %d, %d and the rest", looked, wrong, limited, d.policy.PairTries, d.policy.AddressTries)
	}
	d.enter("zhang.san", password, "192.0.2.1") // the owner, elsewhere, notices nothing
	d.enter("zhang.san", password, "192.0.2.50")
	if n := d.count(`SELECT count(*) FROM ledger_entry WHERE action LIKE 'account.log_in_%' AND object = $1`, a.ID); n > 3 {
		t.Errorf("a thousand failures made %d entries, want at most 3", n)
	}
	if n := d.count(`SELECT sum((body::json -> 'after' ->> 'failures')::int) FROM ledger_entry WHERE action = 'account.log_in_failed' AND object = $1`, a.ID); n < 1000 {
		t.Errorf("the entries tell of %d failures, want a thousand", n)
	}
	if n := d.count(`SELECT sum(count) FROM log_in WHERE account = $1 AND outcome <> 'ok'`, a.ID); n != 1000 {
		t.Errorf("the journal of addresses tells of %d failures", n)
	}
	d.pass(d.policy.AddressWindow)
	if _, err := d.SignIn(t.Context(), "zhang.san", password, "10.0.0.0"); err != nil {
		t.Errorf("when the flood is over: %v", err)
	}
}

func TestAThousandWrongPasswordsAMinuteFromAThousandAddresses(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	d.enter("zhang.san", password, "192.0.2.1")
	hashes := d.HashesDone()
	if wrong, limited := d.flood(1000, one("zhang.san"), 1000); wrong != 1000 || limited != 0 {
		t.Errorf("%d answered as wrong and %d as limited, want all of them as wrong: a locked account tells nothing", wrong, limited)
	}
	if looked := d.HashesDone() - hashes; looked != int64(d.policy.LoginTries) {
		t.Errorf("%d passwords were looked at, want %d", looked, d.policy.LoginTries)
	}
	d.fails("zhang.san", password, "10.9.9.9", account.ErrWrongLogin) // even the right one, from where nobody knows them
	d.enter("zhang.san", password, "192.0.2.1")                       // but not from their own desk
	if n := d.count(`SELECT count(*) FROM ledger_entry WHERE action LIKE 'account.log_in_%' AND object = $1`, a.ID); n > 4 {
		t.Errorf("a thousand failures made %d entries, want at most 4", n)
	}
	d.pass(d.policy.LoginWindow)
	d.enter("zhang.san", password, "10.9.9.9") // nor for ever
}

func TestLoginsThatNobodyBearsAreAnsweredAndCountedLikeOthers(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	for _, addresses := range []int{1, 1000} {
		known, sent := d.flood(150, one("zhang.san"), addresses)
		d.pass(24 * time.Hour)
		unknown, away := d.flood(150, one("li.si"), addresses)
		d.pass(24 * time.Hour)
		if known != unknown || sent != away {
			t.Errorf("from %d addresses: %d wrong and %d limited for one that exists, %d and %d for one that does not", addresses, known, sent, unknown, away)
		}
	}
	before := d.count(`SELECT count(*) FROM ledger_entry`)
	d.flood(200, func(i int) string { return fmt.Sprintf("somebody%d", i) }, 1000)
	d.pass(time.Hour)
	if err := d.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := d.count(`SELECT count(*) FROM ledger_entry`) - before; n > 2 {
		t.Errorf("two hundred names that nobody bears made %d entries, want two", n)
	}
}

func TestDelaysDoubleAndEnd(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	for range d.policy.PairTries {
		d.fails("zhang.san", "Wrong-1234", "192.0.2.1", account.ErrWrongLogin)
	}
	for _, delay := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute} {
		d.pass(delay - time.Second)
		hashes := d.HashesDone()
		d.fails("zhang.san", password, "192.0.2.1", account.ErrWrongLogin)
		if d.HashesDone() != hashes {
			t.Fatalf("within the delay of %v a password was looked at", delay)
		}
		d.pass(time.Second)
		d.fails("zhang.san", "Wrong-1234", "192.0.2.1", account.ErrWrongLogin)
		if d.HashesDone() == hashes {
			t.Fatalf("after the delay of %v no password was looked at", delay)
		}
	}
	d.pass(time.Hour)
	d.enter("zhang.san", password, "192.0.2.1")
	for range d.policy.PairTries - 1 { // and all is forgotten
		d.fails("zhang.san", "Wrong-1234", "192.0.2.1", account.ErrWrongLogin)
	}
	d.enter("zhang.san", password, "192.0.2.1")
}

func TestOneNetworkOfIPv6IsOneAddress(t *testing.T) {
	d := newDesk(t)
	d.add("zhang.san")
	for i := range d.policy.PairTries {
		d.fails("zhang.san", "Wrong-1234", fmt.Sprintf("2001:db8::%x", i+1), account.ErrWrongLogin)
	}
	d.fails("zhang.san", password, "2001:db8::ffff", account.ErrWrongLogin)
	d.enter("zhang.san", password, "2001:db8:0:1::1")
}

func TestTriesAtOnceAreCountedOneByOne(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san")
	hashes := d.HashesDone()
	var done sync.WaitGroup
	for range 60 {
		done.Go(func() {
			_, err := d.SignIn(t.Context(), "zhang.san", "Wrong-1234", "192.0.2.1")
			var many *account.TooManyError
			if !errors.Is(err, account.ErrWrongLogin) && !errors.As(err, &many) {
				t.Errorf("SignIn() = %v", err)
			}
		})
	}
	done.Wait()
	if err := d.Keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if looked := d.HashesDone() - hashes; looked > int64(d.policy.PairTries) {
		t.Errorf("of 60 tries at once %d were looked at, want at most %d", looked, d.policy.PairTries)
	}
	if n := d.count(`SELECT sum(count) FROM log_in WHERE account = $1`, a.ID); n != 60 {
		t.Errorf("the journal tells of %d of 60 tries", n)
	}
	if n := d.entries("account.log_in_failed", a.ID); n != 1 {
		t.Errorf("%d entries of the first failure, want 1", n)
	}
}

func TestStrangersShareWhatTheServerSparesThem(t *testing.T) {
	d := newDesk(t)
	d.policy.StrangersPerSecond = 5
	d.add("zhang.san")
	d.enter("zhang.san", password, "192.0.2.1")
	hashes := d.HashesDone()
	for i := range 200 { // four seconds of a flood under as many names from as many addresses
		_, err := d.SignIn(t.Context(), fmt.Sprintf("somebody%d", i), "Wrong-1234", fmt.Sprintf("10.0.0.%d", i))
		var many *account.TooManyError
		if !errors.Is(err, account.ErrWrongLogin) && !errors.As(err, &many) {
			t.Fatalf("SignIn() = %v", err)
		}
		d.pass(20 * time.Millisecond)
	}
	if looked := d.HashesDone() - hashes; looked < 30 || looked > 40 {
		t.Errorf("%d passwords of strangers were looked at in four seconds, want about 20 at once and 20 more", looked)
	}
	d.enter("zhang.san", password, "192.0.2.1") // who is known waits for nobody
}
