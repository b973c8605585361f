package api

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/importers/csvfile"
	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/card"
	"diming/shelters/poster"
)

// Problems of village cards.
var (
	noCardPart   = kind{"village-card-part-not-found", 404, "没有这一条", "No such entry", "安全卡上没有这个编号的内容，可能已经停用；请刷新后从列表中选择。", "The card has nothing under this id, perhaps no longer; reload and choose from the list."}
	cardChanged  = kind{"village-card-changed", 412, "内容已有改动", "Changed since you opened it", "您打开之后，这一条已被修改，您的改动没有保存。请刷新后再办。", "It was changed after you opened it, and nothing was saved. Reload and try again."}
	cardEnded    = kind{"village-card-ended", 409, "这一条已经停用", "No longer in use", "这一条已经停用，不能再改；请另外新增。", "This entry is no longer in use; add another."}
	policyGone   = kind{"policy-withdrawn", 410, "政策已撤下", "Withdrawn", "", ""}
	cardDivision = kind{"village-card-division", 422, "请选择村或上级区划", "Choose a division", "登记中没有这个区划，或者这里要选的是村、社区。", "No such division is held, or a village is wanted here."}
	cardShelter  = kind{"village-card-shelter", 422, "请选择避难场所", "Choose a shelter", "登记中没有这个避难场所。", "The register has no such shelter."}
	cardRole     = kind{"village-card-role", 422, "请选择职责", "Choose a role", "请选择联系人的职责。", "Choose the role of the contact."}
	cardTitle    = kind{"village-card-title", 422, "请写明称呼", "Give it a title", "称呼为 1 到 40 个字，例如：灾害信息员、村委会值班室。", "A title has 1 to 40 characters, such as: information officer."}
	cardPhone    = kind{"village-card-phone", 422, "电话号码不能拨打", "Not a number", "请填写能拨打的号码：数字、空格、短横，前面可加 +。", "Give a number that can be dialled: digits, spaces and hyphens, a plus in front."}
	cardConsent  = kind{"village-card-consent", 422, "公开个人号码须本人同意", "Consent is needed", "公开个人号码，须写明姓名和本人同意的凭据（哪天、哪份材料）；否则请填值班电话。", "To show a private number, give the person's name and the paper of their consent; otherwise give a duty phone."}
	cardRank     = kind{"village-card-rank", 422, "次序超出范围", "Rank out of range", "次序为 0 到 1000。", "A rank is 0 to 1000."}
	cardResult   = kind{"village-card-trial", 422, "请说明打通没有", "How did it end", "请选择：打通、没人接、号码不对。", "Choose: answered, no answer, wrong number."}
	cardHint     = kind{"village-card-hint", 422, "走法太长", "Too long", "走法不超过 120 个字。", "A walking hint has at most 120 characters."}
	cardDay      = kind{"village-card-day", 422, "日期不对", "Which day", "请填写日期，不能是将来的日子。", "Give the day; it must not lie in the future."}
	cardPeople   = kind{"village-card-people", 422, "人数不对", "Numbers do not fit", "人数为 0 到 100 万，需要帮助的人不能比总人数多。", "People are 0 to 1,000,000, those who need help no more than all."}
	cardSource   = kind{"village-card-source", 422, "请写明数字来源", "Say the source", "请写明人数从哪里来，例如：村 2026 年统计。", "Say where the number comes from."}
	cardPolicy   = kind{"village-card-policy", 422, "政策内容不全", "Something is missing", "政策要有标题（60 字以内）、大白话（200 字以内）和依据。", "A policy needs a title of up to 60 characters, plain words of up to 200 and its basis."}
	cardBody     = kind{"village-card-body", 422, "全文太长", "Too long", "政策全文不超过 2 万字。", "The text of a policy has at most 20,000 characters."}
	cardValid    = kind{"village-card-valid", 422, "起止日期不对", "Dates do not fit", "政策至少要有效一天：止日要在起日之后。", "A policy holds for at least a day."}
)

var cardErrors = []row{
	{card.ErrNotFound, noCardPart}, {card.ErrChanged, cardChanged}, {card.ErrEnded, cardEnded}, {card.ErrDivision, cardDivision}, {card.ErrShelter, cardShelter},
	{card.ErrRole, cardRole}, {card.ErrTitle, cardTitle}, {card.ErrPhone, cardPhone}, {card.ErrConsent, cardConsent}, {card.ErrRank, cardRank},
	{card.ErrResult, cardResult}, {card.ErrHint, cardHint}, {card.ErrDay, cardDay}, {card.ErrPeople, cardPeople}, {card.ErrSource, cardSource},
	{card.ErrPolicy, cardPolicy}, {card.ErrBody, cardBody}, {card.ErrSpan, cardValid},
}

// villageCardRoutes are where the office keeps the cards.
func (s *Server) villageCardRoutes(rs routes) {
	get(rs, mayAnywhere(keepShelters), "/v1/village-cards", "What the card of each village says and what it lacks", s.cardCoverage)
	rs.plain(mayAnywhere(keepShelters), http.MethodGet, "/v1/village-cards.csv", s.cardCoverageCSV)
	get(rs, mayIn(keepShelters, villageAsked), "/v1/village-cards/{village}", "What is kept for the card of a village, and of what holds it", s.keptCard, Example{Path: "/v1/village-cards/{division}"})
	post := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary, DefaultStatus: http.StatusCreated}
	}
	change := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary, DefaultStatus: http.StatusNoContent}
	}
	match := []string{"If-Match", `"0"`}
	const contact = `{"division":"{division}","role":"village","title":"村","phone":"0570-1"}`
	operate(rs, may(keepShelters), post("/v1/village-contacts", "Enter whom the people of a division call"), s.addContact, Example{Body: contact})
	operate(rs, may(keepShelters), change(http.MethodPut, "/v1/village-contacts/{contact}", "Change a contact"), s.changeContact, Example{Body: contact, Headers: match})
	operate(rs, may(keepShelters), change(http.MethodPost, "/v1/village-contacts/{contact}/end", "Take a contact off the cards"), s.endContact, Example{Body: `{"reason":"测试"}`, Headers: match})
	operate(rs, may(keepShelters), change(http.MethodPost, "/v1/village-contacts/{contact}/trials", "Note that a number was tried"), s.tryContact, Example{Body: `{"result":"answered"}`})
	operate(rs, may(keepShelters), change(http.MethodPost, "/v1/walking-hints", "Write how one goes on foot from a village to a shelter; an empty text takes it back"), s.writeHint, Example{Body: `{"village":"{division}","shelter":"{uuid}","text":"测试"}`})
	operate(rs, may(keepShelters), change(http.MethodPost, "/v1/village-people", "Say how many of a village must find a place"), s.countPeople, Example{Body: `{"village":"{division}","people":1,"source":"测试"}`})
	const policy = `{"division":"{division}","title":"测试","plain":"测试","basis":"测试"}`
	operate(rs, may(keepShelters), post("/v1/village-policies", "Enter a policy for the people of a division"), s.addPolicy, Example{Body: policy})
	operate(rs, may(keepShelters), change(http.MethodPut, "/v1/village-policies/{policy}", "Change a policy, or end it"), s.changePolicy, Example{Body: policy, Headers: match})
}

// villageAsked is the division of a request about one village.
func villageAsked(_ *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("village"))
	if err != nil {
		return uuid.Nil, card.ErrDivision
	}
	return id, nil
}

// VillageCardRow is a village with what its card says and lacks.
type VillageCardRow struct {
	Village   VillageBody `json:"village"`
	Warned    bool        `json:"warned"`
	Shelter   string      `json:"shelter" doc:"The first to which it is sent; empty for none."`
	State     string      `json:"state"`
	DistanceM *float64    `json:"distance_m"`
	Officer   string      `json:"officer" doc:"Title of the first contact."`
	Phone     string      `json:"phone"`
	Night     string      `json:"night" doc:"The number that answers at night."`
	Tried     *time.Time  `json:"tried_at"`
	People    *int        `json:"people"`
	Gaps      []string    `json:"gaps" enum:"shelter,contact,officer,assignment,people,night,untried,hint,plate,paper"`
}

// villageCardsBody are the cards of the villages that the asker keeps.
type villageCardsBody struct {
	Items []VillageCardRow `json:"items"`
	At    time.Time        `json:"at"`
}

// covered composes the cards of the villages that the asker keeps.
func (s *Server) covered(ctx context.Context) ([]card.Covered, time.Time, error) {
	roots, whole, err := s.reach(ctx, keepShelters)
	if err != nil {
		return nil, time.Time{}, err
	}
	f, err := s.facts(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	var villages []card.Division
	pick := func(d card.Division) bool { return whole || f.Below(d, roots) }
	for _, d := range f.Divisions {
		if d.Level == int(boundaries.Village) && pick(d) {
			villages = append(villages, d)
		}
	}
	hang, err := s.onWalls(ctx, f, villages)
	if err != nil {
		return nil, f.At, err
	}
	limits, err := s.limitsOf(ctx, villages)
	if err != nil {
		return nil, f.At, err
	}
	return card.Coverage(f, pick, hang, limits, f.At), f.At, nil
}

// limitsOf gives the settings of shelters and their contacts in villages.
func (s *Server) limitsOf(ctx context.Context, villages []card.Division) (map[uuid.UUID]shelters.Limits, error) {
	return shelters.LimitsOf(ctx, s.DB, divisionIDs(villages), today())
}

func divisionIDs(divisions []card.Division) []uuid.UUID {
	ids := make([]uuid.UUID, len(divisions))
	for i, d := range divisions {
		ids[i] = d.ID
	}
	return ids
}

// onWalls finds which plates and papers hang in villages.
func (s *Server) onWalls(ctx context.Context, f *card.Facts, villages []card.Division) (hang card.OnWalls, err error) {
	if hang.Plates, err = s.plates().HangingAt(ctx, divisionIDs(villages)); err != nil {
		return hang, err
	}
	k, err := s.papers().Stack(ctx, *f)
	if err != nil {
		return hang, err
	}
	papers, err := s.papersOf(ctx, k, villages)
	hang.Papers = map[uuid.UUID]bool{}
	for _, p := range papers {
		hang.Papers[p.ID] = p.Standing == poster.InOrder
	}
	return hang, err
}

func villageCardRow(c card.Covered) VillageCardRow {
	row := VillageCardRow{Village: villageBody(c.Card), Warned: len(c.Warnings) > 0, Gaps: []string{}}
	if len(c.Goals) > 0 {
		g := c.Goals[0]
		row.Shelter, row.State = g.Name, string(g.State)
		if c.From != nil {
			row.DistanceM = &g.DistanceM
		}
	}
	if len(c.Contacts) > 0 {
		row.Officer, row.Phone = c.Contacts[0].Title, c.Contacts[0].Phone
	}
	if n, ok := c.NightContact(); ok {
		row.Night, row.Tried = n.Phone, momentOrNil(n.Tried)
	}
	if c.People != nil {
		row.People = &c.People.People
	}
	for _, g := range c.Gaps {
		row.Gaps = append(row.Gaps, string(g))
	}
	return row
}

func (s *Server) cardCoverage(ctx context.Context, _ *struct {
	Lang string `query:"lang" enum:"zh,en"`
}) (*struct{ Body villageCardsBody }, error) {
	all, at, err := s.covered(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := villageCardsBody{Items: make([]VillageCardRow, len(all)), At: at}
	for i, c := range all {
		body.Items[i] = villageCardRow(c)
	}
	return &struct{ Body villageCardsBody }{body}, nil
}

// gapWords are what gaps are called in a table.
var gapWords = map[card.Gap][2]string{
	card.NoShelter: {"没有可去的避灾点", "no shelter"}, card.NoContact: {"没有联系电话", "no number"}, card.NoOfficer: {"没有本村灾害信息员", "no information officer"},
	card.NoAssignment: {"没有分配方案", "no plan"}, card.NoPeople: {"没有人数", "no number of people"}, card.NoNight: {"没有夜间电话", "no number at night"},
	card.Untried: {"夜间电话到期未拨通", "night number not tried lately"}, card.NoHint: {"没有走法", "no walking hint"}, card.NoPlate: {"村牌未挂", "no plate"},
	card.NoPaper: {"没有有效的告示", "no paper in order"},
}

// cardCoverageCSV is the same as a table for a spreadsheet.
func (s *Server) cardCoverageCSV(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	all, at, err := s.covered(ctx)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="village-cards-`+at.In(version.China).Format("20060102")+`.csv"`)
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("\ufeff")) // by which spreadsheets know UTF-8
	out := csv.NewWriter(w)
	_ = out.Write([]string{"代码", "村", "上级", "第一避灾点", "状态", "直线距离(米)", "联系人", "电话", "夜间电话", "最近拨测", "缺什么"})
	for _, c := range all {
		row := villageCardRow(c)
		metres, tried := "", ""
		if row.DistanceM != nil {
			metres = trimNumber(*row.DistanceM)
		}
		if row.Tried != nil {
			tried = row.Tried.In(version.China).Format("2006-01-02 15:04")
		}
		var gaps []string
		for _, g := range c.Gaps {
			gaps = append(gaps, pick(ctx, gapWords[g][0], gapWords[g][1]))
		}
		cells := []string{row.Village.Code, row.Village.Name, strings.Join(row.Village.Above, ""), row.Shelter, row.State, metres, row.Officer, row.Phone, row.Night, tried, strings.Join(gaps, "；")}
		for i := range cells {
			cells[i] = csvfile.Tame(cells[i])
		}
		_ = out.Write(cells)
	}
	out.Flush()
}
