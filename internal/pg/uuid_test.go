package pg_test

import (
	"testing"

	"github.com/google/uuid"

	"diming/internal/pg/pgtest"
)

func TestUUIDsGoThereAndBack(t *testing.T) {
	tx := pgtest.Tx(t)
	want := uuid.Must(uuid.NewV7())
	var got uuid.UUID
	var text string
	var none *uuid.UUID
	var all []uuid.UUID
	err := tx.QueryRow(t.Context(), `SELECT $1::uuid, $1::uuid::text, $2::uuid, $3::uuid[]`, want, none, []uuid.UUID{want, uuid.Nil}).Scan(&got, &text, &none, &all)
	if err != nil {
		t.Fatal(err)
	}
	if got != want || text != want.String() || none != nil || len(all) != 2 || all[0] != want {
		t.Errorf("%s came back as %s, %s, %v, %v", want, got, text, none, all)
	}
}
