package account_test

import (
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"diming/internal/account"
	"diming/internal/account/accounttest"
	"diming/internal/ledger"
)

// origin is where the pages under test are.
const origin = "https://diming.test"

// withKeys gives a desk that checks security keys and demands them.
func withKeys(t testing.TB) *desk {
	t.Helper()
	d := newDesk(t)
	at, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	if d.Keys, err = account.NewAuthority(at); err != nil {
		t.Fatal(err)
	}
	d.policy.SecondFactor = true
	return d
}

// register registers a key where that must succeed.
func (d *desk) register(p account.Principal, device *accounttest.Device) account.Key {
	d.t.Helper()
	options, err := d.BeginKey(d.t.Context(), p)
	if err != nil {
		d.t.Fatal(err)
	}
	k, err := d.FinishKey(d.t.Context(), p, "蓝色的", device.Register(d.t, options))
	if err != nil {
		d.t.Fatal(err)
	}
	return k
}

// sign tries to finish the second factor.
func (d *desk) sign(p account.Principal, device *accounttest.Device) error {
	d.t.Helper()
	options, err := d.BeginFactor(d.t.Context(), p)
	if err != nil {
		return err
	}
	return d.FinishFactor(d.t.Context(), p, device.Sign(d.t, options))
}

func TestWhoAdministersOrApprovesNeedsAKey(t *testing.T) {
	d := withKeys(t)
	for _, test := range []struct {
		role account.Role
		want account.Factor
	}{{account.Admin, account.FactorNeeded}, {account.Approver, account.FactorNeeded}, {account.Clerk, account.NoFactor}, {account.Auditor, account.NoFactor}} {
		d.add("u."+string(test.role), account.Grant{Role: test.role})
		if _, p := d.enter("u."+string(test.role), password, "192.0.2.1"); p.Session.Factor != test.want {
			t.Errorf("%s: factor %s, want %s", test.role, p.Session.Factor, test.want)
		}
	}
}

func TestTheFirstKeyIsRegisteredAndThenAlwaysUsed(t *testing.T) {
	d := withKeys(t)
	a := d.add("boss", account.Grant{Role: account.Admin})
	device := accounttest.NewDevice(t, origin)
	secret, p := d.enter("boss", password, "192.0.2.1")
	if _, err := d.BeginFactor(t.Context(), p); !errors.Is(err, account.ErrNoKey) {
		t.Errorf("before a key is registered: %v", err)
	}
	d.register(p, device)
	if p = d.who(secret); p.Session.Factor != account.FactorDone {
		t.Errorf("after the first key: %s", p.Session.Factor)
	}

	secret, p = d.enter("boss", password, "192.0.2.1")
	if p.Session.Factor != account.FactorNeeded {
		t.Fatalf("the next log-in: %s", p.Session.Factor)
	}
	if _, err := d.BeginKey(t.Context(), p); !errors.Is(err, account.ErrKeyFirst) {
		t.Errorf("who knows the password alone registers a key: %v", err)
	}
	if err := d.sign(p, accounttest.NewDevice(t, origin)); !errors.Is(err, account.ErrKeyRefused) {
		t.Errorf("with another's key: %v", err)
	}
	if err := d.sign(p, device); err != nil {
		t.Fatal(err)
	}
	if p = d.who(secret); p.Session.Factor != account.FactorDone {
		t.Errorf("after the signature: %s", p.Session.Factor)
	}
	if d.entries("key.add", a.ID) != 1 || d.entries("account.second_factor", a.ID) != 1 || d.entries("account.factor_failed", a.ID) != 1 {
		t.Error("the ledger lacks the key, its use or the failure")
	}
}

func TestASignatureHoldsOnceHereAndInTime(t *testing.T) {
	d := withKeys(t)
	d.add("boss", account.Grant{Role: account.Admin})
	device := accounttest.NewDevice(t, origin)
	_, p := d.enter("boss", password, "192.0.2.1")
	d.register(p, device)
	_, p = d.enter("boss", password, "192.0.2.1")

	options, err := d.BeginFactor(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	answer := device.Sign(t, options)
	if err := d.FinishFactor(t.Context(), p, answer); err != nil {
		t.Fatal(err)
	}
	if err := d.FinishFactor(t.Context(), p, answer); !errors.Is(err, account.ErrNoChallenge) {
		t.Errorf("the same answer again: %v", err)
	}
	if _, err := d.BeginFactor(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := d.FinishFactor(t.Context(), p, answer); !errors.Is(err, account.ErrKeyRefused) {
		t.Errorf("an answer to another question: %v", err)
	}
	if options, err = d.BeginFactor(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	d.pass(6 * time.Minute)
	if err := d.FinishFactor(t.Context(), p, device.Sign(t, options)); !errors.Is(err, account.ErrNoChallenge) {
		t.Errorf("after six minutes: %v", err)
	}
	device.Origin = "https://diming.test.example.cn"
	if err := d.sign(p, device); !errors.Is(err, account.ErrKeyRefused) {
		t.Errorf("from a page that looks like ours: %v", err)
	}
	device.Origin, device.Counter = origin, 0
	if err := d.sign(p, device); !errors.Is(err, account.ErrKeyRefused) {
		t.Errorf("from a copy of the key: %v", err)
	}
	for _, rubbish := range []string{"", "{}", "null", `{"id":"x","rawId":"x","type":"public-key","response":{}}`} {
		if _, err := d.BeginFactor(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := d.FinishFactor(t.Context(), p, []byte(rubbish)); !errors.Is(err, account.ErrKeyRefused) {
			t.Errorf("answer %q: %v", rubbish, err)
		}
	}
}

func TestTwoSessionsAtOnceRegisterOneFirstKey(t *testing.T) {
	d := withKeys(t)
	d.add("boss", account.Grant{Role: account.Admin})
	var finish [2]func() error // both have begun before either is done
	for i := range finish {
		_, p := d.enter("boss", password, "192.0.2.1")
		options, err := d.BeginKey(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		answer := accounttest.NewDevice(t, origin).Register(t, options)
		finish[i] = func() error { _, err := d.FinishKey(t.Context(), p, "", answer); return err }
	}
	var done sync.WaitGroup
	var errs [2]error
	for i := range errs {
		done.Go(func() { errs[i] = finish[i]() })
	}
	done.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%v and %v, want one first key", errs[0], errs[1])
	}
}

func TestTheLastKeyStaysUnlessItIsLost(t *testing.T) {
	d := withKeys(t)
	a := d.add("boss", account.Grant{Role: account.Admin})
	secret, p := d.enter("boss", password, "192.0.2.1")
	first := d.register(p, accounttest.NewDevice(t, origin))
	p = d.who(secret)
	second := d.register(p, accounttest.NewDevice(t, origin))
	if all, err := d.KeysOf(t.Context(), a.ID); err != nil || len(all) != 2 || all[0].ID != first.ID {
		t.Errorf("KeysOf() = %+v, %v", all, err)
	}
	if err := d.RemoveKey(t.Context(), p, first.ID); err != nil {
		t.Errorf("one of two: %v", err)
	}
	if err := d.RemoveKey(t.Context(), p, first.ID); !errors.Is(err, account.ErrKeyUnknown) {
		t.Errorf("again: %v", err)
	}
	if err := d.RemoveKey(t.Context(), p, second.ID); !errors.Is(err, account.ErrLastKey) {
		t.Errorf("the last: %v", err)
	}
	if err := d.LoseKeys(t.Context(), ledger.Console, a.ID, "遗失"); err != nil {
		t.Fatal(err)
	}
	gone(t, d, secret, "after the keys were lost")
	_, p = d.enter("boss", password, "192.0.2.1")
	d.register(p, accounttest.NewDevice(t, origin))
}

func TestKeysNeedAHostName(t *testing.T) {
	at, err := url.Parse("http://192.168.1.5:8080")
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := account.NewAuthority(at); keys != nil || err != nil {
		t.Errorf("NewAuthority(%s) = %v, %v, want none", at, keys, err)
	}
	d := newDesk(t)
	d.add("boss")
	_, p := d.enter("boss", password, "192.0.2.1")
	if _, err := d.BeginKey(t.Context(), p); !errors.Is(err, account.ErrNoKeys) {
		t.Errorf("BeginKey() = %v, want %v", err, account.ErrNoKeys)
	}
}
