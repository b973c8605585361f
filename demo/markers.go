package demo

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/compass"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/internal/ledger"
	"diming/internal/version"
)

const (
	apartM    = 1000.0 // between two markers
	provinces = "3336" // of both provinces, as their line's markers are numbered
)

// markers puts markers with reference objects every kilometre along the line
// with 玉山县. Where it has some they are left alone.
func (d *Demo) markers(ctx context.Context) error {
	l, err := d.walked(ctx)
	if err != nil {
		return err
	}
	store := marker.Store{DB: d.Places.DB}
	held, err := store.OfLine(ctx, version.AsOf{}, l.ID)
	if err != nil || len(held) > 0 {
		return err
	}
	points := every(line.Paths(l.Geometry), apartM)
	for i, at := range points {
		if err := d.marker(ctx, &store, l, i, at); err != nil {
			return err
		}
	}
	d.Say("界桩 %d 座 / markers", len(points))
	return nil
}

// walked is the line with 玉山县.
func (d *Demo) walked(ctx context.Context) (line.Line, error) {
	beyond, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, neighbourCode)
	if err != nil {
		return line.Line{}, err
	}
	all, err := (&line.Store{DB: d.Places.DB}).List(ctx, boundaries.Reader{Internal: true}, []uuid.UUID{beyond.ID})
	if err != nil {
		return line.Line{}, err
	}
	for _, l := range all {
		if l.Level == boundaries.Province {
			return l, nil
		}
	}
	return line.Line{}, fmt.Errorf("demo: no line with %s", neighbourCode)
}

// marker sets the marker i of the line, as both sides accepted it long ago.
func (d *Demo) marker(ctx context.Context, store *marker.Store, l line.Line, i int, at orb.Point) error {
	on := version.Day(firstYear, 5, 1)
	m := marker.Marker{Line: l.ID, Number: fmt.Sprintf("%s%03dQ", provinces, i+1), Kind: marker.Single, Faces: 2, Material: "花岗岩", Point: at,
		Keeper: []boundaries.Side{boundaries.SideA, boundaries.SideB}[i%2], PlaceA: "江山市（示例）", PlaceB: "玉山县（示例）", Source: basis,
		Valid: version.Span{From: on}, References: references(at, i)}
	id, tag, err := store.Add(ctx, ledger.Console, m, "示例数据载入")
	if err != nil {
		return err
	}
	both := marker.Act{Step: marker.StepSet, On: on, Side: boundaries.SideA, PresentA: "示例·甲", PresentB: "示例·乙"}
	if tag, err = store.Take(ctx, ledger.Console, id, tag, both, version.Today()); err != nil {
		return err
	}
	_, err = store.Take(ctx, ledger.Console, id, tag, marker.Act{Step: marker.StepAccept, On: on, Side: boundaries.SideA}, version.Today())
	return err
}

// references are three objects around a marker, at other distances for each.
func references(at orb.Point, i int) []marker.Reference {
	var all []marker.Reference
	for n, name := range []string{"独立樟树", "巨石", "路口"} {
		deg, metres := math.Mod(40+float64(n)*115+float64(i)*17, 360), 18+float64(n)*14+float64(i%5)
		p := near(at, deg, metres)
		azimuth, distance := compass.Azimuth(at, p)
		all = append(all, marker.Reference{Ordinal: n + 1, Name: name, Kind: "示例", AzimuthDeg: decimal(azimuth, 2), North: relocation.True,
			DistanceM: decimal(distance, 2), Point: &p, PositionSDM: "0.5"})
	}
	return all
}

func decimal(v float64, places int) string { return strconv.FormatFloat(v, 'f', places, 64) }

// near is the point some metres from another, on the sphere; exact enough for
// what is measured anew from there.
func near(at orb.Point, deg, metres float64) orb.Point {
	const degree = 111_320.0 // metres of latitude
	sin, cos := math.Sincos(deg * math.Pi / 180)
	return orb.Point{rounded(at[0] + metres*sin/(degree*math.Cos(at[1]*math.Pi/180))), rounded(at[1] + metres*cos/degree)}
}

// every gives points on the paths of a line, so many metres apart, from its
// beginning on.
func every(paths []orb.LineString, metres float64) []orb.Point {
	var all []orb.Point
	left := 0.0 // to the next one
	for _, part := range paths {
		for i := 1; i < len(part); i++ {
			from, to := part[i-1], part[i]
			_, long := compass.Azimuth(from, to)
			for ; left < long; left += metres {
				t := left / long
				all = append(all, orb.Point{rounded(from[0] + t*(to[0]-from[0])), rounded(from[1] + t*(to[1]-from[1]))})
			}
			left -= long
		}
	}
	return all
}
