package cases

// TaskOpinions is what a case that waits for opinions asks of who handles it:
// that they are recorded. It is no step of the machine.
const TaskOpinions = "opinions"

// Tasks are the steps that take an open case further, by the names of their
// routes, the one that decides before the others; none where the case waits
// for its applicant.
func (r Row) Tasks() []string {
	outside := r.Channel == Past || r.Channel == Filing
	switch r.State {
	case Draft, Returned:
		if r.Channel != Online {
			return []string{string(Submit)}
		}
	case Submitted:
		if outside {
			return []string{string(Record)}
		}
		return []string{string(Accept)}
	case Accepted:
		return []string{string(Consult)}
	case Consulting:
		if r.Findings > 0 || len(r.Waiting) > 0 {
			return []string{TaskOpinions}
		}
		return []string{string(Review)}
	case Reviewed:
		return []string{string(Approve), string(Request)}
	case Requested:
		return []string{string(Approve)}
	case Approved:
		return r.afterwards()
	}
	return nil
}

// afterwards are the steps that an approval leaves: a department's name is
// announced after its filing.
func (r Row) afterwards() []string {
	var all []string
	toFile := r.Procedure.Files && r.FiledOn.IsZero()
	if toFile {
		all = append(all, "file")
	}
	if r.Procedure.Announces && r.AnnouncedOn.IsZero() && !(toFile && r.ApproverKind == Department) {
		all = append(all, "announce")
	}
	return all
}
