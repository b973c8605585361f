package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/internal/pg/pgtest"
	"diming/internal/pmtiles"
)

// leaves lists every command that can be run, as its words.
func leaves(node *kong.Node, words []string) [][]string {
	if len(node.Children) == 0 {
		return [][]string{words}
	}
	var all [][]string
	for _, child := range node.Children {
		all = append(all, leaves(child, append(words[:len(words):len(words)], child.Name))...)
	}
	return all
}

func TestEveryCommandHasHelpWithAnExample(t *testing.T) {
	var cli CLI
	parser, err := kong.New(&cli, vars())
	if err != nil {
		t.Fatal(err)
	}
	h := home{t, nil}
	all := leaves(parser.Model.Node, nil)
	if len(all) < 14 {
		t.Fatalf("%d commands, want all", len(all))
	}
	for _, words := range all {
		out := h.ok(append(words, "--help")...)
		_, example, found := strings.Cut(strings.Join(strings.Fields(out), " "), "Example: ") // lines are broken anywhere; of import file the second word need not be typed
		if !found || !strings.Contains(example, "diming "+strings.TrimSuffix(strings.Join(words, " "), " file")) {
			t.Errorf("diming %v --help has no example of it:\n%s", words, out)
		}
	}
}

func TestPinyinPrintsOneReadingALine(t *testing.T) {
	h := home{t, nil}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"乐清市"}, "Yuèqīng Shì\n"},
		{[]string{"--class", "21400", "--division", "330382", "乐清市", "江山市"}, "Yuèqīng Shì\nJiāngshān Shì\n"},
		{[]string{"清湖街道"}, "Qīnghú Jiēdào\n"},
	} {
		if out := h.ok(append([]string{"pinyin"}, test.args...)...); out != test.want {
			t.Errorf("diming pinyin %v = %q, want %q", test.args, out, test.want)
		}
	}
	var r struct {
		Name, Pinyin string
		Confirmed    bool
	}
	if err := json.Unmarshal([]byte(h.ok("pinyin", "--json", "六安市")), &r); err != nil || r.Name != "六安市" || r.Pinyin != "Lù'ān Shì" || !r.Confirmed {
		t.Errorf("diming pinyin --json 六安市 = %+v, %v", r, err)
	}
}

// newRegister is a register in a database of the test server, and a
// connection of a superuser to it.
func newRegister(t *testing.T) (home, *pgx.Conn) {
	t.Helper()
	url, adminURL := pgtest.NewURL(t)
	return registerAt(t, url, adminURL)
}

// demoRegister is a register that holds the demo, which is loaded once.
func demoRegister(t *testing.T) (home, *pgx.Conn) {
	t.Helper()
	url, adminURL := pgtest.FilledURL(t, "demo", func(_ context.Context, url, adminURL string) error {
		foreign(t, url, adminURL).ok("demo")
		return nil
	})
	return registerAt(t, url, adminURL)
}

func registerAt(t *testing.T, url, adminURL string) (home, *pgx.Conn) {
	t.Helper()
	admin, err := pgx.Connect(t.Context(), adminURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close(t.Context()) })
	return foreign(t, url, adminURL), admin
}

func number(t *testing.T, admin *pgx.Conn, sql string) (n int) {
	t.Helper()
	if err := admin.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

const divisionTable = "代码,名称\n330881,江山市\n330881003,清湖街道\n330881003200,清湖二村村委会\n"

func TestTablesArePrintedAsJSONToo(t *testing.T) {
	h, _ := newRegister(t)
	file := filepath.Join(t.TempDir(), "divisions.csv")
	write(t, file, divisionTable)
	for _, args := range [][]string{
		{"import", file, "--as", "divisions", "--classification", "public", "--json"},
		{"divisions", "changes", "330881", "--json"},
		{"divisions", "carried-by", "330881003", "--json"},
		{"verify", "--json"},
		{"place", "add", "--class", "22200", "--json", "清溪口"},
	} {
		if out := h.ok(args...); !json.Valid([]byte(out)) {
			t.Errorf("diming %v printed %q, want JSON", args, out)
		}
	}
	if out := h.ok("divisions", "carried-by", "330881003"); !strings.Contains(out, "330881003\t清湖街道\t全部") {
		t.Errorf("carried-by printed %q", out)
	}
	if out := h.ok("divisions", "changes", "330881"); !strings.Contains(out, "没有变更") {
		t.Errorf("changes printed %q, want that there were none", out)
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	h, _ := newRegister(t)
	const nobody = "01990000-0000-7000-8000-000000000000"
	for _, test := range []struct {
		says string
		args []string
	}{
		{"class", []string{"place", "add", "--class", "99999", "某村"}},
		{"division", []string{"place", "add", "--class", "22200", "--division", "999999", "某村"}},
		{"经度,纬度", []string{"place", "add", "--class", "22200", "--at", "900,1", "某村"}},
		{"经度,纬度", []string{"place", "add", "--class", "22200", "--at", "118.6", "某村"}},
		{"经度,纬度", []string{"place", "add", "--class", "22200", "--at", "118.6,28.6,5", "某村"}},
		{"not found", []string{"place", "rename", nobody, "某村", "--reason", "x"}},
		{"not found", []string{"place", "withdraw", nobody, "--reason", "x"}},
		{"not found", []string{"divisions", "carried-by", "999999"}},
		{"2026-13-01", []string{"divisions", "carried-by", "330881", "--on", "2026-13-01"}},
		{"公开网址", []string{"serve", "--listen", "127.0.0.1:0", "--public-url", "diming"}},
		{"listen", []string{"serve", "--listen", "127.0.0.1:99999"}},
	} {
		h.refused(test.says, test.args...)
	}
}

// heading and badLines are a file of a thousand places, ten of them bad.
const heading = "key,name,lon,lat,class,classification\n"

var badLines = map[int][2]string{ // what is wrong, and right
	11:  {"K0011,,118.45,28.51,22200,", "K0011,测试村11,118.45,28.51,22200,"},
	102: {"K0102,测试村102,abc,28.51,22200,", "K0102,测试村102,118.45,28.51,22200,"},
	203: {"K0203,测试村203,918.45,28.51,22200,", "K0203,测试村203,118.45,28.51,22200,"},
	304: {"K0304,测试村304,118.45,-98.51,22200,", "K0304,测试村304,118.45,28.51,22200,"},
	405: {"K0405,测试村405,118.45,28.51,99999,", "K0405,测试村405,118.45,28.51,22200,"},
	506: {"K0001,测试村506,118.45,28.51,22200,", "K0506,测试村506,118.45,28.51,22200,"},
	607: {"K0607,测试村607,118.45,28.51,22200,秘密", "K0607,测试村607,118.45,28.51,22200,"},
	708: {"K0708,测试村708,NaN,28.51,22200,", "K0708,测试村708,118.45,28.51,22200,"},
	809: {"K0809,测试村809,118.45,,22200,", "K0809,测试村809,118.45,28.51,22200,"},
	910: {"K0910,测试村910,118.45,28.51,222,", "K0910,测试村910,118.45,28.51,22200,"},
}

func thousandPlaces() string { return placeTable(1000, true) }

func placeTable(n int, faulty bool) string {
	var text strings.Builder
	text.WriteString(heading)
	for i := 1; i <= n; i++ {
		bad, isBad := badLines[i]
		switch {
		case isBad && faulty:
			text.WriteString(bad[0] + "\n")
		case isBad:
			text.WriteString(bad[1] + "\n")
		default:
			fmt.Fprintf(&text, "K%04d,测试村%d,%.5f,%.5f,22200,\n", i, i, 118.4+float64(i)/100000, 28.5+float64(i)/100000)
		}
	}
	return text.String()
}

// accounting is an import's report as the tests read it.
type accounting struct {
	Read, Accepted, Updated, Unchanged, Rejected int
	RejectedFile                                 string `json:"rejected_file"`
	Rejections                                   []struct {
		Row                   int
		Column, Value, Reason string
	}
}

func (h home) take(file string, args ...string) accounting {
	h.t.Helper()
	var a accounting
	out := h.ok(append([]string{"import", file, "--as", "places", "--classification", "public", "--source", "测试", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		h.t.Fatalf("%v in %s", err, out)
	}
	return a
}

func wantAccount(t *testing.T, what string, got accounting, read, accepted, updated, unchanged, rejected int) {
	t.Helper()
	if got.Read != read || got.Accepted != accepted || got.Updated != updated || got.Unchanged != unchanged || got.Rejected != rejected {
		t.Errorf("%s: read %d = %d new + %d updated + %d unchanged + %d rejected, want %d = %d + %d + %d + %d", what,
			got.Read, got.Accepted, got.Updated, got.Unchanged, got.Rejected, read, accepted, updated, unchanged, rejected)
	}
}

func TestAThousandRowsOfWhichTenAreBad(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	h, admin := newRegister(t)
	file := filepath.Join(t.TempDir(), "places.csv")
	write(t, file, thousandPlaces())
	wantAccount(t, "a dry run", h.take(file, "--dry-run"), 1000, 990, 0, 0, 10)
	if n := number(t, admin, `SELECT count(*) FROM place`); n != 0 {
		t.Errorf("a dry run left %d places", n)
	}
	first := h.take(file)
	wantAccount(t, "the file", first, 1000, 990, 0, 0, 10)
	for _, r := range first.Rejections {
		if badLines[r.Row][0] == "" || r.Reason == "" {
			t.Errorf("row %d was rejected: %+v", r.Row, r)
		}
	}
	entries := number(t, admin, `SELECT count(*) FROM ledger_entry WHERE action LIKE 'place%'`)
	wantAccount(t, "the same again", h.take(file), 1000, 0, 0, 990, 10)
	if n := number(t, admin, `SELECT count(*) FROM ledger_entry WHERE action LIKE 'place%'`); n != entries {
		t.Errorf("the same file again made %d entries in the ledger, want none", n-entries)
	}
	rejected, err := os.ReadFile(first.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	corrected := string(rejected)
	for row, line := range badLines {
		if strings.Contains(line[0], "秘密") { // is not written anywhere, and comes again from its source
			if strings.Contains(corrected, "测试村607") {
				t.Errorf("the file of rejected rows holds a classified row:\n%s", rejected)
			}
			blank := regexp.MustCompile(fmt.Sprintf(`(?m)^,,,,,,[^,]*,%d,.*$`, row)) // the cells, reason, row, source, digest, candidates, decision
			corrected = blank.ReplaceAllLiteralString(corrected, fmt.Sprintf("%s,,%d,,,,", line[1], row))
			continue
		}
		if !strings.Contains(corrected, line[0]) {
			t.Errorf("the file of rejected rows lacks %q:\n%s", line[0], rejected)
		}
		corrected = strings.Replace(corrected, line[0], line[1], 1)
	}
	again := filepath.Join(t.TempDir(), "corrected.csv")
	write(t, again, corrected)
	wantAccount(t, "the corrected rows", h.take(again), 10, 10, 0, 0, 0)
	wantAccount(t, "the corrected rows again", h.take(again), 10, 0, 0, 10, 0)
	if n := number(t, admin, `SELECT count(*) FROM place`); n != 1000 {
		t.Errorf("%d places, want 1000", n)
	}
	if out := h.ok("import", file, "--as", "places", "--source", "测试", "--classification", "public"); !strings.Contains(out, "读 1000 行") || !strings.Contains(out, "拒绝") {
		t.Errorf("the account in words: %s", out)
	}
}

// contents is a digest of the names and positions of a register.
const contents = `SELECT md5(string_agg(concat_ws('|', s.key, n.text, n.reading, ST_AsText(v.location), v.class), E'\n' ORDER BY s.key))
	FROM place_source s JOIN place_version v USING (place) JOIN name_version n USING (place)`

func digest(t *testing.T, admin *pgx.Conn) (text string) {
	t.Helper()
	if err := admin.QueryRow(t.Context(), contents).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAnImportKilledInTheMiddleGoesOn(t *testing.T) {
	t.Parallel()        // most of it is waiting for other processes
	const rows = 21_000 // more than one batch
	file := filepath.Join(t.TempDir(), "many.csv")
	write(t, file, placeTable(rows, false))
	never, neverAdmin := newRegister(t)
	wantAccount(t, "never killed", never.take(file), rows, rows, 0, 0, 0)

	h, admin := newRegister(t)
	for _, moment := range []struct{ what, sql string }{
		{"before the first batch is in", `SELECT count(*) FROM import_run WHERE state = 'running'`},
		{"after the first batch", `SELECT count(*) FROM place`},
	} {
		cmd := h.command("import", file, "--as", "places", "--classification", "public", "--source", "测试")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, moment.what, func() error {
			if number(t, admin, moment.sql) == 0 {
				return fmt.Errorf("nothing yet")
			}
			return nil
		})
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		eventually(t, "the server has seen that its client is gone", func() error {
			if n := number(t, admin, `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'diming' AND datname = current_database()`); n > 0 {
				return fmt.Errorf("%d connections", n)
			}
			return nil
		})
		if n := number(t, admin, `SELECT count(*) FROM place`); n%20_000 != 0 && n != rows {
			t.Errorf("killed %s: %d places, want whole batches", moment.what, n)
		}
	}
	left := number(t, admin, `SELECT count(*) FROM place`)
	wantAccount(t, "after the kills", h.take(file), rows, rows-left, 0, left, 0)
	if got, want := digest(t, admin), digest(t, neverAdmin); got != want {
		t.Errorf("after the kills the register holds %s, never killed %s", got, want)
	}
	h.ok("verify")
}

func TestRealDataIsNotKeptInACheckout(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	h, dir := dataFolder(t)
	write(t, filepath.Join(filepath.Dir(dir), ".git", "HEAD"), "ref: refs/heads/main\n")
	file := filepath.Join(t.TempDir(), "divisions.csv")
	write(t, file, divisionTable)
	h.refused("DIMING_DATA", "import", file, "--as", "divisions")
	h.refused("DIMING_DATA", "serve", "--listen", "127.0.0.1:0")
}

// nameChecked asks the rules on a register that holds the demo: a village's name
// is taken in its county, and another one is free there.
func nameChecked(t *testing.T, h home) {
	t.Helper()
	h.refused("清湖一村 村民委员会 江山市清湖街道", "name", "check", "--class", "21610", "--division", "330881", "清湖一村")
	if out := h.ok("name", "check", "--class", "21610", "--division", "330881", "--at", "118.62,28.74", "--json", "示新村"); !strings.Contains(out, `"rule_version"`) {
		t.Errorf("name check says %s", out)
	}
}

// addressesMatched matches texts on a register that holds the demo, from a line
// and from a table in GB18030.
func addressesMatched(t *testing.T, h home) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "text.txt")
	write(t, file, "江山清湖镇清湖一村 １０号\n")
	out := h.ok("addresses", "match", file)
	for _, want := range []string{"浙江省衢州市江山市清湖街道清湖一村10号", "清湖镇 is a former name of 清湖街道", "精确到门牌号"} {
		if !strings.Contains(out, want) {
			t.Errorf("addresses match says nothing of %s: %s", want, out)
		}
	}
	table, err := simplifiedchinese.GB18030.NewEncoder().String("户主,地址\n甲,江山市凝秀社区\n乙,\n")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "table.csv")
	write(t, file, table)
	out, err = simplifiedchinese.GB18030.NewDecoder().String(h.ok("addresses", "match", file)) // as it came
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "甲,江山市凝秀社区,浙江省衢州市江山市双塔街道凝秀社区,") || !strings.Contains(out, "乙,,,,,,empty,") {
		t.Errorf("the table comes out as %s", out)
	}
}

// tilesPacked packs a town of a register that holds the demo, and is told what
// cannot be packed.
func tilesPacked(t *testing.T, h home) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "示例-清湖.pmtiles")
	if out := h.ok("tiles", "pack", file, "--division", "330881003", "--max-zoom", "10"); !strings.Contains(out, "块瓦片") {
		t.Errorf("packed: %s", out)
	}
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	info, err := packed.Stat()
	if err != nil {
		t.Fatal(err)
	}
	a, err := pmtiles.Open(packed, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	var said struct{ Name, Attribution string }
	if err := a.Metadata(&said); err != nil || !strings.HasSuffix(said.Name, "清湖街道") || !strings.HasPrefix(said.Attribution, "示例数据") {
		t.Errorf("the file says of itself %+v, %v", said, err)
	}
	if _, deepest := a.Zooms(); deepest != 10 {
		t.Errorf("deepest zoom %d, want 10", deepest)
	}
	deltasMade(t, h, file)
	h.refused("已存在", "tiles", "pack", file)
	h.refused("--bbox", "tiles", "pack", file+"2", "--bbox", "119,28,118,29")
	h.refused("330881999", "tiles", "pack", file+"2", "--division", "330881999")
}

// deltasMade renews a pack by a delta, and is told what does not fit.
func deltasMade(t *testing.T, h home, pack string) {
	t.Helper()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	h.ok("tiles", "pack", in("office.pmtiles"), "--set", "office", "--division", "330881003", "--max-zoom", "8")
	h.ok("tiles", "delta", "--since", pack, "-o", in("new.delta"))
	h.ok("tiles", "apply", pack, in("new.delta"), "-o", in("new.pmtiles"))
	h.ok("tiles", "delta", "--since", pack, "--to", in("new.pmtiles"), "-o", in("again.delta"))
	for file, want := range map[string]string{"new.delta": "增量包成立", "again.delta": "增量包成立", "new.pmtiles": "瓦片包完整", "office.pmtiles": "office"} {
		if out := h.ok("tiles", "verify", in(file)); !strings.Contains(out, want) {
			t.Errorf("%s: %s, want %s", file, out, want)
		}
	}
	made, err := os.ReadFile(in("new.delta"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, in("cut.delta"), string(made[:len(made)/2]))
	write(t, in("changed.delta"), strings.Replace(string(made), `"set":"public"`, `"set":"office"`, 1))
	before := digestOf(t, pack)
	for file, want := range map[string]string{"cut.delta": "没有拷全", "changed.delta": "被改动过", "new.pmtiles": "不是瓦片增量包"} {
		h.refused(want, "tiles", "apply", pack, in(file), "-o", in("bad.pmtiles"))
	}
	h.refused("不是给这个瓦片包的", "tiles", "apply", in("office.pmtiles"), in("new.delta"), "-o", in("bad.pmtiles"))
	h.refused("不是这个瓦片包的登记机关", "tiles", "apply", pack, in("new.delta"), "-o", in("bad.pmtiles"), "--key", "another")
	h.refused("已存在", "tiles", "apply", pack, in("new.delta"), "-o", pack)
	if digestOf(t, pack) != before {
		t.Error("the pack is another than before")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 6 {
		t.Errorf("left are %v, %v: want the six files that were made", left, err)
	}
}

func digestOf(t *testing.T, file string) string {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(body))
}

func TestTheDemoIsNotServedUnderAPublicName(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	h, _ := demoRegister(t)
	nameChecked(t, h)
	addressesMatched(t, h)
	boundariesChecked(t, h)
	tilesPacked(t, h)
	h.refused("示例数据", "serve", "--listen", "127.0.0.1:0", "--public-url", "https://diming.example.cn")
	code := ""
	for _, local := range []string{"http://diming.test", "http://192.168.1.5:8080"} {
		s := h.serve("--public-url", local).ready()
		eventually(t, "a snapshot is kept", func() error {
			_, err := os.Stat(filepath.Join(h.data(), "snapshot.gob"))
			return err
		})
		eventually(t, "what is behind the codes is kept", func() error {
			_, err := os.Stat(filepath.Join(h.data(), "behind.snapshot"))
			return err
		})
		_, id, _ := s.first("qinghu")
		code = s.get("/v1/places/" + id)
		s.stop()
	}
	code = regexp.MustCompile(`/Q/[0-9A-Z]{10}`).FindString(code)
	h.ok("demo", "hualien")

	away := home{t, append(h.env[:1:1], "DIMING_DATABASE_URL=postgres:///diming?host="+filepath.Join(h.data(), "nowhere"))}
	s := away.serve("--public-url", "http://diming.test")
	eventually(t, "the last snapshot answers without the database", func() error {
		if name, _, _ := s.first("qinghu"); name != "清湖街道" || !strings.Contains(s.get("/v1/places?q=qinghu"), "from_snapshot") {
			return fmt.Errorf("first is %q", name)
		}
		return nil
	})
	if status, body, err := s.ask(code); status != http.StatusOK || !strings.Contains(body, "清湖街道") || !strings.Contains(body, "暂时连不上登记库") {
		t.Errorf("the page %s with a snapshot only: %d %s %v, want it with its time", code, status, body, err)
	}
	if status, _, _ := s.ask("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("readyz with a snapshot only: %d, want 503", status)
	}
	s.kill()
	abroad := away.serve("--public-url", "https://diming.example.cn")
	eventually(t, "the snapshot is seen to be a demo's", func() error {
		if !strings.Contains(abroad.log.String(), "demo data") {
			return fmt.Errorf("it said %s", abroad.log)
		}
		return nil
	})
	if status, body, _ := abroad.ask("/v1/places?q=qinghu"); status != http.StatusServiceUnavailable {
		t.Errorf("a demo's snapshot under a public name: %d %s, want 503", status, body)
	}
	if status, body, _ := abroad.ask(code); status != http.StatusServiceUnavailable {
		t.Errorf("a demo's page under a public name: %d %s, want 503", status, body)
	}
	abroad.kill()
}

func TestADatabaseThatWillNotDoIsRefusedAtOnce(t *testing.T) {
	_, adminURL := pgtest.NewURL(t)
	admin, err := pgx.Connect(t.Context(), adminURL)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close(t.Context())
	name := admin.Config().Database[:40] + "_c" // within the 63 bytes of a name
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropDatabase(t, adminURL, name) })
	blind := strings.Replace(adminURL, "/"+admin.Config().Database, "/"+name, 1)
	foreign(t, blind, blind).refused("LC_CTYPE", "serve", "--listen", "127.0.0.1:0")
	foreign(t, blind, blind).refused("LC_CTYPE", "verify")
	foreign(t, "postgres://%zz", "").refused("database", "verify")
}

func TestAServerWaitsForItsDatabase(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	url, adminURL := pgtest.NewURL(t)
	away, arrive := comingDatabase(t, url, adminURL)
	s := away.serve("--public-url", "http://diming.test")
	for address, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable, "/v1/meta": http.StatusServiceUnavailable,
		"/v1/places?q=x": http.StatusServiceUnavailable, "/Q/0000000000": http.StatusServiceUnavailable} {
		status, body, err := s.ask(address)
		if err != nil || status != want || want != http.StatusOK && !strings.Contains(body, "register-unreachable") && !strings.Contains(body, "现在查不到") {
			t.Errorf("%s without a database: %d %s %v, want %d and a sentence", address, status, body, err, want)
		}
	}
	away.refused("数据库连接不上", "verify")
	arrive()
	s.ready()
	s.get("/v1/meta")
	s.stop()
}
