package account_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// tree makes a county with a township in it, and gives both.
func (d *desk) tree() (county, town uuid.UUID) {
	d.t.Helper()
	county, town = uuid.New(), uuid.New()
	err := pgx.BeginFunc(d.t.Context(), d.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(d.t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.tree", Kind: "test"})
		if err != nil {
			return err
		}
		for _, v := range []struct {
			id     uuid.UUID
			code   string
			level  int
			parent *uuid.UUID
		}{{county, "330881", 3, nil}, {town, "330881003", 4, &county}} {
			if _, err := tx.Exec(d.t.Context(), `INSERT INTO division (id) VALUES ($1)`, v.id); err != nil {
				return err
			}
			_, err := tx.Exec(d.t.Context(), `INSERT INTO division_version (division, code, name, level, parent, source, valid, entry)
				VALUES ($1, $2, '测试', $3, $4, '测试', daterange(NULL, NULL), $5)`, v.id, v.code, v.level, v.parent, entry)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return county, town
}

func TestARoleReachesWhatItsDivisionHolds(t *testing.T) {
	d := newDesk(t)
	county, town := d.tree()
	for _, test := range []struct {
		what     string
		roots    []uuid.UUID
		division uuid.UUID
		want     bool
	}{
		{"a county's role in its township", []uuid.UUID{county}, town, true},
		{"a county's role in the county", []uuid.UUID{county}, county, true},
		{"a township's role in the county", []uuid.UUID{town}, county, false},
		{"a role elsewhere", []uuid.UUID{uuid.New()}, town, false},
		{"no role", nil, town, false},
		{"the whole register's role", []uuid.UUID{uuid.Nil}, town, true},
		{"a county's role in the whole register", []uuid.UUID{county}, uuid.Nil, false},
	} {
		if got, err := d.Reaches(t.Context(), test.roots, test.division); got != test.want || err != nil {
			t.Errorf("%s: Reaches() = %v, %v", test.what, got, err)
		}
	}
}

func TestNoAccountJoinsTwoDuties(t *testing.T) {
	d := newDesk(t)
	give := func(id uuid.UUID, r account.Role) error {
		return d.Grant(t.Context(), ledger.Console, id, account.Grant{Role: r}, "测试")
	}
	a := d.add("zhang.san", account.Grant{Role: account.Clerk})
	if err := give(a.ID, account.Reviewer); err != nil {
		t.Errorf("two business roles: %v", err)
	}
	for _, r := range []account.Role{account.Admin, account.Auditor} {
		if err := give(a.ID, r); !errors.Is(err, account.ErrDuties) {
			t.Errorf("%s beside clerk: %v", r, err)
		}
	}
	if err := give(a.ID, account.Clerk); !errors.Is(err, account.ErrHeld) {
		t.Errorf("the same again: %v", err)
	}
	d.policy.MixedDuties = true
	if err := give(a.ID, account.Auditor); err != nil {
		t.Errorf("with the setting: %v", err)
	}
}

func TestTheDatabaseItselfKeepsDutiesApart(t *testing.T) {
	d := newDesk(t)
	a := d.add("zhang.san", account.Grant{Role: account.Clerk})
	_, err := d.pool.Exec(t.Context(), `INSERT INTO account_role (account, role, entry) SELECT $1, 'admin', min(id) FROM ledger_entry`, a.ID)
	if err == nil {
		t.Error("an administrator was made of a clerk past the rule")
	}
}

func TestGrantsAtOnceDoNotJoinDuties(t *testing.T) {
	d := newDesk(t)
	for range 10 {
		a := d.add("u" + uuid.NewString()[:8])
		var done sync.WaitGroup
		for _, r := range []account.Role{account.Admin, account.Auditor, account.Clerk, account.Approver} {
			done.Go(func() {
				err := d.Grant(t.Context(), ledger.Console, a.ID, account.Grant{Role: r}, "测试")
				if err != nil && !errors.Is(err, account.ErrDuties) {
					t.Errorf("Grant(%s) = %v", r, err)
				}
			})
		}
		done.Wait()
		if n := d.count(`SELECT count(DISTINCT duty) FROM account_role WHERE account = $1`, a.ID); n != 1 {
			t.Fatalf("the account holds roles of %d duties", n)
		}
	}
}

func TestTwoAdministratorsCannotRemoveEachOther(t *testing.T) {
	d := newDesk(t)
	for round := range 10 {
		a := d.add("a"+uuid.NewString()[:8], account.Grant{Role: account.Admin})
		b := d.add("b"+uuid.NewString()[:8], account.Grant{Role: account.Admin})
		var done sync.WaitGroup
		errs := make([]error, 2)
		for i, pair := range [][2]account.Account{{a, b}, {b, a}} {
			done.Go(func() {
				if round%2 == 0 {
					errs[i] = d.Disable(t.Context(), pair[0].ID, pair[1].ID, "测试")
				} else {
					errs[i] = d.Revoke(t.Context(), pair[0].ID, pair[1].ID, account.Grant{Role: account.Admin}, "测试")
				}
			})
		}
		done.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("round %d: %v and %v, want one to win", round, errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil && !errors.Is(err, account.ErrLastAdmin) {
				t.Errorf("round %d: %v, want %v", round, err, account.ErrLastAdmin)
			}
		}
		// The one left is put out of the way as a superuser would, for the next round.
		if _, err := pgtest.Admin(t, d.pool).Exec(t.Context(), `DELETE FROM account_role WHERE role = 'admin'`); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRightsAreGivenByAnotherAndWithAReason(t *testing.T) {
	d := newDesk(t)
	a := d.add("admin.one", account.Grant{Role: account.Admin})
	if err := d.Grant(t.Context(), a.ID, a.ID, account.Grant{Role: account.Admin, Division: uuid.New()}, "测试"); !errors.Is(err, account.ErrOwnRights) {
		t.Errorf("to oneself: %v", err)
	}
	b := d.add("li.si")
	clerk := account.Grant{Role: account.Clerk}
	if err := d.Grant(t.Context(), a.ID, b.ID, clerk, " "); !errors.Is(err, account.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	if err := d.Grant(t.Context(), a.ID, b.ID, account.Grant{Role: account.Clerk, Division: uuid.New()}, "测试"); !errors.Is(err, account.ErrDivision) {
		t.Errorf("nowhere: %v", err)
	}
	if err := d.Grant(t.Context(), a.ID, b.ID, account.Grant{Role: "emperor"}, "测试"); !errors.Is(err, account.ErrRole) {
		t.Errorf("no role: %v", err)
	}
	if err := d.Revoke(t.Context(), a.ID, b.ID, clerk, "测试"); !errors.Is(err, account.ErrNotHeld) {
		t.Errorf("what is not held: %v", err)
	}
	if err := d.Grant(t.Context(), a.ID, b.ID, clerk, "任命"); err != nil {
		t.Fatal(err)
	}
	if err := d.Revoke(t.Context(), a.ID, b.ID, clerk, "免去"); err != nil {
		t.Fatal(err)
	}
	if d.entries("role.grant", b.ID) != 1 || d.entries("role.revoke", b.ID) != 1 {
		t.Error("the ledger lacks a change of rights")
	}
}

func TestNobodyDecidesTheirOwnApplication(t *testing.T) {
	applicant, colleague := uuid.New(), uuid.New()
	p := account.Principal{Account: account.Account{ID: applicant}}
	if err := p.MayDecide(applicant); !errors.Is(err, account.ErrOwnCase) {
		t.Errorf("one's own: %v", err)
	}
	if err := p.MayDecide(colleague); err != nil {
		t.Errorf("another's: %v", err)
	}
}
