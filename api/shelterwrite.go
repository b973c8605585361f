package api

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/internal/desk"
	"diming/internal/version"
	"diming/shelters"
)

// Problems of shelters.
var (
	noShelter      = kind{"shelter-not-found", 404, "没有这个避难场所", "No such shelter", "登记中没有这个编号的避难场所，请从列表中选择。", "The register has no shelter with this id; choose one from the list."}
	goneShelter    = kind{"shelter-withdrawn", 410, "避难场所已撤销", "Withdrawn", "这个避难场所已撤销，不能再办。", "This shelter was withdrawn from the register."}
	shelterChanged = kind{"shelter-changed", 412, "避难场所已有改动", "Changed since you opened it", "您打开之后，这个避难场所已被修改，您的改动没有保存。请刷新后再办。", "The shelter was changed after you opened it, and nothing was saved. Reload and try again."}
	shelterContent = kind{"shelter-content", 422, "内容不全或不合", "Something does not fit", "避难场所的内容不全或不合，请照提示修改。", "Something of the shelter is missing or does not fit."}
	shelterReason  = kind{"shelter-reason", 422, "请写明原因", "Say why", "请写明原因或依据。", "Say why, or what it rests on."}
	shelterSaid    = kind{"shelter-report-id", 409, "报告编号重复", "The id is taken", "这个编号已用于另一条报告，这条没有保存。请重新填报。", "Another report has this id, and this one was not saved. Report again."}
	shelterFailed  = kind{"shelter-failed", 409, "安全鉴定不合格", "The building failed", "这个避难场所安全鉴定不合格，不能启用。请引导群众去别处；重新鉴定合格后再开放。", "This shelter failed its safety appraisal and cannot be opened. Send people elsewhere; open it after it was appraised again as good."}
)

var shelterErrors = []row{
	{shelters.ErrNotFound, noShelter},
	{shelters.ErrWithdrawn, goneShelter},
	{shelters.ErrChanged, shelterChanged},
	{shelters.ErrContent, shelterContent},
	{shelters.ErrReason, shelterReason},
	{shelters.ErrSaid, shelterSaid},
	{shelters.ErrFailed, shelterFailed},
}

// failShelter puts into words what does not fit.
func (s *Server) failShelter(ctx context.Context, err error) error {
	var told *shelters.ContentError
	if errors.As(err, &told) {
		p := shelterContent.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return p
	}
	return s.fail(ctx, err)
}

// ShelterWrite is what a shelter is.
type ShelterWrite struct {
	Division      uuid.UUID       `json:"division" doc:"The village or community, or the lowest that is held."`
	Name          string          `json:"name" maxLength:"200"`
	Code          string          `json:"code,omitempty" maxLength:"200"`
	Level         string          `json:"level" enum:"province,city,county,township,village"`
	Duration      string          `json:"duration" enum:"urgent,short,long"`
	Space         string          `json:"space" enum:"indoor,outdoor,both"`
	Suits         []string        `json:"suits" maxItems:"7"`
	Unfit         []string        `json:"unfit,omitempty" maxItems:"7"`
	Address       string          `json:"address,omitempty" maxLength:"1000"`
	Lon           float64         `json:"lon" minimum:"-180" maximum:"180" doc:"Of the entrance, CGCS2000."`
	Lat           float64         `json:"lat" minimum:"-90" maximum:"90"`
	Area          json.RawMessage `json:"area,omitempty" doc:"GeoJSON polygon or polygons."`
	TotalM2       *int            `json:"total_m2,omitempty"`
	EffectiveM2   *int            `json:"effective_m2,omitempty"`
	IndoorM2      *int            `json:"indoor_m2,omitempty"`
	Capacity      int             `json:"capacity"`
	CapacityNight *int            `json:"capacity_night,omitempty"`
	Water         bool            `json:"water,omitempty"`
	Power         bool            `json:"power,omitempty"`
	Toilet        bool            `json:"toilet,omitempty"`
	Medical       bool            `json:"medical,omitempty"`
	Accessible    string          `json:"accessible,omitempty" enum:"yes,partly,no,unknown"`
	Keeper        string          `json:"keeper,omitempty" maxLength:"1000" doc:"The unit, never a person."`
	DutyPhone     string          `json:"duty_phone,omitempty" maxLength:"200" doc:"Of the duty desk, never a person's own."`
	Visibility    string          `json:"visibility,omitempty" enum:"public,internal" doc:"internal if absent."`
	Source        string          `json:"source" maxLength:"1000"`
	From          string          `json:"from,omitempty" maxLength:"10" doc:"Since when it is so; of a new one today if absent, of a change as long as it was so."`
	Reason        string          `json:"reason" maxLength:"1000"`
}

func (w ShelterWrite) facts() (shelters.Facts, error) {
	f := shelters.Facts{Division: w.Division, Name: w.Name, Code: w.Code, Level: shelters.Level(w.Level), Duration: shelters.Duration(w.Duration), Space: shelters.Space(w.Space),
		Suits: hazardsOf(w.Suits), Unfit: hazardsOf(w.Unfit), Address: w.Address, Point: orb.Point{w.Lon, w.Lat}, TotalM2: w.TotalM2, EffectiveM2: w.EffectiveM2, IndoorM2: w.IndoorM2,
		Capacity: w.Capacity, CapacityNight: w.CapacityNight, Water: w.Water, Power: w.Power, Toilet: w.Toilet, Medical: w.Medical, Accessible: shelters.Access(w.Accessible),
		Keeper: w.Keeper, DutyPhone: w.DutyPhone, Visibility: w.Visibility, Source: w.Source}
	if len(w.Area) == 0 || string(w.Area) == "null" {
		return f, nil
	}
	g, err := geojson.UnmarshalGeometry(w.Area)
	if err != nil {
		return f, errBadArea
	}
	switch area := g.Geometry().(type) {
	case orb.Polygon:
		f.Area = orb.MultiPolygon{area}
	case orb.MultiPolygon:
		f.Area = area
	default:
		return f, errBadArea
	}
	return f, nil
}

var errBadArea = &shelters.ContentError{ZH: "范围应为 GeoJSON 的面。", EN: "The area is a GeoJSON polygon or polygons."}

func hazardsOf(names []string) []shelters.Hazard {
	out := make([]shelters.Hazard, len(names))
	for i, n := range names {
		out[i] = shelters.Hazard(n)
	}
	return out
}

type addShelterInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body ShelterWrite
}

func (s *Server) addShelter(ctx context.Context, in *addShelterInput) (*madeOutput, error) {
	f, err := in.Body.facts()
	if err != nil {
		return nil, s.failShelter(ctx, err)
	}
	if err := s.permit(ctx, keepShelters, f.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	from, err := dayOr(in.Body.From, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f.Valid = version.Span{From: from}
	return s.makeOnce(ctx, in.OnceParams, "shelter", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&shelters.Store{DB: tx}).Add(ctx, s.principalOf(ctx).Account.ID, f, in.Body.Reason)
		if err != nil {
			return id, s.failShelter(ctx, err)
		}
		return id, nil
	})
}

type changeShelterInput[B any] struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Shelter uuid.UUID `path:"shelter"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the shelter as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, the change is not made again and the answer is the same."`
	RawBody []byte
	Body    B
}

// onShelter makes one change of a shelter that was read, once however often it
// is sent.
func onShelter[B any](ctx context.Context, s *Server, in *changeShelterInput[B], what string, do func(store *shelters.Store, by uuid.UUID, tag int64) (int64, error)) error {
	if in.IfMatch == "" {
		return matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return shelterChanged.in(ctx)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, what, in.Shelter.String(), in.IfMatch)}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		entry, err := do(&shelters.Store{DB: tx}, by, tag)
		return strconv.FormatInt(entry, 10), err
	})
	if err != nil {
		return s.failShelter(ctx, err)
	}
	return nil
}

func (s *Server) changeShelter(ctx context.Context, in *changeShelterInput[ShelterWrite]) (*shelterOutput, error) {
	f, err := in.Body.facts()
	if err != nil {
		return nil, s.failShelter(ctx, err)
	}
	if err := s.permit(ctx, keepShelters, f.Division); err != nil { // also where it is moved to
		return nil, s.fail(ctx, err)
	}
	since, err := dayOr(in.Body.From, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	err = onShelter(ctx, s, in, "shelter change", func(store *shelters.Store, by uuid.UUID, tag int64) (int64, error) {
		return store.Change(ctx, by, in.Shelter, tag, f, since, in.Body.Reason)
	})
	if err != nil {
		return nil, err
	}
	return s.internally(ctx, in.Shelter)
}

// ShelterWithdrawal is why a shelter is none any more.
type ShelterWithdrawal struct {
	Reason    string     `json:"reason" maxLength:"1000"`
	Successor *uuid.UUID `json:"successor,omitempty" doc:"The shelter that stands for it."`
}

func (s *Server) withdrawShelter(ctx context.Context, in *changeShelterInput[ShelterWithdrawal]) (*struct{}, error) {
	return nil, onShelter(ctx, s, in, "shelter withdraw", func(store *shelters.Store, by uuid.UUID, tag int64) (int64, error) {
		return store.Withdraw(ctx, by, in.Shelter, tag, in.Body.Successor, in.Body.Reason)
	})
}

// ShelterSaying is what a keeper says of a shelter.
type ShelterSaying struct {
	ID       uuid.UUID `json:"id" doc:"Made by who says it: sent again under the same id, it is known."`
	State    string    `json:"state" enum:"standby,open,full,closed"`
	People   *int      `json:"people,omitempty" doc:"Counted."`
	Step     string    `json:"step,omitempty" enum:"lt30,lt60,lt80,ge80" doc:"How full, where nobody counted."`
	Note     string    `json:"note,omitempty" maxLength:"1000"`
	PhoneAt  time.Time `json:"phone_at,omitempty" doc:"When it was said, by the phone's clock; absent: now."`
	PhoneNow time.Time `json:"phone_now,omitempty" doc:"What the phone's clock shows as it sends: what it is off is taken off."`
	Behalf   string    `json:"behalf,omitempty" maxLength:"200" doc:"The post for which it is said, where another says it; never a person."`
	Corrects uuid.UUID `json:"corrects,omitempty" doc:"The report of this shelter whose count was mistyped: that count was never so. Needs people."`
}

type reportShelterInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Shelter uuid.UUID `path:"shelter"`
	Body    ShelterSaying
}

// ShelterTaken is what a report did.
type ShelterTaken struct {
	ID       uuid.UUID   `json:"id"`
	Counts   bool        `json:"counts" doc:"It is what was said last; else something later is known already, and the state is another."`
	Again    bool        `json:"again" doc:"It was held already."`
	SaidAt   time.Time   `json:"said_at"`
	CameAt   time.Time   `json:"came_at"`
	Doubtful bool        `json:"doubtful" doc:"The phone's clock is off by more than is allowed."`
	Shelter  ShelterBody `json:"shelter" doc:"As it is now."`
}

func (s *Server) reportShelter(ctx context.Context, in *reportShelterInput) (*struct{ Body ShelterTaken }, error) {
	w := in.Body
	taken, err := s.shelterStore().Report(ctx, s.principalOf(ctx).Account.ID, in.Shelter, shelters.Report{ID: w.ID, State: shelters.State(w.State), People: w.People,
		Step: shelters.Step(w.Step), Note: w.Note, PhoneAt: w.PhoneAt, PhoneNow: w.PhoneNow, Behalf: w.Behalf, Corrects: w.Corrects})
	if err != nil {
		return nil, s.failShelter(ctx, err)
	}
	now, err := s.internally(ctx, in.Shelter)
	if err != nil {
		return nil, err
	}
	return &struct{ Body ShelterTaken }{ShelterTaken{ID: taken.ID, Counts: taken.Counts, Again: taken.Again, SaidAt: taken.SaidAt.UTC(), CameAt: taken.CameAt.UTC(),
		Doubtful: taken.Doubtful, Shelter: now.Body.ShelterBody}}, nil
}
