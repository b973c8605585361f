package cases_test

import (
	"slices"
	"testing"

	"diming/gazetteer/cases"
	"diming/internal/version"
)

func TestTheTasksOfAnOpenCase(t *testing.T) {
	day := version.Day(2026, 11, 1)
	both := cases.Procedure{Files: true, Announces: true}
	for _, c := range []struct {
		what string
		row  cases.Row
		want []string
	}{
		{"a draft of the office", cases.Row{Case: cases.Case{State: cases.Draft, Channel: cases.Own}}, []string{"submit"}},
		{"a draft of an applicant", cases.Row{Case: cases.Case{State: cases.Draft, Channel: cases.Online}}, nil},
		{"handed in", cases.Row{Case: cases.Case{State: cases.Submitted, Channel: cases.Online}}, []string{"accept"}},
		{"filed here", cases.Row{Case: cases.Case{State: cases.Submitted, Channel: cases.Filing}}, []string{"record"}},
		{"with its applicant", cases.Row{Case: cases.Case{State: cases.ToCorrect}}, nil},
		{"opinions out", cases.Row{Case: cases.Case{State: cases.Consulting}, Waiting: []cases.Report{cases.Expert}}, []string{"opinions"}},
		{"opinions in", cases.Row{Case: cases.Case{State: cases.Consulting}}, []string{"review"}},
		{"reviewed", cases.Row{Case: cases.Case{State: cases.Reviewed}}, []string{"approve", "request"}},
		{"requested", cases.Row{Case: cases.Case{State: cases.Requested}}, []string{"approve"}},
		{"approved", cases.Row{Case: cases.Case{State: cases.Approved, Procedure: both}}, []string{"file", "announce"}},
		{"approved by a department", cases.Row{Case: cases.Case{State: cases.Approved, Procedure: both, ApproverKind: cases.Department}}, []string{"file"}},
		{"filed", cases.Row{Case: cases.Case{State: cases.Approved, Procedure: both, FiledOn: day}}, []string{"announce"}},
		{"withdrawn", cases.Row{Case: cases.Case{State: cases.Withdrawn}}, nil},
	} {
		if got := c.row.Tasks(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}
