package cases_test

import (
	"testing"

	"diming/gazetteer/cases"
)

func TestGeneralWordsForABodyNameTheBodyOfThePlace(t *testing.T) {
	for _, c := range []struct{ words, county, prefecture, want string }{
		{"县级人民政府", "江山市", "衢州市", "江山市人民政府"},
		{"县（市、区）人民政府", "柯城区", "衢州市", "柯城区人民政府"},
		{"市级人民政府", "江山市", "衢州市", "衢州市人民政府"},
		{"设区的市级人民政府", "江山市", "衢州市", "衢州市人民政府"},
		{cases.FiledWith, "江山市", "衢州市", "衢州市民政局"},
		{"民政局", "江山市", "衢州市", "江山市民政局"},
		{"住房和城乡建设主管部门", "江山市", "衢州市", "住房和城乡建设主管部门"},
		{"常山县人民政府", "江山市", "衢州市", "常山县人民政府"},
		{"县级人民政府", "", "", "县级人民政府"},
		{cases.FiledWith, "江山市", "", cases.FiledWith},
		{cases.FiledWith, "济源市", "河南省", "河南省民政厅"},
		{cases.FiledWith, "房山区", "北京市", "北京市民政局"},
	} {
		if got := cases.NameBody(c.words, c.county, c.prefecture); got != c.want {
			t.Errorf("%s of %s under %s = %s, want %s", c.words, c.county, c.prefecture, got, c.want)
		}
	}
}

func TestACaseNamesTheGovernmentThatApproves(t *testing.T) {
	w := newWorld(t)
	c, err := w.Case(t.Context(), w.open(t, w.estate("枫石路")).Case)
	if err != nil {
		t.Fatal(err)
	}
	filed, err := w.Bodies(t.Context(), cases.FiledWith, c.Division)
	if err != nil {
		t.Fatal(err)
	}
	if c.Procedure.Approver != "江山市人民政府" || filed != "衢州市民政局" {
		t.Errorf("%s approves, filed with %s", c.Procedure.Approver, filed)
	}
}
