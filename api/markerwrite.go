package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/boundaries/upkeep"
	"diming/internal/desk"
	"diming/internal/version"
)

// Problems of markers.
var (
	noMarker         = kind{"marker-not-found", 404, "没有这座界桩", "No such marker", "登记中没有这个编号的界桩，请从列表中选择。", "The register has no marker with this id; choose one from the list."}
	goneMarker       = kind{"marker-withdrawn", 410, "界桩登记已撤回", "Withdrawn", "这座界桩的登记已撤回。", "This marker was withdrawn from the register."}
	markerChanged    = kind{"marker-changed", 412, "界桩已有改动", "Changed since you opened it", "您打开之后，这座界桩已被修改，您的改动没有保存。请刷新后再办。", "The marker was changed after you opened it, and nothing was saved. Reload and try again."}
	markerTaken      = kind{"marker-number-taken", 409, "编号已使用", "Number taken", "这条界线上已有同号的界桩，请换一个编号。", "Another marker of the line bears this number; choose another."}
	markerNumber     = kind{"marker-number", 422, "编号格式不符", "Unfit number", "编号不合本地规定的格式（省界为线号4位＋序号3位＋类型字母），请照格式填写。", "The number is not of the form that the place sets (lines of provinces: four digits, three digits, a letter)."}
	markerContent    = kind{"marker-content", 422, "界桩内容不全或不合", "Something does not fit", "界桩内容不全或不合，请照提示修改。", "Something of the marker is missing or does not fit."}
	markerMoved      = kind{"marker-moved", 409, "不能直接改位置", "Not moved by a correction", "已埋设的界桩不能直接改坐标：移设请走移设程序；确系录入错误的，请注明。", "A marker that was set is moved by the steps of a move; where the register mistyped it, say so."}
	markerStep       = kind{"marker-step", 409, "现在不能办这一步", "Not from this state", "界桩现在的状态不能办这一步，请刷新后看可办的事项。", "No such step leads from the marker's state; reload and see what may follow."}
	markerPresence   = kind{"marker-presence", 422, "须双方到场", "Both sides present", "这一步须双方到场：请写明甲、乙双方到场人，且不是同一人。", "Both sides are present at this step: name a person of each, and not the same one."}
	markerMeasured   = kind{"marker-measured", 422, "须复测坐标", "Measure the position", "请填写复测的坐标；修复后的位置须在限差以内，超出的请走移设程序。", "Enter the position as measured; a repaired marker stands within the tolerance, else it is moved by the steps of a move."}
	markerReferences = kind{"marker-references", 422, "方位物不够", "Too few reference objects", "方位物不够规定的个数，请补齐（移设的须按新位置填写）。", "There are fewer reference objects than are wanted; add them, as they lie from the new place after a move."}
	markerPaper      = kind{"marker-paper", 422, "缺少依据", "Say what it rests on", "请写明这一步的依据：文件名和文号、会合时间地点，或原因。", "Say what the step rests on: the paper with its number, when and where both meet, or why."}
	markerKeeper     = kind{"marker-keeper", 422, "未定保管方", "No keeper", "请先写明由哪一方保管，再办理埋设。", "Say which side keeps the marker before it is set."}
	markerPhotoNone  = kind{"marker-photo", 422, "缺少照片", "A photo is needed", "没有这张照片；修复须附修复后的照片，已作凭证的照片不能移出。", "There is no such photo; a repair is shown by one, and a photo that shows a repair stays."}
	markerDay        = kind{"marker-day", 422, "日期不对", "Unfit day", "日期不能早于上一步，也不能晚于今天。", "The day lies before the last step or after today."}
	markerStands     = kind{"marker-stands", 409, "不能撤回", "Not withdrawn", "这座界桩已有双方的办理步骤或记录，或只有对方的记录，不是录入错误，不能撤回。不再使用的，请由双方办理“废止”。", "Steps or records of both sides, or of the other side, stand on this marker: it is no slip and is not withdrawn. One that is no longer used is given up by both sides."}
	markerSideNeeded = kind{"marker-side", 422, "请说明哪一方", "Say which side", "您可代表双方，请说明这一步由哪一方办理。", "You act for both sides: say for which this step is."}
)

// MarkerWrite is what is entered of a marker; what is absent stays.
type MarkerWrite struct {
	Line       *uuid.UUID         `json:"line,omitempty"`
	Junction   *string            `json:"junction,omitempty" maxLength:"36" doc:"Id of the 交会点 that it marks; empty: none."`
	Number     *string            `json:"number,omitempty" maxLength:"60"`
	Serial     *int               `json:"serial,omitempty" minimum:"0" maximum:"999999" doc:"Told by the number where its form is set."`
	Kind       *string            `json:"kind,omitempty" enum:"single,pair,triple"`
	Faces      *int               `json:"faces,omitempty"`
	Material   *string            `json:"material,omitempty" maxLength:"60"`
	Lon        *float64           `json:"lon,omitempty" minimum:"-180" maximum:"180"`
	Lat        *float64           `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	ElevationM *string            `json:"elevation_m,omitempty" maxLength:"12"`
	Original   *string            `json:"original,omitempty" maxLength:"300"`
	CRS        *string            `json:"crs,omitempty" maxLength:"100"`
	Keeper     *string            `json:"keeper,omitempty" enum:"a,b,"`
	PlaceA     *string            `json:"place_a,omitempty" maxLength:"200"`
	PlaceB     *string            `json:"place_b,omitempty" maxLength:"200"`
	PlaceC     *string            `json:"place_c,omitempty" maxLength:"200"`
	Note       *string            `json:"note,omitempty" maxLength:"2000"`
	Source     *string            `json:"source,omitempty" maxLength:"200"`
	References *[]MarkerReference `json:"references,omitempty" maxItems:"30"`
	From       string             `json:"from,omitempty" maxLength:"10" doc:"Since when it is so; of a correction, absent: as long as it was so."`
	Mistyped   bool               `json:"mistyped,omitempty" doc:"The register had the position wrong."`
	Reason     string             `json:"reason" maxLength:"1000"`
}

func put[T any](into *T, value *T) {
	if value != nil {
		*into = *value
	}
}

// apply writes what was entered over a marker.
func (w MarkerWrite) apply(m *marker.Marker) error {
	put(&m.Line, w.Line)
	put(&m.Number, w.Number)
	put(&m.Serial, w.Serial)
	put(&m.Faces, w.Faces)
	for _, one := range []struct{ into, value *string }{{&m.Material, w.Material}, {&m.ElevationM, w.ElevationM}, {&m.Original, w.Original}, {&m.CRS, w.CRS},
		{&m.PlaceA, w.PlaceA}, {&m.PlaceB, w.PlaceB}, {&m.PlaceC, w.PlaceC}, {&m.Note, w.Note}, {&m.Source, w.Source},
		{(*string)(&m.Kind), w.Kind}, {(*string)(&m.Keeper), w.Keeper}} {
		put(one.into, one.value)
	}
	if w.Lon != nil && w.Lat != nil {
		m.Point = orb.Point{*w.Lon, *w.Lat}
	}
	if w.Junction != nil {
		m.Junction = uuid.Nil
		if *w.Junction != "" {
			id, err := uuid.Parse(*w.Junction)
			if err != nil {
				return errBadFilter
			}
			m.Junction = id
		}
	}
	if w.References != nil {
		m.References = referencesOf(*w.References)
	}
	return nil
}

func referencesOf(all []MarkerReference) []marker.Reference {
	out := make([]marker.Reference, len(all))
	for i, r := range all {
		out[i] = marker.Reference{Name: r.Name, Kind: r.Kind, AzimuthDeg: r.AzimuthDeg, North: relocation.North(r.AzimuthNorth), DistanceM: r.DistanceM, PositionSDM: r.PositionSDM, Note: r.Note}
		if r.ID != nil {
			out[i].ID = *r.ID
		}
		if r.Lon != nil && r.Lat != nil {
			out[i].Point = &orb.Point{*r.Lon, *r.Lat}
		}
	}
	return out
}

type addMarkerInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body MarkerWrite
}

func (s *Server) addMarker(ctx context.Context, in *addMarkerInput) (*madeOutput, error) {
	m := marker.Marker{Kind: marker.Single, Faces: 2}
	if err := in.Body.apply(&m); err != nil {
		return nil, s.fail(ctx, err)
	}
	if err := s.permitMarkersOf(ctx, workMarkers, m.Line); err != nil {
		return nil, err
	}
	from, err := dayOr(in.Body.From, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	m.Valid = version.Span{From: from}
	out, err := s.makeOnce(ctx, in.OnceParams, "marker", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&marker.Store{DB: tx}).Add(ctx, s.principalOf(ctx).Account.ID, m, in.Body.Reason)
		return id, s.markerFault(ctx, err)
	})
	return out, err
}

// permitMarkersOf refuses an action on a line none of whose owners the asker's
// roles reach.
func (s *Server) permitMarkersOf(ctx context.Context, a Action, line uuid.UUID) error {
	owners, err := s.markers().Owners(ctx, line)
	if err != nil {
		return s.fail(ctx, s.markerFault(ctx, err))
	}
	for _, owner := range owners {
		ok, err := s.mayDo(ctx, a, owner)
		if err != nil {
			return s.fail(ctx, err)
		}
		if ok {
			return nil
		}
	}
	return notAllowed.in(ctx)
}

// markerFault puts the words for what does not fit into the problem.
func (s *Server) markerFault(ctx context.Context, err error) error {
	var told *marker.ContentError
	if errors.As(err, &told) {
		p := markerContent.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return p
	}
	var off *marker.ToleranceError
	if errors.As(err, &off) {
		p := markerMeasured.in(ctx)
		p.Detail = pick(ctx, fmt.Sprintf("复测位置离登记位置 %.2f 米，超过限差 %.2f 米。请复核测量；界桩确已不在原处的，请走移设程序。", off.ApartM, off.ToleranceM),
			fmt.Sprintf("What was measured lies %.2f m from the registered position; %.2f m are allowed. Measure again; a marker that no longer stands there is moved by the steps of a move.", off.ApartM, off.ToleranceM))
		return p
	}
	return err
}

type changeMarkerInput[B any] struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Marker  uuid.UUID `path:"marker"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the marker as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, the change is not made again and the answer is the same."`
	RawBody []byte
	Body    B
}

// changeMarker makes one change of a marker that was read, once however often
// it is sent, and answers the marker.
func changeMarker[B any](ctx context.Context, s *Server, in *changeMarkerInput[B], what string, do func(store *marker.Store, m marker.Marker, by uuid.UUID, tag int64) (int64, error)) (*markerOutput, error) {
	if err := onceOfMarker(ctx, s, in, what, do); err != nil {
		return nil, err
	}
	m, err := s.markers().Now(ctx, in.Marker)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.markerAnswer(ctx, m)
}

func onceOfMarker[B any](ctx context.Context, s *Server, in *changeMarkerInput[B], what string, do func(store *marker.Store, m marker.Marker, by uuid.UUID, tag int64) (int64, error)) error {
	if in.IfMatch == "" {
		return matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return markerChanged.in(ctx)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, what, in.Marker.String(), in.IfMatch)}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		store := &marker.Store{DB: tx}
		m, err := store.Now(ctx, in.Marker)
		if err != nil {
			return "", err
		}
		entry, err := do(store, m, by, tag)
		return strconv.FormatInt(entry, 10), err
	})
	if err != nil {
		return s.fail(ctx, s.markerFault(ctx, err))
	}
	return nil
}

func (s *Server) correctMarker(ctx context.Context, in *changeMarkerInput[MarkerWrite]) (*markerOutput, error) {
	since, err := dayOr(in.Body.From, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return changeMarker(ctx, s, in, "marker correct", func(store *marker.Store, m marker.Marker, by uuid.UUID, tag int64) (int64, error) {
		if err := in.Body.apply(&m); err != nil {
			return 0, err
		}
		if in.Body.Line != nil {
			if err := s.permitMarkersOf(ctx, workMarkers, m.Line); err != nil {
				return 0, err
			}
		}
		return store.Correct(ctx, by, m, tag, since, in.Body.Mistyped, in.Body.Reason)
	})
}

// MarkerWithdrawal is why a marker should not be in the register.
type MarkerWithdrawal struct {
	Reason string `json:"reason" maxLength:"1000"`
}

func (s *Server) withdrawMarker(ctx context.Context, in *changeMarkerInput[MarkerWithdrawal]) (*struct{}, error) {
	return nil, onceOfMarker(ctx, s, in, "marker withdraw", func(store *marker.Store, m marker.Marker, by uuid.UUID, tag int64) (int64, error) {
		sides, err := s.markerSides(ctx, workMarkers, m)
		if err != nil {
			return 0, err
		}
		recorded, err := (&fieldsync.Store{DB: store.DB}).SidesAbout(ctx, m.ID)
		if err != nil {
			return 0, err
		}
		kept, err := (&upkeep.Store{DB: store.DB}).SidesAbout(ctx, m.ID)
		if err != nil {
			return 0, err
		}
		return store.Withdraw(ctx, by, m.ID, tag, marker.Withdrawal{Reason: in.Body.Reason, For: sides, Seen: append(recorded, kept...)})
	})
}

// MarkerStepWrite is what is entered of a step; which of it counts is the step's.
type MarkerStepWrite struct {
	Step       string             `json:"step" maxLength:"20"`
	To         string             `json:"to,omitempty" maxLength:"20" doc:"Of a report: the condition."`
	On         string             `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
	Side       string             `json:"side,omitempty" enum:"a,b" doc:"Needed of who acts for both."`
	PresentA   string             `json:"present_a,omitempty" maxLength:"60"`
	PresentB   string             `json:"present_b,omitempty" maxLength:"60"`
	Lon        *float64           `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"As measured, CGCS2000."`
	Lat        *float64           `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	ElevationM string             `json:"elevation_m,omitempty" maxLength:"12"`
	Original   string             `json:"original,omitempty" maxLength:"300"`
	CRS        string             `json:"crs,omitempty" maxLength:"100"`
	Photo      *uuid.UUID         `json:"photo,omitempty"`
	Meeting    string             `json:"meeting,omitempty" maxLength:"300"`
	DocumentA  string             `json:"document_a,omitempty" maxLength:"300"`
	DocumentB  string             `json:"document_b,omitempty" maxLength:"300"`
	Note       string             `json:"note,omitempty" maxLength:"1000"`
	References *[]MarkerReference `json:"references,omitempty" maxItems:"30" doc:"Of a setting: how they lie from there."`
}

func (w MarkerStepWrite) act() (marker.Act, error) {
	on, err := dayOr(w.On, today())
	a := marker.Act{Step: marker.Step(w.Step), To: marker.State(w.To), On: on, PresentA: w.PresentA, PresentB: w.PresentB,
		Meeting: strings.TrimSpace(w.Meeting), DocumentA: strings.TrimSpace(w.DocumentA), DocumentB: strings.TrimSpace(w.DocumentB), Note: strings.TrimSpace(w.Note)}
	if w.Lon != nil && w.Lat != nil {
		a.Measure = &marker.Measure{Point: orb.Point{*w.Lon, *w.Lat}, ElevationM: strings.TrimSpace(w.ElevationM), Original: strings.TrimSpace(w.Original), CRS: strings.TrimSpace(w.CRS)}
	}
	if w.Photo != nil {
		a.Photo = *w.Photo
	}
	if w.References != nil {
		refs := referencesOf(*w.References)
		a.References = &refs
	}
	return a, err
}

func (s *Server) stepMarker(ctx context.Context, in *changeMarkerInput[MarkerStepWrite]) (*markerOutput, error) {
	a, err := in.Body.act()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	may := workMarkers
	if patrolled[a.Step] {
		may = reportMarkers
	}
	return changeMarker(ctx, s, in, "marker step", func(store *marker.Store, m marker.Marker, by uuid.UUID, tag int64) (int64, error) {
		sides, err := s.markerSides(ctx, may, m)
		switch {
		case err != nil:
			return 0, err
		case len(sides) == 0, in.Body.Side != "" && !slices.Contains(sides, boundaries.Side(in.Body.Side)):
			return 0, notAllowed.in(ctx)
		case in.Body.Side != "":
			a.Side = boundaries.Side(in.Body.Side)
		case len(sides) > 1:
			return 0, markerSideNeeded.in(ctx)
		default:
			a.Side = sides[0]
		}
		return store.Take(ctx, by, m.ID, tag, a, today())
	})
}
