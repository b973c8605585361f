package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/desk"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// Problems of print runs.
var (
	noRun       = kind{"print-run-not-found", 404, "没有这个批次", "No such print run", "没有这个制牌批次，请从批次列表进入。", "There is no print run with this id; open it from the list."}
	runChanged  = kind{"print-run-changed", 412, "批次已有改动", "Changed since you opened it", "您打开之后，这个批次已被别人办过，您的操作没有保存。请刷新后再办。", "Somebody took a step of the run after you opened it, and nothing was saved. Reload and try again."}
	runContent  = kind{"print-run-content", 422, "还不能办", "Not yet", "还缺条件，请照提示办。", "Something is still lacking; see what is said."}
	runStep     = kind{"print-run-step", 409, "现在不能办这一步", "Not from this state", "批次现在的状态不能办这一步，请刷新后看可办的事项。", "No such step leads from the run's state; reload and see what may follow."}
	runFaulty   = kind{"print-run-faulty", 422, "有牌不能制作", "Plates that cannot be made", "下列各牌不能制作，整批没有签字。请照每块的说明改好后再签。", "The plates listed cannot be made, and nothing was signed. Put each right, then sign."}
	noRunFile   = kind{"print-run-file", 409, "还没有这个文件", "No such file yet", "还没有这个文件：文件要等文字签字、生成并核对之后才有。", "There is no such file yet: files are made and checked after the text is signed."}
	noRunLink   = kind{"workshop-link", 404, "链接无效", "Unknown link", "这个链接无效，或已被收回。请向委托单位要新的链接。", "This link is unknown or was taken back; ask whoever ordered for another."}
	runSame     = kind{"print-run-two-persons", 409, "须由另一人放行", "Another person releases it", "签字的人不能放行，须由另一位有制牌权限的人办。", "Who signed the text does not release the run; another person who manages plates does."}
	runLinkGone = kind{"workshop-link-gone", 409, "链接已不在用", "The link is not in use", "这个批次没有这个在用的链接：它已被收回，或编号不对。没有任何改动。", "The run has no such link in use: it was taken back, or the id is wrong. Nothing was changed."}
)

var printRunErrors = []row{
	{printrun.ErrNotFound, noRun},
	{printrun.ErrChanged, runChanged},
	{printrun.ErrContent, runContent},
	{printrun.ErrStep, runStep},
	{printrun.ErrPart, noRunFile},
	{printrun.ErrLink, noRunLink},
	{printrun.ErrSamePerson, runSame},
}

// toldRun puts into words what a run lacks, and which plates stop it.
func (s *Server) toldRun(ctx context.Context, err error) error {
	var told *printrun.ContentError
	var faulty *printrun.FaultyError
	var refused *plate.RefusedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told):
		p := runContent.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return p
	case errors.As(err, &faulty):
		p := runFaulty.in(ctx)
		for _, f := range faulty.Faults {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Location: fmt.Sprintf("plates[%d]", f.N-1), Message: plateFaultWords(ctx, f)})
		}
		if more := faulty.Count - len(faulty.Faults); more > 0 {
			p.Detail += fmt.Sprintf(pick(ctx, "另有 %d 块没有列出。", " %d more are not listed."), more)
		}
		return p
	case errors.As(err, &refused):
		return s.failPlate(ctx, err)
	}
	return err
}

func plateFaultWords(ctx context.Context, f printrun.Fault) string {
	var large *artwork.TooLargeError
	words := undrawnWords(ctx, f.Err)
	if errors.As(f.Err, &large) {
		words = fmt.Sprintf(pick(ctx, "连出血和裁切线要 %.0f × %.0f 毫米，版面放不下。请换大一号的版面。", "With bleed and marks it needs %.0f × %.0f mm, more than the sheet has; take a larger sheet."), large.WidthMM, large.HeightMM)
	}
	if words == "" {
		words = f.Err.Error()
	}
	return fmt.Sprintf(pick(ctx, "第 %d 块 %s%s（%s）：%s", "Plate %d, %s%s (%s): %s"), f.N, f.Plate.Name, f.Plate.Number, f.Plate.Token.Grouped(), words)
}

type printRunStepInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Run     uuid.UUID `path:"run"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the run as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200"`
	RawBody []byte
	Body    struct {
		Step string `json:"step" enum:"proof,reopen,try,release,order,receive,close,void"`
		Note string `json:"note,omitempty" maxLength:"1000" doc:"Why; needed to reopen or void."`
	}
}

func (s *Server) stepPrintRun(ctx context.Context, in *printRunStepInput) (*printRunOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, runChanged.in(ctx)
	}
	division, err := s.runs().Division(ctx, in.Run)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	act := printrun.Act{Step: printrun.Step(in.Body.Step), Note: strings.TrimSpace(in.Body.Note), Origin: s.PublicURL}
	if act.Gates, err = s.gates(ctx, division); err != nil {
		return nil, s.fail(ctx, err)
	}
	if act.Step == printrun.StepProof {
		if err := s.originAnswers(ctx); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "print run step", in.Run.String(), in.IfMatch)}
	_, _, err = s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		store := s.runs()
		store.DB = tx
		return "", store.Take(ctx, by, in.Run, tag, act, today())
	})
	if errors.Is(err, printrun.ErrSamePerson) {
		return nil, s.fail(ctx, s.otherReleases(ctx, in.Run))
	}
	if err != nil {
		return nil, s.fail(ctx, s.toldRun(ctx, err))
	}
	out, err := s.runAnswer(ctx, in.Run)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

// otherReleases says who may release a run in the stead of who signed it.
func (s *Server) otherReleases(ctx context.Context, run uuid.UUID) error {
	out, err := s.runAnswer(ctx, run)
	if err != nil || out.Body.Release == nil {
		return errors.Join(printrun.ErrStep, err)
	}
	p := runSame.in(ctx)
	who := strings.Join(out.Body.Release.By, pick(ctx, "、", ", "))
	if who == "" {
		who = pick(ctx, "（还没有别人有制牌权限，请管理员授予）", "(nobody else holds the role yet: ask an administrator)")
	}
	p.Detail = fmt.Sprintf(pick(ctx, "文字是您签的，须由另一人放行：%s。", "You signed the text; another person releases the run: %s."), who)
	return p
}

func (s *Server) makeRunFiles(ctx context.Context, in *printRunInput) (*printRunOutput, error) {
	if err := s.runs().Queue(ctx, in.Run); err != nil {
		return nil, s.fail(ctx, err)
	}
	out, err := s.runAnswer(ctx, in.Run)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

type scannedPlateInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Run  uuid.UUID `path:"run"`
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"500" doc:"What the phone read, or the token as it is typed."`
		Good bool   `json:"good,omitempty" doc:"Of a receipt: what is engraved is what was ordered."`
		Note string `json:"note,omitempty" maxLength:"1000" doc:"Of a receipt that is not good: why."`
	}
}

type runPlateOutput struct{ Body PrintRunPlate }

func (s *Server) tryRunPlate(ctx context.Context, in *scannedPlateInput) (*runPlateOutput, error) {
	item, err := s.runs().Try(ctx, s.principalOf(ctx).Account.ID, in.Run, in.Body.Code)
	return s.runPlateAnswer(ctx, item, err)
}

type lookedPlateInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Run  uuid.UUID `path:"run"`
	Code string    `query:"code" minLength:"1" maxLength:"500"`
}

func (s *Server) lookRunPlate(ctx context.Context, in *lookedPlateInput) (*runPlateOutput, error) {
	item, err := s.runs().Look(ctx, in.Run, in.Code)
	return s.runPlateAnswer(ctx, item, err)
}

func (s *Server) receiveRunPlate(ctx context.Context, in *scannedPlateInput) (*runPlateOutput, error) {
	item, err := s.runs().Receive(ctx, s.principalOf(ctx).Account.ID, in.Run, in.Body.Code, in.Body.Good, strings.TrimSpace(in.Body.Note), today())
	return s.runPlateAnswer(ctx, item, err)
}

func (s *Server) runPlateAnswer(ctx context.Context, item printrun.Item, err error) (*runPlateOutput, error) {
	var lacks *plate.ContentError
	if errors.As(err, &lacks) {
		return nil, s.failPlate(ctx, err)
	}
	if err != nil {
		return nil, s.fail(ctx, s.toldRun(ctx, err))
	}
	return &runPlateOutput{s.printRunPlate(item)}, nil
}

type linkRunInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	Run  uuid.UUID `path:"run"`
	Body struct {
		Workshop string `json:"workshop" maxLength:"100" doc:"Which workshop: an organisation, no person."`
	}
}

// MadeLink is a link as it is shown once.
type MadeLink struct {
	ID  uuid.UUID `json:"id"`
	URL string    `json:"url" doc:"Shown once and kept nowhere."`
}

func (s *Server) linkRun(ctx context.Context, in *linkRunInput) (*struct{ Body MadeLink }, error) {
	id, text, err := s.runs().MakeLink(ctx, s.principalOf(ctx).Account.ID, in.Run, strings.TrimSpace(in.Body.Workshop))
	if err != nil {
		return nil, s.fail(ctx, s.toldRun(ctx, err))
	}
	return &struct{ Body MadeLink }{MadeLink{id, s.PublicURL.String() + "/w/" + text}}, nil
}

type unlinkRunInput struct {
	Run  uuid.UUID `path:"run"`
	Link uuid.UUID `path:"link"`
}

func (s *Server) unlinkRun(ctx context.Context, in *unlinkRunInput) (*struct{}, error) {
	err := s.runs().Revoke(ctx, s.principalOf(ctx).Account.ID, in.Run, in.Link)
	if errors.Is(err, printrun.ErrLink) {
		return nil, runLinkGone.in(ctx)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{}{}, nil
}
