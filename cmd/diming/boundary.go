package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/schollz/progressbar/v3"

	"diming/boundaries/cover"
)

type boundaryCmd struct {
	Check  boundaryCheckCmd  `cmd:"" help:"Find gaps, overlaps and faults of areas and lines: of the register, or of a GeoJSON file before it is imported. Ends with 1 if something is found. Example: diming boundary check villages.geojson"`
	Derive boundaryDeriveCmd `cmd:"" help:"Derive lines and junctions from the shared edges of areas: of the register, or of a GeoJSON file. Example: diming boundary derive villages.geojson --out lines.geojson"`
	Areas  boundaryAreasCmd  `cmd:"" help:"Write the areas of a level of the register as GeoJSON. Example: diming boundary areas --level 5 --out villages.geojson"`
}

// errFaults ends a check that found something with 1, as whatever failed does.
var errFaults = errors.New("检查发现问题 / the check found faults")

// An areaFile is a file of areas and how they are called in it.
type areaFile struct {
	File string `arg:"" optional:"" type:"existingfile" help:"GeoJSON file of polygons in longitude and latitude; without it the register is looked at."`
	Name string `help:"Property that names an area."`
	Code string `help:"Property with the code of an area."`
}

func (f areaFile) read() ([]cover.Area, error) {
	file, err := os.Open(f.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	areas, err := cover.ReadGeoJSON(file, f.Name, f.Code)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.File, err)
	}
	return areas, nil
}

type boundaryCheckCmd struct {
	areaFile
	Least float64 `default:"1" help:"Smallest gap or overlap that is told, in square metres."`
	JSON  bool    `name:"json" help:"Print JSON."`
}

// Run checks a file, or the register.
func (c *boundaryCheckCmd) Run(ctx context.Context, g *Globals) error {
	if c.File == "" {
		return g.within(ctx, func(r *register) error { return checkRegister(ctx, r, c.JSON) })
	}
	start := time.Now()
	areas, err := c.read()
	if err != nil {
		return err
	}
	r, err := cover.Check(ctx, areas, c.Least, bar("检查 "+c.File))
	if err != nil {
		return err
	}
	report := reportOf(areas, r)
	if c.JSON {
		err = printJSON(report)
	} else {
		report.print()
		say("%.1f 秒 / seconds", time.Since(start).Seconds())
	}
	if err == nil && !r.Clean() {
		err = errFaults
	}
	return err
}

// bar draws how far something has come, on standard error, for a person at a
// terminal; a log gets nothing.
func bar(what string) cover.Progress {
	if stat, err := os.Stderr.Stat(); err != nil || stat.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	b := progressbar.NewOptions(1000, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(what))
	return func(done float64) {
		_ = b.Set(int(done * 1000)) // a bar that cannot be drawn is no reason to stop
	}
}

// A coverReport is what a check of a file found, as it is printed.
type coverReport struct {
	Areas   int           `json:"areas"`
	Edges   int           `json:"edges"`
	Invalid []invalidArea `json:"invalid"`
	Gaps    []coverFault  `json:"gaps"`
	Overlap []coverFault  `json:"overlaps"`
}

type invalidArea struct {
	Area   string  `json:"area"`
	Reason string  `json:"reason"`
	Lon    float64 `json:"lon"`
	Lat    float64 `json:"lat"`
}

type coverFault struct {
	Lon    float64  `json:"lon"`
	Lat    float64  `json:"lat"`
	AreaM2 float64  `json:"area_m2"`
	WideM  float64  `json:"wide_m"` // about: at its widest
	Areas  []string `json:"areas"`
}

func reportOf(areas []cover.Area, r cover.Result) coverReport {
	report := coverReport{Areas: len(areas), Edges: r.Edges, Invalid: []invalidArea{}, Gaps: []coverFault{}, Overlap: []coverFault{}}
	for _, i := range r.Invalid {
		report.Invalid = append(report.Invalid, invalidArea{areas[i.Area].Name, i.Reason, i.At[0], i.At[1]})
	}
	for _, f := range r.Faults {
		names := make([]string, len(f.Areas))
		for i, a := range f.Areas {
			names[i] = areas[a].Name
		}
		one := coverFault{f.At[0], f.At[1], f.AreaM2, f.WideM, names}
		if f.Kind == cover.Gap {
			report.Gaps = append(report.Gaps, one)
		} else {
			report.Overlap = append(report.Overlap, one)
		}
	}
	return report
}

func (r coverReport) print() {
	for _, i := range r.Invalid {
		fmt.Printf("无效  %s  %s  %.6f,%.6f\n", i.Area, i.Reason, i.Lon, i.Lat)
	}
	for _, f := range r.Gaps {
		fmt.Printf("空隙  %.6f,%.6f  宽 %.1f 米  %.1f 平方米  %s\n", f.Lon, f.Lat, f.WideM, f.AreaM2, few(f.Areas))
	}
	for _, f := range r.Overlap {
		fmt.Printf("重叠  %.6f,%.6f  宽 %.1f 米  %.1f 平方米  %s\n", f.Lon, f.Lat, f.WideM, f.AreaM2, few(f.Areas))
	}
	fmt.Printf("%d 个面：无效 %d，空隙 %d，重叠 %d\n", r.Areas, len(r.Invalid), len(r.Gaps), len(r.Overlap))
}

// few names the two areas with the longest lines along a fault, and says how
// many more there are.
func few(names []string) string {
	text := ""
	for i, n := range names {
		if i == 2 {
			return fmt.Sprintf("%s 等 %d 个", text, len(names))
		}
		if i > 0 {
			text += " | "
		}
		text += n
	}
	return text
}

type boundaryDeriveCmd struct {
	areaFile
	Out    string `help:"GeoJSON file for the lines and junctions of a file." type:"path"`
	Under  string `help:"In the register: code of the division whose parts are looked at."`
	Level  int    `help:"In the register: level of the areas, 1 to 5; the smallest of which all are held if absent."`
	Source string `help:"In the register: on what the areas rest."`
	Reason string `help:"In the register: why the lines are derived."`
}

// Run derives the lines of a file and writes them, or those of the register.
func (c *boundaryDeriveCmd) Run(ctx context.Context, g *Globals) error {
	if c.File == "" {
		return g.within(ctx, func(r *register) error { return c.register(ctx, r) })
	}
	areas, err := c.read()
	if err != nil {
		return err
	}
	parts, junctions := cover.Lines(areas)
	pairs := map[[2]int]bool{}
	out := geojson.NewFeatureCollection()
	name := func(i int) string {
		if i == cover.Outside {
			return ""
		}
		return areas[i].Name
	}
	for _, p := range parts {
		pairs[[2]int{min(p.Left, p.Right), max(p.Left, p.Right)}] = true
		f := geojson.NewFeature(p.Path)
		f.Properties = geojson.Properties{"left": name(p.Left), "right": name(p.Right), "length_m": cover.Length(p.Path)}
		out.Append(f)
	}
	for _, j := range junctions {
		owners := make([]string, len(j.Owners))
		for i, o := range j.Owners {
			owners[i] = name(o)
		}
		f := geojson.NewFeature(orb.Point(j.Point))
		f.Properties = geojson.Properties{"junction": true, "owners": owners}
		out.Append(f)
	}
	fmt.Printf("%d 个面：%d 对相邻，%d 段界线，%d 个交会点\n", len(areas), len(pairs), len(parts), len(junctions))
	if c.Out == "" {
		return nil
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, data, 0o644)
}
