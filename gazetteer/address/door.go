package address

// Door writes the door number as a plate has it, such as 12号 or 12-1号; ""
// where there is none.
func (c Components) Door() string { return c.number() }
