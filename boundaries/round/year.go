package round

import (
	"slices"

	"diming/internal/version"
)

// A YearSum is what a round does in one year.
type YearSum struct {
	Year    int
	Tasks   int // all but the cancelled
	Done    int // reported, filed or archived
	Metres  float64
	Planned bool // every plan of the year is signed
	Summed  bool // every result of the year is reported
}

// SumYears sums the tasks of a round by its years.
func SumYears(r Round, tasks []Task) []YearSum {
	sums := make([]YearSum, 0, r.To-r.From+1)
	for _, y := range r.Years() {
		s := YearSum{Year: y, Planned: true, Summed: true}
		for _, t := range tasks {
			if t.Year != y || t.State == Cancelled {
				continue
			}
			s.Tasks++
			s.Metres += t.Line.Metres
			s.Planned = s.Planned && t.State != Planned
			if reported := slices.Contains([]State{Submitted, Filed, Archived}, t.State); reported {
				s.Done++
			} else {
				s.Summed = false
			}
		}
		s.Planned, s.Summed = s.Planned && s.Tasks > 0, s.Summed && s.Tasks > 0
		sums = append(sums, s)
	}
	return sums
}

// A YearDeadline is a day of a year by which its plan or its summary is filed.
type YearDeadline struct {
	Year  int
	Kind  string // plan or summary
	Due   version.Date
	Basis string
	Met   bool
}

// Kinds of such deadlines.
const (
	PlanDeadline    = "plan"
	SummaryDeadline = "summary"
)

// Deadlines gives those of the years that have tasks; day tells the day that is
// set of a kind for a year, with its basis, or the zero day for none.
func Deadlines(sums []YearSum, day func(kind string, year int) (version.Date, string, error)) ([]YearDeadline, error) {
	var all []YearDeadline
	for _, s := range sums {
		if s.Tasks == 0 {
			continue
		}
		for _, kind := range []string{PlanDeadline, SummaryDeadline} {
			due, basis, err := day(kind, s.Year)
			if err != nil {
				return nil, err
			}
			if due.IsZero() {
				continue
			}
			all = append(all, YearDeadline{s.Year, kind, due, basis, kind == PlanDeadline && s.Planned || kind == SummaryDeadline && s.Summed})
		}
	}
	return all, nil
}
