package matching

// explainNumbers says how the number and what stands behind it agree; a is nil
// for a name alone, whose numbers are not registered.
func (m *match) explainNumbers(s *sum, c *Candidate, a *address) []Component {
	var (
		d, own details
		mark   string
	)
	if a != nil {
		d = a.read()
		own, mark = a.written()
	}
	var out []Component
	for _, place := range [...]int{number, building, unit, floor, room} {
		t := m.tokenOf(place, &d)
		if t == nil && d[place] == "" {
			continue
		}
		e := Component{Part: detailParts[place], Registered: registered(&own, mark, place)}
		switch {
		case t == nil:
			e.Verdict = Omitted
		default:
			e.Text, e.From, e.To = m.text.span(t.from, t.to)
			e.Verdict = verdict(&d, place, t)
			weigh(s, e.Verdict, t)
			if e.Verdict == Matched {
				c.Precision = e.Part
			}
		}
		out = append(out, e)
	}
	return out
}

func weigh(s *sum, v Verdict, t *token) {
	length := float64(t.to - t.from)
	switch v {
	case Matched:
		s.agree(t.from, t.to, length)
	case Differs:
		s.agree(t.from, t.to, length/3)
	default:
		s.agree(t.from, t.to, length/4) // it may stand there all the same
	}
}

func verdict(d *details, place int, t *token) Verdict {
	switch {
	case d[place] == "":
		return NotHeld
	case d[place] != t.value, place == number && d[sub] != t.sub:
		return Differs
	}
	return Matched
}

// tokenOf gives the number of the text for a place: the one that agrees, or the
// first that stands outside the names.
func (m *match) tokenOf(place int, d *details) *token {
	var first *token
	for i := range m.tokens {
		t := &m.tokens[i]
		if t.place != place || m.covered(t.from, t.core) {
			continue
		}
		if t.value == d[place] && (place != number || t.sub == d[sub]) {
			return t
		}
		if first == nil {
			first = t
		}
	}
	return first
}

func registered(d *details, mark string, place int) string {
	if place == number && d[sub] != "" {
		return d[number] + mark + d[sub]
	}
	return d[place]
}
