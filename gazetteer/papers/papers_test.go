package papers_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"html"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"diming/gazetteer/papers"
	"diming/internal/docx"
)

func TestTheFormHasItsFieldsInOrder(t *testing.T) {
	var got []string
	for _, f := range papers.RecordOf(papers.Entity{ClassCode: "22200"}).Fields {
		label := f.Label
		if f.Required {
			label += "*"
		}
		got = append(got, label)
	}
	want := strings.Fields(`地名代码* 标准名称* 别名 简称 曾用名 图上名称 图号（年版） 比例尺 罗马字母拼写* 地名读音 通名罗马字母拼写 民族文字 语种 使用时间* 命名时间 密级 设立年份 废止年份
		标牌个数 高程（米） 东经 至东经 北纬 至北纬 坐标系 测量方法 类别名称* 地名含义* 地名来历 历史沿革* 地理实体描述* 多媒体信息 其他信息 资料来源及出处 备注 登记时间* 登记人* 登记单位* 所在（跨）行政区*`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatMustBeFilledAndIsNotIsListed(t *testing.T) {
	r := papers.RecordOf(papers.Entity{Name: "清溪路", ClassCode: "23510", ClassName: "城镇道路", Meaning: " "})
	want := []string{"地名代码", "罗马字母拼写", "使用时间", "地名含义", "历史沿革", "地理实体描述", "登记时间", "登记人", "登记单位", "所在（跨）行政区"}
	if diff := cmp.Diff(want, r.Missing); diff != "" {
		t.Error(diff)
	}
	if last := r.Fields[len(r.Fields)-1]; last.Label != "途经行政区" {
		t.Errorf("a road's form ends with %q", last.Label)
	}
	if sheet := papers.CopySheet(r); len(sheet) != len(r.Fields)-1 || sheet[0].Label != "标准名称" {
		t.Errorf("the copy sheet begins with %+v", sheet[0])
	}
}

func records() []papers.Record {
	var all []papers.Record
	for _, i := range papers.SampleCase().Items {
		e := i.Entity
		e.Code, e.Remark = "33088100323510000001", "=1+1"
		all = append(all, papers.RecordOf(e))
	}
	return all
}

func TestTheThreeOutputsSayTheSame(t *testing.T) {
	all := records()
	var book, again, text, page bytes.Buffer
	for _, err := range []error{papers.RecordsXLSX(&book, all), papers.RecordsXLSX(&again, all), papers.RecordsJSON(&text, all), papers.CopySheetHTML(&page, all, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(book.Bytes(), again.Bytes()) {
		t.Error("the same forms give different workbooks")
	}
	var read struct{ Records []papers.Record }
	if err := json.Unmarshal(text.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all, read.Records); diff != "" {
		t.Error(diff)
	}
	x, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	for i, r := range all {
		rows, err := x.GetRows(x.GetSheetList()[i])
		if err != nil {
			t.Fatal(err)
		}
		for j, f := range r.Fields {
			row := append(rows[j+1], "", "")
			if row[0] != f.Label || row[1] != f.Value {
				t.Errorf("sheet %d row %d is %q, want %q %q", i, j+2, row, f.Label, f.Value)
			}
			if f.Key != "code" && !(strings.Contains(html.UnescapeString(page.String()), f.Label) && strings.Contains(html.UnescapeString(page.String()), f.Value)) {
				t.Errorf("the copy sheet lacks %s", f.Label)
			}
		}
	}
	if formula, _ := x.GetCellFormula(x.GetSheetList()[0], "B36"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
}

func TestDefaultTemplatesBecomeLetters(t *testing.T) {
	for kind, want := range map[string][]string{
		papers.LetterRequest:      {"关于示例溪路等2个地名命名的请示", "示例县人民政府：", "妥否，请批示。", "附件：1.地名命名申请书　2.专家论证报告", "示例县民政局", "示例山路（原名：示例旧路）"},
		papers.LetterReply:        {"关于同意示例溪路等2个地名命名的批复", "示例县民政局：", "此复。", "示例县人民政府"},
		papers.LetterFiling:       {"关于示例溪路等2个地名命名的备案报告", "示例市民政局：", "《示政函〔2026〕1号》于2026年11月10日批准", "地名登记表（2份）"},
		papers.LetterAnnouncement: {"关于示例溪路等2个地名命名的公告", "Shilixi Lu", "东起示例大道，西至示例山路，长820米，宽18米", "特此公告。"},
	} {
		out, err := papers.Write(papers.Default(kind), kind, papers.SampleCase())
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		text, err := docx.Text(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range append(want, "2026年11月20日", "示例：其中内容均非真实") {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", kind, w, text)
			}
		}
		if strings.Contains(text, "{{") {
			t.Errorf("%s keeps a placeholder:\n%s", kind, text)
		}
		if err := papers.CheckTemplate(papers.Default(kind), kind); err != nil {
			t.Error(err)
		}
	}
}

func TestALetterOfARealCaseSaysNothingOfSamples(t *testing.T) {
	c := papers.SampleCase()
	c.Demo, c.Letter, c.Documents = false, "", nil
	out, err := papers.Write(papers.Default(papers.LetterRequest), papers.LetterRequest, c)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := docx.Text(out)
	if strings.Contains(text, "均非真实") || strings.Contains(text, "附件") {
		t.Error(text)
	}
}

// document gives a paper that holds a text.
func document(kind, title, name, text string) papers.Document {
	sum := sha256.Sum256([]byte(text))
	return papers.Document{Kind: kind, Title: title, FileName: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

func filed() papers.Case {
	c := papers.SampleCase()
	c.Documents = []papers.Document{document(papers.Expert, "专家论证报告", "a.PDF", "论证"), document(papers.ReplyScan, "示政函〔2026〕1号", "scan.pdf", "批复"),
		document("photo", "../现场 照片?", "x.jpg", "照片")}
	c.Required = []string{papers.Expert, papers.Consultation}
	return c
}

func TestAPackageHoldsEverythingAndTellsWhatItLacks(t *testing.T) {
	report := papers.Made{Kind: papers.FilingReport, Title: "备案报告", Ending: ".docx", Content: []byte("报告")}
	var out, again bytes.Buffer
	m, err := papers.Package(&out, filed(), report)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := papers.Package(&again, filed(), report); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the same case gives different packages (%v)", err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	var names []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
		names = append(names, f.Name)
	}
	want := []string{"00-目录.txt", "01-备案报告（草稿）.docx", "02-批复-示政函〔2026〕1号.pdf", "03-专家论证报告.pdf", "04-其他材料-..现场_照片.jpg", "05-地名登记表.xlsx", "06-地名登记表.json", "07-抄录表.html"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	list := files["00-目录.txt"]
	for _, f := range m.Listed {
		sum := sha256.Sum256([]byte(files[f.File]))
		if digest := hex.EncodeToString(sum[:]); digest != f.SHA256 || !strings.Contains(list, f.File) || !strings.Contains(list, digest) {
			t.Errorf("the list is wrong of %s", f.File)
		}
	}
	for _, w := range []string{"【缺】申请书", "【缺】征求意见报告", "【缺】登记表必填项　示例溪路：地名代码", "第 1 条，0000", "示例：其中内容均非真实"} {
		if !strings.Contains(list, w) {
			t.Errorf("the list lacks %q:\n%s", w, list)
		}
	}
	if strings.Contains(list, "【缺】专家论证报告") || strings.Contains(list, "【缺】备案报告") || strings.Contains(list, "材料齐全") {
		t.Error(list)
	}
}

func TestADamagedDocumentIsNotPacked(t *testing.T) {
	c := filed()
	c.Documents[0].SHA256 = strings.Repeat("0", 64)
	if _, err := papers.Package(io.Discard, c); !errors.Is(err, papers.ErrDamaged) {
		t.Errorf("%v", err)
	}
}
