package api

import (
	"context"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer/matching"
)

// How many candidates are told unless more or fewer are asked for.
const (
	usualMatches   = 5 // candidates of each text of a batch
	matchesOfQuery = 10
)

var matchAlone = kind{"match-alone", 400, "q 只能单独使用", "q stands alone", "按文本查找（q）只查今天的地址，不能与 way、settlement、compound、division、cursor、as_of、recorded 同用。", "A text (q) is matched to the addresses of today; it goes with no other parameter than limit."}

// MatchAnswer is what a text means.
type MatchAnswer struct {
	Text       string           `json:"text"`
	Candidates []MatchCandidate `json:"candidates" doc:"The best first."`
	Reason     string           `json:"reason,omitempty" doc:"Why there is none, or why the first is not sure: empty, not_text, too_long, only_numbers, no_name, no_number, similar_name (a suggestion: no such name is held), ambiguous, doubtful."`
	ReasonText string           `json:"reason_text,omitempty"`
}

// MatchCandidate is an address or a name that a text may mean.
type MatchCandidate struct {
	ID         uuid.UUID        `json:"id" doc:"Of the address, or of the division or place."`
	IsAddress  bool             `json:"is_address"`
	Text       string           `json:"text" doc:"The standard text."`
	Score      float64          `json:"score" doc:"0 to 1: how much of the text agrees."`
	Precision  matching.Part    `json:"precision" doc:"The smallest part that the text fixes."`
	Components []MatchComponent `json:"components"`
}

// MatchComponent says how one part of a candidate stands to the text.
type MatchComponent struct {
	matching.Component
	Said string `json:"said,omitempty" doc:"What is to be said of it."`
}

// matchView gives the index as the asker may see it, built if need be.
func (s *Server) matchView(ctx context.Context) (matching.View, error) {
	if err := s.Matcher.Ready(ctx); err != nil {
		return matching.View{}, err
	}
	x := s.Matcher.Index()
	roots, whole, err := s.reach(ctx, readInternal)
	switch {
	case err != nil:
		return matching.View{}, err
	case whole:
		return x.All(), nil
	}
	return x.Within(roots...), nil
}

func matchAnswer(ctx context.Context, text string, r matching.Result) MatchAnswer {
	a := MatchAnswer{Text: text, Candidates: make([]MatchCandidate, len(r.Candidates)), Reason: string(r.Reason), ReasonText: pick(ctx, r.Reason.Chinese(), r.Reason.English())}
	for i, c := range r.Candidates {
		one := MatchCandidate{ID: c.ID, IsAddress: c.IsAddress, Text: c.Text(), Score: c.Score, Precision: c.Precision, Components: make([]MatchComponent, len(c.Components))}
		for j, k := range c.Components {
			one.Components[j] = MatchComponent{k, pick(ctx, k.Chinese(), k.English())}
		}
		a.Candidates[i] = one
	}
	return a
}

type matchTextsInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Texts []string `json:"texts" minItems:"1" maxItems:"1000" doc:"Each is answered, in its place."`
		Limit int      `json:"limit,omitempty" minimum:"0" maximum:"20" doc:"Candidates of each; 5 if absent."`
	}
}

func (s *Server) matchTexts(ctx context.Context, in *matchTextsInput) (*struct{ Body itemsOf[MatchAnswer] }, error) {
	view, err := s.matchView(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	limit := in.Body.Limit
	if limit == 0 {
		limit = usualMatches
	}
	body := itemsOf[MatchAnswer]{Items: make([]MatchAnswer, len(in.Body.Texts))}
	for i, text := range in.Body.Texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		body.Items[i] = matchAnswer(ctx, text, view.Match(text, limit))
	}
	return &struct{ Body itemsOf[MatchAnswer] }{body}, nil
}

// addressesOf answers a text with the addresses that it means.
func (s *Server) addressesOf(ctx context.Context, in *addressListInput) (*struct{ Body AddressList }, error) {
	if in.Way != uuid.Nil || in.Settlement != uuid.Nil || in.Compound != uuid.Nil || in.Division != uuid.Nil || in.Cursor != "" || in.AsOf != "" || in.Recorded != "" {
		return nil, matchAlone.in(ctx)
	}
	limit := in.Limit
	if limit == 0 {
		limit = matchesOfQuery
	}
	view, err := s.matchView(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	answer := matchAnswer(ctx, in.Q, view.Match(in.Q, min(limit, matching.MaxLimit)))
	var ids []uuid.UUID
	for _, c := range answer.Candidates {
		if c.IsAddress {
			ids = append(ids, c.ID)
		}
	}
	items, err := s.addressBodies(ctx, ids)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body AddressList }{AddressList{Items: items, Match: &answer}}, nil
}

// addressBodies reads addresses in the order of their ids, each as the asker may
// see it; what has gone since is left out.
func (s *Server) addressBodies(ctx context.Context, ids []uuid.UUID) ([]AddressBody, error) {
	seen := map[uuid.UUID]AddressBody{}
	for _, internal := range []bool{false, true} {
		all, err := s.addressStore().ByIDs(ctx, boundaries.Reader{Internal: internal}, ids)
		if err != nil {
			return nil, err
		}
		for _, a := range all {
			if internal {
				if ok, err := s.mayDo(ctx, readInternal, a.Division); err != nil || !ok {
					if err != nil {
						return nil, err
					}
					continue
				}
			}
			seen[a.ID] = s.addressBody(a, internal)
		}
	}
	items := []AddressBody{}
	for _, id := range ids {
		if b, ok := seen[id]; ok && b.Withdrawn == "" {
			items = append(items, b)
		}
	}
	return items, nil
}
