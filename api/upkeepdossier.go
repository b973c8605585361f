package api

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb/geojson"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/round"
	"diming/boundaries/upkeep"
	"diming/internal/version"
)

// DossierBody is all that an office holds of a line, on one page: its own side's
// and what is shared.
type DossierBody struct {
	At        time.Time            `json:"at"`
	Line      DossierLine          `json:"line"`
	Sides     []string             `json:"sides" doc:"On which the asker is."`
	Markers   []DossierMarker      `json:"markers"`
	Tasks     []DossierTask        `json:"tasks"`
	Contracts []UpkeepContractBody `json:"contracts"`
	Patrols   []UpkeepPatrolBody   `json:"patrols" doc:"The last of one's own side."`
	Field     []DossierPatrol      `json:"field_patrols" doc:"Sent by phones, one marker each."`
	Reports   []UpkeepReportBody   `json:"reports"`
	Matters   []UpkeepMatterBody   `json:"matters"`
	Documents []DossierDocument    `json:"documents"`
	Due       []UpkeepDueBody      `json:"due"`
	LastOn    string               `json:"inspected_on" doc:"Of the last joint inspection; empty where none is held."`
	NextOn    string               `json:"next_inspection_on"`
}

// DossierLine is the line itself.
type DossierLine struct {
	ID           uuid.UUID         `json:"id"`
	Number       string            `json:"number"`
	Name         string            `json:"name"`
	Level        int               `json:"level" doc:"1 province … 5 village: the highest that differs on the two sides."`
	Owners       [2]string         `json:"owners"`
	LengthM      float64           `json:"length_m" doc:"Geodesic."`
	LengthStated string            `json:"length_stated" doc:"As the agreement says it."`
	ApprovedBy   string            `json:"approved_by"`
	ApprovalNo   string            `json:"approval_no"`
	ApprovedOn   string            `json:"approved_on"`
	Agreement    string            `json:"agreement"`
	Description  string            `json:"description"`
	Source       string            `json:"source"`
	Geometry     *geojson.Geometry `json:"geometry" doc:"GeoJSON MultiLineString, CGCS2000."`
}

// DossierMarker is a marker with what was last seen of it.
type DossierMarker struct {
	ID        uuid.UUID  `json:"id"`
	Number    string     `json:"number"`
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Keeper    string     `json:"keeper"`
	Lon       float64    `json:"lon"`
	Lat       float64    `json:"lat"`
	SeenAt    *time.Time `json:"seen_at"`
	SeenSide  string     `json:"seen_side"`
	SeenWay   string     `json:"seen_way" enum:"sighting,patrol,"`
	Condition string     `json:"condition"`
}

// DossierTask is an inspection with its problems.
type DossierTask struct {
	ID        uuid.UUID        `json:"id"`
	Ordinal   int              `json:"ordinal" doc:"Of the round; 0 for a special check."`
	Year      int              `json:"year"`
	Lead      string           `json:"lead"`
	State     string           `json:"state"`
	Due       string           `json:"due"`
	Completed string           `json:"completed"`
	Reason    string           `json:"reason"`
	Problems  []DossierProblem `json:"problems"`
}

// DossierProblem is a problem that an inspection found.
type DossierProblem struct {
	Text     string `json:"text"`
	Object   string `json:"object"`
	Handler  string `json:"handler"`
	Due      string `json:"due"`
	Solved   string `json:"solved"`
	Solution string `json:"solution"`
}

// DossierDocument is one of the archive of the line.
type DossierDocument struct {
	ID    uuid.UUID `json:"id"`
	Kind  string    `json:"kind"`
	Title string    `json:"title"`
	At    time.Time `json:"at"`
}

// DossierPatrol is a patrol record of a phone.
type DossierPatrol struct {
	ID        uuid.UUID `json:"id"`
	Marker    string    `json:"marker" doc:"Number; empty where it is of the line."`
	Side      string    `json:"side"`
	At        time.Time `json:"at"`
	Standing  string    `json:"standing"`
	Condition string    `json:"condition"`
	Text      string    `json:"text"`
	Uncounted string    `json:"uncounted" enum:"taken_back,proposal,voided,no_contract,outside,waiting," doc:"Why it counts for no period of its contract; empty where it does."`
	Why       string    `json:"uncounted_why" doc:"The same in words."`
}

// uncountedWords say why a patrol of a phone counts for no period.
var uncountedWords = map[string][2]string{
	fieldsync.UncountedTakenBack:  {"管护员已撤回这条记录，不计入巡查", "its keeper withdrew it"},
	fieldsync.UncountedProposal:   {"送达时合同已结束或界桩已停用，只作为建议留存，不计入巡查", "the contract or the marker was over when it came: kept as a proposal"},
	fieldsync.UncountedVoided:     {"办公室已将这次巡查作废，不计入巡查", "the office took the patrol back"},
	fieldsync.UncountedNoContract: {"不属于任何管护合同，不计入巡查", "it belongs to no contract"},
	fieldsync.UncountedWaiting:    {"同一次巡查的其他记录还没有送到，送齐后自动计入", "other records of the round have not come; it counts when they have"},
}

// uncountedWhy puts why a patrol does not count in words.
func uncountedWhy(ctx context.Context, p fieldsync.FieldPatrol) string {
	if term, ok := p.Term(); ok && p.Uncounted == fieldsync.UncountedOutside {
		return pick(ctx, fmt.Sprintf("巡查时间不在合同期（%s 至 %s）内，只留存记录，不计入巡查", term.From, term.To),
			fmt.Sprintf("made outside the contract’s time (%s to %s): kept as a record, not counted", term.From, term.To))
	}
	words := uncountedWords[p.Uncounted]
	return pick(ctx, words[0], words[1])
}

type dossierInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Line uuid.UUID `path:"line"`
}

// dossierPatrols is how many patrols a dossier shows: two years of months.
const dossierPatrols = 24

func (s *Server) upkeepDossier(ctx context.Context, in *dossierInput) (*struct{ Body DossierBody }, error) {
	seat, err := s.officeLine(ctx, in.Line)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f.Line = &in.Line
	b := DossierBody{At: time.Now().UTC(), Sides: []string{}}
	for _, k := range seat.Seats() {
		b.Sides = append(b.Sides, string(k.Side))
	}
	for _, part := range []func(context.Context, upkeep.Filter, upkeep.Line, *DossierBody) error{
		s.dossierLine, s.dossierMarkers, s.dossierTasks, s.dossierUpkeep, s.dossierField,
	} {
		if err := part(ctx, f, seat, &b); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if b.Due, err = s.upkeepDues(ctx, in.Line, 3660); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body DossierBody }{b}, nil
}

// officeLine gives a line on which the asker's office stands.
func (s *Server) officeLine(ctx context.Context, id uuid.UUID) (upkeep.Line, error) {
	within, whole, err := s.reach(ctx, officeUpkeep)
	if err != nil {
		return upkeep.Line{}, err
	}
	l, err := s.upkeep().LineAs(ctx, id, within, whole)
	if err != nil {
		return l, err
	}
	if len(l.Seats()) == 0 {
		return l, noUpkeepLine.in(ctx)
	}
	return l, nil
}

func (s *Server) dossierLine(ctx context.Context, _ upkeep.Filter, l upkeep.Line, b *DossierBody) error {
	v, err := (&line.Store{DB: s.DB}).ByID(ctx, boundaries.Reader{Internal: true}, l.ID)
	if err != nil {
		return err
	}
	b.Line = DossierLine{ID: v.ID, Number: v.Number, Name: v.Name, Level: int(v.Level), Owners: l.Names, LengthM: v.LengthM, LengthStated: v.LengthStated, ApprovedBy: v.ApprovedBy, ApprovalNo: v.ApprovalNo,
		ApprovedOn: v.ApprovedOn.String(), Agreement: v.Agreement, Description: v.Description, Source: v.Source, Geometry: geojson.NewGeometry(v.Geometry)}
	all, err := s.Lines.Documents(ctx, l.ID)
	b.Documents = make([]DossierDocument, len(all))
	for i, d := range all {
		if b.Documents[i] = (DossierDocument{d.ID, d.Kind, d.Title, d.At}); d.Title == "" {
			b.Documents[i].Title = d.Name
		}
	}
	return err
}

func (s *Server) dossierMarkers(ctx context.Context, f upkeep.Filter, l upkeep.Line, b *DossierBody) error {
	all, err := (&marker.Store{DB: s.DB}).OfLine(ctx, version.AsOf{}, l.ID)
	if err != nil {
		return err
	}
	seen, err := s.upkeep().LastSeen(ctx, f.Scope, l.ID)
	if err != nil {
		return err
	}
	b.Markers = make([]DossierMarker, len(all))
	for i, m := range all {
		b.Markers[i] = DossierMarker{ID: m.ID, Number: m.Number, Kind: string(m.Kind), State: string(m.State), Keeper: string(m.Keeper), Lon: m.Point.Lon(), Lat: m.Point.Lat()}
		if x, ok := seen[m.ID]; ok {
			b.Markers[i].SeenAt, b.Markers[i].SeenSide, b.Markers[i].SeenWay, b.Markers[i].Condition = &x.At, string(x.Side), x.Way, string(x.Condition)
		}
	}
	return nil
}

func (s *Server) dossierTasks(ctx context.Context, f upkeep.Filter, l upkeep.Line, b *DossierBody) error {
	all, err := s.Rounds.List(ctx, round.Filter{Whole: true, Line: f.Line, Limit: 200})
	if err != nil {
		return err
	}
	b.Tasks = make([]DossierTask, len(all))
	var last version.Date
	for i, t := range all {
		b.Tasks[i] = DossierTask{ID: t.ID, Ordinal: t.Ordinal, Year: t.Year, Lead: string(t.Lead), State: string(t.State), Due: t.Due.String(), Completed: t.Completed.String(), Reason: t.Reason, Problems: []DossierProblem{}}
		problems, err := s.Rounds.Problems(ctx, t.ID)
		if err != nil {
			return err
		}
		for _, p := range problems {
			b.Tasks[i].Problems = append(b.Tasks[i].Problems, DossierProblem{p.Text, p.ObjectName, p.Handler, p.Due.String(), p.Solved.String(), p.Solution})
		}
		if t.Round != nil && last.Before(t.Completed) {
			last = t.Completed
		}
	}
	years, err := s.inspectYears(ctx)(l.Owners[0])
	b.LastOn, b.NextOn = last.String(), round.NextDue(last, years).String()
	return err
}

func (s *Server) dossierUpkeep(ctx context.Context, f upkeep.Filter, _ upkeep.Line, b *DossierBody) error {
	contracts, err := s.upkeep().Contracts(ctx, f)
	if err == nil {
		b.Contracts, err = s.contractBodies(ctx, contracts)
	}
	if err != nil {
		return err
	}
	reports, err := s.upkeep().Reports(ctx, f)
	if err == nil {
		b.Reports, err = s.reportBodies(ctx, f.Scope, reports)
	}
	if err != nil {
		return err
	}
	matters, err := s.upkeep().Matters(ctx, f)
	if err == nil {
		b.Matters, err = s.matterBodies(ctx, f.Scope, matters)
	}
	if err != nil {
		return err
	}
	f.Limit = dossierPatrols
	patrols, err := s.upkeep().Patrols(ctx, f)
	if err == nil {
		b.Patrols, err = s.patrolBodies(ctx, patrols)
	}
	return err
}

func (s *Server) dossierField(ctx context.Context, f upkeep.Filter, l upkeep.Line, b *DossierBody) error {
	all, err := s.field().FieldPatrols(ctx, f.Scope, l.ID)
	if err != nil {
		return err
	}
	b.Field = make([]DossierPatrol, len(all))
	for i, p := range all {
		b.Field[i] = DossierPatrol{ID: p.ID, Side: string(p.Side), At: p.At, Standing: p.Standing, Condition: p.Condition, Text: p.Text, Uncounted: p.Uncounted, Why: uncountedWhy(ctx, p)}
		for _, m := range b.Markers {
			if m.ID == p.Object {
				b.Field[i].Marker = m.Number
			}
		}
	}
	return nil
}
