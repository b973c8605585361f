package cases_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"diming/gazetteer/cases"
)

func TestWhatTheRegulationWantsIsNoConfiguration(t *testing.T) {
	full := cases.Procedure{ApproverKind: cases.Government, Approver: "示例市人民政府", Files: true, Announces: true, Basis: "示例", Required: []cases.Report{cases.Assessment, cases.Expert, cases.Opinion, cases.AskCivilAffairs}}
	with := func(change func(*cases.Procedure)) cases.Procedure {
		p := full
		p.Required = slices.Clone(full.Required)
		change(&p)
		return p
	}
	without := func(r cases.Report) cases.Procedure {
		return with(func(p *cases.Procedure) {
			p.Required = slices.DeleteFunc(p.Required, func(have cases.Report) bool { return have == r })
		})
	}
	unfiled := with(func(p *cases.Procedure) { p.Files = false })
	for _, c := range []struct {
		what  string
		p     cases.Procedure
		class string
		kind  cases.Kind
		ok    bool
	}{
		{"a street, all asked", full, "235", "", true},
		{"a street, nobody asked", with(func(p *cases.Procedure) { p.Required = nil }), "23514", cases.Naming, true},
		{"not filed", unfiled, "235", cases.Naming, false},
		{"an error of record, not filed", unfiled, "235", cases.Correction, true},
		{"a correction of any class", unfiled, "", cases.Correction, true},
		{"not announced", with(func(p *cases.Procedure) { p.Announces = false }), "235", cases.Renaming, false},
		{"all classes at once", full, "", "", false},
		{"a township without experts", without(cases.Expert), "215", cases.Renaming, false},
		{"all divisions without an assessment", without(cases.Assessment), "21", "", false},
		{"villages without an assessment", without(cases.Assessment), "216", "", true},
		{"an estate by a department that asks nobody", with(func(p *cases.Procedure) { p.ApproverKind, p.Required = cases.Department, nil }), "221", "", false},
		{"an estate by a department that asks", with(func(p *cases.Procedure) { p.ApproverKind = cases.Department }), "22100", "", true},
		{"an estate by the government that asks nobody", with(func(p *cases.Procedure) { p.Required = nil }), "221", "", true},
		{"no approver", with(func(p *cases.Procedure) { p.Approver = " " }), "235", "", false},
		{"no basis", with(func(p *cases.Procedure) { p.Basis = "" }), "235", "", false},
		{"an approver of no kind", with(func(p *cases.Procedure) { p.ApproverKind = "king" }), "235", "", false},
		{"an opinion of no kind", with(func(p *cases.Procedure) { p.Required = []cases.Report{"oracle"} }), "235", "", false},
		{"a class that is none", full, "2351x", "", false},
	} {
		if err := c.p.Lawful(c.class, c.kind); (err == nil) != c.ok {
			t.Errorf("%s: %v, want allowed: %v", c.what, err, c.ok)
		}
	}
	for _, class := range []string{"13000", "21500", "21610", "22100", "22200", "23000", "23514", "24000", "26000"} {
		for _, kind := range []cases.Kind{cases.Naming, cases.Renaming, cases.Cancelling, cases.Correction} {
			if err := cases.DefaultProcedure(class, kind).Lawful(class, kind); err != nil {
				t.Errorf("the default for %s of %s: %v", kind, class, err)
			}
		}
	}
}

func TestACaseGoesByTheProcedureOfItsPlaceAndKeepsIt(t *testing.T) {
	w := newWorld(t)
	approver := func(by cases.By) string {
		t.Helper()
		c, err := w.Case(t.Context(), by.Case)
		if err != nil {
			t.Fatal(err)
		}
		return c.Procedure.Approver
	}
	own := cases.SetProcedure{Division: &w.county, Class: "235", Procedure: cases.Procedure{ApproverKind: cases.CivilAffairs, Approver: "示例民政局", Required: []cases.Report{cases.Notice}, Files: true, Announces: true, Basis: "示例规定"}}
	before := w.open(t, w.estate("文溪路"))
	id, _, err := w.SetProcedure(t.Context(), w.decider, own, nil, "测试")
	if err != nil {
		t.Fatal(err)
	}
	during := w.open(t, w.estate("枫石路"))
	if _, _, err := w.SetProcedure(t.Context(), w.decider, own, nil, "测试"); !errors.Is(err, cases.ErrProcedureChanged) {
		t.Errorf("another beside it: %v", err)
	}
	next := own
	next.Approver = "示例区人民政府"
	second, _, err := w.SetProcedure(t.Context(), w.decider, next, &id, "测试")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.SetProcedure(t.Context(), w.decider, next, &id, "测试"); !errors.Is(err, cases.ErrProcedureChanged) {
		t.Errorf("over one that was replaced: %v", err)
	}
	if _, err := w.EndProcedure(t.Context(), w.decider, second, "测试"); err != nil {
		t.Fatal(err)
	}
	after := w.open(t, w.estate("江滨路"))
	if b, d, a := approver(before), approver(during), approver(after); b != "江山市人民政府" || d != "示例民政局" || a != "江山市人民政府" {
		t.Errorf("approvers %s, %s, %s", b, d, a)
	}
	if left, err := w.Procedures(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("%d procedures in force, %v", len(left), err)
	}
}

func TestOfTwoWhoSetAProcedureAtOnceOneIsTold(t *testing.T) {
	w := newWorld(t)
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			_, _, errs[i] = w.SetProcedure(t.Context(), w.decider, cases.SetProcedure{Division: &w.county, Class: "235", Procedure: cases.DefaultProcedure("23514", cases.Naming)}, nil, "测试")
		})
	}
	wait.Wait()
	stood := 0
	for _, err := range errs {
		switch {
		case err == nil:
			stood++
		case !errors.Is(err, cases.ErrProcedureChanged):
			t.Error(err)
		}
	}
	if stood != 1 {
		t.Errorf("%d of %d stand", stood, len(errs))
	}
}
