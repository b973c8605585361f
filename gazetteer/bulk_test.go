package gazetteer_test

import (
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/internal/ledger"
)

func TestABulkChangeIsOneOfTheRegisterThatNamesNoObject(t *testing.T) {
	one := uuid.New()
	for _, c := range []struct {
		kind   string
		object *uuid.UUID
		want   bool
	}{
		{"batch", nil, true}, {"division", nil, true}, {"place", nil, true},
		{"division", &one, false}, {"place", &one, false}, {"holiday", nil, false}, {"quality", nil, false}, {"case", &one, false},
	} {
		if got := gazetteer.Bulk(ledger.Change{Kind: c.kind, Object: c.object}); got != c.want {
			t.Errorf("a change of kind %s, object %v: %v, want %v", c.kind, c.object, got, c.want)
		}
	}
}
