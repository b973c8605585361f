package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"diming/signs/plate"
)

// workAtOnce is how many plates a phone takes with it.
const workAtOnce = 3000

// PlateJob is a plate with what one has to know at the wall.
type PlateJob struct {
	PlateRow
	Where      string   `json:"where" doc:"Its address in full, or the name of its place."`
	Street     string   `json:"street,omitempty" doc:"What its number counts in."`
	Village    string   `json:"village,omitempty"`
	BelongsLon *float64 `json:"belongs_lon,omitempty" doc:"Where it should hang, CGCS2000; absent where the register does not know."`
	BelongsLat *float64 `json:"belongs_lat,omitempty"`
	Fault      string   `json:"fault,omitempty"`
	Said       string   `json:"said,omitempty" doc:"With the report of the fault."`
	ToleranceM int      `json:"tolerance_m" doc:"How far from there it may be hung without a reason, metres."`
	FaultDays  int      `json:"fault_days" doc:"Days for mending it."`
}

// PlateWork is what there is to do at walls.
type PlateWork struct {
	Items []PlateJob `json:"items" doc:"As one walks from one to the next: street by street, side by side, number by number."`
	Total int        `json:"total" doc:"How many there are; more than items where they are too many for a phone."`
	At    time.Time  `json:"at" doc:"When the list was made."`
	Demo  bool       `json:"demo"`
}

func (s *Server) plateWork(ctx context.Context, in *PlateFilterParams) (*struct{ Body PlateWork }, error) {
	f, err := in.filter(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if len(f.States) == 0 {
		f.States = []plate.State{plate.Received, plate.Faulty}
	}
	f.Limit = workAtOnce
	jobs, total, err := s.plates().Work(ctx, f, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := PlateWork{Items: make([]PlateJob, len(jobs)), Total: total, At: time.Now().UTC(), Demo: s.IsDemo()}
	for i, j := range jobs {
		job := PlateJob{PlateRow: s.plateRow(j.Plate), Where: j.Where, Street: j.Street, Village: j.Village, Fault: string(j.Fault), Said: j.Said, ToleranceM: j.ToleranceM, FaultDays: j.FaultDays}
		job.BelongsLon, job.BelongsLat = lonLat(j.Belongs)
		body.Items[i] = job
	}
	return &struct{ Body PlateWork }{body}, nil
}

// PlateCoverage is how far the plates of a village have come.
type PlateCoverage struct {
	Division    uuid.UUID   `json:"division"`
	Name        string      `json:"name"`
	Township    string      `json:"township,omitempty"`
	Addresses   int         `json:"addresses" doc:"Main addresses that stand, without those of rooms."`
	Plated      int         `json:"plated" doc:"Of these, with a plate that hangs."`
	Received    int         `json:"received" doc:"Plates that lie ready to be hung."`
	Faulty      int         `json:"faulty" doc:"Plates that hang and are to be mended."`
	Generations map[int]int `json:"generations" doc:"Plates that hang, by which one at its spot each is."`
}

func (s *Server) plateCoverage(ctx context.Context, in *plateCoverageInput) (*struct{ Body itemsOf[PlateCoverage] }, error) {
	f, err := (&PlateFilterParams{Division: in.Division}).filter(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	villages, err := s.plates().Coverage(ctx, f.Within, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[PlateCoverage]{Items: make([]PlateCoverage, len(villages))}
	for i, v := range villages {
		body.Items[i] = PlateCoverage(v)
	}
	return &struct{ Body itemsOf[PlateCoverage] }{body}, nil
}

type plateCoverageInput struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Division uuid.UUID `query:"division" doc:"In it or below it."`
}
