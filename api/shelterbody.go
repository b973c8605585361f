package api

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries/compass"
	"diming/shelters"
)

// ShelterBody is a shelter with what goes on there now.
type ShelterBody struct {
	ID            uuid.UUID        `json:"id"`
	Name          string           `json:"name"`
	Code          string           `json:"code,omitempty"`
	Division      uuid.UUID        `json:"division"`
	DivisionCode  string           `json:"division_code,omitempty"`
	DivisionName  string           `json:"division_name,omitempty"`
	Level         string           `json:"level" enum:"province,city,county,township,village"`
	Duration      string           `json:"duration" enum:"urgent,short,long"`
	Space         string           `json:"space" enum:"indoor,outdoor,both"`
	Suits         []string         `json:"suits" doc:"Hazards for which it may be used."`
	Unfit         []string         `json:"unfit" doc:"Hazards for which it must not be used."`
	Address       string           `json:"address,omitempty"`
	Lon           float64          `json:"lon" doc:"Of its entrance, CGCS2000."`
	Lat           float64          `json:"lat"`
	Area          json.RawMessage  `json:"area,omitempty" doc:"GeoJSON, of a single shelter whose area is held."`
	TotalM2       *int             `json:"total_m2,omitempty"`
	EffectiveM2   *int             `json:"effective_m2,omitempty"`
	IndoorM2      *int             `json:"indoor_m2,omitempty"`
	Capacity      int              `json:"capacity" doc:"Persons."`
	CapacityNight *int             `json:"capacity_night,omitempty"`
	Water         bool             `json:"water"`
	Power         bool             `json:"power"`
	Toilet        bool             `json:"toilet"`
	Medical       bool             `json:"medical"`
	Accessible    string           `json:"accessible" enum:"yes,partly,no,unknown"`
	Keeper        string           `json:"keeper,omitempty" doc:"The unit that keeps it."`
	DutyPhone     string           `json:"duty_phone,omitempty"`
	Source        string           `json:"source"`
	Visibility    string           `json:"visibility,omitempty" doc:"Only for those who keep the register."`
	ValidFrom     string           `json:"valid_from,omitempty"`
	ValidTo       string           `json:"valid_to,omitempty"`
	Standing      bool             `json:"standing" doc:"On the day asked about; else this is its nearest version."`
	Withdrawn     string           `json:"withdrawn,omitempty"`
	Successor     *uuid.UUID       `json:"successor,omitempty"`
	State         string           `json:"state" enum:"standby,open,full,closed" doc:"What was said last, whatever the day asked about; standby where nobody said anything."`
	People        *int             `json:"people,omitempty" doc:"Counted, as it was said last."`
	Counted       *int             `json:"counted,omitempty" doc:"The last count while it has been open or full, which may be older than what was said last; absent where nobody counted since it opened."`
	CountedAt     *time.Time       `json:"counted_at,omitempty"`
	Step          string           `json:"step,omitempty" enum:"lt30,lt60,lt80,ge80" doc:"How full, where nobody counted."`
	Free          *int             `json:"free,omitempty" doc:"Places that are left at least; absent where nobody said how full it is."`
	Over          int              `json:"over,omitempty" doc:"People above the capacity."`
	SaidAt        *time.Time       `json:"said_at,omitempty"`
	Doubtful      bool             `json:"doubtful,omitempty" doc:"The clock of the phone that said so was off."`
	Note          string           `json:"note,omitempty" doc:"Only for those who keep the register."`
	By            string           `json:"by,omitempty" doc:"Likewise."`
	Behalf        string           `json:"behalf,omitempty" doc:"Likewise."`
	Failed        bool             `json:"failed,omitempty" doc:"Its last safety appraisal failed, and it is closed."`
	AppraisedOn   string           `json:"appraised_on,omitempty"`
	AppraisalDue  string           `json:"appraisal_due,omitempty"`
	StockOn       string           `json:"stock_checked_on,omitempty"`
	StockDue      string           `json:"stock_due,omitempty"`
	Findings      []ShelterFinding `json:"findings,omitempty" doc:"What a person should see to; only for those who keep the register."`
	MayKeep       bool             `json:"may_keep,omitempty" doc:"Whether you may change it and report of it; of a single shelter."`
	DistanceM     *int             `json:"distance_m,omitempty" doc:"In a straight line, which is never a way."`
	Direction     string           `json:"direction,omitempty" doc:"From the point to it."`
	Demo          bool             `json:"demo" doc:"Not a real shelter: never to be used."`
}

// ShelterFinding is something that a person should see to.
type ShelterFinding struct {
	Key    string `json:"key" enum:"capacity,area,appraisal,stock,expired"`
	Urgent bool   `json:"urgent"`
	Text   string `json:"text"`
}

func hazardTexts(all []shelters.Hazard) []string {
	out := make([]string, len(all))
	for i, h := range all {
		out[i] = string(h)
	}
	return out
}

// shelterBody maps a shelter; what is not for the public only where internal.
func (s *Server) shelterBody(ctx context.Context, one shelters.Shelter, internal bool) ShelterBody {
	b := ShelterBody{ID: one.ID, Name: one.Name, Code: one.Code, Division: one.Division, DivisionCode: one.DivisionCode, DivisionName: one.DivisionName,
		Level: string(one.Level), Duration: string(one.Duration), Space: string(one.Space), Suits: hazardTexts(one.Suits), Unfit: hazardTexts(one.Unfit),
		Address: one.Address, Lon: one.Point.Lon(), Lat: one.Point.Lat(), TotalM2: one.TotalM2, EffectiveM2: one.EffectiveM2, IndoorM2: one.IndoorM2,
		Capacity: one.Capacity, CapacityNight: one.CapacityNight, Water: one.Water, Power: one.Power, Toilet: one.Toilet, Medical: one.Medical,
		Accessible: string(one.Accessible), Keeper: one.Keeper, DutyPhone: one.DutyPhone, Source: one.Source,
		ValidFrom: one.Valid.From.String(), ValidTo: one.Valid.To.String(), Standing: one.Standing, Withdrawn: one.Withdrawn, Successor: one.Successor,
		State: string(one.Now.State), People: one.Now.People, Step: string(one.Now.Step), Over: shelters.Over(one), Doubtful: one.Now.Doubtful,
		Failed: shelters.Failed(one), AppraisalDue: one.AppraisalDue.String(), StockDue: one.StockDue.String(), Demo: s.IsDemo()}
	if places, known := shelters.Free(one); known {
		b.Free = &places
	}
	if !one.Now.SaidAt.IsZero() {
		at := one.Now.SaidAt.UTC()
		b.SaidAt = &at
	}
	if c := one.Now.Counted; c != nil {
		at := c.At.UTC()
		b.Counted, b.CountedAt = &c.People, &at
	}
	if one.Appraisal != nil {
		b.AppraisedOn = one.Appraisal.On.String()
	}
	if one.Stock != nil {
		b.StockOn = one.Stock.On.String()
	}
	if !internal {
		return b
	}
	b.Visibility, b.Note, b.Behalf = one.Visibility, one.Now.Note, one.Now.Behalf
	for _, f := range one.Findings {
		b.Findings = append(b.Findings, ShelterFinding{f.Key, f.Urgent, pick(ctx, f.ZH, f.EN)})
	}
	return b
}

// nearbyBody maps a shelter with its distance and direction.
func (s *Server) nearbyBody(ctx context.Context, near shelters.Nearby, internal bool) ShelterBody {
	b := s.shelterBody(ctx, near.Shelter, internal)
	metres := int(math.Round(near.DistanceM))
	b.DistanceM = &metres
	eighth := int(math.Floor((compass.Normal(near.Degrees)+22.5)/45)) % 8
	b.Direction = pick(ctx, directionsZH[eighth], directionsEN[eighth])
	return b
}

// The eight directions, clockwise from North.
var (
	directionsZH = [8]string{"北", "东北", "东", "东南", "南", "西南", "西", "西北"}
	directionsEN = [8]string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"}
)

func areaOf(one shelters.Shelter) json.RawMessage {
	if len(one.Area) == 0 {
		return nil
	}
	text, _ := geojson.NewGeometry(one.Area).MarshalJSON() // a polygon always can be
	return text
}

// nameShelterActors says who reported last.
func (s *Server) nameShelterActors(ctx context.Context, b *ShelterBody, one shelters.Shelter) error {
	if one.Now.Report == uuid.Nil {
		return nil
	}
	names, err := s.Accounts.Names(ctx, []uuid.UUID{one.Now.Actor})
	b.By = names[one.Now.Actor]
	return err
}
