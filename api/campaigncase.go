package api

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
)

type itemCaseInput struct {
	ObjectParam
	Item uuid.UUID `path:"item"`
	Body struct {
		Case   *uuid.UUID `json:"case,omitempty" doc:"A case that is open already; absent: one is opened."`
		Kind   cases.Kind `json:"kind,omitempty" enum:"renaming,cancelling" doc:"Of the case that is opened."`
		Name   string     `json:"name,omitempty" maxLength:"100" doc:"The name that is proposed, of a renaming."`
		Reason string     `json:"reason,omitempty" maxLength:"8000"`
	}
}

type itemCaseOutput struct {
	Body struct {
		Case uuid.UUID `json:"case"`
	}
}

// itemCase has an item become a case: one that is opened with what the item
// says, or one that is open already.
func (s *Server) itemCase(ctx context.Context, in *itemCaseInput) (*itemCaseOutput, error) {
	if _, err := s.drive(ctx, decideCampaign, in.ID); err != nil {
		return nil, err
	}
	me, out := s.principalOf(ctx).Account.ID, &itemCaseOutput{}
	if in.Body.Case != nil {
		out.Body.Case = *in.Body.Case
		if err := s.Campaigns.Link(ctx, me, in.ID, in.Item, *in.Body.Case); err != nil {
			return nil, s.fail(ctx, err)
		}
		return out, nil
	}
	i, err := s.Campaigns.Item(ctx, in.ID, in.Item)
	if err == nil {
		err = s.permit(ctx, openCase, i.Division)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Body.Kind == "" || in.Body.Kind == cases.Renaming && in.Body.Name == "" {
		return nil, s.fail(ctx, campaign.ErrMissing)
	}
	o := cases.Opening{Kind: in.Body.Kind, Channel: cases.Own, Class: i.Class, Division: i.Division, Reason: in.Body.Reason,
		Items: []cases.Item{{Place: &i.Place, Class: i.Class, Division: &i.Division, Text: in.Body.Name}}}
	out.Body.Case, err = s.Campaigns.OpenCase(ctx, me, in.ID, in.Item, func(ctx context.Context, tx pgx.Tx) (uuid.UUID, error) {
		id, _, _, err := s.Cases.In(tx).Open(ctx, me, o)
		return id, err
	})
	if err != nil {
		return nil, s.failNameCase(ctx, err)
	}
	return out, nil
}

type assignItemsInput struct {
	ObjectParam
	Body struct {
		Items   []uuid.UUID `json:"items" maxItems:"500"`
		Owner   *uuid.UUID  `json:"owner,omitempty" doc:"The asker if absent."`
		Release bool        `json:"release,omitempty" doc:"To nobody."`
	}
}

func (s *Server) assignItems(ctx context.Context, in *assignItemsInput) (*struct{}, error) {
	if _, err := s.drive(ctx, decideCampaign, in.ID); err != nil {
		return nil, err
	}
	me := s.principalOf(ctx).Account.ID
	owner := in.Body.Owner
	switch {
	case in.Body.Release:
		owner = nil
	case owner == nil:
		owner = &me
	default:
		if _, err := s.Accounts.ByID(ctx, *owner); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	return s.done(ctx, s.Campaigns.Assign(ctx, me, in.ID, in.Body.Items, owner))
}

var itemStates = map[string][2]string{"open": {"待决定", "open"}, "decided": {"已决定整改", "to be renamed"}, "case_opened": {"已立案", "case opened"}, "done": {"办结", "done"}}

var itemDecisions = map[string][2]string{campaign.Rename: {"整改", "rename"}, campaign.Keep: {"保留", "keep"}, campaign.OutOfScope: {"无需处理", "out of scope"}, campaign.LookInto: {"待查", "look into"}}

// campaignSheet exports the items of a drive by the filters of their list.
func (s *Server) campaignSheet(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	var in campaignItemsInput
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		s.writeProblem(w, r, campaign.ErrNotFound)
		return
	}
	in.ID = id
	f := campaign.Filter{}
	if _, err = s.drive(ctx, readInternal, id); err == nil {
		err = readQuery(r.URL.Query(), &in)
	}
	if err == nil {
		f, err = s.itemFilter(ctx, &in)
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f.Limit = exportPage
	s.writeSheet(w, r, sheet{name: "campaign", head: heads(ctx, [2]string{"名称", "name"}, [2]string{"现名", "name now"}, [2]string{"类别", "class"}, [2]string{"所在", "division"},
		[2]string{"类型", "tests"}, [2]string{"依据", "what stands against it"}, [2]string{"状态", "state"}, [2]string{"决定", "decision"}, [2]string{"理由", "reason"},
		[2]string{"证据", "evidence"}, [2]string{"决定人", "decided by"}, [2]string{"承办人", "owner"}, [2]string{"案件", "case"}, [2]string{"案件状态", "state of the case"}, [2]string{"地名编号", "place id"}),
		page: func(ctx context.Context, after string) ([][]string, string, error) {
			var err error
			if f.After, err = cursorID(after); err != nil {
				return nil, "", err
			}
			all, err := s.Campaigns.Items(ctx, f)
			rows, next := make([][]string, len(all)), ""
			for n, i := range all {
				rows[n] = []string{i.Name, i.NameNow, i.ClassName, i.DivisionName, listing(i.Checks), findingTexts(i.Findings), worded(ctx, itemStates, i.State),
					worded(ctx, itemDecisions, i.Decision), i.Reason, i.Evidence, s.nameOf(ctx, i.By), s.nameOf(ctx, i.Owner), i.CaseNumber, worded(ctx, caseStateNames, i.CaseState), i.Place.String()}
			}
			if len(all) == f.Limit {
				next = all[len(all)-1].ID.String()
			}
			return rows, next, err
		}})
}
