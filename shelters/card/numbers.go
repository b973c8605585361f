package card

import "time"

// A Number is a line of the card that one can dial.
type Number struct {
	Contact
	National string // police, fire, ambulance; "" for a contact of the register
}

// national numbers answer everywhere in the country, day and night.
var national = []Number{
	{Contact: Contact{Phone: "110", Night: true}, National: "police"},
	{Contact: Contact{Phone: "119", Night: true}, National: "fire"},
	{Contact: Contact{Phone: "120", Night: true}, National: "ambulance"},
}

// Numbers are all that the card offers to call: its contacts, then the numbers
// of the whole country, so that there is always one.
func (c Card) Numbers() []Number {
	var all []Number
	for _, contact := range c.Contacts {
		all = append(all, Number{Contact: contact})
	}
	return append(all, national...)
}

// NightContact is the first contact that answers at night; one that was tried
// and answered comes before one that nobody tried.
func (c Card) NightContact() (Contact, bool) {
	var found Contact
	has := false
	for _, contact := range c.Contacts {
		if contact.Night && (!has || found.Result != Answered && contact.Result == Answered) {
			found, has = contact, true
		}
	}
	return found, has
}

// TriedSince tells whether a number answered at a trial after a moment.
func (c Contact) TriedSince(when time.Time) bool {
	return c.Result == Answered && c.Tried.After(when)
}
