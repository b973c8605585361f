package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/internal/ledger"
)

// addressCaseRoutes are what residents apply for at the counter: a number or a
// certificate of an address. Who applies is told only to who serves the desk
// where it lies.
func (s *Server) addressCaseRoutes(rs routes) {
	const all, one = "/v1/address-applications", "/v1/address-applications/{application}"
	match := []string{"If-Match", `"0"`}
	get(rs, mayAnywhere(serveAddressDesk), all, "Applications for numbers and certificates, overdue ones first; never found by applicant", s.addressCases)
	operate(rs, may(serveAddressDesk), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Take an application in", DefaultStatus: http.StatusCreated},
		s.openAddressCase, Example{Body: `{"want":"number","division":"{code}","party":{"applicant":"","contact":""}}`})
	get(rs, mayIn(serveAddressDesk, addressCaseDivision), one, "An application with its applicant", s.addressCase)
	operate(rs, mayIn(serveAddressDesk, addressCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of an application"},
		s.stepAddressCase, Example{Body: `{"step":"accept"}`, Headers: match})
	operate(rs, mayIn(numberAddresses, addressCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/number", Summary: "Give an application its address, one that stands or a new one; another with a reason until a certificate of it is issued"},
		s.numberAddressCase, Example{Body: `{"item":{"division":"{division}","number":"3","source":"测试"}}`, Headers: match})
	operate(rs, mayIn(numberAddresses, addressCaseDivision), huma.Operation{Method: http.MethodPost, Path: one + "/number-trial", Summary: "What the numbering scheme says of the house, and of a number for it; nothing is written"},
		s.tryAddressCase, Example{Body: `{"number":"4号"}`})
	rs.plain(mayIn(serveAddressDesk, addressCaseDivision), http.MethodPost, one+"/photos", s.addAddressCasePhoto,
		Example{Path: one + "/photos?filename=a.jpg", Body: `{}`, Headers: match})
	rs.plain(mayIn(serveAddressDesk, addressCaseDivision), http.MethodGet, one+"/photos/{photo}", s.addressCasePhoto, Example{Path: one + "/photos/not-an-id"})
}

func (s *Server) addressCaseStore() *addresscase.Store { return &addresscase.Store{DB: s.DB} }

// addressCaseDivision finds the division of the application in the address.
func addressCaseDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(chi.URLParam(r, "application"))
	if err != nil {
		return uuid.Nil, addresscase.ErrNotFound
	}
	a, err := s.addressCaseStore().ByID(r.Context(), id)
	return a.Division, err
}

// Problems of applications for addresses.
var (
	noAddressCase      = kind{"address-application-not-found", 404, "没有这件申请", "No such application", "请核对申请编号，或从列表里打开。", "Check the number, or open it from the list."}
	addressCaseChanged = kind{"address-application-changed", 412, "申请已有改动", "Changed since you opened it", "您打开之后，这件申请已被修改，这一步没有保存。请刷新后再办。", "The application was changed after you opened it, and nothing was saved. Reload and try again."}
	addressCaseStep    = kind{"address-application-step", 409, "现在不能办这一步", "Not from this state", "申请现在的状态不能办这一步：编号前须先踏勘，送达前须先有结果。请刷新后看可办的事项。", "No such step leads from its state: a number follows the look at the site. Reload and see what may follow."}
	addressCaseWant    = kind{"address-application-want", 422, "没有选择办什么", "What for", "请选择申请门牌编号，还是门牌证、地址证明。", "Say whether a number or a certificate is applied for."}
	addressCaseParty   = kind{"address-application-applicant", 422, "缺申请人", "The applicant is missing", "请填写申请人姓名或单位名称。", "Say who applies."}
	addressCaseContact = kind{"address-application-contact", 422, "缺联系方式", "No way to reach the applicant", "请填写联系电话，以便通知补正和领取。", "Say how the applicant is reached."}
	addressCaseWhere   = kind{"address-application-where", 422, "缺位置", "Where it is is missing", "请写明房屋坐落，或在地图上点出位置。", "Say in words where it is, or give the point."}
	addressCaseSite    = kind{"address-application-site", 422, "位置不对", "No point on the earth", "请按“经度,纬度”填写，例如 118.62,28.74。", "Give longitude and latitude, such as 118.62,28.74."}
	addressCaseDay     = kind{"address-application-day", 422, "日期不对", "Unfit day", "日期不能早于上一步，也不能晚于今天。", "The day lies before the last step or after today."}
	addressCaseReason  = kind{"address-application-reason", 422, "请写明情况", "Say what or why", "请写明要补什么、踏勘看到什么、为什么改号，或不予办理的理由（不写人名）。", "Say what is missing, what was seen, why the number is another, or why it is refused; name nobody."}
	addressCaseResult  = kind{"address-application-result", 422, "地址已不存在", "The address does not stand", "所选的地址今天不在用，请另选一个，或编一个新号。", "The address chosen does not stand today; choose another or make one."}
	addressCaseNumber  = kind{"address-application-number", 422, "看不懂这个门牌号", "No door number", "请写成 4号、18-1号 这样的门牌号（全角、汉字数字也可）；幢、单元请填在各自的栏里。", "Write a door number such as 4号 or 18-1号; buildings and units go into their own fields."}
	addressCaseAgainst = kind{"address-application-against", 422, "门牌号与编号规则不同", "Against the numbering scheme", "要用这个号，请写明理由，理由存入档案；或改用规则给出的号。", "To give this number all the same, say why; the reason becomes part of the file. Or take the number that the scheme gives."}
	addressCaseIssued  = kind{"address-application-certified", 409, "证照已开，不能改号", "A certificate was issued", "这个地址已开具门牌证或地址证明，不能从申请里改号。确需改号的，请办理地址变更，旧证作废后另开。", "A certificate of this address was issued. Change the address itself, and issue a new certificate."}
	addressCaseOther   = kind{"address-application-other", 409, "不是这件申请的地址", "Of another address", "证照的地址与申请的结果不是同一个，请从申请里开具。", "The certificate is of another address than the application's."}
	addressCaseReceipt = kind{"address-application-receipt", 404, "编号或查询码不对", "Wrong number or code", "受理编号或查询码不对，请照回执上的填写。", "The number or the code is wrong; copy both from the receipt."}
	addressCasePhoto   = kind{"address-application-photo", 404, "没有这张照片", "No such picture", "请刷新后从列表里打开。", "Reload and open it from the list."}
)

var addressCaseErrors = []row{
	{addresscase.ErrNotFound, noAddressCase}, {addresscase.ErrChanged, addressCaseChanged}, {addresscase.ErrStep, addressCaseStep},
	{addresscase.ErrWant, addressCaseWant}, {addresscase.ErrApplicant, addressCaseParty}, {addresscase.ErrContact, addressCaseContact},
	{addresscase.ErrWhere, addressCaseWhere}, {addresscase.ErrSite, addressCaseSite}, {addresscase.ErrDay, addressCaseDay},
	{addresscase.ErrReason, addressCaseReason}, {addresscase.ErrResult, addressCaseResult}, {addresscase.ErrOther, addressCaseOther},
	{addresscase.ErrAgainst, addressCaseAgainst}, {addresscase.ErrCertified, addressCaseIssued},
	{addresscase.ErrReceipt, addressCaseReceipt}, {addresscase.ErrPhoto, addressCasePhoto},
}

// AddressCaseBody is an application without its applicant.
type AddressCaseBody struct {
	ID           uuid.UUID          `json:"id"`
	Number       string             `json:"number"`
	Channel      string             `json:"channel" enum:"counter,online"`
	Want         string             `json:"want" enum:"number,certificate"`
	Division     uuid.UUID          `json:"division"`
	DivisionName string             `json:"division_name"`
	Lon          *float64           `json:"lon,omitempty" doc:"Of the site, CGCS2000."`
	Lat          *float64           `json:"lat,omitempty"`
	ReceivedOn   string             `json:"received_on"`
	State        addresscase.State  `json:"state" enum:"received,to_correct,accepted,seen,numbered,refused,certified,handed_over,withdrawn"`
	Steps        []addresscase.Step `json:"steps" doc:"Those that may follow."`
	Address      *uuid.UUID         `json:"address,omitempty" doc:"The result."`
	DueOn        string             `json:"due_on,omitempty" doc:"The last day in law."`
	SafeOn       string             `json:"safe_on,omitempty" doc:"The last working day up to it."`
	WarnOn       string             `json:"warn_on,omitempty"`
	DueBasis     string             `json:"due_basis,omitempty"`
	DecidedOn    string             `json:"decided_on,omitempty"`
	Overdue      bool               `json:"overdue"`
}

func addressCaseBody(a addresscase.Application) AddressCaseBody {
	b := AddressCaseBody{ID: a.ID, Number: a.Number, Channel: string(a.Channel), Want: string(a.Want), Division: a.Division, DivisionName: boundaries.StandardName(a.DivisionName),
		ReceivedOn: a.Received.String(), State: a.State, Steps: a.Steps(), Address: a.Address, DueOn: a.Clock.Legal.String(), SafeOn: a.Clock.Safe.String(),
		WarnOn: a.Clock.Warn.String(), DueBasis: a.Clock.Basis, DecidedOn: a.Decided.String(), Overdue: a.Overdue()}
	b.Lon, b.Lat = lonLat(a.Site)
	return b
}

type addressCasesInput struct {
	Lang    string `query:"lang" enum:"zh,en"`
	State   string `query:"state" enum:"received,to_correct,accepted,seen,numbered,refused,certified,handed_over,withdrawn"`
	Open    bool   `query:"open" doc:"Not yet handed over, refused or withdrawn."`
	Overdue bool   `query:"overdue"`
	Address string `query:"address" format:"uuid" doc:"Of which it is the result."`
	Q       string `query:"q" maxLength:"40" doc:"Part of the number."`
	Cursor  string `query:"cursor" maxLength:"60"`
	Limit   int    `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

func (s *Server) addressCases(ctx context.Context, in *addressCasesInput) (*struct{ Body itemsOf[AddressCaseBody] }, error) {
	f := addresscase.Filter{State: addresscase.State(in.State), Open: in.Open, Overdue: in.Overdue, Text: in.Q, Limit: in.Limit}
	if f.Limit == 0 {
		f.Limit = 100
	}
	if in.Address != "" {
		id := uuid.MustParse(in.Address) // huma checked the format
		f.Address = &id
	}
	var err error
	if f.Within, f.Whole, err = s.reach(ctx, serveAddressDesk); err != nil {
		return nil, s.fail(ctx, err)
	}
	after, err := readDayCursor(in.Cursor, addresscase.RankClosed)
	if err != nil {
		return nil, badCursor.in(ctx)
	}
	f.After = addresscase.Cursor(after)
	all, err := s.addressCaseStore().List(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[AddressCaseBody]{Items: make([]AddressCaseBody, len(all))}
	for i, a := range all {
		body.Items[i] = addressCaseBody(a)
	}
	if len(all) == f.Limit {
		body.Next = dayCursor(all[len(all)-1].Cursor()).String()
	}
	return &struct{ Body itemsOf[AddressCaseBody] }{body}, nil
}

// AddressCaseStep is a step that was taken.
type AddressCaseStep struct {
	Step    addresscase.Step  `json:"step"`
	To      addresscase.State `json:"to"`
	On      string            `json:"on"`
	Note    string            `json:"note,omitempty"`
	Against string            `json:"against,omitempty" doc:"What spoke against the number that was given; note says why it was given."`
	At      time.Time         `json:"at"`
	By      string            `json:"by" doc:"Who took it."`
}

// AddressCasePhoto is a picture of the site.
type AddressCasePhoto struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
	Size int64     `json:"size" doc:"Bytes."`
}

// AddressCaseWithParty is an application as who serves the desk reads it.
type AddressCaseWithParty struct {
	AddressCaseBody
	Party        *PartyBody         `json:"party,omitempty" doc:"Absent where the personal data was erased."`
	Taken        []AddressCaseStep  `json:"taken"`
	Photos       []AddressCasePhoto `json:"photos"`
	Text         string             `json:"address_text,omitempty" doc:"Of the result, today."`
	Certificates []CertificateBody  `json:"certificates"`
}

// PartyBody is who applies. It is personal data, held apart and erasable.
type PartyBody struct {
	Applicant string      `json:"applicant" maxLength:"100"`
	Owner     string      `json:"owner,omitempty" maxLength:"100" doc:"The applicant if absent."`
	Builder   string      `json:"builder,omitempty" maxLength:"100"`
	Contact   string      `json:"contact" maxLength:"200"`
	Where     string      `json:"where,omitempty" maxLength:"300" doc:"In the applicant's words."`
	Note      string      `json:"note,omitempty" maxLength:"2000"`
	Papers    []PaperBody `json:"papers,omitempty" maxItems:"20"`
}

// AddressCaseParam names an application in an address.
type AddressCaseParam struct {
	Lang        string    `query:"lang" enum:"zh,en"`
	Application uuid.UUID `path:"application"`
}

type addressCaseOutput struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Body         AddressCaseWithParty
}

func (s *Server) addressCase(ctx context.Context, in *AddressCaseParam) (*addressCaseOutput, error) {
	a, err := s.addressCaseStore().ByID(ctx, in.Application)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &addressCaseOutput{etagOf(strconv.FormatInt(a.Tag, 10)), "private, no-store", AddressCaseWithParty{AddressCaseBody: addressCaseBody(a)}}
	if err := s.fillAddressCase(ctx, a, &out.Body); err != nil {
		return nil, s.fail(ctx, err)
	}
	return out, nil
}

func (s *Server) fillAddressCase(ctx context.Context, a addresscase.Application, b *AddressCaseWithParty) error {
	store := s.addressCaseStore()
	party, err := store.PartyOf(ctx, a.ID)
	if err == nil {
		b.Party = partyBody(party)
	} else if !errors.Is(err, ledger.ErrErased) {
		return err
	}
	b.Taken, b.Photos, b.Certificates = []AddressCaseStep{}, []AddressCasePhoto{}, []CertificateBody{}
	steps, err1 := store.StepsOf(ctx, a.ID)
	photos, err2 := store.PhotosOf(ctx, a.ID)
	papers, err3 := store.CertificatesOf(ctx, a.ID)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	actors := make([]uuid.UUID, len(steps))
	for i, t := range steps {
		actors[i] = t.Actor
	}
	names, err := s.actorNames(ctx, actors)
	if err != nil {
		return err
	}
	for i, t := range steps {
		if a.Channel == addresscase.Online && t.Actor == ledger.Console {
			names[i] = pick(ctx, "申请人（网上）", "the applicant, on the web")
		}
		b.Taken = append(b.Taken, AddressCaseStep{t.Step, t.To, t.On.String(), t.Note, t.Against, t.At, names[i]})
	}
	for _, p := range photos {
		b.Photos = append(b.Photos, AddressCasePhoto{p.ID, p.Name, p.Size})
	}
	for _, id := range papers {
		c, err := s.certificateStore().ByID(ctx, id)
		if err != nil {
			return err
		}
		b.Certificates = append(b.Certificates, s.certificateBody(c))
	}
	if a.Address == nil {
		return nil
	}
	found, err := s.addressStore().ByID(ctx, address.Reader{Internal: true}, *a.Address)
	b.Text = found.Text
	return err
}

func partyBody(p addresscase.Party) *PartyBody {
	b := &PartyBody{Applicant: p.Applicant, Owner: p.Owner, Builder: p.Builder, Contact: p.Contact, Where: p.Where, Note: p.Note, Papers: []PaperBody{}}
	for _, one := range p.Papers {
		b.Papers = append(b.Papers, PaperBody(one))
	}
	return b
}
