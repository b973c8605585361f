package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/internal/version"
)

// announcementRoutes are the announcements 公告: drafted by the system, read by
// everybody, published by a named person.
func (s *Server) announcementRoutes(rs routes) {
	get(rs, mayIn(readCases, nameCaseDivision), "/v1/cases/{case}/announcement", "The announcement as it would be published now, and what it lacks", s.draftAnnouncement)
	operate(rs, mayIn(announceCase, nameCaseDivision), huma.Operation{Method: http.MethodPost, Path: "/v1/cases/{case}/announcement", Summary: "Publish the announcement, in one's own name"}, s.publishAnnouncement,
		Example{Body: `{"channels":["政府网站"]}`, Headers: []string{"If-Match", `"0"`}})
}

// AnnouncementBody is an announcement.
type AnnouncementBody struct {
	Year        int                   `json:"year,omitempty"`
	Number      int                   `json:"number,omitempty"`
	Title       string                `json:"title"`
	Kind        cases.Kind            `json:"kind"`
	Names       []cases.AnnouncedName `json:"names"`
	Approver    string                `json:"approver"`
	ReplyNo     string                `json:"reply_no"`
	ApprovedOn  string                `json:"approved_on"`
	Channels    []string              `json:"channels,omitempty"`
	PublishedOn string                `json:"published_on,omitempty"`
	PublishedBy string                `json:"published_by,omitempty"`
	Missing     []string              `json:"missing,omitempty" doc:"Of the minimum contents."`
}

func announcementBody(a cases.Announcement) AnnouncementBody {
	return AnnouncementBody{Year: a.Year, Number: a.Number, Title: a.Title, Kind: a.Kind, Names: a.Names, Approver: a.Approver, ReplyNo: a.ReplyNo,
		ApprovedOn: a.ApprovedOn.String(), Channels: a.Channels, PublishedOn: a.PublishedOn.String()}
}

func (s *Server) draftAnnouncement(ctx context.Context, in *nameCaseInput) (*struct{ Body AnnouncementBody }, error) {
	a, err := s.Cases.DraftAnnouncement(ctx, in.Case)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := announcementBody(a)
	body.Missing = a.Missing()
	return &struct{ Body AnnouncementBody }{body}, nil
}

type publishInput struct {
	CaseParams
	Body struct {
		Channels []string `json:"channels" maxItems:"20" doc:"Where it is published: 政府网站, 新媒体, 报刊 …"`
		On       string   `json:"on,omitempty" maxLength:"10"`
	}
}

func (s *Server) publishAnnouncement(ctx context.Context, in *publishInput) (*steppedOutput, error) {
	on, err := dayOr(in.Body.On, version.Date{})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	var channels []string
	for _, c := range in.Body.Channels {
		if c = strings.TrimSpace(c); c != "" {
			channels = append(channels, c)
		}
	}
	return s.changeCase(ctx, in.CaseParams, "announce", func(store *cases.Store, by cases.By) (int64, *uuid.UUID, error) {
		id, tag, err := store.Publish(ctx, by, channels, on)
		return tag, &id, err
	})
}
