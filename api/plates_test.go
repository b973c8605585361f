package api_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A platedStreet is a street with two houses, for tests of plates.
type platedStreet struct {
	*world
	way    uuid.UUID
	houses []uuid.UUID
	clerk  []string // who may manage plates
	hanger []string // who hangs them
	other  []string // who manages those of another county
	other2 []string // who manages plates here beside the clerk; see second
}

func newPlatedStreet(t *testing.T, houses int) *platedStreet {
	t.Helper()
	w := &platedStreet{world: newWorld(t)}
	w.clerk = w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	w.hanger = w.signedIn(t, "installer", account.Grant{Role: account.Installer, Division: w.home})
	w.other = w.signedIn(t, "stranger", account.Grant{Role: account.Numberer, Division: w.away})
	var err error
	w.way, _, err = w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪路"}}, Class: "23514",
		Division: "330881003", Visibility: "public", Source: "示例数据", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	var items []string
	for i := range houses {
		items = append(items, fmt.Sprintf(`{"division":%q,"way":%q,"number":"%d","source":"示例数据","visibility":"public","from":"2020-01-01"}`, w.named["division"], w.way, i+1))
	}
	w.houses = answerOf[api.AddedAddresses](t, w.world, http.StatusCreated, http.MethodPost, "/v1/addresses", `{"items":[`+strings.Join(items, ",")+`],"reason":"编号"}`, w.clerk...).IDs
	return w
}

func (w *platedStreet) plan(t *testing.T, items ...string) []uuid.UUID {
	t.Helper()
	return answerOf[api.PlannedPlates](t, w.world, http.StatusCreated, http.MethodPost, "/v1/plates", `{"items":[`+strings.Join(items, ",")+`],"reason":"新编门牌"}`, w.clerk...).IDs
}

func doorItem(house uuid.UUID) string {
	return fmt.Sprintf(`{"kind":"door_small","address":%q}`, house)
}

func streetItem(way uuid.UUID) string {
	return fmt.Sprintf(`{"kind":"street","place":%q,"bearing":"ns"}`, way)
}

// step takes a step of a plate as it stands, and answers what came of it.
func (w *platedStreet) step(t *testing.T, status int, plate uuid.UUID, body string, as []string) api.PlateBody {
	t.Helper()
	at := "/v1/plates/" + plate.String()
	tag := w.send(t, http.MethodGet, at, "", w.clerk...).Header().Get("ETag")
	return answerOf[api.PlateBody](t, w.world, status, http.MethodPost, at+"/steps", body, append(as, "If-Match", tag)...)
}

// hang takes a plate from the plan to the wall.
func (w *platedStreet) hang(t *testing.T, plate uuid.UUID) {
	t.Helper()
	for _, s := range []string{"check", "order", "make", "receive"} {
		w.step(t, http.StatusOK, plate, `{"step":"`+s+`"}`, w.clerk)
	}
	w.step(t, http.StatusOK, plate, `{"step":"install","lon":118.6,"lat":28.6,"photo":"`+w.photo(t, plate)+`"}`, w.hanger)
	w.step(t, http.StatusOK, plate, `{"step":"accept"}`, w.clerk)
}

// smallPNG is a picture as a phone would send it.
func smallPNG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (w *platedStreet) photo(t *testing.T, plate uuid.UUID) string {
	t.Helper()
	return answerOf[map[string]string](t, w.world, http.StatusCreated, http.MethodPost, "/v1/plates/"+plate.String()+"/photos?filename=a.png", string(smallPNG(t)), append(w.hanger, "Content-Type", "image/png")...)["photo"]
}

func TestPlatesArePlannedHungAndRead(t *testing.T) {
	w := newPlatedStreet(t, 2)
	if got := w.send(t, http.MethodPost, "/v1/plates", `{"items":[`+doorItem(w.houses[0])+`],"reason":"新编"}`, w.other...); got.Code != http.StatusForbidden {
		t.Errorf("planned from another county: %d %s", got.Code, got.Body)
	}
	refused := w.send(t, http.MethodPost, "/v1/plates", `{"items":[`+doorItem(w.houses[0])+`,`+doorItem(uuid.New())+`],"reason":"新编"}`, w.clerk...)
	if refused.Code != http.StatusUnprocessableEntity || !strings.Contains(refused.Body.String(), "body.items[1]") || !strings.Contains(refused.Body.String(), "今天不存在") {
		t.Errorf("a plate of no address: %d %s", refused.Code, refused.Body)
	}
	ids := w.plan(t, doorItem(w.houses[0]), streetItem(w.way), doorItem(w.houses[1]))
	listed := answerOf[struct{ Items []api.PlateRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates?of="+w.way.String(), "", w.hanger...).Items
	if len(listed) != 3 || listed[0].Name != "清溪路" || listed[0].Number != "1号" || listed[1].Pinyin != "QINGXI LU" {
		t.Errorf("on the street: %+v", listed)
	}
	for query, want := range map[string]int{"?q=2号": 1, "?q=" + listed[0].Token: 1, "?division=" + w.named["division"]: 4, "?kind=street": 1, "?state=checked,void": 0} {
		if got := answerOf[struct{ Items []api.PlateRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates"+query, "", w.clerk...).Items; len(got) != want {
			t.Errorf("%s leaves %d, want %d", query, len(got), want)
		}
	}
	if got := answerOf[struct{ Items []api.PlateRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates", "", w.other...).Items; len(got) != 0 {
		t.Errorf("in another county there are %d", len(got))
	}

	if got := w.step(t, http.StatusForbidden, ids[0], `{"step":"check"}`, w.hanger); got.State != "" {
		t.Errorf("the installer checked a text: %+v", got)
	}
	at := "/v1/plates/" + ids[0].String()
	if got := w.send(t, http.MethodPost, at+"/steps", `{"step":"install","lon":118.6,"lat":28.6,"photo":"`+strings.Repeat("ab", 32)+`"}`, append(w.hanger, "If-Match", `"1"`)...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "先把照片传上来") {
		t.Errorf("hung with a photo that is not here: %d %s", got.Code, got.Body)
	}
	w.hang(t, ids[0])
	w.hang(t, ids[1])
	p := answerOf[api.PlateBody](t, w.world, http.StatusOK, http.MethodGet, at, "", w.hanger...)
	if p.State != "in_use" || len(p.Steps) != 6 || p.Steps[4].Photo == "" || p.Lon == nil || p.Differs || strings.Join(p.May, " ") != "report replace" {
		t.Errorf("the plate on its wall: %+v", p)
	}
	if got := w.send(t, http.MethodGet, at+"/photos/"+p.Steps[4].Photo+"?inline=1", "", w.hanger...); got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/png" {
		t.Errorf("its photo: %d %s", got.Code, got.Header())
	}
	if got := w.send(t, http.MethodGet, "/v1/plates/"+ids[1].String()+"/photos/"+strings.Repeat("ab", 32), "", w.hanger...); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a photo that no step names: %d", got.Code)
	}
	for form, begins := range map[string]string{"svg": "<svg", "pdf": "%PDF", "dxf": "0\nSECTION"} {
		first, again := w.send(t, http.MethodGet, at+"/artwork."+form, "", w.clerk...), w.send(t, http.MethodGet, at+"/artwork."+form, "", w.clerk...)
		if first.Code != http.StatusOK || !strings.HasPrefix(first.Body.String(), begins) || first.Body.String() != again.Body.String() {
			t.Errorf("artwork %s: %d %.60s", form, first.Code, first.Body)
		}
	}

	if _, err := w.Places.Rename(t.Context(), ledger.Console, w.way, "清湖大道", version.Span{From: version.Today()}, "更名"); err != nil {
		t.Fatal(err)
	}
	reprints := answerOf[struct{ Items []api.ReprintRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/reprints?division="+w.named["division"], "", w.clerk...).Items
	if len(reprints) != 2 || reprints[0].ID != ids[0] || reprints[0].Now == nil || reprints[0].Now.Name != "清湖大道" {
		t.Errorf("after the rename: %+v", reprints)
	}
	stock := answerOf[struct{ Items []api.PlateCount }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/stock?of="+w.way.String(), "", w.clerk...).Items
	if len(stock) != 3 || stock[0] != (api.PlateCount{Kind: "door_small", State: "in_use", Count: 1}) {
		t.Errorf("stock: %+v", stock)
	}
	broken := w.step(t, http.StatusOK, ids[0], `{"step":"report","fault":"fallen","due":"2099-12-31"}`, w.hanger)
	if broken.State != "faulty" || broken.Due != "2099-12-31" {
		t.Errorf("a fallen plate: %+v", broken)
	}
}
