package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/api/counter"
	"diming/gazetteer/cases"
	"diming/gazetteer/search"
	"diming/internal/ledger"
)

func (s *Server) applyFrame(r *http.Request) counter.Frame {
	return s.counterFrame(r, "网上申请地名", "Apply for a place name")
}

func (s *Server) applyPage(w http.ResponseWriter, r *http.Request) {
	s.sendApplyForm(w, r, http.StatusOK, typed{Values: url.Values{}})
}

func (s *Server) sendApplyForm(w http.ResponseWriter, r *http.Request, status int, t typed) {
	form, err := s.applyForm(r.Context(), s.applyFrame(r), t)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	if len(t.wrong) > 0 {
		form.Problem = form.T("还没有提交：请按红字改正，已填的都在。", "Not handed in yet: see the red notes. What you typed is kept.")
	}
	s.sendPage(w, r, status, "apply", form)
}

// apply opens and submits a case in one transaction, and shows its receipt.
func (s *Server) apply(w http.ResponseWriter, r *http.Request) {
	values, err := s.form(w, r)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	ctx, f := r.Context(), s.applyFrame(r)
	t := typed{Values: values, wrong: map[string]string{}}
	o, err := s.typedCase(ctx, f, t)
	switch {
	case err != nil:
		s.failPage(w, r, err)
		return
	case len(t.wrong) > 0:
		s.sendApplyForm(w, r, http.StatusUnprocessableEntity, t)
		return
	}
	var receipt cases.Receipt
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		store := s.Cases.In(tx)
		id, tag, given, err := store.Open(ctx, ledger.Console, o)
		if err != nil {
			return err
		}
		receipt = given
		_, err = store.Submit(ctx, cases.By{Actor: ledger.Console, Case: id, Tag: tag})
		return err
	})
	if err != nil {
		t.wrong["reason"] = s.problemFor(ctx, err).Detail
		s.sendApplyForm(w, r, s.problemFor(ctx, err).Status, t)
		return
	}
	f = s.counterFrame(r, "申请已收到：回执", "Received: your receipt")
	page := counter.Receipt{Frame: f, Number: receipt.Number, Code: receipt.Code}
	for _, i := range o.Items {
		page.Names = append(page.Names, i.Text)
	}
	s.sendPage(w, r, http.StatusCreated, "receipt", page)
}

// typedCase reads an application; what is wrong stands in t.
func (s *Server) typedCase(ctx context.Context, f counter.Frame, t typed) (cases.Opening, error) {
	o := cases.Opening{Kind: cases.Kind(t.text("kind")), Channel: cases.Online, Class: t.text("class"), Reason: t.text("reason"), Body: t.text("body"), Applicant: t.text("contact")}
	if o.Kind != cases.Naming && o.Kind != cases.Renaming {
		t.wrong["kind"] = f.T("请选择命名或更名。", "Choose what it is for.")
	}
	if !slices.ContainsFunc(applyClasses, func(c counter.Choice) bool { return c.Value == o.Class }) {
		t.wrong["class"] = f.T("请从列表中选择。", "Choose from the list.")
	}
	towns, err := s.townChoices(ctx, f)
	if err != nil {
		return o, err
	}
	var known bool
	o.Division, known = chosen(towns, t.text("division"))
	if !known {
		t.wrong["division"] = f.T("请选择乡镇或街道。", "Choose a township.")
	}
	if o.Reason == "" {
		t.wrong["reason"] = f.T("请写明方案及理由（地名管理条例第十一条）。", "Give the plan and the reasons.")
	}
	if o.Applicant == "" {
		t.wrong["contact"] = f.T("请写联系人和电话，以便通知您补正。", "Say how to reach you.")
	}
	for key, most := range map[string]int{"reason": 8000, "body": 200, "contact": 300} {
		if long := tooLongFor(f, t.text(key), most); long != "" {
			t.wrong[key] = long
		}
	}
	o.Items, err = s.typedItems(ctx, f, t, o)
	return o, err
}

func chosen(all []counter.Choice, value string) (uuid.UUID, bool) {
	if value == "" || !slices.ContainsFunc(all, func(c counter.Choice) bool { return c.Value == value }) {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(value)
	return id, err == nil
}

func (s *Server) typedItems(ctx context.Context, f counter.Frame, t typed, o cases.Opening) ([]cases.Item, error) {
	var items []cases.Item
	for n := 1; n <= applyNames; n++ {
		key := func(what string) string { return what + strconv.Itoa(n) }
		if t.text(key("name")) == "" && t.text(key("now")) == "" {
			continue
		}
		i := cases.Item{Class: o.Class, Text: t.text(key("name")), StartsAt: t.text(key("start")), EndsAt: t.text(key("end"))}
		i.Alternatives = strings.FieldsFunc(t.text(key("other")), func(r rune) bool { return strings.ContainsRune("、，,；; \n", r) })
		if i.Text == "" {
			t.wrong[key("name")] = f.T("请填拟用名称。", "Give the proposed name.")
		}
		for what, most := range map[string]int{"name": 60, "other": 200, "now": 60, "start": 100, "end": 100} {
			if long := tooLongFor(f, t.text(key(what)), most); long != "" {
				t.wrong[key(what)] = long
			}
		}
		i.Size.LengthM, i.Size.WidthM = t.metres(f, key("length")), t.metres(f, key("width"))
		i.Location = t.point(f, key("at"))
		if o.Kind == cases.Renaming {
			place, err := s.placeNamed(t.text(key("now")))
			if err != nil {
				return nil, err
			}
			if i.Place = place; place == nil {
				t.wrong[key("now")] = f.T("登记中没有这个名称，或不止一处：请照地名地图上的标准名称填写；重名的请到窗口办理。", "The register has no such name, or several; copy it from the map, or ask at the office.")
			}
		}
		items = append(items, i)
	}
	if len(items) == 0 {
		t.wrong["name1"] = f.T("请至少填一个名称。", "Give at least one name.")
	}
	return items, nil
}

// metres reads a length in metres; empty is 0.
func (t typed) metres(f counter.Frame, key string) float64 {
	text := strings.TrimSuffix(strings.TrimSuffix(t.text(key), "米"), "m")
	if text == "" {
		return 0
	}
	m, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(m > 0 && m < 1e6) {
		t.wrong[key] = f.T("请写米数，例如 320。", "Write metres, such as 320.")
		return 0
	}
	return m
}

// point reads a position, longitude first; empty is none.
func (t typed) point(f counter.Frame, key string) *orb.Point {
	text := strings.ReplaceAll(t.text(key), "，", ",")
	if text == "" {
		return nil
	}
	p, err := pointOf(text)
	if err != nil || p == nil {
		t.wrong[key] = f.T("请写经度,纬度，例如 118.62,28.74；也可不填。", "Write lon,lat such as 118.62,28.74, or leave it empty.")
		return nil
	}
	return p
}

// placeNamed gives the one public place that bears a name, or nil.
func (s *Server) placeNamed(text string) (*uuid.UUID, error) {
	if text == "" {
		return nil, nil
	}
	hits, _, err := s.Finder.Index().Search(search.Query{Text: text, Limit: 20})
	if err != nil {
		return nil, err
	}
	var found []uuid.UUID
	for _, h := range hits {
		if h.Name == text {
			found = append(found, uuid.UUID(h.ID))
		}
	}
	if len(found) != 1 {
		return nil, nil
	}
	return &found[0], nil
}
