package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/internal/ledger"
)

// checkRegister checks all areas and lines of the register as they are today.
func checkRegister(ctx context.Context, r *register, asJSON bool) error {
	start := time.Now()
	lines := line.Store{DB: r.pool}
	found, err := lines.Check(ctx, boundaries.Reader{Internal: true}, bar("检查登记的界线与面"))
	if err != nil {
		return err
	}
	switch {
	case asJSON:
		if found == nil {
			found = []line.Finding{}
		}
		err = printJSON(found)
	default:
		for _, f := range found {
			fmt.Printf("%s  %s  %.6f,%.6f  %s%s\n", findingWords[f.Kind], levelWords[f.Level], f.At[0], f.At[1], few(f.Names), detail(f))
		}
		if len(found) == 0 {
			fmt.Println("没有空隙，没有重叠，界线与面一致")
		} else {
			fmt.Printf("共 %d 处\n", len(found))
		}
		say("%.1f 秒 / seconds", time.Since(start).Seconds())
	}
	if err == nil && len(found) > 0 {
		err = errFaults
	}
	return err
}

func detail(f line.Finding) string {
	switch {
	case f.AreaM2 > 0:
		return fmt.Sprintf("  宽 %.1f 米  %.1f 平方米", f.WideM, f.AreaM2)
	case f.Reason != "":
		return "  " + f.Reason
	}
	return ""
}

var findingWords = map[line.FindingKind]string{
	line.InvalidArea: "无效", line.GapFound: "空隙", line.OverlapSeen: "重叠", line.MissingPart: "下级未覆盖", line.BeyondWhole: "下级越界",
	line.Dangle: "悬挂", line.Disagrees: "线面不符", line.OwnerEnded: "一侧已撤销",
}

var levelWords = map[boundaries.Level]string{boundaries.Province: "省级", boundaries.Prefecture: "地级", boundaries.County: "县级", boundaries.Township: "乡级", boundaries.Village: "村级"}

// register derives the lines of divisions of the register.
func (c *boundaryDeriveCmd) register(ctx context.Context, r *register) error {
	if c.Under == "" || c.Source == "" || c.Reason == "" {
		return errors.New("请给出 --under 区划代码、--source 面的依据、--reason 原因，或给出一个文件 / give --under, --source and --reason, or a file")
	}
	root, err := r.places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, c.Under)
	if err != nil {
		return err
	}
	lines := line.Store{DB: r.pool}
	done, err := lines.Derive(ctx, ledger.Console, line.Derivation{Under: root.ID, Level: boundaries.Level(c.Level), Visibility: root.Visibility, Source: c.Source, Reason: c.Reason})
	var bad *line.CoverError
	if errors.As(err, &bad) {
		reportOf(bad.Areas, bad.Result).print()
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s：界线 %d 条，交会点 %d 个，由界线围成的面 %d 个\n", root.Name, done.Lines, done.Junctions, done.Faces)
	return nil
}

type boundaryAreasCmd struct {
	Level int    `default:"5" help:"Level of the areas, 1 to 5."`
	Out   string `required:"" help:"GeoJSON file." type:"path"`
}

// Run writes the areas of a level as they are today.
func (c *boundaryAreasCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		lines := line.Store{DB: r.pool}
		areas, err := lines.Areas(ctx, boundaries.Reader{Internal: true}, boundaries.Level(c.Level))
		if err != nil {
			return err
		}
		out := geojson.NewFeatureCollection()
		for _, a := range areas {
			f := geojson.NewFeature(a.Polygons)
			f.Properties = geojson.Properties{"name": a.Name}
			out.Append(f)
		}
		data, err := json.Marshal(out)
		if err != nil {
			return err
		}
		fmt.Printf("%d 个面\n", len(areas))
		return os.WriteFile(c.Out, data, 0o644)
	})
}
