package ledger_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
)

// expectBroken expects Verify to name a row; zero fields are not compared.
func expectBroken(t *testing.T, pool *pgxpool.Pool, want ledger.Broken) {
	t.Helper()
	v, err := ledger.Verify(t.Context(), pool, nil)
	var broken *ledger.Broken
	if !errors.As(err, &broken) {
		t.Fatalf("Verify() = %+v, %v, want a *Broken", v, err)
	}
	if broken.Table != want.Table || want.Seq != 0 && broken.Seq != want.Seq || want.Entry != 0 && broken.Entry != want.Entry {
		t.Errorf("Verify() = %v, want %s seq %d entry %d", broken, want.Table, want.Seq, want.Entry)
	}
}

// keptLedger is a sealed ledger of four entries, 1 to 4, that a superuser can
// change and put back.
func keptLedger(t *testing.T) (pool, admin *pgxpool.Pool) {
	pool = pgtest.New(t)
	public := note("b")
	public.Public = true
	bulk := ledger.Entry{Actor: ledger.Console, Action: "test.load", Kind: "batch", Batch: &ledger.Digest{Count: 2, SHA256: "00"}}
	appendAll(t, pool, note("a"), public, bulk, note("d"))
	ledgertest.Settle(t, pool)
	admin = pgtest.Admin(t, pool)
	// What forbids some changes even to a superuser would hide that Verify sees them.
	_, err := admin.Exec(t.Context(), `
		ALTER TABLE ledger_entry ALTER id DROP IDENTITY, DROP CONSTRAINT ledger_entry_action_check;
		ALTER TABLE ledger_seal DROP CONSTRAINT ledger_seal_algorithm_check, DROP CONSTRAINT ledger_seal_seq_check;
		CREATE TABLE kept_entry AS TABLE ledger_entry;
		CREATE TABLE kept_seal AS TABLE ledger_seal`)
	if err != nil {
		t.Fatal(err)
	}
	return pool, admin
}

func putBack(t *testing.T, admin *pgxpool.Pool) {
	t.Helper()
	for _, sql := range []string{
		`DELETE FROM ledger_seal`, `DELETE FROM ledger_entry`,
		`INSERT INTO ledger_entry SELECT * FROM kept_entry`, `INSERT INTO ledger_seal SELECT * FROM kept_seal`,
	} {
		if err := untriggered(t.Context(), admin, sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := admin.Exec(t.Context(), `DELETE FROM ledger_pending`); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyNamesTheRowThatASuperuserChanged(t *testing.T) {
	pool, admin := keptLedger(t)
	entry := func(seq int64) ledger.Broken { return ledger.Broken{Table: "ledger_entry", Seq: seq, Entry: seq} }
	seal := func(seq int64) ledger.Broken { return ledger.Broken{Table: "ledger_seal", Seq: seq} }
	for _, test := range []struct {
		name string
		sql  string
		want ledger.Broken
	}{
		{"the id of an entry", `UPDATE ledger_entry SET id = 99 WHERE id = 2`, ledger.Broken{Table: "ledger_entry", Seq: 2, Entry: 2}},
		{"when", `UPDATE ledger_entry SET at = at + interval '1 microsecond' WHERE id = 2`, entry(2)},
		{"who", `UPDATE ledger_entry SET actor = '00000000-0000-7000-8000-000000000002' WHERE id = 2`, entry(2)},
		{"the action", `UPDATE ledger_entry SET action = 'test.other' WHERE id = 2`, entry(2)},
		{"the kind of object", `UPDATE ledger_entry SET object_kind = 'place' WHERE id = 2`, entry(2)},
		{"the object", `UPDATE ledger_entry SET object = '00000000-0000-7000-8000-000000000002' WHERE id = 2`, entry(2)},
		{"the object taken away", `UPDATE ledger_entry SET object = NULL WHERE id = 2`, entry(2)},
		{"an object given to a bulk entry", `UPDATE ledger_entry SET object = '00000000-0000-7000-8000-000000000002' WHERE id = 3`, entry(3)},
		{"the county", `UPDATE ledger_entry SET county = '330882' WHERE id = 2`, entry(2)},
		{"public made internal", `UPDATE ledger_entry SET public = false WHERE id = 2`, entry(2)},
		{"internal made public", `UPDATE ledger_entry SET public = true WHERE id = 1`, entry(1)},
		{"one byte of the body", `UPDATE ledger_entry SET body = overlay(body PLACING 'x' FROM 3 FOR 1) WHERE id = 2`, entry(2)},
		{"the body with its column", `UPDATE ledger_entry SET county = '330882', body = replace(body, '330881', '330882') WHERE id = 1`, entry(1)},
		{"white space in the body", `UPDATE ledger_entry SET body = body || ' ' WHERE id = 4`, entry(4)},
		{"a body that is no JSON", `UPDATE ledger_entry SET body = '' WHERE id = 2`, entry(2)},
		{"the body of a bulk entry", `UPDATE ledger_entry SET body = replace(body, '"count":2', '"count":1') WHERE id = 3`, entry(3)},
		{"the number of a seal", `UPDATE ledger_seal SET seq = 9 WHERE seq = 2`, ledger.Broken{Table: "ledger_seal", Seq: 3}},
		{"the number of the last seal", `UPDATE ledger_seal SET seq = 5 WHERE seq = 4`, seal(5)},
		{"all numbers moved up", `UPDATE ledger_seal SET seq = seq + 10`, seal(11)},
		{"two seals exchanged", `UPDATE ledger_seal SET seq = -seq WHERE seq IN (2, 3);
			UPDATE ledger_seal SET seq = CASE seq WHEN -2 THEN 3 ELSE 2 END WHERE seq < 0`, ledger.Broken{Table: "ledger_entry", Seq: 2, Entry: 3}},
		{"the entry of a seal", `UPDATE ledger_seal SET entry = 99 WHERE seq = 2`, ledger.Broken{Table: "ledger_entry", Seq: 2, Entry: 99}},
		{"the algorithm", `UPDATE ledger_seal SET algorithm = 'none' WHERE seq = 2`, seal(2)},
		{"one byte of a hash", `UPDATE ledger_seal SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE seq = 2`, entry(2)},
		{"the last hash cut", `UPDATE ledger_seal SET hash = substr(hash, 1, 31) WHERE seq = 4`, entry(4)},
		{"an entry deleted", `DELETE FROM ledger_entry WHERE id = 2`, ledger.Broken{Table: "ledger_entry", Seq: 2, Entry: 2}},
		{"a seal deleted", `DELETE FROM ledger_seal WHERE seq = 2`, seal(3)},
		{"the first seal deleted", `DELETE FROM ledger_seal WHERE seq = 1`, seal(2)},
		{"the last seal deleted", `DELETE FROM ledger_seal WHERE seq = 4`, ledger.Broken{Table: "ledger_entry", Entry: 4}},
		{"a seal deleted with its entry", `WITH e AS (DELETE FROM ledger_entry WHERE id = 2) DELETE FROM ledger_seal WHERE seq = 2`, seal(3)},
		{"a stray entry put in", `INSERT INTO ledger_entry SELECT 99, at, actor, action, object_kind, object, county, public, body FROM ledger_entry WHERE id = 2`,
			ledger.Broken{Table: "ledger_entry", Entry: 99}},
		{"a stray seal put in", `INSERT INTO ledger_seal VALUES (5, 99, 'sha256', '\x00')`, ledger.Broken{Table: "ledger_entry", Seq: 5, Entry: 99}},
		{"a sealed entry made to wait again", `INSERT INTO ledger_pending (entry) VALUES (2)`, ledger.Broken{Table: "ledger_pending", Seq: 2, Entry: 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := untriggered(t.Context(), admin, test.sql); err != nil {
				t.Fatal(err)
			}
			expectBroken(t, pool, test.want)
			putBack(t, admin)
		})
	}
	verify(t, pool)
}

func TestVerifyKnowsAnEarlierHead(t *testing.T) {
	pool, admin := keptLedger(t)
	var second []byte
	if err := pool.QueryRow(t.Context(), `SELECT hash FROM ledger_seal WHERE seq = 2`).Scan(&second); err != nil {
		t.Fatal(err)
	}
	head := verify(t, pool).Head.Hash
	foreign := sha256.Sum256([]byte("another chain"))
	check := func(name string, head []byte, holds bool) {
		t.Helper()
		_, err := ledger.Verify(t.Context(), pool, head)
		var broken *ledger.Broken
		if holds && err != nil || !holds && !errors.As(err, &broken) {
			t.Errorf("Verify with %s = %v, want it to hold: %v", name, err, holds)
		}
	}
	check("the present head", head, true)
	check("an earlier head", second, true)
	check("a foreign head", foreign[:], false)
	check("half of a head", head[:16], false)

	// An owner cuts the end off, with nothing left of it.
	if err := untriggered(t.Context(), admin, `WITH e AS (DELETE FROM ledger_entry WHERE id = 4) DELETE FROM ledger_seal WHERE seq = 4`); err != nil {
		t.Fatal(err)
	}
	check("no head, the end cut off", nil, true)
	check("the head before the end was cut off", head, false)
	check("a head before the cut", second, true)
	putBack(t, admin)

	rewrite(t, pool, admin)
	check("no head, the whole chain rewritten", nil, true)
	check("the head before the chain was rewritten", head, false)
}

// rewrite makes the chain say something else, hashes and all, as an owner of
// the database could.
func rewrite(t *testing.T, pool, admin *pgxpool.Pool) {
	t.Helper()
	if err := untriggered(t.Context(), admin, `UPDATE ledger_entry SET county = '330882', body = replace(body, '330881', '330882') WHERE id = 1`); err != nil {
		t.Fatal(err)
	}
	rows, err := pool.Query(t.Context(), `SELECT s.seq, e.body FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry ORDER BY s.seq`)
	if err != nil {
		t.Fatal(err)
	}
	type link struct {
		Seq  int64
		Body string
	}
	links, err := pgx.CollectRows(rows, pgx.RowToStructByPos[link])
	if err != nil {
		t.Fatal(err)
	}
	var hash []byte
	for _, l := range links {
		sum := sha256.Sum256(append(hash, l.Body...))
		hash = sum[:]
		if err := untriggered(t.Context(), admin, `UPDATE ledger_seal SET hash = $2 WHERE seq = $1`, l.Seq, hash); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheLedgerCanOnlyGrow(t *testing.T) {
	pool := pgtest.New(t)
	appendAll(t, pool, note("a"))
	ledgertest.Settle(t, pool)
	admin := pgtest.Admin(t, pool)
	for _, sql := range []string{
		`UPDATE ledger_entry SET county = ''`, `DELETE FROM ledger_entry`, `TRUNCATE ledger_entry CASCADE`,
		`UPDATE ledger_seal SET seq = 2`, `DELETE FROM ledger_seal`, `TRUNCATE ledger_seal`,
		`UPDATE ledger_pending SET entry = 1`, `TRUNCATE ledger_pending`, `UPDATE person_detail SET detail = ''`, `TRUNCATE person_detail`,
		`ALTER TABLE ledger_entry DISABLE TRIGGER ALL`, `SET session_replication_role = replica`,
	} {
		expectRefused(t.Context(), t, pool, "the server's role", sql)
	}
	for _, sql := range []string{
		`UPDATE ledger_entry SET county = ''`, `DELETE FROM ledger_entry`, `TRUNCATE ledger_entry CASCADE`,
		`UPDATE ledger_seal SET seq = 2`, `DELETE FROM ledger_seal`, `TRUNCATE ledger_seal`,
	} {
		expectRefused(t.Context(), t, admin, "a superuser with triggers", sql)
	}
	verify(t, pool)
}

func expectRefused(ctx context.Context, t *testing.T, pool *pgxpool.Pool, who, sql string) {
	t.Helper()
	_, err := pool.Exec(ctx, sql)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "42501" {
		t.Errorf("%s, %s: %v, want insufficient privilege", who, sql, err)
	}
}

func TestALookAtTheLastLinksSeesTheLastLinks(t *testing.T) {
	pool, admin := keptLedger(t)
	for n, sealed := range map[int64]int64{1: 1, 3: 3, 4: 4, 100: 4} {
		if v, err := ledger.VerifyLast(t.Context(), pool, n); err != nil || v.Sealed != sealed || v.Head.Seq != 4 {
			t.Errorf("VerifyLast(%d) = %+v, %v; want %d links up to 4", n, v, err, sealed)
		}
	}
	if err := untriggered(t.Context(), admin, `UPDATE ledger_entry SET body = replace(body, 'test', 'test ') WHERE id = 2`); err != nil {
		t.Fatal(err)
	}
	var broken *ledger.Broken
	if _, err := ledger.VerifyLast(t.Context(), pool, 3); !errors.As(err, &broken) || broken.Seq != 2 {
		t.Errorf("VerifyLast(3) over a changed row 2 = %v", err)
	}
	if _, err := ledger.VerifyLast(t.Context(), pool, 2); err != nil {
		t.Errorf("VerifyLast(2) looks further than asked: %v", err)
	}
	empty := pgtest.New(t)
	if v, err := ledger.VerifyLast(t.Context(), empty, 10); err != nil || v.Sealed != 0 {
		t.Errorf("VerifyLast of an empty ledger = %+v, %v", v, err)
	}
}
