package counter

// Wall is the form by which who stands before a plate reports it.
type Wall struct {
	Frame
	Problem, Lead, Action, Sign, Code string
	Kinds                             []Choice
	Kind, KindWrong, PhotoWrong       string
	Text, At                          Field
}

// WallState is how a report stands: nothing of its words or picture.
type WallState struct {
	Frame
	Fresh                                                bool // just received
	Number, Sign, Kind, State, Means, Due, Received, Why string
}
