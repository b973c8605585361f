// Command run simulates the protocol of field records from one seed and says
// what was lost and doubled; its exit status is 1 where something was.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"diming/boundaries/inspection/simulate"
)

func main() {
	seed := flag.Uint64("seed", 1, "seed; the same gives the same run")
	records := flag.Int("records", 20_000, "observations that are made")
	rule := flag.String("break", "", "a rule to break on purpose, as package simulate names it")
	flag.Parse()
	begun := time.Now()
	r, err := simulate.Run(simulate.Options{Seed: *seed, Records: *records, Rule: simulate.Rule(*rule)})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("seed %d, %v\n%v\n", *seed, time.Since(begun).Round(time.Millisecond), r)
	for i, v := range r.Violations {
		if i == 10 {
			fmt.Printf("and %d more\n", len(r.Violations)-i)
			break
		}
		fmt.Println("VIOLATED", v)
	}
	if r.Lost+r.Doubled+len(r.Violations) > 0 {
		os.Exit(1)
	}
}
