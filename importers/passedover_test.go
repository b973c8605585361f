package importers_test

import (
	"errors"
	"testing"

	"diming/importers"
)

// TestTheClassificationIsNeverPassedOver tries each way in which a secret row
// could come in as if it were none.
func TestTheClassificationIsNeverPassedOver(t *testing.T) {
	pool := register(t)
	const secret = "标准名称,类别代码,密级,备注\n甲村,22200,公开,x\n乙村,22200,秘密,公开\n"
	for _, o := range []importers.Options{
		{IgnoreColumns: []string{"密级"}},
		{IgnoreColumns: []string{" 密 级 "}},
		{Mapping: importers.Mapping{"密级": ""}},
		{Mapping: importers.Mapping{"密级": "description"}},
	} {
		o.DB, o.Actor, o.As, o.File, o.Classification = pool, actor, importers.Places, file(t, "s.csv", secret), "public"
		if _, err := importers.Run(t.Context(), o); !errors.Is(err, importers.ErrMapping) {
			t.Errorf("ignoring %q, mapping %v: %v, want a refusal", o.IgnoreColumns, o.Mapping, err)
		}
	}
	o := importers.Options{DB: pool, Actor: actor, As: importers.Places, File: file(t, "s.csv", secret), Classification: "public",
		Mapping: importers.Mapping{"备注": "classification"}}
	if report, err := importers.Run(t.Context(), o); err == nil {
		t.Errorf("with another column as the classification: %+v, want a refusal", report)
	}
	report := run(t, pool, importers.Options{File: file(t, "s.csv", secret), Classification: "public"})
	wantSums(t, report, sums{Read: 2, Accepted: 1, Rejected: 1})
}
