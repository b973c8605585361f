package certificate_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/certificate"
	"diming/internal/glyph"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/typeset"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")

func day(text string) version.Date {
	d, err := version.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

type world struct {
	*certificate.Store
	place uuid.UUID // 清湖新村, until 2020-05-01 清湖一村
}

func newWorld(t *testing.T) world {
	t.Helper()
	pool := pgtest.New(t)
	divisions := &boundaries.Store{DB: pool}
	places := &gazetteer.Store{DB: pool, Boundaries: divisions}
	batch := gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}
	if _, err := places.LoadDivisions(t.Context(), batch, []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"}}); err != nil {
		t.Fatal(err)
	}
	id, _, err := places.Add(t.Context(), actor, gazetteer.Draft{Class: "22200", Division: "330881", Names: []gazetteer.RowName{{Text: "清湖一村"}}, Visibility: "public", Source: "测试", Valid: version.Span{From: day("1990-01-01")}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := places.Rename(t.Context(), actor, id, "清湖新村", version.Span{From: day("2020-05-01")}, "测试"); err != nil {
		t.Fatal(err)
	}
	return world{&certificate.Store{DB: pool, Places: places}, id}
}

func (w world) order(kind certificate.Kind, papers ...certificate.Paper) certificate.Order {
	return certificate.Order{Kind: kind, Place: w.place, Basis: "示例政发〔2020〕3号", Day: day("2026-11-26"),
		Holder: certificate.Holder{Name: "王 小明", Papers: papers, Purpose: "变更不动产登记"}}
}

func TestARenamingIsCertifiedWithoutItsHolder(t *testing.T) {
	w := newWorld(t)
	paper := certificate.Paper{Kind: "房屋所有权证", Address: "江山市清湖一村 12 号"}
	c, _, err := w.Issue(t.Context(), actor, w.order(certificate.Renamed, paper))
	if err != nil {
		t.Fatal(err)
	}
	if c.Number != "地名证〔2026〕1号" || c.Issuer != "江山市民政局" || c.Facts.Division != "江山市" {
		t.Errorf("issued %+v", c)
	}
	got, err := w.ByToken(t.Context(), strings.ToUpper(c.Token[:4])+"-"+c.Token[4:])
	if err != nil {
		t.Fatal(err)
	}
	if said := strings.Join(got.Sentences(), ""); !strings.Contains(said, "江山市“清湖一村”自2020年5月1日起更名为“清湖新村”（罗马字母拼写：QINGHUXINCUN") {
		t.Errorf("it says %s", said)
	}
	if holder, err := w.HolderOf(t.Context(), c.ID); err != nil || holder.Papers[0] != paper {
		t.Errorf("holder %+v, %v", holder, err)
	}
	for name, want := range map[string]bool{"王小明": true, " 王 小 明": true, "王大明": false, "": false} {
		if is, err := w.IsHolder(t.Context(), c.ID, name); err != nil || is != want {
			t.Errorf("IsHolder(%q) = %v, %v", name, is, err)
		}
	}
	var held string
	if err := w.DB.QueryRow(t.Context(), `SELECT (SELECT string_agg(body, '') FROM ledger_entry) || (SELECT string_agg(c::text, '') FROM name_certificate c)`).Scan(&held); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(held, "小明") || strings.Contains(held, "12 号") {
		t.Error("the holder or an address of theirs stands in the ledger or the table")
	}
}

func TestACertificateStaysAsItWasIssued(t *testing.T) {
	w := newWorld(t)
	c, _, err := w.Issue(t.Context(), actor, w.order(certificate.Standard))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `UPDATE name_certificate SET facts = '{}'`); err == nil {
		t.Error("what it says was changed")
	}
	if _, err := w.Places.Rename(t.Context(), actor, w.place, "清溪新村", version.Span{From: day("2026-11-01")}, "测试"); err != nil {
		t.Fatal(err)
	}
	if got, err := w.ByID(t.Context(), c.ID); err != nil || got.Facts.Name != "清湖新村" || !got.Overtaken() || got.NameNow != "清溪新村" {
		t.Errorf("after a renaming %+v, %v", got, err)
	}
	if _, err := w.Revoke(t.Context(), actor, c.ID, " ", day("2026-11-26")); !errors.Is(err, certificate.ErrReason) {
		t.Errorf("revoke without a reason: %v", err)
	}
	if _, err := w.Revoke(t.Context(), actor, c.ID, "开具有误", day("2026-11-26")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Revoke(t.Context(), actor, c.ID, "again", day("2026-11-26")); !errors.Is(err, certificate.ErrRevoked) {
		t.Errorf("revoke twice: %v", err)
	}
	if _, err := w.DB.Exec(t.Context(), `UPDATE name_certificate SET revoked_on = NULL, revoked_why = ''`); err == nil {
		t.Error("a revocation was taken back")
	}
}

func TestWhatCannotBeCertifiedIsRefused(t *testing.T) {
	w := newWorld(t)
	with := func(change func(*certificate.Order)) certificate.Order {
		o := w.order(certificate.Renamed)
		change(&o)
		return o
	}
	for name, row := range map[string]struct {
		order certificate.Order
		want  error
	}{
		"no holder":       {with(func(o *certificate.Order) { o.Holder.Name = " " }), certificate.ErrHolder},
		"no basis":        {with(func(o *certificate.Order) { o.Basis = "" }), certificate.ErrNoBasis},
		"no kind":         {with(func(o *certificate.Order) { o.Kind = "other" }), certificate.ErrKind},
		"no papers":       {with(func(o *certificate.Order) { o.Kind = certificate.OnePlace }), certificate.ErrPapers},
		"half a paper":    {with(func(o *certificate.Order) { o.Holder.Papers = []certificate.Paper{{Kind: "户口簿"}} }), certificate.ErrPapers},
		"not yet renamed": {with(func(o *certificate.Order) { o.Day = day("2019-01-01") }), certificate.ErrNotRenamed},
		"no place":        {with(func(o *certificate.Order) { o.Place = actor }), gazetteer.ErrNotFound},
	} {
		if _, _, err := w.Issue(t.Context(), actor, row.order); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", name, err, row.want)
		}
	}
	var n int
	if err := w.DB.QueryRow(t.Context(), `SELECT count(*) FROM person_detail`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d persons kept of what was refused, %v", n, err)
	}
}

func TestNumbersHaveNoGapsWhenIssuedAtOnce(t *testing.T) {
	w := newWorld(t)
	var wait sync.WaitGroup
	for range 12 {
		wait.Go(func() {
			if _, _, err := w.Issue(t.Context(), actor, w.order(certificate.Standard)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	rows, err := w.DB.Query(t.Context(), `SELECT number FROM name_certificate ORDER BY number`)
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil || len(numbers) != 12 || numbers[0] != 1 || numbers[11] != 12 {
		t.Errorf("numbers %v, %v", numbers, err)
	}
	all, err := w.List(t.Context(), certificate.Filter{Whole: true, Text: "清湖", Limit: 5})
	if err != nil || len(all) != 5 {
		t.Errorf("listed %d, %v", len(all), err)
	}
}

func TestAnErasedHolderLeavesTheProof(t *testing.T) {
	w := newWorld(t)
	c, _, err := w.Issue(t.Context(), actor, w.order(certificate.Standard))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `DELETE FROM person_detail`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.HolderOf(t.Context(), c.ID); !errors.Is(err, ledger.ErrErased) {
		t.Errorf("holder: %v", err)
	}
	if is, err := w.IsHolder(t.Context(), c.ID, "王小明"); is || err != nil {
		t.Errorf("IsHolder = %v, %v", is, err)
	}
	if _, err := w.ByToken(t.Context(), c.Token); err != nil {
		t.Error(err)
	}
}

func TestThePaperIsWrittenWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t)
	c, _, err := w.Issue(t.Context(), actor, w.order(certificate.OnePlace, certificate.Paper{Kind: "营业执照", Address: "江山市清湖一村 12 号"}))
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := new(typeset.Library).Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p := certificate.Print{Certificate: c, Holder: w.order(c.Kind, certificate.Paper{Kind: "营业执照", Address: "江山市清湖一村 12 号"}).Holder, Address: "https://example.test/certificates/" + c.Token, Code: [][]bool{{true, false}, {false, true}}, Demo: true}
	var out bytes.Buffer
	if err := certificate.PDF(&out, fonts, p); err != nil || !bytes.HasPrefix(out.Bytes(), []byte("%PDF-")) {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
	p.Holder.Name = "王\U000F0001"
	out.Reset()
	var missing *glyph.MissingError
	if err := certificate.PDF(&out, fonts, p); !errors.As(err, &missing) || out.Len() > 0 {
		t.Errorf("with a character that no font holds: %d bytes, %v", out.Len(), err)
	}
}

// A part that Parts forgot would be found out only when the numbered paper is
// printed: so every part is spoilt, one after the other, and the paper with it.
func TestPartsAreAllThatThePaperPrints(t *testing.T) {
	fonts, err := new(typeset.Library).Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const bad = "\U000F0001"
	whole := func() certificate.Print {
		return certificate.Print{Certificate: certificate.Certificate{Number: "地名证〔2026〕1号", Kind: certificate.Renamed, Issuer: "江山市民政局", IssuedOn: day("2026-11-26"),
			Facts: certificate.Facts{Name: "清湖新村", Roman: "QINGHU XINCUN", ClassName: "农村居民点", Division: "江山市", Position: "东至江", Basis: "示例",
				Former: []certificate.Former{{Name: "清湖一村", Until: "2020-05-01"}, {Name: "清湖大队", Until: "1984-01-01"}}}},
			Holder: certificate.Holder{Name: "王小明", Purpose: "变更", Papers: []certificate.Paper{{Kind: "营业执照", Address: "清湖一村 12 号"}}}, Code: [][]bool{{true}}}
	}
	written := func(p certificate.Print) error { return certificate.PDF(new(bytes.Buffer), fonts, p) }
	if err := written(whole()); err != nil {
		t.Fatal(err)
	}
	for what, spoil := range map[string]func(*certificate.Print){
		"name":        func(p *certificate.Print) { p.Facts.Name += bad },
		"roman":       func(p *certificate.Print) { p.Facts.Roman += bad },
		"class":       func(p *certificate.Print) { p.Facts.ClassName += bad },
		"division":    func(p *certificate.Print) { p.Facts.Division += bad },
		"position":    func(p *certificate.Print) { p.Facts.Position += bad },
		"basis":       func(p *certificate.Print) { p.Facts.Basis += bad },
		"former":      func(p *certificate.Print) { p.Facts.Former[0].Name += bad },
		"older":       func(p *certificate.Print) { p.Facts.Former[1].Name += bad },
		"issuer":      func(p *certificate.Print) { p.Issuer += bad },
		"number":      func(p *certificate.Print) { p.Number += bad },
		"holder":      func(p *certificate.Print) { p.Holder.Name += bad },
		"purpose":     func(p *certificate.Print) { p.Holder.Purpose += bad },
		"paper":       func(p *certificate.Print) { p.Holder.Papers[0].Kind += bad },
		"its address": func(p *certificate.Print) { p.Holder.Papers[0].Address += bad },
	} {
		p := whole()
		spoil(&p)
		told := slices.ContainsFunc(p.Parts(), func(part certificate.Part) bool { return strings.Contains(part.Text, bad) })
		var missing *glyph.MissingError
		if err := written(p); !errors.As(err, &missing) || !told {
			t.Errorf("%s with a character that no font holds: paper %v, among the parts %v", what, err, told)
		}
	}
}
