package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
)

const detail = `{"name":"王小明","phone":"☎5550123"}`

// keepPerson commits a person's data with an entry that refers to it.
func keepPerson(t *testing.T, pool *pgxpool.Pool) ledger.PersonRef {
	t.Helper()
	var ref ledger.PersonRef
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		var err error
		if ref, err = ledger.KeepPerson(t.Context(), tx, detail); err != nil {
			return err
		}
		e := note("an application")
		e.Person = &ref
		_, err = ledger.Append(t.Context(), tx, e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func person(t *testing.T, pool *pgxpool.Pool, id uuid.UUID) (text string, err error) {
	t.Helper()
	return text, pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		text, err = ledger.Person(t.Context(), tx, id)
		return err
	})
}

func TestNoPersonalDataEntersTheLedger(t *testing.T) {
	pool := pgtest.New(t)
	ref, again := keepPerson(t, pool), keepPerson(t, pool)
	ledgertest.Settle(t, pool)
	if ref.HMAC == again.HMAC {
		t.Error("the same data twice has one HMAC: it could be guessed at")
	}
	var body string
	if err := pool.QueryRow(t.Context(), `SELECT string_agg(e::text, ' ') FROM ledger_entry e`).Scan(&body); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(body, "王小明") || strings.Contains(body, "☎5550123") || !strings.Contains(body, ref.HMAC) {
		t.Errorf("entries = %s, want the HMAC and not the data", body)
	}
	if text, err := person(t, pool, ref.ID); text != detail || err != nil {
		t.Errorf("Person() = %s, %v, want %s", text, err, detail)
	}
}

func TestAPersonErasedVerifyStillPasses(t *testing.T) {
	pool := pgtest.New(t)
	ref := keepPerson(t, pool)
	kept := keepPerson(t, pool)
	ledgertest.Settle(t, pool)
	if v := verify(t, pool); v.Persons != 2 || v.Erased != 0 {
		t.Errorf("Verify() = %+v, want 2 persons", v)
	}
	erase := func() error {
		return pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			return ledger.ErasePerson(t.Context(), tx, ref.ID, ledger.Console, "asked to")
		})
	}
	if err := erase(); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, pool)
	if v := verify(t, pool); v.Persons != 1 || v.Erased != 1 || v.Sealed != 3 {
		t.Errorf("Verify() after erasing = %+v, want 1 person, 1 erased, 3 sealed", v)
	}
	if _, err := person(t, pool, ref.ID); !errors.Is(err, ledger.ErrErased) {
		t.Errorf("Person() of the erased = %v, want ErrErased", err)
	}
	if err := erase(); !errors.Is(err, ledger.ErrErased) {
		t.Errorf("erasing twice = %v, want ErrErased", err)
	}
	if text, err := person(t, pool, kept.ID); text != detail || err != nil {
		t.Errorf("Person() of another = %s, %v, want %s", text, err, detail)
	}
}

// TestVerifyRefusesAPersonNoEntryKnows: of a bulk entry each person is known, also
// before it is sealed; one that was put in past the ledger is not.
func TestVerifyRefusesAPersonNoEntryKnows(t *testing.T) {
	pool := pgtest.New(t)
	var refs []ledger.PersonRef
	put := func(known bool) {
		t.Helper()
		err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			for range 2 {
				ref, err := ledger.KeepPerson(t.Context(), tx, detail)
				if err != nil {
					return err
				}
				refs = append(refs, ref)
			}
			if !known {
				return nil
			}
			_, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.load", Kind: "batch", Batch: &ledger.Digest{Count: 2, SHA256: "00"}, Persons: refs})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put(true)
	if v := verify(t, pool); v.Persons != 2 || v.Pending != 1 {
		t.Errorf("before the entry is sealed: %+v, want both persons", v)
	}
	ledgertest.Settle(t, pool)
	if v := verify(t, pool); v.Persons != 2 || v.Pending != 0 {
		t.Errorf("after it is sealed: %+v, want both persons", v)
	}
	for _, ref := range refs {
		if all, err := ledger.EntriesOf(t.Context(), pool, ref.ID); err != nil || len(all) != 1 {
			t.Errorf("%d entries of a person of a bulk entry, %v, want 1", len(all), err)
		}
	}
	if _, err := pool.Exec(t.Context(), `DELETE FROM person_detail WHERE id = $1`, refs[0].ID); err != nil {
		t.Fatal(err)
	}
	if v := verify(t, pool); v.Persons != 1 || v.Erased != 1 {
		t.Errorf("after one is erased: %+v", v)
	}
	put(false)
	expectBroken(t, pool, ledger.Broken{Table: "person_detail"})
}

func TestVerifySeesPersonalDataThatWasChanged(t *testing.T) {
	pool := pgtest.New(t)
	keepPerson(t, pool)
	ledgertest.Settle(t, pool)
	admin := pgtest.Admin(t, pool)
	for _, sql := range []string{
		`UPDATE person_detail SET detail = replace(detail, '王', '李')`,
		`UPDATE person_detail SET detail = replace(detail, '李', '王'), key = set_byte(key, 0, get_byte(key, 0) # 1)`,
	} {
		if err := untriggered(t.Context(), admin, sql); err != nil {
			t.Fatal(err)
		}
		expectBroken(t, pool, ledger.Broken{Table: "person_detail"})
	}
}
