package event

import (
	"testing"
	"time"

	"diming/shelters"
)

func TestHowItWentAtAShelter(t *testing.T) {
	from := time.Date(2026, 8, 1, 10, 0, 0, 0, time.UTC)
	said := func(minute int, state shelters.State, people int) reported {
		r := reported{State: state, At: from.Add(time.Duration(minute) * time.Minute)}
		if people >= 0 {
			r.People = &people
		}
		return r
	}
	for _, test := range []struct {
		what                 string
		said                 []reported
		opened, filled, most int // minutes, people; -1: none
		before               bool
	}{
		{"nobody said anything", nil, -1, -1, -1, false},
		{"it opened and filled", []reported{said(5, shelters.Open, 0), said(30, shelters.Open, 60), said(50, shelters.Full, 80), said(90, shelters.Closed, 0)}, 5, 50, 80, false},
		{"it was open already", []reported{said(-90, shelters.Closed, -1), said(-30, shelters.Open, 7)}, 0, -1, 7, true},
		{"it had been open, and closed before", []reported{said(-90, shelters.Open, 300), said(-30, shelters.Closed, 0), said(10, shelters.Standby, -1)}, -1, -1, 0, false},
		{"it was said to be full at once", []reported{said(20, shelters.Full, -1)}, 20, 20, -1, false},
		{"who said full gave no number", []reported{said(5, shelters.Open, 70), said(9, shelters.Full, -1)}, 5, 9, 70, false},
		{"it was counted before, and full without a number", []reported{said(-60, shelters.Open, 70), said(-30, shelters.Full, -1)}, 0, 0, 70, true},
		{"nobody counted", []reported{said(5, shelters.Open, -1), said(9, shelters.Full, -1)}, 5, 9, -1, false},
		{"it opened twice", []reported{said(5, shelters.Open, 3), said(6, shelters.Closed, 0), said(9, shelters.Open, 2)}, 5, -1, 3, false},
	} {
		k := kept(from, test.said)
		minutes := func(at *time.Time) int {
			if at == nil {
				return -1
			}
			return int(at.Sub(from).Minutes())
		}
		most := -1
		if k.Most != nil {
			most = *k.Most
		}
		if minutes(k.Opened) != test.opened || minutes(k.Filled) != test.filled || most != test.most || k.Before != test.before {
			t.Errorf("%s: opened %d, filled %d, most %d, before %t; want %d, %d, %d, %t", test.what, minutes(k.Opened), minutes(k.Filled), most, k.Before, test.opened, test.filled, test.most, test.before)
		}
	}
}
