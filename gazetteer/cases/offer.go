package cases

import "diming/internal/version"

// Day is the day it is for the store's deadlines.
func (s *Store) Day() version.Date { return s.today() }

// Offers says whether a case may take a step now, by the name of its route, and
// what must be done first: a word that the pages know, or "".
func (f File) Offers(step string) (blocked string, ok bool) {
	switch step {
	case "recheck":
		return "", f.State.Checked()
	case "file":
		return "", f.State == Approved && f.Procedure.Files && f.FiledOn.IsZero()
	case "announce":
		if f.ApproverKind == Department && f.FiledOn.IsZero() {
			blocked = "filing"
		}
		return blocked, f.State == Approved && f.Procedure.Announces && f.AnnouncedOn.IsZero()
	case "remind":
		return "", f.running(FilingClock)
	case "signs":
		return "", f.running(SignsClock) && (f.State == Approved || f.State == InForce)
	}
	if _, ok := f.State.Next(Step(step)); !ok {
		return "", false
	}
	outside := f.Channel == Past || f.Channel == Filing
	switch Step(step) {
	case Record:
		return "", outside
	case Accept, Ask:
		return "", !outside || Step(step) == Ask
	case Consult:
		return f.blockedByFindings(), true
	case Review:
		blocked = f.blockedByFindings()
		switch {
		case blocked != "":
		case len(f.OpenNotices) > 0:
			blocked = "notices"
		case f.waiting():
			blocked = "consultations"
		}
		return blocked, true
	}
	return "", true
}

func (f File) running(key string) bool {
	for _, k := range f.Clocks {
		if k.Key == key && k.DoneOn.IsZero() {
			return true
		}
	}
	return false
}

func (f File) blockedByFindings() string {
	for _, x := range f.Findings {
		if x.Stands() {
			return "findings"
		}
	}
	return ""
}

func (f File) waiting() bool {
	for _, c := range f.Consultations {
		if c.State == "open" {
			return true
		}
	}
	return false
}
