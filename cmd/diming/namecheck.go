package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/naming"
)

type nameCmd struct {
	Check nameCheckCmd `cmd:"" help:"Ask the rules of names whether a name may stand; fails where they refuse it."`
}

type nameCheckCmd struct {
	Class    string `required:"" help:"Class code of five digits, such as 21610 for a village committee."`
	Division string `required:"" help:"Code of the smallest division known that the place lies in."`
	At       string `help:"Position, LON,LAT in CGCS2000."`
	Reading  string `help:"Reading with tones, where it is known."`
	JSON     bool   `name:"json" help:"Print JSON."`
	Name     string `arg:"" help:"The whole name proposed."`
}

func (nameCheckCmd) Help() string {
	return "Example: diming name check --class 21610 --division 330881 清湖一村"
}

// errRefused is the sentence after findings that refuse a name.
var errRefused = errors.New("此名称不能使用 / the name may not stand")

// Run prints what the rules find, gravest as they are numbered.
func (c *nameCheckCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		in, err := r.places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, c.Division)
		if err != nil {
			return err
		}
		p := naming.Proposal{Text: c.Name, Class: c.Class, Division: in.ID, Reading: c.Reading}
		if p.At, err = pointOf(c.At); err != nil {
			return err
		}
		found, rules, err := r.places.CheckName(ctx, p)
		if err != nil {
			return err
		}
		if c.JSON {
			err = printJSON(map[string]any{"findings": append([]naming.Finding{}, found...), "rule_version": rules})
		} else {
			printNameFindings(found, rules)
		}
		for _, f := range found {
			if f.Severity == naming.Refuse && err == nil {
				err = errRefused
			}
		}
		return err
	})
}

// pointOf reads LON,LAT; "" is none.
func pointOf(text string) (*orb.Point, error) {
	if text == "" {
		return nil, nil
	}
	lon, lat, _ := strings.Cut(text, ",")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if err := errors.Join(errX, errY); err != nil || x < -180 || x > 180 || y < -90 || y > 90 {
		return nil, fmt.Errorf("--at %q: LON,LAT in degrees is wanted, such as 118.62,28.74", text)
	}
	return &orb.Point{x, y}, nil
}

var severityWords = map[naming.Severity]string{naming.Refuse: "不得使用", naming.Justify: "须说明理由", naming.Unchecked: "未能核查", naming.Note: "提示"}

func printNameFindings(found []naming.Finding, rules string) {
	for _, f := range found {
		fmt.Printf("%s %s：%s（%s）\n", f.Check, severityWords[f.Severity], f.Text, f.Article)
		for _, c := range f.Conflicts {
			fmt.Printf("    %s %s %s%s\n", c.Name, c.ClassName, c.Division, distance(c.DistanceM))
		}
	}
	if len(found) == 0 {
		fmt.Println("未发现问题 / nothing found against it")
	}
	fmt.Printf("规则版本 %s\n", rules)
}

func distance(metres *float64) string {
	if metres == nil {
		return ""
	}
	return fmt.Sprintf("，相距 %.0f 米", *metres)
}
