package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
)

// settingRoutes are what the law leaves to the place: read by whoever is
// logged in, set by an administrator.
func (s *Server) settingRoutes(rs routes) {
	get(rs, signedIn, "/v1/settings", "Settings as they hold in a division on a day", s.settings)
	get(rs, signedIn, "/v1/settings/keys", "Which settings there are", s.settingKeys)
	get(rs, signedIn, "/v1/settings/{key}/history", "What was ever set", s.settingHistory, Example{Path: "/v1/settings/" + boundaries.SettingTitle + "/history"})
	operate(rs, may(editSettings), huma.Operation{Method: http.MethodPut, Path: "/v1/settings", Summary: "Set a setting from a day on"}, s.changeSetting,
		Example{Body: `{"division":"{division}","key":"log.retain_months","value":1,"basis":"测试","valid_from":"2026-01-01","reason":"测试"}`})
}

// SettingBody is a setting as it holds.
type SettingBody struct {
	SettingKeyBody
	Value         any           `json:"value" doc:"A number, true or false, or a text, after its kind."`
	Basis         string        `json:"basis" doc:"The text it rests on (依据)."`
	ValidFrom     string        `json:"valid_from,omitempty"`
	ValidTo       string        `json:"valid_to,omitempty"`
	IsDefault     bool          `json:"is_default" doc:"Nobody set it."`
	InheritedFrom *DivisionRef  `json:"inherited_from"`
	Coming        []ComingValue `json:"coming" doc:"What is set to follow."`
}

// SettingKeyBody is what a setting is.
type SettingKeyBody struct {
	Key      string `json:"key"`
	Label    string `json:"label"`
	Kind     string `json:"kind" enum:"number,boolean,text"`
	Unit     string `json:"unit,omitempty"`
	Default  any    `json:"default"`
	Least    *int   `json:"least,omitempty"`
	Most     *int   `json:"most,omitempty" doc:"The greatest number, or the most characters of a text."`
	Editable bool   `json:"editable"`
	HomeOnly bool   `json:"home_only" doc:"Read for the register's own county alone."`
}

// ComingValue is a value that will hold later.
type ComingValue struct {
	Value     any    `json:"value"`
	Basis     string `json:"basis"`
	ValidFrom string `json:"valid_from"`
}

// DivisionRef names a division.
type DivisionRef struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

type settingsInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `query:"division" maxLength:"36" doc:"Id or code; the register's county if absent."`
	AsOf     string `query:"as_of" maxLength:"10"`
}

// SettingList is all settings.
type SettingList struct {
	Items []SettingBody `json:"items"`
}

func (s *Server) settings(ctx context.Context, in *settingsInput) (*struct{ Body SettingList }, error) {
	on, err := dayOr(in.AsOf, version.Today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	division, err := s.settingDivision(ctx, in.Division)
	if err != nil && (in.Division != "" || !errors.Is(err, boundaries.ErrNotFound)) { // an empty register shows its defaults
		return nil, s.fail(ctx, err)
	}
	all, err := s.Boundaries.Settings(ctx, division, on)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := SettingList{Items: make([]SettingBody, len(all))}
	for i, now := range all {
		list.Items[i] = settingBody(ctx, now)
	}
	return &struct{ Body SettingList }{list}, nil
}

// dayOr reads a date, or gives another where none is given.
func dayOr(text string, otherwise version.Date) (version.Date, error) {
	if text == "" {
		return otherwise, nil
	}
	day, err := version.ParseDate(text)
	if err != nil {
		return day, errors.Join(errBadDate, err)
	}
	return day, nil
}

// settingDivision reads the division of a setting: the home county if none is
// named.
func (s *Server) settingDivision(ctx context.Context, text string) (uuid.UUID, error) {
	if id, err := s.divisionNamed(ctx, text); err != nil || id != uuid.Nil {
		return id, err
	}
	home, err := s.Boundaries.Home(ctx)
	return home.ID, err
}

func settingBody(ctx context.Context, now boundaries.SettingNow) SettingBody {
	b := SettingBody{SettingKeyBody: settingKey(ctx, now.KnownSetting), Value: settingValue(now.KnownSetting, now.Value), Basis: now.Basis,
		ValidFrom: now.Since.String(), ValidTo: now.Until.String(), IsDefault: !now.Set, Coming: []ComingValue{}}
	if d := now.From; d != nil {
		b.InheritedFrom = &DivisionRef{d.ID, d.Code, boundaries.StandardName(d.Name)}
	}
	for _, v := range now.Coming {
		b.Coming = append(b.Coming, ComingValue{settingValue(now.KnownSetting, v.Value), v.Basis, v.Valid.From.String()})
	}
	return b
}

func settingKey(ctx context.Context, k boundaries.KnownSetting) SettingKeyBody {
	b := SettingKeyBody{Key: k.Key, Label: pick(ctx, k.Label, k.LabelEN), Kind: string(k.Kind), Unit: pick(ctx, k.Unit, k.UnitEN),
		Default: settingValue(k, k.Default), Editable: !k.FixedByTheLoader, HomeOnly: k.HomeOnly}
	if k.Kind != boundaries.BooleanSetting {
		b.Most = &k.Most
	}
	if k.Kind == boundaries.NumberSetting {
		b.Least = &k.Least
	}
	return b
}

// settingValue is a stored value as JSON of its kind. What is stored but is
// none of the kind, from before the kind was known, is told as it stands.
func settingValue(k boundaries.KnownSetting, stored string) any {
	if n, err := strconv.Atoi(stored); err == nil && k.Kind == boundaries.NumberSetting {
		return n
	}
	if k.Kind == boundaries.BooleanSetting && (stored == "true" || stored == "false") {
		return stored == "true"
	}
	return stored
}

func (s *Server) settingKeys(ctx context.Context, _ *langInput) (*struct {
	Body struct {
		Items []SettingKeyBody `json:"items"`
	}
}, error) {
	out := &struct {
		Body struct {
			Items []SettingKeyBody `json:"items"`
		}
	}{}
	for _, k := range boundaries.KnownSettings {
		out.Body.Items = append(out.Body.Items, settingKey(ctx, k))
	}
	return out, nil
}

type settingHistoryInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Key      string `path:"key" maxLength:"64"`
	Division string `query:"division" maxLength:"36"`
}

// SettingPast is all that was ever recorded of a setting.
type SettingPast struct {
	Items []SettingPastItem `json:"items"`
}

// SettingPastItem is one record; replaced ones no longer hold.
type SettingPastItem struct {
	Value     any       `json:"value"`
	Basis     string    `json:"basis"`
	ValidFrom string    `json:"valid_from,omitempty"`
	ValidTo   string    `json:"valid_to,omitempty"`
	Recorded  time.Time `json:"recorded_at"`
	Reason    string    `json:"reason"`
	Replaced  bool      `json:"replaced"`
}

func (s *Server) settingHistory(ctx context.Context, in *settingHistoryInput) (*struct{ Body SettingPast }, error) {
	k, err := boundaries.Known(in.Key)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := SettingPast{Items: []SettingPastItem{}}
	division, err := s.settingDivision(ctx, in.Division)
	if errors.Is(err, boundaries.ErrNotFound) && in.Division == "" {
		return &struct{ Body SettingPast }{out}, nil
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.Boundaries.SettingHistory(ctx, division, in.Key)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, v := range all {
		out.Items = append(out.Items, SettingPastItem{settingValue(k, v.Value), v.Basis, v.Valid.From.String(), v.Valid.To.String(), v.Recorded, v.Reason, v.Closed})
	}
	return &struct{ Body SettingPast }{out}, nil
}

type changeSettingInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Division  string          `json:"division,omitempty" maxLength:"36"`
		Key       string          `json:"key" maxLength:"64"`
		Value     json.RawMessage `json:"value" doc:"A number, true or false, or a text."`
		Basis     string          `json:"basis" maxLength:"500"`
		ValidFrom string          `json:"valid_from" maxLength:"10"`
		ValidTo   string          `json:"valid_to,omitempty" maxLength:"10"`
		Reason    string          `json:"reason" maxLength:"500"`
	}
}

// seqOutput tells a writer where the ledger has the change.
type seqOutput struct {
	Seq  string `header:"Diming-Seq"`
	Body struct {
		Seq int64 `json:"seq" doc:"Of the ledger; 0 where it is not sealed yet."`
	}
}

func (s *Server) changeSetting(ctx context.Context, in *changeSettingInput) (*seqOutput, error) {
	b := in.Body
	division, err := s.settingDivision(ctx, b.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if err := s.permit(ctx, editSettings, division); err != nil {
		return nil, s.fail(ctx, err)
	}
	var valid version.Span
	if valid.From, err = version.ParseDate(b.ValidFrom); err == nil {
		valid.To, err = dayOr(b.ValidTo, version.Date{})
	}
	if err != nil {
		return nil, s.fail(ctx, errors.Join(errBadDate, err))
	}
	entry, err := s.Boundaries.ChangeSetting(ctx, s.principalOf(ctx).Account.ID, boundaries.SettingChange{Division: division, Key: b.Key,
		Value: plainValue(b.Value), Basis: b.Basis, Valid: valid, Reason: b.Reason})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.sealed(ctx, entry)
}

// plainValue is a JSON value as settings store it.
func plainValue(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}
