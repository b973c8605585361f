package tiles

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// testID makes a fixed id of a small number.
func testID(n int) uuid.UUID {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

var allTime = span{always, never}

// hualien is the real county: its 176 villages, and its towns.
func hualien(t testing.TB) (towns, villages []shape) {
	t.Helper()
	return readShapes(t, "../testdata/hualien_towns.geojson", 4, 1000), readShapes(t, "../testdata/hualien_villages.geojson", 5, 2000)
}

func readShapes(t testing.TB, file string, level, first int) []shape {
	t.Helper()
	var shapes []shape
	for i, f := range readFeatures(t, file) {
		shapes = append(shapes, shape{id: testID(first + i), level: level, span: allTime, area: projected(multi(f.Geometry))})
	}
	return shapes
}

func readFeatures(t testing.TB, file string) []*geojson.Feature {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c geojson.FeatureCollection
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c.Features
}

func multi(g orb.Geometry) orb.MultiPolygon {
	if p, ok := g.(orb.Polygon); ok {
		return orb.MultiPolygon{p}
	}
	return g.(orb.MultiPolygon)
}

func projected(area orb.MultiPolygon) orb.MultiPolygon {
	area = area.Clone()
	for _, p := range area {
		for _, r := range p {
			for i := range r {
				r[i] = onGrid(mercator(r[i]))
			}
		}
	}
	return area
}

// A mesh is a made-up county of rows × columns villages of about one
// kilometre whose edges are roughened; two by two they are townships, and one
// village holds an enclave.
type mesh struct {
	rows, columns int
	corner        func(r, c int) orb.Point
	edges         map[[4]int]orb.LineString
	noise         func() float64 // -1 … 1
}

func newMesh(rows, columns int, noise func() float64) *mesh {
	corners := make(map[[2]int]orb.Point)
	m := &mesh{rows: rows, columns: columns, edges: make(map[[4]int]orb.LineString), noise: noise}
	m.corner = func(r, c int) orb.Point {
		p, ok := corners[[2]int{r, c}]
		if !ok {
			p = orb.Point{13e6 + 1000*(float64(c)+0.15*noise()), 3e6 + 1000*(float64(r)+0.15*noise())}
			corners[[2]int{r, c}] = p
		}
		return p
	}
	return m
}

// edge is the roughened line between two neighbouring corners.
func (m *mesh) edge(r0, c0, r1, c1 int) orb.LineString {
	if r1 < r0 || c1 < c0 {
		line := slices.Clone(m.edge(r1, c1, r0, c0))
		line.Reverse()
		return line
	}
	key := [4]int{r0, c0, r1, c1}
	line, ok := m.edges[key]
	if !ok {
		line = m.roughen(orb.LineString{m.corner(r0, c0), m.corner(r1, c1)}, 4)
		m.edges[key] = line
	}
	return line
}

func (m *mesh) roughen(line orb.LineString, times int) orb.LineString {
	for range times {
		var rough orb.LineString
		for i := range len(line) - 1 {
			a, b := line[i], line[i+1]
			k := 0.08 * m.noise()
			rough = append(rough, a, orb.Point{(a[0]+b[0])/2 - k*(b[1]-a[1]), (a[1]+b[1])/2 + k*(b[0]-a[0])})
		}
		line = append(rough, line[len(line)-1])
	}
	return line
}

// block is the outline of the villages of rows r0 to r1 and columns c0 to c1,
// the second ones left out.
func (m *mesh) block(r0, c0, r1, c1 int) orb.Ring {
	var ring orb.Ring
	add := func(line orb.LineString) { ring = append(ring, line[:len(line)-1]...) }
	for c := c0; c < c1; c++ {
		add(m.edge(r0, c, r0, c+1))
	}
	for r := r0; r < r1; r++ {
		add(m.edge(r, c1, r+1, c1))
	}
	for c := c1; c > c0; c-- {
		add(m.edge(r1, c, r1, c-1))
	}
	for r := r1; r > r0; r-- {
		add(m.edge(r, c0, r-1, c0))
	}
	return closeRing(ring)
}

func (m *mesh) shapes() []shape {
	shapes := []shape{{testID(1), 3, allTime, orb.MultiPolygon{{m.block(0, 0, m.rows, m.columns)}}}}
	for r := 0; r < m.rows; r += 2 {
		for c := 0; c < m.columns; c += 2 {
			ring := m.block(r, c, min(r+2, m.rows), min(c+2, m.columns))
			shapes = append(shapes, shape{testID(100 + r*100 + c), 4, allTime, orb.MultiPolygon{{ring}}})
		}
	}
	for r := range m.rows {
		for c := range m.columns {
			area := orb.MultiPolygon{{m.block(r, c, r+1, c+1)}}
			if r == 0 && c == 0 {
				area = m.enclave(&shapes, area)
			}
			shapes = append(shapes, shape{testID(10000 + r*100 + c), 5, allTime, area})
		}
	}
	return shapes
}

// enclave cuts a small village out of the middle of another.
func (m *mesh) enclave(shapes *[]shape, area orb.MultiPolygon) orb.MultiPolygon {
	center, _ := planar.CentroidArea(area)
	var ring orb.Ring
	for i := range 24 {
		angle, radius := float64(i)/24*2*math.Pi, 150+20*m.noise()
		ring = append(ring, orb.Point{center[0] + radius*math.Cos(angle), center[1] + radius*math.Sin(angle)})
	}
	ring = closeRing(ring)
	*shapes = append(*shapes, shape{testID(2), 5, allTime, orb.MultiPolygon{{slices.Clone(ring)}}})
	ring.Reverse()
	area[0] = append(area[0], ring)
	return area
}
