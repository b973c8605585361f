package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/api"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/payload"
	"diming/signs/plate"
)

// TestTheVoidListIsSignedByTheKeysBesideIt signs a plate and reads both files as a
// phone does.
func TestTheVoidListIsSignedByTheKeysBesideIt(t *testing.T) {
	w := newWorld(t)
	hung, err := (&plate.Store{DB: w.pool}).ByID(t.Context(), uuid.MustParse(w.named["plate"]))
	if err != nil {
		t.Fatal(err)
	}
	store := &payload.Store{DB: w.pool}
	err = pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		_, err := store.SealAll(t.Context(), tx, ledger.Console, "330881", uuid.MustParse(w.named["run"]), []payload.Draft{{Plate: hung.ID, Address: "HTTPS://DIMING.TEST/Q/" + string(hung.Token), Token: hung.Token, Name: "9号"}}, version.Today())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var (
		keys api.KeysFile
		void api.VoidFile
		size int
	)
	for path, to := range map[string]any{"/.well-known/diming-keys.json": &keys, "/.well-known/diming-void.json": &void} {
		got := w.ask(t, path)
		size += got.Body.Len()
		if err := json.Unmarshal(got.Body.Bytes(), to); err != nil || got.Code != http.StatusOK {
			t.Fatalf("%s: %d %s %v", path, got.Code, got.Body, err)
		}
	}
	known, err := keys.Read()
	if err != nil || len(known) != 1 {
		t.Fatalf("keys: %+v, %v", keys, err)
	}
	list, err := void.Read()
	if err == nil {
		err = list.Check(origin, known)
	}
	if err != nil {
		t.Errorf("the list %+v: %v", void, err)
	}
	if void.Count++; size > 10<<10 {
		t.Errorf("both files have %d bytes", size)
	}
	if list, err := void.Read(); err != nil || list.Check(origin, known) == nil {
		t.Errorf("a list that was changed passes: %v", err)
	}
}
