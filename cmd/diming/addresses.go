package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"diming/gazetteer/address"
	"diming/gazetteer/matching"
	"diming/importers/csvfile"
	"diming/importers/matchfile"
)

type addressesCmd struct {
	Match addressesMatchCmd `cmd:"" help:"Find the standard addresses that texts mean."`
}

type addressesMatchCmd struct {
	File     string `arg:"" help:"File with a text on each line, or a table .csv; - reads standard input."`
	CSV      bool   `name:"csv" help:"Read a table also where its name does not end in .csv: every row comes out again with its columns and the answer."`
	Column   string `help:"Heading of the column with the texts; told by its name if absent."`
	Encoding string `help:"UTF-8, GB18030 or BIG5; told by the bytes if absent."`
	After    int    `help:"Rows of the table to pass over, as many as an earlier run wrote."`
	Limit    int    `default:"1" help:"Candidates for each line."`
	JSON     bool   `name:"json" help:"Print one JSON object for each line."`
}

func (addressesMatchCmd) Help() string {
	return "Example: echo '江山清湖镇清湖一村 １０号' | diming addresses match -"
}

// Run answers line by line, or row by row.
func (c *addressesMatchCmd) Run(ctx context.Context, g *Globals) error {
	in, err := c.open()
	if err != nil {
		return err
	}
	defer in.Close()
	return g.within(ctx, func(r *register) error {
		x, err := r.matchIndex(ctx)
		if err != nil {
			return err
		}
		if c.CSV || strings.EqualFold(filepath.Ext(c.File), ".csv") {
			return c.table(ctx, x, in)
		}
		return c.lines(x, in, os.Stdout)
	})
}

func (c *addressesMatchCmd) open() (io.ReadCloser, error) {
	if c.File == "-" {
		return io.NopCloser(os.Stdin), nil
	}
	return os.Open(c.File)
}

// matchIndex reads the whole register, what is internal as well: who has its
// files may see it.
func (r *register) matchIndex(ctx context.Context) (*matching.Index, error) {
	m := address.NewMatcher(r.places)
	_, err := m.Load(ctx)
	return m.Index(), err
}

func (c *addressesMatchCmd) table(ctx context.Context, x *matching.Index, in io.Reader) error {
	o := matchfile.Options{Column: c.Column, After: c.After}
	if c.Encoding != "" {
		e, err := csvfile.ParseEncoding(c.Encoding)
		if err != nil {
			return err
		}
		o.Encoding = e
	}
	report, err := matchfile.Run(ctx, x.All(), in, os.Stdout, o)
	fmt.Fprintln(os.Stderr, report)
	return err
}

func (c *addressesMatchCmd) lines(x *matching.Index, in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), 1<<20)
	for lines.Scan() {
		text := strings.TrimSuffix(lines.Text(), "\r")
		result := x.Match(text, c.Limit)
		if !c.JSON {
			printMatch(w, text, result)
		} else if err := json.NewEncoder(w).Encode(map[string]any{"text": text, "candidates": result.Candidates, "reason": result.Reason}); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}

func printMatch(w io.Writer, text string, r matching.Result) {
	fmt.Fprintln(w, text)
	for _, k := range r.Candidates {
		fmt.Fprintf(w, "  %s  %.2f  精确到%s / to the %s\n", k.Text(), k.Score, k.Precision.Chinese(), k.Precision.English())
		for _, e := range k.Components {
			if said := e.Chinese(); said != "" {
				fmt.Fprintf(w, "    %s / %s\n", said, e.English())
			}
		}
	}
	if r.Reason != matching.None {
		fmt.Fprintf(w, "  %s / %s\n", r.Reason.Chinese(), r.Reason.English())
	}
}
