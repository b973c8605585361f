package cartography

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A Symbol is one of our own signs, drawn in a small part of SVG: filled circles, and
// filled paths of the absolute commands M, L, H, V and Z. A hole runs the other way round.
type Symbol struct {
	Name          string
	Width, Height int // pixels
	SVG           string
	shapes        []shape
}

// A shape is filled by the rule of nonzero winding.
type shape struct {
	fill   string
	rings  [][][2]float64
	circle [3]float64 // centre and radius, where there are no rings
}

// Symbols are all signs by name.
var Symbols = mustSymbols()

func mustSymbols() []Symbol {
	names, err := fs.Glob(files, "symbols/*.svg")
	if err != nil {
		panic(err)
	}
	slices.Sort(names)
	var all []Symbol
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		s, err := parseSymbol(text)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		s.Name = strings.TrimSuffix(path.Base(name), ".svg")
		all = append(all, s)
	}
	return all
}

// inner is the sign's shapes alone, to stand within another SVG.
func (s Symbol) inner() string {
	_, rest, _ := strings.Cut(s.SVG, ">")
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "</svg>"))
}

func symbolOf(name string) (Symbol, bool) {
	i := slices.IndexFunc(Symbols, func(s Symbol) bool { return s.Name == name })
	if i < 0 {
		return Symbol{}, false
	}
	return Symbols[i], true
}

func parseSymbol(text []byte) (Symbol, error) {
	var svg struct {
		Width  int `xml:"width,attr"`
		Height int `xml:"height,attr"`
		Shapes []struct {
			XMLName xml.Name
			Fill    string  `xml:"fill,attr"`
			D       string  `xml:"d,attr"`
			X       float64 `xml:"cx,attr"`
			Y       float64 `xml:"cy,attr"`
			R       float64 `xml:"r,attr"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(text, &svg); err != nil {
		return Symbol{}, err
	}
	s := Symbol{Width: svg.Width, Height: svg.Height, SVG: string(text)}
	for _, one := range svg.Shapes {
		sh := shape{fill: one.Fill, circle: [3]float64{one.X, one.Y, one.R}}
		if _, err := colourOf(one.Fill); err != nil {
			return s, err
		}
		switch one.XMLName.Local {
		case "circle":
		case "path":
			var err error
			if sh.rings, err = parsePath(one.D); err != nil {
				return s, err
			}
		default:
			return s, fmt.Errorf("no part of a sign: %s", one.XMLName.Local)
		}
		s.shapes = append(s.shapes, sh)
	}
	return s, nil
}

// parsePath reads a path of straight lines.
func parsePath(d string) ([][][2]float64, error) {
	var rings [][][2]float64
	var x, y float64
	for d = strings.TrimSpace(d); d != ""; {
		command := d[0]
		end := strings.IndexAny(d[1:], "MLHVZ") + 1
		if end == 0 {
			end = len(d)
		}
		numbers, err := parseNumbers(d[1:end])
		if err != nil {
			return nil, err
		}
		d = d[end:]
		switch {
		case command == 'Z' && len(numbers) == 0 && rings != nil:
			continue
		case (command == 'M' || command == 'L' && rings != nil) && len(numbers) == 2:
			x, y = numbers[0], numbers[1]
		case command == 'H' && len(numbers) == 1 && rings != nil:
			x = numbers[0]
		case command == 'V' && len(numbers) == 1 && rings != nil:
			y = numbers[0]
		default:
			return nil, fmt.Errorf("cannot read the path at %q%v", command, numbers)
		}
		if command == 'M' {
			rings = append(rings, nil)
		}
		last := len(rings) - 1
		rings[last] = append(rings[last], [2]float64{x, y})
	}
	return rings, nil
}

func parseNumbers(text string) ([]float64, error) {
	var all []float64
	for field := range strings.FieldsSeq(text) {
		v, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// colourOf reads #rrggbb.
func colourOf(text string) (color.NRGBA, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 {
		return color.NRGBA{}, fmt.Errorf("no colour of the form #rrggbb: %q", text)
	}
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}, nil
}
