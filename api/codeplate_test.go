package api_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/api/page"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// scan asks for the page of a plate's code, which must fit its size.
func (w *platedStreet) scan(t *testing.T, status int, plate uuid.UUID) string {
	t.Helper()
	p := answerOf[api.PlateBody](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/"+plate.String(), "", w.clerk...)
	got := w.send(t, http.MethodGet, strings.TrimPrefix(p.URL, origin), "")
	if got.Code != status {
		t.Fatalf("the page of %s%s: %d %s, want %d", p.Name, p.Number, got.Code, got.Body, status)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(got.Body.Bytes())
	_ = z.Close()
	if packed.Len() > page.MaxGzip {
		t.Errorf("the page of %s%s has %d bytes gzipped, at most %d", p.Name, p.Number, packed.Len(), page.MaxGzip)
	}
	return got.Body.String()
}

func wantWords(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%s does not say %q: %s", what, word, text[strings.Index(text, "<main>"):])
		}
	}
}

func TestAHousePlatesCodeShowsItsAddress(t *testing.T) {
	w := newPlatedStreet(t, 2)
	ids := w.plan(t, doorItem(w.houses[0]), streetItem(w.way), doorItem(w.houses[1]))
	for _, id := range ids[:2] {
		w.hang(t, id)
	}
	house := w.scan(t, http.StatusOK, ids[0])
	wantWords(t, "the page of a house", house, "浙江省衢州市江山市清湖街道清溪路1号", "Qīngxī Lù", "打开 清溪路")
	if strings.Contains(house, "牌上写的是") {
		t.Error("the page of a plate that is right says that it is not")
	}
	if _, err := w.Places.Rename(t.Context(), ledger.Console, w.way, "清湖大道", version.Span{From: version.Today()}, "更名"); err != nil {
		t.Fatal(err)
	}
	wantWords(t, "the page of a house after a rename", w.scan(t, http.StatusOK, ids[0]), "清湖街道清湖大道1号", "牌上写的是", "清溪路1号", "门牌会更换")
	wantWords(t, "the page of the street's sign after a rename", w.scan(t, http.StatusOK, ids[1]), "清湖大道", "牌上写的是", "清溪路")
	w.step(t, http.StatusOK, ids[2], `{"step":"void","note":"编号有误"}`, w.clerk)
	wantWords(t, "the page of a void plate", w.scan(t, http.StatusGone, ids[2]), "这块牌已作废", "编号有误")
	w.step(t, http.StatusOK, ids[0], `{"step":"remove","note":"房屋拆除"}`, w.clerk)
	wantWords(t, "the page of a plate that was taken down", w.scan(t, http.StatusOK, ids[0]), "这块牌已拆除")
}

func TestThePositionToldIsTheDoorsOrAnAcceptedOne(t *testing.T) {
	w := newPlatedStreet(t, 1)
	ids := w.plan(t, doorItem(w.houses[0]))
	for _, s := range []string{"check", "order", "make", "receive"} {
		w.step(t, http.StatusOK, ids[0], `{"step":"`+s+`"}`, w.clerk)
	}
	w.step(t, http.StatusOK, ids[0], `{"step":"install","lon":118.62,"lat":28.65,"photo":"`+w.photo(t, ids[0])+`"}`, w.hanger)
	if text := w.scan(t, http.StatusOK, ids[0]); strings.Contains(text, "求助时可以报这个位置") {
		t.Error("what an installer's phone said is told to people in need before the office accepted it")
	}
	w.step(t, http.StatusOK, ids[0], `{"step":"accept"}`, w.clerk)
	wantWords(t, "the page of an accepted plate", w.scan(t, http.StatusOK, ids[0]), "求助时可以报这个位置", "118.62000")
}

func TestThePageOfAPlateWithAVeryLongAddressFits(t *testing.T) {
	w := newPlatedStreet(t, 1)
	way, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: strings.Repeat("示例甲乙丙丁", 8) + "路"}}, Class: "23514",
		Division: "330881003", Visibility: "public", Source: "示例数据", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	address := answerOf[api.AddedAddresses](t, w.world, http.StatusCreated, http.MethodPost, "/v1/addresses", `{"items":[{"division":"`+w.named["division"]+`","way":"`+way.String()+`","number":"123456","sub":"1234","insert_format":"之","building":"示例大厦","room":"12345","source":"示例数据","visibility":"public","from":"2020-01-01"}],"reason":"编号"}`, w.clerk...).IDs[0]
	wantWords(t, "the page", w.scan(t, http.StatusOK, w.plan(t, doorItem(address))[0]), "123456之1234号示例大厦幢12345室")
}
