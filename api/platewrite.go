package api

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/boundaries"
	"diming/internal/desk"
	"diming/internal/glyph"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// Problems of plates.
var (
	noPlate      = kind{"plate-not-found", 404, "没有这块牌", "No such plate", "登记中没有这个编号的牌，请检查编号，或按街路巷查找。", "The register has no plate with this id; check it, or look under its street."}
	plateChanged = kind{"plate-changed", 412, "牌已有改动", "Changed since you opened it", "您打开之后，这块牌已被别人办过，您的操作没有保存。请刷新后再办。", "Somebody took a step of the plate after you opened it, and nothing was saved. Reload and try again."}
	plateContent = kind{"plate-content", 422, "缺少内容", "Something is missing", "缺少内容，请照提示补充。", "Something is missing; see what is said."}
	plateDay     = kind{"plate-day", 422, "日期不对", "Unfit day", "日期不能早于上一步，也不能晚于今天。", "The day lies before the last step, or after today."}
	plateStep    = kind{"plate-step", 409, "现在不能办这一步", "Not from this state", "这块牌现在的状态不能办这一步，请刷新后看可办的事项。", "No such step leads from the plate's state; reload and see what may follow."}
	plateRows    = kind{"plate-rows", 422, "有牌不能拟制", "Some rows do not fit", "下列各行不能拟制，全批都没有保存。请照说明修改后再提交。", "The rows listed do not fit, and nothing of the batch was entered. Correct them and send it again."}
	plateUndrawn = kind{"plate-undrawn", 422, "牌面排不下", "The plate cannot be drawn", "牌面不能制作，请照提示修改。", "The plate cannot be drawn; see what is said."}
	noPhoto      = kind{"plate-photo", 422, "照片没有上传", "No such photo", "没有找到这张照片：请先把照片传上来，再办这一步。", "The photo is not here: send it first, then take the step."}
)

var plateErrors = []row{
	{plate.ErrNotFound, noPlate},
	{plate.ErrChanged, plateChanged},
	{plate.ErrContent, plateContent},
	{plate.ErrDay, plateDay},
	{plate.ErrStep, plateStep},
}

// failPlate puts into words what a plate lacks, or why it cannot be drawn.
func (s *Server) failPlate(ctx context.Context, err error) error {
	var told *plate.ContentError
	var refused *plate.RefusedError
	switch {
	case errors.As(err, &refused):
		p := plateRows.in(ctx)
		words := pick(ctx, "这一行不能拟制。", "This row does not fit.")
		if errors.As(refused.Err, &told) {
			words = pick(ctx, told.ZH, told.EN)
		}
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: fmt.Sprintf("body.items[%d]", refused.Row-1), Message: words})
		return p
	case errors.As(err, &told):
		p := plateContent.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return p
	}
	if words := undrawnWords(ctx, err); words != "" {
		p := plateUndrawn.in(ctx)
		p.Detail = words
		return p
	}
	return s.fail(ctx, err)
}

// partWords are the parts of a plate.
var partWords = map[string][2]string{"name": {"名称", "name"}, "pinyin": {"拼音", "pinyin"}, "number": {"号码", "number"}, "postcode": {"邮政编码", "postcode"}}

// undrawnWords says why a plate cannot be drawn, and by how much; "" where that
// is not why.
func undrawnWords(ctx context.Context, err error) string {
	var long *artwork.TooLongError
	var missing *artwork.MissingPartError
	var fine *artwork.FineCodeError
	var glyphs *glyph.MissingError
	switch {
	case errors.As(err, &long):
		part := worded(ctx, partWords, string(long.Part))
		return fmt.Sprintf(pick(ctx, "%s「%s」缩到最小字号仍比牌面宽 %.1f 毫米。请改用大一号的牌或简称。", "Its %s “%s” is %.1f mm wider than its zone at the smallest size. Take a larger plate or a shorter form."), part, long.Text, long.OverMM)
	case errors.As(err, &missing):
		return fmt.Sprintf(pick(ctx, "牌面缺少%s，请先在登记中补上。", "It lacks its %s; add it in the register first."), worded(ctx, partWords, string(missing.Part)))
	case errors.As(err, &fine):
		return fmt.Sprintf(pick(ctx, "二维码每格只有 %.2f 毫米，墙上扫不出（至少 %.2f 毫米）。请缩短公开网址或用大一号的牌。", "The code's modules would be %.2f mm, too fine to be read from a wall (%.2f mm at least). Shorten the public URL or take a larger plate."), fine.ModuleMM, fine.LeastMM)
	case errors.As(err, &glyphs):
		return fmt.Sprintf(pick(ctx, "字体里没有「%s」字，不能制作。请核对这个字，或安装含有它的字体。", "No font draws “%s”. Check the character, or install a font that has it."), string(glyphs.Runes))
	}
	return ""
}

// PlateWrite is a plate to be planned.
type PlateWrite struct {
	Kind       string     `json:"kind" enum:"door_big,door_middle,door_small,building,unit,room,street,lane,village,settlement,place"`
	Address    *uuid.UUID `json:"address,omitempty" doc:"Of door, building, unit and room plates."`
	Place      *uuid.UUID `json:"place,omitempty" doc:"Of all others: the street, natural village, division or place."`
	Bearing    string     `json:"bearing,omitempty" enum:"ew,ns" doc:"How the street lies; of a street or lane whose course is held that is found where absent."`
	Postcode   string     `json:"postcode,omitempty" pattern:"^[0-9]{6}$"`
	Generation int        `json:"generation,omitempty" minimum:"0" maximum:"100"`
}

type planPlatesInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Items  []PlateWrite `json:"items" minItems:"1" maxItems:"5000"`
		Reason string       `json:"reason" maxLength:"1000"`
	}
}

// PlannedPlates are the ids of what was planned, in the order of the items.
type PlannedPlates struct {
	IDs []uuid.UUID `json:"ids"`
}

func (s *Server) planPlates(ctx context.Context, in *planPlatesInput) (*struct{ Body PlannedPlates }, error) {
	drafts := make([]plate.Draft, len(in.Body.Items))
	for i, w := range in.Body.Items {
		drafts[i] = plate.Draft{Kind: artwork.Kind(w.Kind), Target: plate.Target{Address: orNoID(w.Address), Place: orNoID(w.Place)}, Bearing: artwork.Bearing(w.Bearing), Postcode: w.Postcode, Generation: w.Generation}
	}
	if err := s.mayPlan(ctx, drafts); err != nil {
		return nil, s.fail(ctx, err)
	}
	if err := s.bearings(ctx, drafts); err != nil {
		return nil, s.fail(ctx, err)
	}
	intent := desk.Intent{Actor: s.principalOf(ctx).Account.ID, Key: in.Key, Digest: intended(in.RawBody, "plate plan")}
	return s.enterPlates(ctx, intent, func(store *plate.Store) ([]uuid.UUID, error) {
		return store.Plan(ctx, intent.Actor, drafts, in.Body.Reason, today())
	})
}

// enterPlates enters plates once for an intent and answers their ids, also to
// whoever asks again.
func (s *Server) enterPlates(ctx context.Context, intent desk.Intent, enter func(*plate.Store) ([]uuid.UUID, error)) (*struct{ Body PlannedPlates }, error) {
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		ids, err := enter(&plate.Store{DB: tx})
		return joinIDs(ids), err
	})
	if err != nil {
		return nil, s.failPlate(ctx, err)
	}
	ids, err := splitIDs(answer)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body PlannedPlates }{PlannedPlates{ids}}, nil
}

// joinIDs writes ids so that the answer of a write can be remembered.
func joinIDs(ids []uuid.UUID) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = id.String()
	}
	return strings.Join(all, " ")
}

func splitIDs(text string) ([]uuid.UUID, error) {
	words := strings.Fields(text)
	all := make([]uuid.UUID, len(words))
	for i, word := range words {
		var err error
		if all[i], err = uuid.Parse(word); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// mayPlan refuses plates where the asker has no right to them. What is not held
// is left to the plan, which names its row.
func (s *Server) mayPlan(ctx context.Context, drafts []plate.Draft) error {
	targets := make([]plate.Target, len(drafts))
	for i, d := range drafts {
		targets[i] = d.Target
	}
	held, err := s.plates().Divisions(ctx, targets)
	if err != nil {
		return err
	}
	asked := map[uuid.UUID]bool{}
	for _, t := range targets {
		division, ok := held[t]
		if !ok || asked[division] {
			continue
		}
		asked[division] = true
		if err := s.permit(ctx, managePlates, division); err != nil {
			return err
		}
	}
	if len(asked) == 0 { // nothing of it is held: who may nowhere learns no more
		return s.mayManagePlates(ctx)
	}
	return nil
}

func (s *Server) mayManagePlates(ctx context.Context) error {
	roots, _, err := s.reach(ctx, managePlates)
	if err == nil && len(roots) == 0 {
		err = notAllowed.in(ctx)
	}
	return err
}

// bearings finds how the streets lie of which that is not said: as the ends of
// their course see each other.
func (s *Server) bearings(ctx context.Context, drafts []plate.Draft) error {
	for i := range drafts {
		d := &drafts[i]
		if d.Bearing != artwork.Unknown || d.Kind != artwork.Street && d.Kind != artwork.Lane || d.Place == uuid.Nil {
			continue
		}
		p, err := s.placeAt(ctx, boundaries.Reader{Internal: true}, d.Place)
		if problemOf(err) == noPlace {
			continue // the plan names its row
		}
		if err != nil {
			return err
		}
		if line, ok := p.Extent.(orb.LineString); ok && len(line) > 1 {
			d.Bearing = artwork.BearingOf(geo.Bearing(line[0], line[len(line)-1]))
		}
	}
	return nil
}

type plateStepInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Plate   uuid.UUID `path:"plate"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the plate as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, the step is not taken again and the answer is the same."`
	RawBody []byte
	Body    PlateStepWrite
}

// PlateStepWrite is a step of a plate.
type PlateStepWrite struct {
	Step      string     `json:"step" enum:"check,reopen,order,make,receive,return,install,accept,report,repair,replace,remove,void"`
	On        string     `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
	Note      string     `json:"note,omitempty" maxLength:"1000" doc:"Why; needed to return, remove, reopen or void, and to hang a plate far from its entrance."`
	Lon       *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Where it was hung, CGCS2000."`
	Lat       *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Photo     string     `json:"photo,omitempty" pattern:"^[0-9a-f]{64}$" doc:"As POST photos answered it."`
	Fault     string     `json:"fault,omitempty" enum:"missing,fallen,damaged,faded,wrong_text,code_fails,covered,other"`
	Due       string     `json:"due,omitempty" maxLength:"10" doc:"By when the fault is to be mended; as the division sets it if absent."`
	Successor *uuid.UUID `json:"successor,omitempty" doc:"The plate that hangs in its stead."`
	AccuracyM *float64   `json:"accuracy_m,omitempty" minimum:"0" maximum:"1000000" doc:"What the phone says of lon and lat, metres. Beyond what the division allows, note says why."`
}

func (w PlateStepWrite) act() (plate.Act, error) {
	on, err1 := dayOr(w.On, today())
	due, err2 := dayOr(w.Due, plate.Act{}.Due)
	return plate.Act{Step: plate.Step(w.Step), On: on, Note: w.Note, Point: pointIn(w.Lon, w.Lat), Photo: w.Photo, Fault: plate.Fault(w.Fault), Due: due, Successor: w.Successor, AccuracyM: w.AccuracyM}, errors.Join(err1, err2)
}

func (s *Server) stepPlate(ctx context.Context, in *plateStepInput) (*plateOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, plateChanged.in(ctx)
	}
	act, err := in.Body.act()
	if err == nil && stepAction(act.Step) == managePlates {
		var division uuid.UUID
		if division, err = s.plates().Division(ctx, in.Plate); err == nil {
			err = s.permit(ctx, managePlates, division)
		}
	}
	if err == nil && act.Photo != "" {
		_, err = s.photoKind(ctx, act.Photo)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "plate step", in.Plate.String(), in.IfMatch)}
	_, _, err = s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		entry, err := (&plate.Store{DB: tx}).Take(ctx, by, in.Plate, tag, act, today())
		return strconv.FormatInt(entry, 10), err
	})
	if err != nil {
		return nil, s.failPlate(ctx, err)
	}
	out, err := s.plateAnswer(ctx, in.Plate)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}
