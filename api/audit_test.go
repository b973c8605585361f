package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// signedIn gives the headers of a new account's requests.
func (w *world) signedIn(t testing.TB, login string, grants ...account.Grant) []string {
	t.Helper()
	return w.credentials(t, asker{account: w.newAccount(t, login, grants...).ID})
}

// answer sends a request and reads its JSON.
func answerOf[T any](t *testing.T, w *world, status int, method, target, body string, headers ...string) T {
	t.Helper()
	var v T
	got := w.send(t, method, target, body, headers...)
	if got.Code != status {
		t.Fatalf("%s %s = %d %s, want %d", method, target, got.Code, got.Body, status)
	}
	if err := json.Unmarshal(got.Body.Bytes(), &v); err != nil && got.Body.Len() > 0 {
		t.Fatalf("%s %s: %v in %s", method, target, err, got.Body)
	}
	return v
}

type ledgerPage struct {
	Items []struct {
		Seq       int64
		ActorName string `json:"actor_name"`
		Action    string
		Reason    string
		Before    map[string]any
		After     map[string]any
	}
	Next string
}

// isAbout makes home the register's county.
func (w *world) isAbout(t testing.TB) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "division", Object: w.home, Reason: "测试"})
		if err != nil {
			return err
		}
		return boundaries.SetSetting(t.Context(), tx, w.home, boundaries.SettingTitle, "江山市", "测试", version.Span{}, entry)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnAdministratorChangesASettingAndTheAuditorSeesIt(t *testing.T) {
	w := newWorld(t)
	admin := w.signedIn(t, "root", account.Grant{Role: account.Admin})
	auditor := w.signedIn(t, "eye", account.Grant{Role: account.Auditor})
	refused := w.send(t, "PUT", "/v1/settings", `{"key":"log.retain_months","value":5,"basis":"文","valid_from":"2026-01-01","reason":"因"}`, admin...)
	if refused.Code != http.StatusUnprocessableEntity || !strings.Contains(refused.Body.String(), "网络安全法第二十一条") {
		t.Errorf("five months = %d %s, want the law's six named", refused.Code, refused.Body)
	}
	answerOf[struct{ Seq int64 }](t, w, 200, "PUT", "/v1/settings", `{"key":"log.retain_months","value":12,"basis":"江民〔2026〕3号","valid_from":"2026-01-01","reason":"审计要求"}`, admin...)
	type setting struct {
		Key       string
		Value     any
		Basis     string
		IsDefault bool `json:"is_default"`
	}
	list := answerOf[struct{ Items []setting }](t, w, 200, "GET", "/v1/settings?as_of=2026-02-01", "", auditor...)
	i := slices.IndexFunc(list.Items, func(s setting) bool { return s.Key == "log.retain_months" })
	if i < 0 || list.Items[i].Value != 12.0 || list.Items[i].Basis != "江民〔2026〕3号" || list.Items[i].IsDefault {
		t.Errorf("settings = %+v, want 12 months with their basis", list.Items)
	}
	past := answerOf[struct{ Items []struct{ Reason string } }](t, w, 200, "GET", "/v1/settings/log.retain_months/history", "", auditor...)
	if len(past.Items) != 1 || past.Items[0].Reason != "审计要求" {
		t.Errorf("history = %+v", past)
	}
	ledgertest.Settle(t, w.pool)
	page := answerOf[ledgerPage](t, w, 200, "GET", "/v1/ledger?action=setting.set&actor=root", "", auditor...)
	if len(page.Items) != 1 || page.Items[0].ActorName != "测试员" || page.Items[0].After["value"] != "12" || page.Items[0].Reason != "审计要求" {
		t.Errorf("ledger = %+v, want the change with its actor", page)
	}
}

func TestTheLedgerIsPagedWhileItGrows(t *testing.T) {
	w := newWorld(t)
	auditor := w.signedIn(t, "eye", account.Grant{Role: account.Auditor})
	note := func(n int) {
		for range n {
			if _, err := ledger.Note(t.Context(), w.pool, ledger.Entry{Actor: ledger.Console, Action: "test.note", Kind: "test", Reason: "=1+1"}); err != nil {
				t.Fatal(err)
			}
		}
		ledgertest.Settle(t, w.pool)
	}
	note(25)
	var seen []int64
	next := ""
	for {
		page := answerOf[ledgerPage](t, w, 200, "GET", "/v1/ledger?action=test.note&limit=10&cursor="+next, "", auditor...)
		for _, e := range page.Items {
			seen = append(seen, e.Seq)
		}
		note(3) // meanwhile
		if next = page.Next; next == "" {
			break
		}
	}
	if len(seen) != 25 || !slices.IsSortedFunc(seen, func(a, b int64) int { return int(b - a) }) || len(slices.Compact(slices.Clone(seen))) != 25 {
		t.Errorf("seen %v: want each of the first 25 once, the newest first", seen)
	}
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	for query, want := range map[string]int{"from=" + tomorrow: 0, "to=2020-01-01": 0, "object=" + uuid.NewString(): 0, "actor=nobody.here": 0, "kind=test": 3} {
		page := answerOf[ledgerPage](t, w, 200, "GET", "/v1/ledger?limit=3&"+query, "", auditor...)
		if len(page.Items) != want {
			t.Errorf("%s gives %d entries, want %d", query, len(page.Items), want)
		}
	}
	for _, query := range []string{"from=yesterday", "object=7", "cursor=x", "cursor=-1"} {
		answerOf[problem](t, w, 400, "GET", "/v1/ledger?"+query, "", auditor...)
	}
}

func TestTheLedgerIsExportedWithoutFormulasAndTheExportIsAnEntry(t *testing.T) {
	w := newWorld(t)
	auditor := w.signedIn(t, "eye", account.Grant{Role: account.Auditor})
	if _, err := ledger.Note(t.Context(), w.pool, ledger.Entry{Actor: ledger.Console, Action: "test.note", Kind: "test", Reason: `=HYPERLINK("x")`}); err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, w.pool)
	got := w.send(t, "GET", "/v1/ledger.csv", "", auditor...)
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body.String(), "\ufeff")))
	rows.FieldsPerRecord = -1
	all, err := rows.ReadAll()
	if err != nil || got.Code != 200 {
		t.Fatalf("export = %d, %v", got.Code, err)
	}
	last, body := all[len(all)-1], all[1:len(all)-1]
	if want := fmt.Sprintf("# %d entries", len(body)); !strings.HasPrefix(last[0], want) {
		t.Errorf("the last line is %q, want %q …", last, want)
	}
	for i, row := range body {
		if row[0] != fmt.Sprint(i+1) {
			t.Fatalf("line %d is seq %s: the export leaves something out", i, row[0])
		}
		if strings.HasPrefix(row[7], "=") {
			t.Errorf("reason %q is a formula", row[7])
		}
	}
	ledgertest.Settle(t, w.pool)
	if page := answerOf[ledgerPage](t, w, 200, "GET", "/v1/ledger?action=ledger.export", "", auditor...); len(page.Items) != 1 {
		t.Errorf("the export is told %d times in the ledger, want once", len(page.Items))
	}
}

func TestTheAuditorVerifiesAndABreakIsNamed(t *testing.T) {
	w := newWorld(t)
	auditor := w.signedIn(t, "eye", account.Grant{Role: account.Auditor})
	ledgertest.Settle(t, w.pool)
	type verdict struct {
		Holds  bool
		Sealed int64
		Head   string
		Broken *struct {
			Seq int64
			Why string
		}
	}
	first := answerOf[verdict](t, w, 200, "POST", "/v1/ledger/verify", `{}`, auditor...)
	if !first.Holds || first.Sealed == 0 || len(first.Head) != 64 {
		t.Fatalf("verdict = %+v, want that it holds", first)
	}
	if again := answerOf[verdict](t, w, 200, "POST", "/v1/ledger/verify", `{"head":"`+first.Head+`"}`, auditor...); !again.Holds {
		t.Errorf("against its own head = %+v", again)
	}
	if other := answerOf[verdict](t, w, 200, "POST", "/v1/ledger/verify", `{"head":"`+strings.Repeat("ab", 32)+`"}`, auditor...); other.Holds || other.Broken == nil {
		t.Errorf("against another head = %+v, want that it does not hold", other)
	}
	answerOf[problem](t, w, 422, "POST", "/v1/ledger/verify", `{"head":"xyz"}`, auditor...)
	w.tamper(t, 3)
	if broken := answerOf[verdict](t, w, 200, "POST", "/v1/ledger/verify", `{}`, auditor...); broken.Holds || broken.Broken == nil || broken.Broken.Seq != 3 {
		t.Errorf("after tampering = %+v, want seq 3 named", broken)
	}
}

// tamper changes the body of a sealed entry, as only a superuser could.
func (w *world) tamper(t *testing.T, seq int64) {
	t.Helper()
	conn, err := pgtest.Admin(t, w.pool).Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, sql := range []string{`SET session_replication_role = replica`,
		fmt.Sprintf(`UPDATE ledger_entry SET body = replace(body, '"reason":"', '"reason":"x') WHERE id = (SELECT entry FROM ledger_seal WHERE seq = %d)`, seq)} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPersonIsGivenWhatIsHeldAndErased(t *testing.T) {
	w := newWorld(t)
	admin := w.signedIn(t, "root", account.Grant{Role: account.Admin})
	a := w.newAccount(t, "leaver", account.Grant{Role: account.Clerk, Division: w.home})
	w.usePassword(t, a)
	if got := w.send(t, "POST", "/v1/session", `{"login":"leaver","password":"`+password+`"}`); got.Code != 200 {
		t.Fatalf("log in = %d %s", got.Code, got.Body)
	}
	var other uuid.UUID
	err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		ref, err := ledger.KeepPerson(t.Context(), tx, "申请人甲 010-00000000")
		if err != nil {
			return err
		}
		other = ref.ID
		_, err = ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.note", Kind: "test", Person: &ref})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, w.pool)
	type held struct {
		Detail  string
		Account *struct {
			Login  string
			LogIns []any `json:"log_ins"`
		}
		Entries []struct{ Action string }
	}
	found := answerOf[struct{ Items []struct{ ID uuid.UUID } }](t, w, 200, "GET", "/v1/persons?q=leaver", "", admin...)
	if len(found.Items) != 1 || found.Items[0].ID != a.Person {
		t.Fatalf("found %+v, want person %s", found, a.Person)
	}
	if h := answerOf[held](t, w, 200, "GET", "/v1/persons/"+a.Person.String(), "", admin...); h.Account == nil || h.Account.Login != "leaver" || len(h.Account.LogIns) == 0 {
		t.Errorf("held of the account = %+v", h)
	}
	if h := answerOf[held](t, w, 200, "GET", "/v1/persons/"+other.String(), "", admin...); h.Account != nil || h.Detail != "申请人甲 010-00000000" || len(h.Entries) != 1 {
		t.Errorf("held of the applicant = %+v", h)
	}
	for _, id := range []uuid.UUID{a.Person, other} {
		answerOf[problem](t, w, 422, "DELETE", "/v1/persons/"+id.String(), "", admin...)
		answerOf[problem](t, w, 204, "DELETE", "/v1/persons/"+id.String()+"?reason=asked", "", admin...)
		answerOf[problem](t, w, 404, "GET", "/v1/persons/"+id.String(), "", admin...)
	}
	if got := w.send(t, "POST", "/v1/session", `{"login":"leaver","password":"`+password+`"}`); got.Code != 401 {
		t.Errorf("the erased log in = %d, want 401", got.Code)
	}
	ledgertest.Settle(t, w.pool)
	if v, err := ledger.Verify(t.Context(), w.pool, nil); err != nil || v.Erased == 0 {
		t.Errorf("verify after erasing = %+v, %v, want that it holds", v, err)
	}
}
