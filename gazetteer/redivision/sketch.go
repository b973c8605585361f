package redivision

import (
	"context"
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// sketchWidth is the width of a sketch in its own units.
const sketchWidth = 720.0

// sketchColours tell neighbours apart; a division keeps its colour in both
// sketches, and what moves takes that of what it comes to.
var sketchColours = []string{"#cfe3e1", "#f3dfc1", "#dcd3ea", "#d5e6c3", "#f2cfcf", "#cddcf0", "#e9e3b4", "#e3d3c5"}

// sketchOf draws the held areas of what a plan touches, on a day; "" where
// none is held. It is drawn from what is in tx, before or after the change.
func sketchOf(ctx context.Context, tx pgx.Tx, plan Plan, on version.Date, after bool) (string, error) {
	frame := plan.frame()
	var ids []uuid.UUID
	for _, r := range plan.Rows {
		ids = append(ids, r.Division)
	}
	ids = append(ids, frame...)
	outlines, err := (&boundaries.Store{DB: tx}).Outlines(ctx, on, ids)
	if err != nil || len(outlines) == 0 {
		return "", err
	}
	moved := map[uuid.UUID]bool{}
	for _, r := range plan.Rows {
		moved[r.Division] = !same(r.OldParent, r.NewParent) || r.OldCode == "" || r.NewCode == ""
	}
	title := "变更前 " + on.String()
	if after {
		title = "变更后（草图）" + on.String()
	}
	return draw(title, outlines, frame, moved), nil
}

// frame are the divisions that hold what moves, and those that change without
// moving: what gives a sketch its colours, in an order that both sketches share.
func (p Plan) frame() []uuid.UUID {
	var all []uuid.UUID
	add := func(id *uuid.UUID) {
		if id != nil && !slices.Contains(all, *id) {
			all = append(all, *id)
		}
	}
	lowest := boundaries.Province
	for _, r := range p.Rows {
		lowest = max(lowest, r.Level)
	}
	for _, r := range p.Rows {
		switch {
		case r.Level < lowest && r.Level >= boundaries.Township:
			add(&r.Division)
		case !same(r.OldParent, r.NewParent):
			add(r.OldParent)
			add(r.NewParent)
		case r.Level < boundaries.Village:
			add(&r.Division)
		}
	}
	return all
}

func draw(title string, outlines []boundaries.Outline, frame []uuid.UUID, moved map[uuid.UUID]bool) string {
	box := outlines[0].Area.Bound()
	synthetic := false
	for _, o := range outlines {
		box = box.Union(o.Area.Bound())
		synthetic = synthetic || strings.Contains(o.Basis, "示例") || strings.Contains(o.Basis, "合成")
	}
	squeeze := math.Cos(box.Center().Lat() * math.Pi / 180)
	scale := sketchWidth / ((box.Max[0] - box.Min[0]) * squeeze)
	height := (box.Max[1]-box.Min[1])*scale + 40
	at := func(p orb.Point) (float64, float64) {
		return (p[0] - box.Min[0]) * squeeze * scale, (box.Max[1]-p[1])*scale + 30
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -4 %.0f %.0f" role="img" font-family="sans-serif"><title>%s</title><rect x="-8" y="-4" width="100%%" height="100%%" fill="#fff"/><text x="0" y="16" font-size="16" font-weight="600" fill="#222">%s</text>`,
		sketchWidth+16, height+8, html.EscapeString(title), html.EscapeString(title))
	for _, o := range outlines {
		colour, stroke, width := "#f4f4f2", "#777", 1.2
		if n := slices.Index(frame, o.ID); n >= 0 {
			colour = sketchColours[n%len(sketchColours)]
		} else if o.Parent != nil && slices.Contains(frame, *o.Parent) {
			colour = sketchColours[slices.Index(frame, *o.Parent)%len(sketchColours)]
		}
		if o.Level == boundaries.Village {
			width = 0.5
		}
		if moved[o.ID] {
			stroke, width = "#b3261e", 2
		}
		fmt.Fprintf(&b, `<path d="%s" fill="%s" stroke="%s" stroke-width="%.1f" fill-rule="evenodd"/>`, path(o.Area, at), colour, stroke, width)
	}
	for _, o := range outlines {
		if o.Level == boundaries.Village && !moved[o.ID] {
			continue
		}
		size := 15
		if o.Level == boundaries.Village {
			size = 11
		}
		x, y := at(o.Label)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" font-size="%d" text-anchor="middle" fill="#222" stroke="#fff" stroke-width="3" paint-order="stroke">%s</text>`,
			x, y, size, html.EscapeString(boundaries.StandardName(o.Name)))
	}
	if synthetic {
		fmt.Fprintf(&b, `<text x="%.0f" y="16" font-size="13" text-anchor="end" fill="#b3261e">示例数据：界线为合成，非实际界线</text>`, sketchWidth)
	}
	b.WriteString(`</svg>`)
	return b.String()
}

func path(area orb.MultiPolygon, at func(orb.Point) (float64, float64)) string {
	var b strings.Builder
	for _, polygon := range area {
		for _, ring := range polygon {
			for i, p := range ring {
				x, y := at(p)
				command := "L"
				if i == 0 {
					command = "M"
				}
				fmt.Fprintf(&b, "%s%.1f %.1f", command, x, y)
			}
			b.WriteString("Z")
		}
	}
	return b.String()
}
