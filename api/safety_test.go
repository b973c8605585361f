package api_test

import (
	"testing"

	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/shelters/card"
)

// cardIn enters a contact and a policy of a division.
func (s *system) cardIn(t testing.TB, division uuid.UUID) (contact, policy string) {
	t.Helper()
	store := &card.Store{DB: s.pool}
	c, _, err := store.AddContact(t.Context(), ledger.Console, card.Listing{Division: division, Role: card.TownshipOffice, Title: "街道值班室", Phone: "0570-0000003", Night: true})
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := store.AddPolicy(t.Context(), ledger.Console, card.PolicyText{Policy: card.Policy{Division: division, Title: "转移安置", Plain: "吃住不要钱。", Basis: "示例"}, Body: "第一段\n第二段"})
	if err != nil {
		t.Fatal(err)
	}
	return c.String(), p.String()
}
