package counter

// A Workshop is the page of an order of plates, for who makes them.
type Workshop struct {
	Frame
	Order, Office, State string
	Plates, Void         int
	Files                []Download
}

// A Download is a file that the page offers.
type Download struct{ URL, Word, Note, Digest string }
