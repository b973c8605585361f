package card_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters/card"
)

func TestACardSaysWhatTheVillageWrote(t *testing.T) {
	w := newWorld(t)
	officer, _ := w.add(t, w.officer())
	w.add(t, card.Listing{Division: w.county, Role: card.EmergencyOffice, Title: "应急管理局值班室", Phone: "0570-0000001", Night: true})
	tried := time.Now().Add(-time.Hour).Truncate(time.Microsecond)
	if _, err := w.Try(t.Context(), ledger.Console, officer, card.Answered, tried); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SetHint(t.Context(), ledger.Console, card.Hint{Village: w.village, Shelter: w.shelter, Text: "沿堤向东", Day: day("2026-03-01")}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SetPeople(t.Context(), ledger.Console, card.People{Village: w.village, People: 320, Day: day("2026-01-01"), Source: "村统计"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.AddPolicy(t.Context(), ledger.Console, card.PolicyText{Policy: card.Policy{Division: w.county, Title: "转移", Plain: "听到通知就走。", Basis: "自然灾害救助条例"}, Body: "全文"}); err != nil {
		t.Fatal(err)
	}
	c := w.compose(t)
	if len(c.Contacts) != 2 || c.Contacts[0].Name != "示例甲" || !c.Contacts[0].Tried.Equal(tried) || c.Contacts[0].Result != card.Answered {
		t.Errorf("contacts = %+v", c.Contacts)
	}
	if len(c.Goals) != 1 || c.Goals[0].Hint == nil || c.Goals[0].Hint.Text != "沿堤向东" || *c.Goals[0].Left != 80 {
		t.Errorf("goals = %+v", c.Goals)
	}
	if len(c.Policies) != 1 || !c.Policies[0].HasBody || c.People == nil || c.People.People != 320 {
		t.Errorf("policies = %+v, people = %+v", c.Policies, c.People)
	}
	if len(c.Above) != 4 || c.Village.Name != "清湖一村" {
		t.Errorf("village %s below %v", c.Village.Name, c.Above)
	}
}

func TestAPrivateNumberNeedsConsent(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string]func(*card.Listing){
		"without the paper": func(l *card.Listing) { l.Consent = " " },
		"without a name":    func(l *card.Listing) { l.Person.Name = "" },
		"beside a duty desk's": func(l *card.Listing) {
			l.Phone = "0570-0000001"
		},
		"said to be no private one": func(l *card.Listing) { l.Private = false },
	} {
		l := w.officer()
		l.Phone, l.Private, l.Person.Phone, l.Consent = "", true, "13900000000", "2026-03-01 同意书"
		change(&l)
		if _, _, err := w.AddContact(t.Context(), ledger.Console, l); !errors.Is(err, card.ErrConsent) {
			t.Errorf("%s: AddContact = %v, want ErrConsent", name, err)
		}
	}
	// The database refuses it as well, whoever writes.
	_, err := w.pool.Exec(t.Context(), `INSERT INTO village_contact (id, division, role, title, phone, private, tag) VALUES ($1, $2, 'village', '村', '13900000000', true, (SELECT max(id) FROM ledger_entry))`, uuid.New(), w.village)
	if err == nil || !strings.Contains(err.Error(), "village_contact_consent") {
		t.Errorf("a private number without consent = %v, want it refused", err)
	}
}

func TestErasureTakesNameAndPrivateNumberOffTheCard(t *testing.T) {
	w := newWorld(t)
	l := w.officer()
	l.Phone, l.Private, l.Person.Phone, l.Consent = "", true, "13900000000", "2026-03-01 同意书"
	id, _ := w.add(t, l)
	w.add(t, w.officer())
	if c := w.compose(t); len(c.Contacts) != 2 {
		t.Fatalf("contacts = %+v, want both", c.Contacts)
	}
	var body string
	if err := w.pool.QueryRow(t.Context(), `SELECT string_agg(body, '') FROM ledger_entry`).Scan(&body); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(body, "13900000000") || strings.Contains(body, "示例甲") {
		t.Error("personal data stands in the ledger")
	}
	inTx(t, w.pool, func(tx pgx.Tx) error {
		var person uuid.UUID
		if err := tx.QueryRow(t.Context(), `SELECT person FROM village_contact WHERE id = $1`, id).Scan(&person); err != nil {
			return err
		}
		return ledger.ErasePerson(t.Context(), tx, person, ledger.Console, "本人要求")
	})
	c := w.compose(t)
	if len(c.Contacts) != 1 || c.Contacts[0].Phone != "0570-0000002" {
		t.Errorf("contacts after erasure = %+v, want the duty phone alone", c.Contacts)
	}
	held, err := w.Contact(t.Context(), id)
	if err != nil || !held.Named || held.Person != (card.Person{}) {
		t.Errorf("Contact = %+v, %v, want one whose person is erased", held, err)
	}
}

// TestARestoredContactNamesWhoItNamed holds that a change is taken back with the
// person whom it replaced, and that who was erased meanwhile does not come back.
func TestARestoredContactNamesWhoItNamed(t *testing.T) {
	w := newWorld(t)
	l := w.officer()
	id, tag := w.add(t, l)
	was, err := w.Contact(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	before := was
	before.Person = card.Person{} // as it is kept: its row of person_detail alone
	l.ID, l.Person.Name, l.Phone = id, "示例乙", "0570-0000009"
	if tag, err = w.ChangeContact(t.Context(), ledger.Console, tag, l); err != nil {
		t.Fatal(err)
	}
	if _, err := w.RestoreContact(t.Context(), ledger.Console, was.Tag, before, "表错了"); !errors.Is(err, card.ErrChanged) {
		t.Errorf("restored at a tag that is past = %v, want ErrChanged", err)
	}
	if tag, err = w.RestoreContact(t.Context(), ledger.Console, tag, before, "表错了"); err != nil {
		t.Fatal(err)
	}
	if now, err := w.Contact(t.Context(), id); err != nil || now.Person != was.Person || now.Phone != was.Phone || now.Tag != tag {
		t.Errorf("restored: %+v, %v, want %+v", now, err, was)
	}
	l.Person.Name = "示例丙"
	if tag, err = w.ChangeContact(t.Context(), ledger.Console, tag, l); err != nil {
		t.Fatal(err)
	}
	inTx(t, w.pool, func(tx pgx.Tx) error {
		return ledger.ErasePerson(t.Context(), tx, was.Row, ledger.Console, "本人要求")
	})
	if _, err = w.RestoreContact(t.Context(), ledger.Console, tag, before, "表错了"); err != nil {
		t.Fatal(err)
	}
	if now, err := w.Contact(t.Context(), id); err != nil || now.Person != (card.Person{}) || !now.Named {
		t.Errorf("restored after the erasure: %+v, %v, want nobody named", now, err)
	}
}

func TestAChangeIsOfWhatWasSeen(t *testing.T) {
	w := newWorld(t)
	l := w.officer()
	id, tag := w.add(t, l)
	l.ID, l.Phone = id, "0570-0000009"
	next, err := w.ChangeContact(t.Context(), ledger.Console, tag, l)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ChangeContact(t.Context(), ledger.Console, tag, l); !errors.Is(err, card.ErrChanged) {
		t.Errorf("a change of what was changed = %v, want ErrChanged", err)
	}
	if _, err := w.EndContact(t.Context(), ledger.Console, id, next, "离任"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Try(t.Context(), ledger.Console, id, card.Answered, time.Now()); !errors.Is(err, card.ErrEnded) {
		t.Errorf("a trial of an ended contact = %v, want ErrEnded", err)
	}
	if c := w.compose(t); len(c.Contacts) != 0 {
		t.Errorf("contacts = %+v, want none", c.Contacts)
	}
}

// Two who write the same way at one moment: one is told, or both stand one
// after the other; no row is lost and no number given twice.
func TestHintsWrittenAtOnceAreSettledByTheDatabase(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, errs[i] = w.SetHint(t.Context(), ledger.Console, card.Hint{Village: w.village, Shelter: w.shelter, Text: "走大路", Day: version.Today()})
		}()
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, card.ErrChanged):
			t.Errorf("a hint that lost = %v, want ErrChanged", err)
		}
	}
	var rows, top, entries int
	err := w.pool.QueryRow(t.Context(), `SELECT count(*), max(n), (SELECT count(*) FROM ledger_entry WHERE action = 'walking_hint.write') FROM walking_hint`).Scan(&rows, &top, &entries)
	if err != nil || rows != won || top != won || entries != won || won == 0 {
		t.Errorf("%d won, %d rows up to %d, %d entries, %v", won, rows, top, entries, err)
	}
}

func TestWhatIsNoCardIsRefused(t *testing.T) {
	w := newWorld(t)
	ctx, many := t.Context(), 500
	change := func(f func(*card.Listing)) card.Listing { l := w.officer(); f(&l); return l }
	_, _, role := w.AddContact(ctx, ledger.Console, change(func(l *card.Listing) { l.Role = "boss" }))
	_, _, phone := w.AddContact(ctx, ledger.Console, change(func(l *card.Listing) { l.Phone = "打村里" }))
	_, _, none := w.AddContact(ctx, ledger.Console, change(func(l *card.Listing) { l.Division = uuid.New() }))
	_, long := w.SetHint(ctx, ledger.Console, card.Hint{Village: w.village, Shelter: w.shelter, Text: strings.Repeat("走", 121), Day: version.Today()})
	_, later := w.SetHint(ctx, ledger.Console, card.Hint{Village: w.village, Shelter: w.shelter, Text: "走", Day: day("2999-01-01")})
	_, town := w.SetHint(ctx, ledger.Console, card.Hint{Village: w.town, Shelter: w.shelter, Text: "走", Day: version.Today()})
	_, where := w.SetHint(ctx, ledger.Console, card.Hint{Village: w.village, Shelter: uuid.New(), Text: "走", Day: version.Today()})
	_, people := w.SetPeople(ctx, ledger.Console, card.People{Village: w.village, People: 300, Vulnerable: &many, Day: version.Today(), Source: "村"})
	_, source := w.SetPeople(ctx, ledger.Console, card.People{Village: w.village, People: 300, Day: version.Today()})
	_, _, plain := w.AddPolicy(ctx, ledger.Console, card.PolicyText{Policy: card.Policy{Division: w.county, Title: "转移", Basis: "条例"}})
	_, missing := w.Policy(ctx, uuid.New())
	for _, test := range []struct{ got, want error }{
		{role, card.ErrRole}, {phone, card.ErrPhone}, {none, card.ErrDivision}, {long, card.ErrHint}, {later, card.ErrDay}, {town, card.ErrDivision},
		{where, card.ErrShelter}, {people, card.ErrPeople}, {source, card.ErrSource}, {plain, card.ErrPolicy}, {missing, card.ErrNotFound},
	} {
		if !errors.Is(test.got, test.want) {
			t.Errorf("got %v, want %v", test.got, test.want)
		}
	}
	if c := w.compose(t); len(c.Contacts) != 0 || c.Goals[0].Hint != nil || c.People != nil {
		t.Error("something of what was refused stands on the card")
	}
}

func TestAnEmptyHintTakesTheLastOneBack(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"走大路", ""} {
		if _, err := w.SetHint(t.Context(), ledger.Console, card.Hint{Village: w.village, Shelter: w.shelter, Text: text, Day: version.Today()}); err != nil {
			t.Fatal(err)
		}
	}
	if c := w.compose(t); c.Goals[0].Hint != nil {
		t.Errorf("hint = %+v, want none", c.Goals[0].Hint)
	}
}

func TestAPolicyThatEndedIsNotOnTheCard(t *testing.T) {
	w := newWorld(t)
	p := card.PolicyText{Policy: card.Policy{Division: w.county, Title: "转移", Plain: "听到通知就走。", Basis: "条例"}}
	id, tag, err := w.AddPolicy(t.Context(), ledger.Console, p)
	if err != nil {
		t.Fatal(err)
	}
	p.ID, p.Valid.To = id, day("2026-01-01")
	if _, err := w.ChangePolicy(t.Context(), ledger.Console, tag, p); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ChangePolicy(t.Context(), ledger.Console, tag, p); !errors.Is(err, card.ErrChanged) {
		t.Errorf("a change of what was changed = %v, want ErrChanged", err)
	}
	if c := w.compose(t); len(c.Policies) != 0 {
		t.Errorf("policies = %+v, want none", c.Policies)
	}
}
