package tiles

import (
	"encoding/json"
	"testing"
)

// A planNode is one step of a plan that was run.
type planNode struct {
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Filter  float64 `json:"Rows Removed by Filter"`
	Join    float64 `json:"Rows Removed by Join Filter"`
	Recheck float64 `json:"Rows Removed by Index Recheck"`
	Plans   []planNode
}

// touched counts the rows that a step and those under it gave or threw away.
func (n planNode) touched() float64 {
	sum := (n.Rows + n.Filter + n.Join + n.Recheck) * n.Loops
	for _, below := range n.Plans {
		sum += below.touched()
	}
	return sum
}

// touched runs a query of the tiles over everything and counts the rows on its way.
func (r *register) touched(query string) float64 {
	r.t.Helper()
	var plan []byte
	if err := r.db.QueryRow(r.t.Context(), "EXPLAIN (ANALYZE, FORMAT JSON) "+query, planned, nil).Scan(&plan); err != nil {
		r.t.Fatal(err)
	}
	var found []struct{ Plan planNode }
	if err := json.Unmarshal(plan, &found); err != nil || len(found) != 1 {
		r.t.Fatalf("plan %s: %v", plan, err)
	}
	return found[0].Plan.touched()
}

// A register has many more names than divisions. Labels that held every name
// against every division took minutes of a register of a county; whether the
// planner knows the tables or not, what is read grows with the register alone.
func TestReadingEverythingGrowsWithTheRegisterAlone(t *testing.T) {
	const divisions, places, perRow = 300, 3000, 40 // as made below
	r, _ := newRegister(t)
	all := `(SELECT md5(i::text)::uuid AS id, i, i <= 300 AS division, ST_Point(121 + i * 0.0001, 24, 4490) AS at FROM generate_series(1, 3300) i) made`
	r.exec(`INSERT INTO division (id) SELECT id FROM ` + all + ` WHERE division`)
	r.exec(`INSERT INTO division_version (division, code_system, code, name, level, seat, visibility, source, valid, entry)
		SELECT id, 'tw', (1001500100 + i)::text, '村', 5, at, 'public', 'test', '[2010-01-01,)', $1 FROM `+all+` WHERE division`, r.entry)
	r.exec(`INSERT INTO place (id, division) SELECT id, CASE WHEN division THEN id END FROM ` + all)
	r.exec(`INSERT INTO place_version (place, class, location, visibility, source, valid, entry)
		SELECT id, CASE WHEN division THEN '21610' ELSE '22200' END, at, 'public', 'test', '[2010-01-01,)', $1 FROM `+all, r.entry)
	r.exec(`INSERT INTO name (id, place) SELECT id, id FROM ` + all)
	r.exec(`INSERT INTO name_version (name, place, kind, text, visibility, source, valid, entry)
		SELECT id, id, 'standard', '清溪' || i, 'public', 'test', '[2010-01-01,)', $1 FROM `+all, r.entry)
	for _, known := range []bool{false, true} {
		if known {
			r.exec(`ANALYZE division, division_version, place, place_version, name_version`)
		}
		for what, query := range map[string]string{"labels": labelsSQL, "places": placesSQL} {
			if got := r.touched(query); got < divisions || got > perRow*(divisions+places) {
				t.Errorf("%s (tables analyzed: %v) touch %.0f rows of %d divisions and %d places", what, known, got, divisions, places)
			}
		}
	}
}
