package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// say tells a person how far a command has come; results go to standard
// output, this goes to standard error.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "  "+format+"\n", args...) }

// printJSON writes a result for programs.
func printJSON(v any) error {
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(v)
}
