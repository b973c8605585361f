package api_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/api"
)

// table sends a table of plates and gives the rows that come back.
func (w *platedStreet) table(t *testing.T, body, query string) [][]string {
	t.Helper()
	got := w.sendFile(t, origin+"/v1/plates/found.csv?reason=普查"+query, "text/csv", []byte(body), w.clerk...)
	if got.Code != http.StatusOK {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	if n := got.Header().Get("Diming-Rows-Accepted") + "+" + got.Header().Get("Diming-Rows-Refused"); n != "3+4" && n != "0+7" {
		t.Errorf("the rows are counted as %s", n)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func (w *platedStreet) hanging(t *testing.T) []api.PlateRow {
	t.Helper()
	return answerOf[struct{ Items []api.PlateRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates?state=in_use", "", w.clerk...).Items
}

func TestATableOfPlatesThatHangAccountsForEveryRow(t *testing.T) {
	w := newPlatedStreet(t, 4)
	plain := "户主,匹配标识,匹配结果,二维码,牌上名称,牌上号码\n"
	plain += fmt.Sprintf("甲,%s,matched,http://old.example/m?id=1,清溪路,1号\n", w.houses[0])
	plain += fmt.Sprintf("=乙(),%s,matched,,清西路,2号\n", w.houses[1])
	plain += fmt.Sprintf("丙,%s,ambiguous,http://old.example/m?id=3,,\n", w.houses[2])
	plain += "丁,,no_name,http://old.example/m?id=4,,\n"
	plain += fmt.Sprintf("戊,%s,matched,http://old.example/m?id=1,,\n", w.houses[2])
	plain += fmt.Sprintf("己,%s,matched,,,\n", w.named["division"])
	plain += fmt.Sprintf("庚,%s,matched,,,\n", w.houses[3])
	body, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	results := func(rows [][]string) string {
		var all []string
		for _, r := range rows[1:] {
			all = append(all, r[0]+r[6])
		}
		return strings.Join(all, " ")
	}
	if got := results(w.table(t, body, "&dry=1")); got != "甲可登记 '=乙()可登记 丙未登记 丁未登记 戊未登记 己未登记 庚可登记" {
		t.Errorf("tried: %s", got)
	}
	if all := w.hanging(t); len(all) != 0 {
		t.Errorf("a trial entered %d plates", len(all))
	}
	rows := w.table(t, body, "")
	if got := results(rows); got != "甲已登记 '=乙()已登记 丙未登记 丁未登记 戊未登记 己未登记 庚已登记" {
		t.Errorf("entered: %s", got)
	}
	for i, want := range map[int]string{3: "没有匹配上", 4: "没有匹配", 5: "同一个码", 6: "今天不存在"} {
		if !strings.Contains(rows[i][7], want) {
			t.Errorf("row %d is refused because %q, want %q", i, rows[i][7], want)
		}
	}
	all := w.hanging(t)
	if len(all) != 3 || all[0].Token != rows[1][8] || all[1].Name != "清西路" || all[2].Name != "清溪路" || all[2].Number != "4号" {
		t.Errorf("they hang: %+v", all)
	}
	if got := results(w.table(t, body, "")); strings.Contains(got, "已登记") || len(w.hanging(t)) != 3 {
		t.Errorf("brought again: %s", got)
	}
}

func TestATableThatIsNoneOfPlatesIsRefused(t *testing.T) {
	w := newPlatedStreet(t, 1)
	for name, refused := range map[string]struct{ query, body, want string }{
		"empty":          {"?reason=普查", "", "文件为空"},
		"not matched":    {"?reason=普查", "地址,二维码\n清溪路1号,x\n", "先在地址匹配中匹配"},
		"without a code": {"?reason=普查", "匹配标识\nx\n", "二维码"},
		"no reason":      {"", "匹配标识,二维码\nx,y\n", "从何而来"},
	} {
		if got := w.sendFile(t, origin+"/v1/plates/found.csv"+refused.query, "text/csv", []byte(refused.body), w.clerk...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), refused.want) {
			t.Errorf("%s: %d %s, want 422 and %q", name, got.Code, got.Body, refused.want)
		}
	}
	if got := w.sendFile(t, origin+"/v1/plates/found.csv?reason=普查", "text/csv", []byte(fmt.Sprintf("匹配标识,二维码\n%s,x\n", w.houses[0])), w.other...); got.Code != http.StatusForbidden {
		t.Errorf("from another county: %d", got.Code)
	}
}
