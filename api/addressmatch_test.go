package api_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/api"
	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A numbered street is one with addresses: three that are public, one that is
// not, and a street of which the public knows nothing.
type numberedStreet struct {
	street, hidden uuid.UUID
	addresses      []uuid.UUID // 1, 2, 1之1 3幢501, 8 internal, 5 in the hidden street
}

func (w *world) numbered(t *testing.T) numberedStreet {
	t.Helper()
	var out numberedStreet
	draft := gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪路"}}, Class: "23514", Division: "330881003", Visibility: "public", Source: "测试",
		Valid: version.Span{From: version.Day(2001, 1, 1)}}
	var err error
	if out.street, _, err = w.Places.Add(t.Context(), ledger.Console, draft, "测试"); err != nil {
		t.Fatal(err)
	}
	draft.Names, draft.Visibility = []gazetteer.RowName{{Text: "仓后路"}}, "internal"
	if out.hidden, _, err = w.Places.Add(t.Context(), ledger.Console, draft, "测试"); err != nil {
		t.Fatal(err)
	}
	town := uuid.MustParse(w.named["division"])
	of := func(c address.Components, visibility string) {
		c.Division = town
		id, _, err := (&address.Store{DB: w.pool}).Add(t.Context(), ledger.Console, address.Draft{Components: c, Visibility: visibility, Source: "示例数据",
			Valid: version.Span{From: version.Day(2020, 1, 1)}}, "测试", version.Today())
		if err != nil {
			t.Fatal(err)
		}
		out.addresses = append(out.addresses, id)
	}
	of(address.Components{Way: out.street, Number: "1"}, "public")
	of(address.Components{Way: out.street, Number: "2"}, "public")
	of(address.Components{Way: out.street, Number: "1", Sub: "1", InsertFormat: "之", Building: "3", Room: "501"}, "public")
	of(address.Components{Way: out.street, Number: "8"}, "internal")
	of(address.Components{Way: out.hidden, Number: "5"}, "public")
	return out
}

// table gives the rows of an answer to a table, with its heading.
func (w *world) table(t *testing.T, query string, body []byte, headers ...string) [][]string {
	t.Helper()
	got := w.sendFile(t, origin+"/v1/addresses/match.csv"+query, "text/csv", body, headers...)
	if got.Code != http.StatusOK {
		t.Fatalf("match.csv%s = %d %s", query, got.Code, got.Body)
	}
	answer := bytes.TrimPrefix(got.Body.Bytes(), []byte("\uFEFF"))
	if got.Header().Get("Content-Type") == "text/csv; charset=GB18030" {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(answer)
		if err != nil {
			t.Fatal(err)
		}
		answer = decoded
	}
	rows, err := csv.NewReader(bytes.NewReader(answer)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestAllInterfacesOfMatchingAnswerAlike(t *testing.T) {
	w := newWorld(t)
	n := w.numbered(t)
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	texts := []string{"江山清湖街道清溪路１号", "清溪路2", "浙江省衢州市江山市清湖街道清溪路1之1号3幢501室", "清西路1号附1-3-501", "清湖街道", "清溪路77号", "清溪路8号", "仓后路5号", "123", "没有"}
	for _, asker := range [][]string{clerk, w.signedIn(t, "stranger", account.Grant{Role: account.Clerk, Division: w.away})} {
		body, _ := json.Marshal(map[string]any{"texts": texts, "limit": 3})
		batch := answerOf[struct{ Items []api.MatchAnswer }](t, w, http.StatusOK, http.MethodPost, "/v1/addresses/match", string(body), asker...).Items
		rows := w.table(t, "", []byte("序号,地址\n1,"+strings.Join(texts, "\n1,")+"\n"), asker...)
		if len(batch) != len(texts) || len(rows) != len(texts)+1 {
			t.Fatalf("%d and %d answers to %d texts", len(batch), len(rows)-1, len(texts))
		}
		for i, text := range texts {
			one := answerOf[api.AddressList](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?limit=3&q="+url.QueryEscape(text), "", asker...)
			a, _ := json.Marshal(batch[i])
			b, _ := json.Marshal(one.Match)
			if string(a) != string(b) {
				t.Errorf("%s: a batch says %s, a question %s", text, a, b)
			}
			want := []string{"", "", "", "", batch[i].Reason}
			if batch[i].Reason == "" {
				want[4] = "matched"
			}
			if len(batch[i].Candidates) > 0 {
				c := batch[i].Candidates[0]
				copy(want, []string{c.Text, c.ID.String(), strconv.FormatFloat(c.Score, 'f', 3, 64), string(c.Precision)})
			}
			if got := rows[i+1][2:7]; !slices.Equal(got, want) {
				t.Errorf("%s: a table says %v, a batch %v", text, got, want)
			}
			for _, item := range one.Items {
				if at := slices.IndexFunc(batch[i].Candidates, func(c api.MatchCandidate) bool { return c.ID == item.ID }); at < 0 || batch[i].Candidates[at].Text != item.Text {
					t.Errorf("%s: the candidate is written otherwise than the address %s", text, item.Text)
				}
			}
		}
		if batch[2].Candidates[0].ID != n.addresses[2] || batch[3].Candidates[0].ID != n.addresses[2] || batch[2].Candidates[0].Score != 1 {
			t.Errorf("the room is not found: %+v", batch[2:4])
		}
	}
	// The command reads the register by itself, as somebody who keeps all of it.
	command := address.NewMatcher(w.Places)
	if _, err := command.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		one := answerOf[api.AddressList](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?q="+url.QueryEscape(text), "", clerk...).Match
		said := command.Index().Match(text, 10)
		if len(said.Candidates) != len(one.Candidates) || string(said.Reason) != one.Reason {
			t.Fatalf("%s: the command says %+v, the server %+v", text, said, one)
		}
		for i, c := range said.Candidates {
			if o := one.Candidates[i]; o.ID != c.ID || o.Score != c.Score || o.Text != c.Text() {
				t.Errorf("%s: the command says %+v, the server %+v", text, c, o)
			}
		}
	}
}

func TestMatchingTellsNobodyWhatIsNotTheirs(t *testing.T) {
	w := newWorld(t)
	n := w.numbered(t)
	askers := map[string][]string{"anybody": nil, "a clerk elsewhere": w.signedIn(t, "stranger", account.Grant{Role: account.Clerk, Division: w.away}),
		"a clerk": w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home}), "all": w.signedIn(t, "all", account.Grant{Role: account.Clerk})}
	for who, asker := range askers {
		keeps := who == "a clerk" || who == "all"
		for text, id := range map[string]uuid.UUID{"清溪路8号": n.addresses[3], "仓后路5号": n.addresses[4], "仓后路": n.hidden} {
			got := answerOf[api.AddressList](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?q="+url.QueryEscape(text), "", asker...)
			told := slices.ContainsFunc(got.Match.Candidates, func(c api.MatchCandidate) bool { return c.ID == id })
			if told != keeps {
				t.Errorf("%s asks for %s and is told of it: %v", who, text, told)
			}
			if body, _ := json.Marshal(got); !keeps && strings.Contains(strings.ReplaceAll(string(body), text, ""), "仓后") {
				t.Errorf("%s asks for %s: %s", who, text, body)
			}
		}
	}
	for _, query := range []string{"q=a&way=" + n.street.String(), "q=a&as_of=2020-01-01", "q=a&cursor=x"} {
		wantProblem(t, query, w.send(t, http.MethodGet, "/v1/addresses?"+query, ""), http.StatusBadRequest, "match-alone")
	}
}

// TestANewStreetIsUnderstoodOnceItIsEntered says the street and the number over and over
// until they are understood, as the index follows the ledger.
func TestANewStreetIsUnderstoodOnceItIsEntered(t *testing.T) {
	w := newWorld(t)
	if err := w.follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := func(text string) api.MatchCandidate {
		got := answerOf[api.AddressList](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?q="+url.QueryEscape(text), "").Match
		if len(got.Candidates) == 0 {
			return api.MatchCandidate{}
		}
		return got.Candidates[0]
	}
	until := func(what string, done func() bool) {
		t.Helper()
		begun := time.Now()
		for deadline := begun.Add(5 * time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s was not understood", what)
			}
		}
		t.Logf("%s: %s", what, time.Since(begun).Round(time.Millisecond))
	}
	until("the register", func() bool { return w.Matcher.Seq() > 0 })
	if got := first("清溪路1号"); got.IsAddress {
		t.Fatalf("understood before it was entered: %+v", got)
	}
	n := w.numbered(t)
	until("a new street with its numbers", func() bool { return first("清溪路1号").ID == n.addresses[0] })
	if _, err := w.Places.Rename(t.Context(), ledger.Console, n.street, "新溪路", version.Span{From: version.Today()}, "测试"); err != nil {
		t.Fatal(err)
	}
	until("a new name of the street", func() bool { // which until then is only like the old one
		got := first("新溪路1号")
		return got.ID == n.addresses[0] && strings.HasSuffix(got.Text, "新溪路1号")
	})
	if got := first("清溪路1号"); got.ID != n.addresses[0] || !strings.HasSuffix(got.Text, "新溪路1号") || !slices.ContainsFunc(got.Components, func(c api.MatchComponent) bool {
		return c.Former == "清溪路" && strings.Contains(c.Said, "曾用名")
	}) {
		t.Errorf("the former name: %+v", got)
	}
	store := &address.Store{DB: w.pool}
	a, err := store.ByID(t.Context(), boundaries.Reader{Internal: true}, n.addresses[1])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Withdraw(t.Context(), ledger.Console, n.addresses[1], a.Tag, nil, "重复录入"); err != nil {
		t.Fatal(err)
	}
	until("a withdrawal", func() bool { return first("新溪路2号").ID == n.street })
}

func TestATableIsMatchedRowByRow(t *testing.T) {
	w := newWorld(t)
	n := w.numbered(t)
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	gb := func(text string) []byte {
		out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const row = "2,\"江山清湖清溪路\n2号\",=1+1\n"
	mixed := slices.Concat(gb("编号,地址,备注\n1,清溪路１号,张三的房屋\n"+row), []byte("3,清溪路一号,李四的旧房屋\n"), gb("4,,空\n5,清溪路99号\n"))
	rows := w.table(t, "", mixed, clerk...)
	want := [][]string{{"1", "清溪路１号", "张三的房屋", "matched"}, {"2", "江山清湖清溪路\n2号", "'=1+1", "matched"}, {"3", "清溪路一号", "李四的旧房屋", "matched"}, {"4", "", "空", "empty"}, {"5", "清溪路99号", "", "bad_row"}}
	if len(rows) != len(want)+1 {
		t.Fatalf("%d rows, want %d: %v", len(rows)-1, len(want), rows)
	}
	for i, r := range rows[1:] {
		if !slices.Equal(append(slices.Clone(r[:3]), r[7]), want[i]) {
			t.Errorf("row %v, want %v", r, want[i])
		}
	}
	if rows[1][4] != n.addresses[0].String() || !strings.Contains(rows[3][9], "编码与全表的 GB18030 不同") {
		t.Errorf("rows %v and %v", rows[1], rows[3])
	}
	if english := w.table(t, "?lang=en", mixed, clerk...); english[1][8] != "matched" || rows[1][8] != "匹配成功" || rows[4][8] != "文本为空，请填写地址" {
		t.Errorf("sentences %v, %v and %v", english[1], rows[1], rows[4])
	}
	got := w.sendFile(t, origin+"/v1/addresses/match.csv", "text/csv", mixed, clerk...)
	if got.Header().Get("Content-Type") != "text/csv; charset=GB18030" || !bytes.HasPrefix(got.Body.Bytes(), gb("编号,地址,备注,匹配地址")) {
		t.Errorf("a table in GB18030 is answered as %s: %.80q", got.Header().Get("Content-Type"), got.Body)
	}
	if rest := w.table(t, "?from_row=4", mixed, clerk...); len(rest) != 2 || !slices.Equal(rest[0], rows[4]) {
		t.Errorf("from row 4 on: %v, want %v", rest, rows[4:])
	}
	for query, kind := range map[string]string{"?column=x": "table-column", "?encoding=x": "table-encoding", "?from_row=-1": "table-from", "?nothing=1": "bad-filter"} {
		got := w.sendFile(t, origin+"/v1/addresses/match.csv"+query, "text/csv", []byte("地址\na\n"), clerk...)
		if !strings.Contains(got.Body.String(), kind) {
			t.Errorf("%s = %d %s, want %s", query, got.Code, got.Body, kind)
		}
	}
	for body, kind := range map[string]string{"": "table-empty", "甲,乙\n1,2\n": "table-column", "\xff\xfe\x00\x01\x02": "table-encoding"} {
		wantProblem(t, body, w.sendFile(t, origin+"/v1/addresses/match.csv", "text/csv", []byte(body), clerk...), http.StatusUnprocessableEntity, kind)
	}
}

// TestAClientMaySendAllBeforeItReads is how browsers do: the answer is larger
// than what the connection holds, and nobody reads it yet.
func TestAClientMaySendAllBeforeItReads(t *testing.T) {
	w := newWorld(t)
	w.numbered(t)
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	server := httptest.NewServer(w)
	defer server.Close()
	const count = 30_000
	line := "1,清溪路1号," + strings.Repeat("一个有些长的值", 50) + "\n"
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	heading := "编号,地址,备注\n"
	fmt.Fprintf(conn, "POST /v1/addresses/match.csv HTTP/1.1\r\nHost: %s\r\n%s: %s\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n%s",
		server.Listener.Addr(), clerk[0], clerk[1], len(heading)+count*len(line), heading)
	for range count {
		if _, err := io.WriteString(conn, line); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := http.ReadResponse(bufio.NewReaderSize(conn, 1<<20), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Diming-Encoding") != "UTF-8" || answer.Header.Get("Diming-Column") != url.PathEscape("地址") {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	rows, err := csv.NewReader(answer.Body).ReadAll()
	if err != nil || len(rows) != count+1 || rows[count][7] != "matched" {
		t.Fatalf("%d rows and %v, want %d", len(rows)-1, err, count)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.Trailer.Get("Diming-Rows") != strconv.Itoa(count) {
		t.Errorf("trailer %v, %v", answer.Trailer, err)
	}
}
