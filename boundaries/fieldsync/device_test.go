package fieldsync_test

import (
	"crypto/ed25519"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

func TestAPhoneIsKnownByItsTokenUntilItIsTakenBack(t *testing.T) {
	w := newWorld(t)
	owner := w.person(t, "jiang", boundaries.SideA)
	p := w.phone(t, owner)
	if d, err := w.ByToken(t.Context(), p.token); err != nil || d.ID != p.ID || d.Owner() != owner || d.Person != "示例·jiang" {
		t.Fatalf("the token is of %+v, %v", d, err)
	}
	renewed, secret, err := w.Enrol(t.Context(), owner, p.Device)
	if err != nil || renewed.ID != p.ID {
		t.Fatal(err)
	}
	if _, err := w.ByToken(t.Context(), p.token); !errors.Is(err, fieldsync.ErrDevice) {
		t.Errorf("the token before: %v", err)
	}
	if _, _, err := w.Enrol(t.Context(), w.person(t, "other", boundaries.SideB), p.Device); !errors.Is(err, fieldsync.ErrDeviceTaken) {
		t.Errorf("another's phone: %v", err)
	}
	at := noon.Add(365 * 24 * time.Hour)
	w.Now = func() time.Time { return at }
	if _, err := w.ByToken(t.Context(), secret.String()); !errors.Is(err, fieldsync.ErrDevice) {
		t.Errorf("a token past its end: %v", err)
	}
	at = noon
	if err := w.EndDevice(t.Context(), owner, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ByToken(t.Context(), secret.String()); !errors.Is(err, fieldsync.ErrDevice) {
		t.Errorf("a token taken back: %v", err)
	}
	for _, table := range []string{"field_device", "ledger_entry"} {
		for _, row := range query[string](t, w, `SELECT to_jsonb(t)::text FROM `+table+` t`) {
			if strings.Contains(row, p.token) || strings.Contains(row, secret.String()) {
				t.Errorf("%s holds a token", table)
			}
		}
	}
}

func TestAGuestTakesPartByInvitationInOneTaskForOneSide(t *testing.T) {
	w := newWorld(t)
	host := w.person(t, "jiang", boundaries.SideA)
	i, secret, err := w.Invite(t.Context(), host, fieldsync.Invitation{Task: w.task, Side: "b", Name: "示例·常山来宾", Ends: noon.Add(48 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	public, key, _ := ed25519.GenerateKey(nil)
	guest, token, err := w.EnrolGuest(t.Context(), secret.String(), fieldsync.Device{ID: newID(), PublicKey: public, Name: "来宾手机"})
	if err != nil || guest.Owner() != i.ID || guest.Side != "b" || guest.Task != w.task || guest.Person != "示例·常山来宾" {
		t.Fatalf("guest %+v, %v", guest, err)
	}
	p := phone{guest, key, token.String(), boundaries.SideB}
	w.taken(t, inspection.Accepted, w.send(t, p, p.note(w.task, "来宾所见"))...)
	wrong := p.note(w.task, "另一方")
	wrong.Side = boundaries.SideA
	refused(t, w.send(t, p, wrong)[0].Refusal, inspection.CodeNotYourTask)

	other, _, _ := ed25519.GenerateKey(nil)
	if _, _, err := w.EnrolGuest(t.Context(), secret.String(), fieldsync.Device{ID: newID(), PublicKey: other, Name: "第二部手机"}); !errors.Is(err, fieldsync.ErrDeviceTaken) {
		t.Errorf("a second phone by one invitation: %v", err)
	}
	if err := w.Uninvite(t.Context(), host, w.task, i.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ByToken(t.Context(), token.String()); !errors.Is(err, fieldsync.ErrDevice) {
		t.Errorf("a guest whose invitation was taken back: %v", err)
	}
	if _, _, err := w.EnrolGuest(t.Context(), secret.String(), guest); !errors.Is(err, fieldsync.ErrInvitation) {
		t.Errorf("an invitation taken back: %v", err)
	}
	for _, body := range query[string](t, w, `SELECT body FROM ledger_entry`) {
		if strings.Contains(body, "来宾") {
			t.Errorf("the ledger names a guest: %s", body)
		}
	}
	if all, err := w.Invitations(t.Context(), w.task); err != nil || len(all) != 1 || all[0].Name != "示例·常山来宾" || all[0].Ended.IsZero() {
		t.Errorf("invitations %+v, %v", all, err)
	}
}

func TestServersThatStartAtOnceHaveOneIdentity(t *testing.T) {
	w := newWorld(t)
	keys := make([]string, 8)
	var running sync.WaitGroup
	for i := range keys {
		running.Go(func() {
			identity, err := w.Identity(t.Context())
			if err != nil {
				t.Error(err)
			}
			keys[i] = identity.Key()
		})
	}
	running.Wait()
	for _, key := range keys {
		if key != keys[0] || key == "" {
			t.Errorf("keys %v", keys)
		}
	}
}

func TestAClockThatIsWrongByYearsIsKeptBesideOurs(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	var clocks fieldsync.Clocks
	wrong := noon.AddDate(-6, 0, 0)
	for _, later := range []time.Duration{0, time.Second, 20 * time.Minute} { // one step, one row
		at := noon.Add(later)
		w.Now = func() time.Time { return at }
		if err := w.NoteClock(t.Context(), &clocks, p.ID, wrong.Add(later)); err != nil {
			t.Fatal(err)
		}
	}
	if n := query[int](t, w, `SELECT count(*)::int FROM field_clock`)[0]; n != 1 {
		t.Errorf("%d pairs noted, want 1", n)
	}
	r := p.note(w.task, "时钟不对")
	r.PhoneTime = wrong.Add(-3 * time.Hour)
	w.taken(t, inspection.Accepted, w.send(t, p, r)...)
	kept := query[time.Time](t, w, `SELECT unnest(ARRAY[phone_time, server_time]) FROM field_record`)
	if !kept[0].Equal(wrong.Add(-3*time.Hour)) || !kept[1].Equal(noon.Add(-3*time.Hour)) {
		t.Errorf("kept are %v, want the phone's %v and ours %v", kept, wrong.Add(-3*time.Hour), noon.Add(-3*time.Hour))
	}
}
