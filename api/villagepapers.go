package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
	"diming/shelters/card"
	"diming/shelters/poster"
)

// villagePaperRoutes are the papers 避险告示 that hang in villages: which are to be
// made, printed and put up.
func (s *Server) villagePaperRoutes(rs routes) {
	const all = "/v1/village-papers"
	write := func(path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodPost, Path: path, Summary: summary}
	}
	get(rs, mayAnywhere(keepShelters), all, "The papers of the villages that you keep, what is most urgent first", s.villagePapers)
	operate(rs, may(keepShelters), write(all+"/make", "Make the papers of villages: a new number where one says something else than the last"), s.makeVillagePapers,
		Example{Body: `{"villages":["{code}"]}`})
	operate(rs, may(keepShelters), write(all+"/post", "Say that papers were put up"), s.postVillagePapers,
		Example{Body: `{"villages":[{"code":"{code}","number":1}],"on":"2026-01-05"}`})
	rs.plain(may(keepShelters), http.MethodGet, all+"/print.pdf", s.printVillagePapers, Example{Path: all + "/print.pdf?village={code}"})
}

// papersAtOnce is how many villages one file or one request takes.
const papersAtOnce = 100

// What a paper may be refused for.
var (
	noVillage     = kind{"village-wanted", 422, "不是村", "Not a village", "告示只贴在村（社区）：请选村，不选乡镇或县。", "Papers hang in villages: choose a village, no township or county."}
	paperNotMade  = kind{"village-paper-not-made", 409, "告示还没有生成", "The paper is not made yet", "所选的村里有还没有生成、或内容已变的告示：先点“生成”，再打印或登记张贴。", "A paper among these is not made yet, or says something else now: make it first."}
	badPosted     = kind{"village-paper-day", 422, "张贴日期不对", "That day cannot be", "张贴日期不能早于告示生成的日子，也不能晚于今天；张贴地点不超过 200 字。", "A paper hangs from the day on which it was made until today, and where is said in 200 characters."}
	paperTooLong  = kind{"village-paper-long", 422, "一张纸放不下", "The texts do not fit the page", "这个村的走法和联系人太长，一张纸放不下：请在村安全卡里缩短走法。", "The ways and contacts of this village are too long for one page: shorten the walking hints."}
	tooManyPapers = kind{"village-papers-many", 422, "一次太多", "Too many at once", "一次最多 100 个村，请分批。", "At most 100 villages at once."}
)

var villagePaperErrors = []row{
	{poster.ErrNoPaper, paperNotMade}, {poster.ErrDay, badPosted}, {poster.ErrPlaces, badPosted}, {poster.ErrTooMuch, paperTooLong},
}

func (s *Server) papers() *poster.Store { return &poster.Store{DB: s.DB} }

// stack reads what papers are made from.
func (s *Server) stack(ctx context.Context) (poster.Stack, error) {
	facts, err := card.Load(ctx, s.DB)
	if err != nil {
		return poster.Stack{}, err
	}
	return s.papers().Stack(ctx, facts)
}

// papersOf composes the papers of villages.
func (s *Server) papersOf(ctx context.Context, k poster.Stack, villages []card.Division) ([]poster.Village, error) {
	ids := make([]uuid.UUID, len(villages))
	for i, v := range villages {
		ids[i] = v.ID
	}
	addresses, err := s.Signs.Addresses(ctx, s.PublicURL, ids)
	if err != nil {
		return nil, err
	}
	return s.papers().Villages(ctx, k, villages, addresses)
}

// VillagePaperBody is how the paper of a village stands.
type VillagePaperBody struct {
	ID       uuid.UUID       `json:"id" doc:"Of the village, as its safety card knows it."`
	Code     string          `json:"code"`
	Name     string          `json:"name"`
	Township string          `json:"township"`
	Standing poster.Standing `json:"standing" enum:"never_made,not_posted,out_of_date,in_order"`
	Fresh    bool            `json:"fresh" doc:"The version made last says what a paper would say now: it can be printed and posted."`
	Number   int             `json:"number,omitempty" doc:"Of the version made last."`
	Made     string          `json:"made,omitempty"`
	Posted   int             `json:"posted,omitempty" doc:"Number of the version that hangs."`
	PostedOn string          `json:"posted_on,omitempty"`
	Places   string          `json:"places,omitempty"`
	Shelters int             `json:"shelters"`
	Hints    int             `json:"hints" doc:"Of these, with a way written down."`
	Contacts int             `json:"contacts"`
}

func villagePaperBody(p poster.Village) VillagePaperBody {
	b := VillagePaperBody{ID: p.ID, Code: p.Code, Name: p.Name, Standing: p.Standing, Shelters: len(p.Content.Goals), Contacts: len(p.Content.Contacts)}
	if n := len(p.Above); n > 0 {
		b.Township = p.Above[n-1].Name
	}
	for _, g := range p.Content.Goals {
		if g.Way != "" {
			b.Hints++
		}
	}
	if last := p.Held.Last; last != nil {
		b.Fresh, b.Number, b.Made = last.Digest == p.Digest, last.Number, last.On.String()
	}
	if h := p.Held.Hangs; h != nil {
		b.Posted, b.PostedOn, b.Places = h.Number, h.PostedOn.String(), h.Places
	}
	return b
}

type villagePapersInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `query:"division" maxLength:"20" doc:"Code of a division: its villages alone."`
	Standing string `query:"standing" enum:"never_made,not_posted,out_of_date,in_order"`
}

// VillagePapersBody is the list with how many stand how.
type VillagePapersBody struct {
	Items  []VillagePaperBody      `json:"items"`
	Counts map[poster.Standing]int `json:"counts" doc:"Of all villages asked about, whatever standing was asked for."`
}

// villagePapers lists every village that somebody keeps. A county has some
// hundreds, which is one page.
func (s *Server) villagePapers(ctx context.Context, in *villagePapersInput) (*struct{ Body VillagePapersBody }, error) {
	k, err := s.stack(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	villages, err := s.keptVillages(ctx, k.Facts, in.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.papersOf(ctx, k, villages)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := VillagePapersBody{Items: []VillagePaperBody{}, Counts: map[poster.Standing]int{}}
	for _, p := range all {
		body.Counts[p.Standing]++
		if in.Standing == "" || string(p.Standing) == in.Standing {
			body.Items = append(body.Items, villagePaperBody(p))
		}
	}
	slices.SortFunc(body.Items, func(a, b VillagePaperBody) int {
		return cmp.Or(cmp.Compare(urgency(a.Standing), urgency(b.Standing)), strings.Compare(a.Code, b.Code))
	})
	return &struct{ Body VillagePapersBody }{body}, nil
}

// urgency puts what misleads before what is missing.
func urgency(st poster.Standing) int {
	return slices.Index([]poster.Standing{poster.OutOfDate, poster.NeverMade, poster.NotPosted, poster.InOrder}, st)
}

// keptVillages are the villages whose shelters somebody keeps, within a division
// if one is named.
func (s *Server) keptVillages(ctx context.Context, f *card.Facts, within string) ([]card.Division, error) {
	roots, whole, err := s.reach(ctx, keepShelters)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]card.Division{}
	for _, d := range f.Divisions {
		byID[d.ID] = d
	}
	under := func(d card.Division, ok func(card.Division) bool) bool {
		for depth := 0; depth < 10; depth++ {
			if ok(d) {
				return true
			}
			up, held := byID[d.Parent]
			if !held {
				return false
			}
			d = up
		}
		return false
	}
	var kept []card.Division
	for _, d := range f.Divisions {
		if d.Level == int(boundaries.Village) &&
			(whole || under(d, func(d card.Division) bool { return slices.Contains(roots, d.ID) })) &&
			(within == "" || under(d, func(d card.Division) bool { return d.Code == within })) {
			kept = append(kept, d)
		}
	}
	slices.SortFunc(kept, func(a, b card.Division) int { return strings.Compare(a.Code, b.Code) })
	return kept, nil
}

// namedVillages finds villages by their codes and lets through who keeps them all.
func (s *Server) namedVillages(ctx context.Context, k poster.Stack, codes []string) ([]poster.Village, error) {
	if len(codes) > papersAtOnce {
		return nil, tooManyPapers.in(ctx)
	}
	villages := make([]card.Division, 0, len(codes))
	for _, code := range codes {
		i := slices.IndexFunc(k.Facts.Divisions, func(d card.Division) bool { return d.Code == code })
		if i < 0 {
			return nil, boundaries.ErrNotFound
		}
		d := k.Facts.Divisions[i]
		if err := s.permit(ctx, keepShelters, d.ID); err != nil {
			return nil, err
		}
		if d.Level != int(boundaries.Village) {
			return nil, noVillage.in(ctx)
		}
		villages = append(villages, d)
	}
	return s.papersOf(ctx, k, villages)
}

type makePapersInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Villages []string `json:"villages" minItems:"1" maxItems:"100" doc:"Codes of villages."`
	}
}

func (s *Server) makeVillagePapers(ctx context.Context, in *makePapersInput) (*struct{ Body itemsOf[VillagePaperBody] }, error) {
	k, err := s.stack(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.namedVillages(ctx, k, in.Body.Villages)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, p := range all { // so that each has a code, and the paper its address
		if _, err := s.Signs.TokenOf(ctx, p.ID); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if all, err = s.namedVillages(ctx, k, in.Body.Villages); err != nil {
		return nil, s.fail(ctx, err)
	}
	actor := s.principalOf(ctx).Account.ID
	body := itemsOf[VillagePaperBody]{Items: []VillagePaperBody{}}
	for _, p := range all {
		made, _, err := s.papers().Make(ctx, actor, p.ID, p.Digest, version.Today())
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		p.Held.Last = &made
		p.Standing = p.Held.Stands(p.Digest)
		body.Items = append(body.Items, villagePaperBody(p))
	}
	return &struct{ Body itemsOf[VillagePaperBody] }{body}, nil
}

// PostedPaper is a version that was put up in a village.
type PostedPaper struct {
	Code   string `json:"code" maxLength:"20"`
	Number int    `json:"number" minimum:"1"`
}

type postPapersInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Villages []PostedPaper `json:"villages" minItems:"1" maxItems:"100"`
		On       string        `json:"on" maxLength:"10"`
		Places   string        `json:"places,omitempty" maxLength:"200"`
	}
}

func (s *Server) postVillagePapers(ctx context.Context, in *postPapersInput) (*struct{ Body itemsOf[VillagePaperBody] }, error) {
	on, err := version.ParseDate(in.Body.On)
	if err != nil {
		return nil, badDate.in(ctx)
	}
	k, err := s.stack(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	codes := make([]string, len(in.Body.Villages))
	for i, v := range in.Body.Villages {
		codes[i] = v.Code
	}
	all, err := s.namedVillages(ctx, k, codes)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	actor := s.principalOf(ctx).Account.ID
	postings := make([]poster.Posting, len(all))
	for i, p := range all {
		postings[i] = poster.Posting{Village: p.ID, Number: in.Body.Villages[i].Number}
	}
	if err := s.papers().Post(ctx, actor, on, in.Body.Places, postings...); err != nil {
		return nil, s.fail(ctx, err)
	}
	if all, err = s.namedVillages(ctx, k, codes); err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[VillagePaperBody]{Items: []VillagePaperBody{}}
	for _, p := range all {
		body.Items = append(body.Items, villagePaperBody(p))
	}
	return &struct{ Body itemsOf[VillagePaperBody] }{body}, nil
}
