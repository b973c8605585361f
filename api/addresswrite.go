package api

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/desk"
	"diming/internal/version"
)

// Problems of addresses.
var (
	noAddress        = kind{"address-not-found", 404, "没有这个地址", "No such address", "登记中没有这个编号的地址，请检查编号，或按街路巷查找。", "The register has no address with this id; check it, or look under its street."}
	goneAddress      = kind{"address-withdrawn", 410, "地址登记已撤回", "Withdrawn", "这个地址的登记已撤回，不能再办。", "This address was withdrawn from the register."}
	addressChanged   = kind{"address-changed", 412, "地址已有改动", "Changed since you opened it", "您打开之后，这个地址已被修改，您的改动没有保存。请刷新后再办。", "The address was changed after you opened it, and nothing was saved. Reload and try again."}
	addressTaken     = kind{"address-taken", 409, "门牌号已使用", "Number taken", "已有同号的地址，请换一个号码，或先注销原地址。", "Another address has this number; choose another, or cancel that address first."}
	addressContent   = kind{"address-content", 422, "地址内容不全或不合", "Something does not fit", "地址内容不全或不合，请照提示修改。", "Something of the address is missing or does not fit."}
	addressStep      = kind{"address-step", 409, "现在不能办这一步", "Not from this state", "地址现在的状态不能办这一步，请刷新后看可办的事项。", "No such step leads from the address's state; reload and see what may follow."}
	addressDay       = kind{"address-day", 422, "日期不对", "Unfit day", "日期不能早于上一步或地址的起始日，也不能晚于今天。", "The day lies before the last step or the address's first day, or after today."}
	addressReason    = kind{"address-reason", 422, "请写明原因", "Say why", "请写明原因或依据。", "Say why, or what it rests on."}
	addressAuxiliary = kind{"address-auxiliary", 409, "还有辅地址", "Auxiliary addresses stand", "主地址须在辅地址的全部日期内有效：请先注销辅地址，或把它们改到别的主地址。", "A main address stands as long as its auxiliary addresses do: cancel these first, or give them to another."}
	addressRows      = kind{"address-rows", 422, "有地址不能录入", "Some rows do not fit", "下列各行不能录入，全批都没有保存。请照每行的说明修改后再提交。", "The rows listed do not fit, and nothing of the batch was entered. Correct them and send it again."}
	addressWhere     = kind{"address-where", 422, "请说明查哪里", "Say where", "请给出街路巷（way）、自然村（settlement）、小区（compound），或乡镇、街道、村、社区（division）之一。", "Give a street (way), natural village (settlement), compound, or a township or village (division)."}
)

var addressErrors = []row{
	{address.ErrNotFound, noAddress},
	{address.ErrWithdrawn, goneAddress},
	{address.ErrChanged, addressChanged},
	{address.ErrTaken, addressTaken},
	{address.ErrContent, addressContent},
	{address.ErrStep, addressStep},
	{address.ErrDay, addressDay},
	{address.ErrReason, addressReason},
	{address.ErrAuxiliary, addressAuxiliary},
}

// AddressWrite is what an address is made of.
type AddressWrite struct {
	Division   uuid.UUID  `json:"division" doc:"The village or community, or the township where none is held."`
	Settlement *uuid.UUID `json:"settlement,omitempty" doc:"Natural village."`
	Way        *uuid.UUID `json:"way,omitempty" doc:"Street or lane."`
	Compound   *uuid.UUID `json:"compound,omitempty"`
	Number     string     `json:"number,omitempty" maxLength:"20" doc:"Digits, without 号."`
	Sub        string     `json:"sub,omitempty" maxLength:"20" doc:"Of an inserted number: the 1 of 12-1号."`
	Format     string     `json:"insert_format,omitempty" maxLength:"4" enum:"-,之,附" doc:"How sub is written."`
	Building   string     `json:"building,omitempty" maxLength:"40" doc:"Without 幢."`
	Unit       string     `json:"unit,omitempty" maxLength:"40" doc:"Without 单元."`
	Floor      string     `json:"floor,omitempty" maxLength:"40" doc:"Without 层."`
	Room       string     `json:"room,omitempty" maxLength:"40" doc:"Without 室."`
	Kind       string     `json:"kind,omitempty" enum:"main,auxiliary" doc:"main if absent."`
	Main       *uuid.UUID `json:"main,omitempty" doc:"Of an auxiliary address."`
	Lon        *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Of the entrance, CGCS2000."`
	Lat        *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	PlateLon   *float64   `json:"plate_lon,omitempty" minimum:"-180" maximum:"180"`
	PlateLat   *float64   `json:"plate_lat,omitempty" minimum:"-90" maximum:"90"`
	Visibility string     `json:"visibility,omitempty" enum:"public,internal" doc:"internal if absent."`
	State      string     `json:"state,omitempty" enum:"numbered,confirmed,in_use" doc:"In which it enters the register; numbered if absent."`
	Source     string     `json:"source" maxLength:"200"`
	From       string     `json:"from,omitempty" maxLength:"10" doc:"Since when it stands; today if absent. Not of a change."`
}

func (w AddressWrite) draft() (address.Draft, error) {
	from, err := dayOr(w.From, today())
	return address.Draft{
		Components: address.Components{Division: w.Division, Settlement: orNoID(w.Settlement), Way: orNoID(w.Way), Compound: orNoID(w.Compound),
			Number: w.Number, Sub: w.Sub, InsertFormat: w.Format, Building: w.Building, Unit: w.Unit, Floor: w.Floor, Room: w.Room},
		Kind: address.Kind(w.Kind), Main: orNoID(w.Main), Entrance: pointIn(w.Lon, w.Lat), Plate: pointIn(w.PlateLon, w.PlateLat),
		Visibility: w.Visibility, State: address.State(w.State), Source: w.Source, Valid: version.Span{From: from}}, err
}

type addAddressesInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Items  []AddressWrite `json:"items" minItems:"1" maxItems:"5000"`
		Reason string         `json:"reason" maxLength:"1000"`
	}
}

// AddedAddresses are the ids of what was entered, in the order of the items.
type AddedAddresses struct {
	IDs []uuid.UUID `json:"ids"`
}

func (s *Server) addAddresses(ctx context.Context, in *addAddressesInput) (*struct{ Body AddedAddresses }, error) {
	drafts := make([]address.Draft, len(in.Body.Items))
	for i, w := range in.Body.Items {
		var err error
		if drafts[i], err = w.draft(); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if err := s.keepsAddress(ctx, drafts); err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "address add")}
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		_, entry, err := inTx(tx).AddBatch(ctx, by, drafts, in.Body.Reason, today())
		return strconv.FormatInt(entry, 10), err
	})
	if err != nil {
		return nil, s.failAddress(ctx, err)
	}
	entry, err := strconv.ParseInt(answer, 10, 64)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	// Ids rise in the order in which they were given out.
	ids, err := s.addressStore().ObjectsOf(ctx, entry, uuid.Nil, maxAddresses, false)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body AddedAddresses }{AddedAddresses{ids}}, nil
}

// failAddress puts what does not fit into words: each row of a batch, the
// number that is taken.
func (s *Server) failAddress(ctx context.Context, err error) error {
	var batch *address.BatchError
	var told *address.ContentError
	var taken *address.TakenError
	switch {
	case errors.As(err, &batch):
		p := addressRows.in(ctx)
		for _, r := range batch.Rows {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Location: fmt.Sprintf("body.items[%d]", r.Row-1), Message: addressWords(ctx, r.Err)})
		}
		return p
	case errors.As(err, &taken):
		p := addressTaken.in(ctx)
		p.Detail = addressWords(ctx, err)
		return p
	case errors.As(err, &told):
		p := addressContent.in(ctx)
		p.Detail = addressWords(ctx, err)
		return p
	}
	return s.fail(ctx, err)
}

func addressWords(ctx context.Context, err error) string {
	var told *address.ContentError
	var taken *address.TakenError
	switch {
	case errors.As(err, &told):
		return pick(ctx, told.ZH, told.EN)
	case errors.As(err, &taken) && taken.Other == uuid.Nil:
		return pick(ctx, taken.Number+"在这一批中出现了两次，请改其中一个。", taken.Number+" stands twice in this batch; change one of them.")
	case errors.As(err, &taken):
		return pick(ctx, taken.Number+"已被别的地址使用，请换一个号码。", taken.Number+" is the number of another address; choose another.")
	}
	return pick(ctx, "这一行不能录入。", "This row does not fit.")
}

type changeAddressInput[B any] struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Address uuid.UUID `path:"address"`
	IfMatch string    `header:"If-Match" maxLength:"64" doc:"The ETag of the address as it was read."`
	Key     string    `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, the change is not made again and the answer is the same."`
	RawBody []byte
	Body    B
}

// changeAddressOnce makes one change of an address that was read, once however
// often it is sent, and answers the address that stands.
func changeAddressOnce[B any](ctx context.Context, s *Server, in *changeAddressInput[B], what string, do func(store *address.Store, by uuid.UUID, tag int64) (uuid.UUID, error)) (*addressOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, addressChanged.in(ctx)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, what, in.Address.String(), in.IfMatch)}
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		id, err := do(inTx(tx), by, tag)
		return id.String(), err
	})
	if err != nil {
		return nil, s.failAddress(ctx, err)
	}
	id, err := uuid.Parse(answer)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	inside := boundaries.Reader{Internal: true}
	a, err := s.addressStore().ByID(ctx, inside, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.addressAnswer(ctx, a, inside)
}

// AddressStepWrite is a step of an address.
type AddressStepWrite struct {
	Step string `json:"step" enum:"confirm,use,cancel"`
	On   string `json:"on,omitempty" maxLength:"10" doc:"Today if absent."`
	Note string `json:"note,omitempty" maxLength:"1000" doc:"Why, or by which paper; needed of a cancellation."`
}

func (s *Server) stepAddress(ctx context.Context, in *changeAddressInput[AddressStepWrite]) (*addressOutput, error) {
	on, err := dayOr(in.Body.On, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return changeAddressOnce(ctx, s, in, "address step", func(store *address.Store, by uuid.UUID, tag int64) (uuid.UUID, error) {
		_, err := store.Take(ctx, by, in.Address, tag, address.Act{Step: address.Step(in.Body.Step), On: on, Note: in.Body.Note}, today())
		return in.Address, err
	})
}

// AddressChangeWrite says what an address is made of from a day on.
type AddressChangeWrite struct {
	Item   AddressWrite `json:"item" doc:"All of it: what is absent is not there."`
	On     string       `json:"on,omitempty" maxLength:"10" doc:"From which day; absent where the register had it wrong."`
	Reason string       `json:"reason" maxLength:"1000"`
}

func (s *Server) changeAddress(ctx context.Context, in *changeAddressInput[AddressChangeWrite]) (*addressOutput, error) {
	on, err1 := dayOr(in.Body.On, version.Date{})
	d, err2 := in.Body.Item.draft()
	if err := errors.Join(err1, err2, s.keepsAddress(ctx, []address.Draft{d})); err != nil {
		return nil, s.fail(ctx, err)
	}
	return changeAddressOnce(ctx, s, in, "address change", func(store *address.Store, by uuid.UUID, tag int64) (uuid.UUID, error) {
		made, err := store.Change(ctx, by, in.Address, tag, d, on, in.Body.Reason, today())
		return made.ID, err
	})
}

// AddressWithdrawal says why an address should never have been entered.
type AddressWithdrawal struct {
	Successor *uuid.UUID `json:"successor,omitempty" doc:"The address that stands for it, of a duplicate."`
	Reason    string     `json:"reason" maxLength:"1000"`
}

func (s *Server) withdrawAddress(ctx context.Context, in *changeAddressInput[AddressWithdrawal]) (*addressOutput, error) {
	return changeAddressOnce(ctx, s, in, "address withdraw", func(store *address.Store, by uuid.UUID, tag int64) (uuid.UUID, error) {
		_, err := store.Withdraw(ctx, by, in.Address, tag, in.Body.Successor, in.Body.Reason)
		return in.Address, err
	})
}
