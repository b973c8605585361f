package certificate_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/certificate"
	"diming/internal/ledger"
	"diming/internal/typeset"
	"diming/internal/version"
)

// street makes a street of the town with one numbered house.
func (w world) street(t *testing.T) (street, house uuid.UUID) {
	t.Helper()
	batch := gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "330881003", Name: "清湖街道"}, {Number: 2, Code: "330881003201", Name: "清湖一村村委会"}}
	if _, err := w.Places.LoadDivisions(t.Context(), batch, rows); err != nil {
		t.Fatal(err)
	}
	village, err := w.Places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "330881003201")
	if err != nil {
		t.Fatal(err)
	}
	street, _, err = w.Places.Add(t.Context(), actor, gazetteer.Draft{Class: "23514", Division: "330881003", Names: []gazetteer.RowName{{Text: "老街"}}, Visibility: "public", Source: "测试", Valid: version.Span{From: day("1990-01-01")}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	house, _, err = (&address.Store{DB: w.DB}).Add(t.Context(), actor, address.Draft{Components: address.Components{Division: village.ID, Way: street, Number: "12", Sub: "1", InsertFormat: "-", Building: "3"},
		Source: "门牌普查", Visibility: "public", State: address.InUse, Valid: version.Span{From: day("2010-01-01")}}, "测试", version.Today())
	if err != nil {
		t.Fatal(err)
	}
	return street, house
}

func of(kind certificate.Kind, house uuid.UUID, papers ...certificate.Paper) certificate.Order {
	return certificate.Order{Kind: kind, Address: house, Day: day("2026-11-26"), Holder: certificate.Holder{Name: "王小明", Papers: papers}}
}

var deeds = []certificate.Paper{{Kind: "房产证", Address: "清湖镇老街西首王宅"}, {Kind: "居民户口簿", Address: "清湖一村 45 号"}}

func TestAHouseIsCertifiedWithTheFieldsOfAPlateAndWithoutItsOwner(t *testing.T) {
	w := newWorld(t)
	street, house := w.street(t)
	if _, err := w.Places.Rename(t.Context(), actor, street, "清溪路", version.Span{From: day("2020-05-01")}, "测试"); err != nil {
		t.Fatal(err)
	}
	plate, _, err := w.Issue(t.Context(), actor, of(certificate.DoorPlate, house))
	if err != nil {
		t.Fatal(err)
	}
	proof, _, err := w.Issue(t.Context(), actor, of(certificate.OneAddress, house, deeds...))
	if err != nil {
		t.Fatal(err)
	}
	second, _, err := w.Issue(t.Context(), actor, of(certificate.DoorPlate, house))
	if err != nil {
		t.Fatal(err)
	}
	if plate.Number != "门牌证〔2026〕1号" || proof.Number != "地址证〔2026〕1号" || second.Number != "门牌证〔2026〕2号" {
		t.Errorf("numbers %s, %s, %s", plate.Number, proof.Number, second.Number)
	}
	const text = "浙江省衢州市江山市清湖街道清湖一村清溪路12-1号3幢"
	want := certificate.Door{County: "江山市", Township: "清湖街道", Community: "清湖一村", Road: "清溪路", Number: "12-1号3幢", Original: "浙江省衢州市江山市清湖街道清湖一村老街12-1号3幢"}
	if *plate.Facts.Door != want || plate.Facts.Name != text || plate.Issuer != "江山市民政局" {
		t.Errorf("the 门牌证 says %+v of %s by %s", *plate.Facts.Door, plate.Facts.Name, plate.Issuer)
	}
	var fields []string
	for _, row := range (certificate.Print{Certificate: plate, Holder: certificate.Holder{Name: "王小明"}}).DoorFields() {
		fields = append(fields, strings.Join(row, "："))
	}
	printed := strings.Join(fields, "\n")
	if !strings.Contains(printed, "证号：门牌证〔2026〕1号\n产权人：王小明\n县（市、区）：江山市\n乡镇（街道）：清湖街道\n村（社区）：清湖一村\n街路巷（自然村）：清溪路\n门牌号：12-1号3幢") || strings.Contains(printed, house.String()) {
		t.Errorf("the paper of the 门牌证 says %s", printed)
	}
	said := strings.Join(proof.Sentences(), "")
	if !strings.Contains(said, text) || !strings.Contains(said, "2 份证件所载地址，与上述标准地址为同一处房产") {
		t.Errorf("the 地址证明 says %s", said)
	}
	var held string
	if err := w.DB.QueryRow(t.Context(), `SELECT (SELECT string_agg(body, '') FROM ledger_entry) || (SELECT string_agg(c::text, '') FROM name_certificate c)`).Scan(&held); err != nil {
		t.Fatal(err)
	}
	for _, personal := range []string{"小明", "王宅", "45 号"} {
		if strings.Contains(held+said, personal) {
			t.Errorf("%s stands in the ledger, the table or the proof", personal)
		}
	}
}

func TestACertificateOfAnAddressOpensAfterTheStreetIsRenamed(t *testing.T) {
	w := newWorld(t)
	street, house := w.street(t)
	c, _, err := w.Issue(t.Context(), actor, of(certificate.DoorPlate, house))
	if err != nil {
		t.Fatal(err)
	}
	if c.Overtaken() || c.Ended {
		t.Errorf("issued today, and overtaken already: %+v", c)
	}
	if _, err := w.Places.Rename(t.Context(), actor, street, "清溪路", version.Span{From: day("2026-11-26")}, "测试"); err != nil {
		t.Fatal(err)
	}
	got, err := w.ByToken(t.Context(), c.Token)
	const issued, now = "浙江省衢州市江山市清湖街道清湖一村老街12-1号3幢", "浙江省衢州市江山市清湖街道清湖一村清溪路12-1号3幢"
	if err != nil || got.Facts.Name != issued || got.NameNow != now || !got.Overtaken() {
		t.Fatalf("after the renaming it says %q, and %q today: %v", got.Facts.Name, got.NameNow, err)
	}
	s := &address.Store{DB: w.DB}
	a, err := s.ByID(t.Context(), address.Reader{Internal: true}, house)
	if err != nil {
		t.Fatal(err)
	}
	other := a.Draft
	other.Number, other.Sub, other.InsertFormat = "14", "", ""
	if _, err := s.Change(t.Context(), actor, house, a.Tag, other, version.Today(), "重新编号", version.Today()); err != nil {
		t.Fatal(err)
	}
	if got, err = w.ByToken(t.Context(), c.Token); err != nil || !strings.HasSuffix(got.NameNow, "清溪路14号3幢") || got.Facts.Name != issued {
		t.Errorf("after another number %q today: %v", got.NameNow, err)
	}
	if _, _, err := w.Issue(t.Context(), actor, certificate.Order{Kind: certificate.DoorPlate, Address: house, Day: version.Today(), Holder: certificate.Holder{Name: "王小明"}}); !errors.Is(err, certificate.ErrNoName) {
		t.Errorf("a certificate of an address that stands no more: %v", err)
	}
	if _, _, err := w.Issue(t.Context(), ledger.Console, of(certificate.OneAddress, house)); !errors.Is(err, certificate.ErrPapers) {
		t.Errorf("a 地址证明 without papers: %v", err)
	}
}

func TestBothCertificatesOfAHousePrintInOneSitting(t *testing.T) {
	w := newWorld(t)
	_, house := w.street(t)
	fonts, err := new(typeset.Library).Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var prints []certificate.Print
	for _, o := range []certificate.Order{of(certificate.DoorPlate, house), of(certificate.OneAddress, house, deeds...)} {
		c, _, err := w.Issue(t.Context(), actor, o)
		if err != nil {
			t.Fatal(err)
		}
		prints = append(prints, certificate.Print{Certificate: c, Holder: o.Holder, Address: "https://example.cn/certificates/" + c.Token, Code: [][]bool{{true}}, Demo: true})
	}
	for _, p := range prints {
		drawn := map[string]bool{}
		for _, part := range p.Parts() {
			drawn[part.Text] = true
		}
		for _, must := range append([]string{p.Facts.Name, "王小明", p.Number}, map[certificate.Kind][]string{certificate.OneAddress: {deeds[0].Address, deeds[1].Address}}[p.Kind]...) {
			if !drawn[must] {
				t.Errorf("%s: %q is printed and not checked against the fonts", p.Kind, must)
			}
		}
	}
	var one, both, again bytes.Buffer
	if err := certificate.PDF(&one, fonts, prints[0]); err != nil {
		t.Fatal(err)
	}
	for _, out := range []*bytes.Buffer{&both, &again} {
		if err := certificate.PDF(out, fonts, prints...); err != nil {
			t.Fatal(err)
		}
	}
	pages := func(b *bytes.Buffer) int { return strings.Count(b.String(), "/Type /Page\n") }
	if pages(&one) != 1 || pages(&both) != 2 || !bytes.Equal(both.Bytes(), again.Bytes()) {
		t.Errorf("%d and %d pages, the same again: %v", pages(&one), pages(&both), bytes.Equal(both.Bytes(), again.Bytes()))
	}
}
