package counter

// A Choice is a value with its word, also a link or a hidden value.
type Choice struct{ Value, Word string }

// A Field of a form, with what was typed and what is wrong with it.
type Field struct {
	ID, Name, Label, Hint, Value, Wrong, Mode string
	Most                                      int // characters
	Area                                      bool
	Choices                                   []Choice
}

// A NameGroup is one of the names of an application.
type NameGroup struct {
	Number int
	Wrong  string
	Fields []Field
}

// Apply is the form of an application.
type Apply struct {
	Frame
	Problem, Lead, Action, Button string
	Hidden                        []Choice
	Fields                        []Field
	Names                         []NameGroup
}

// Receipt is what an applicant takes home.
type Receipt struct {
	Frame
	Number, Code string
	Names        []string
}

// Ask is the form that asks for a receipt.
type Ask struct {
	Frame
	Problem string
	Fields  []Field
}

// Status is how an application stands.
type Status struct {
	Frame
	Number, Code, State, Means, Submitted, ToAdd, Why string
	Names, Links                                      []Choice
}

// Said is a page of a few sentences.
type Said struct {
	Frame
	Paragraphs []string
	Links      []Choice
}

// A Proof is the page behind the code of a place-name certificate. It shows
// nothing of a person; Asked says that somebody typed a holder's name.
type Proof struct {
	Frame
	Number, Former, Name, Reading string
	Sentences                     []string
	Basis, Issuer, IssuedOn       string
	Revoked, Overtaken            string
	Door                          bool   // of an address
	Today                         string // the text of the address today, where it is another
	Asked, Is                     bool
	Answer                        string
	Field                         Field
}
