package main

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"diming/internal/certs"
	"diming/internal/pg/pgtest"
)

// A chart is what the doctor found, by check.
type chart struct {
	t    *testing.T
	all  map[string]finding
	code int
}

func (h home) doctor(args ...string) chart {
	h.t.Helper()
	all, out, code := h.run(append([]string{"doctor", "--json"}, args...)...)
	var list []finding
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		h.t.Fatalf("doctor says %s: %v", all, err)
	}
	c := chart{h.t, map[string]finding{}, code}
	failed := false
	for _, f := range list {
		c.all[f.Check] = f
		failed = failed || f.Level == fail
		if (f.Level != ok) == (f.Remedy == "") {
			h.t.Errorf("%+v: what is not well has a remedy, what is has none", f)
		}
	}
	if failed != (code == 1) || !failed && code != 0 {
		h.t.Errorf("it ended with %d; something failed: %v", code, failed)
	}
	return c
}

// is checks the level of a check and a word of what is said or advised.
func (c chart) is(check, level, word string) {
	c.t.Helper()
	if f := c.all[check]; f.Level != level || !strings.Contains(f.Says+f.Remedy, word) {
		c.t.Errorf("%s is %+v, want %s and %q", check, f, level, word)
	}
}

func TestTheDoctorFindsASoundRegisterSound(t *testing.T) {
	t.Parallel()
	address, admin := pgtest.NewURL(t)
	h := foreign(t, address, admin)
	h.ok("dev-cert", "--host", "127.0.0.1")
	s := h.serve("--dev-cert")
	s.URL = strings.Replace(s.URL, "http:", "https:", 1)
	eventually(t, "the server answers over HTTPS", func() error {
		response, err := phone(t, h.data()).Get(s.URL + "/readyz")
		if err == nil {
			response.Body.Close()
		}
		return err
	})
	h.ok("place", "add", "--class", "22200", "--at", "118.62,28.67", "体检村")
	h.ok("backup", filepath.Join(t.TempDir(), "today.diming"))
	c := h.doctor("--dev-cert", "--public-url", s.URL)
	for _, check := range []string{"public-url", "data", "database", "fit", "schema", "role", "clock", "ledger-lag", "ledger", "jobs", "demo", "certificate", "answer", "backup", "ogr2ogr", "pdftoppm", "font"} {
		c.is(check, ok, "")
	}
	h.sealed()
	// One or two: the server's first look through the register is an entry where it comes after the place.
	if f := h.doctor("--dev-cert", "--public-url", s.URL).all["ledger"]; f.Level != ok || strings.Contains(f.Says, "最近 0 条") {
		t.Errorf("%+v, want links that hold", f)
	}
	c.is("certificate-chain", warn, "测试证书")
}

func TestTheDoctorSaysWhatToDoAboutADatabase(t *testing.T) {
	t.Parallel()
	address, admin := pgtest.NewURL(t)
	nowhere := home{t, []string{"DIMING_DATA=" + filepath.Join(t.TempDir(), "none")}}
	c := nowhere.doctor()
	c.is("data", fail, "diming migrate")
	c.is("database", fail, "no register here")
	away, _ := comingDatabase(t, address, admin)
	if err := os.MkdirAll(away.data(), 0o700); err != nil {
		t.Fatal(err)
	}
	away.doctor().is("database", fail, "DIMING_DATABASE_URL")

	h := foreign(t, address, admin)
	h.ok("place", "add", "--class", "22200", "--at", "118.62,28.67", "体检村")
	h.sealed()
	change := func(sql string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), admin)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	change(`SET session_replication_role = replica; UPDATE ledger_entry SET body = replace(body, '体检村', '别的村')`)
	h.doctor().is("ledger", fail, "ledger_entry seq 1")
	change(`SET session_replication_role = replica; UPDATE ledger_entry SET at = at - interval '2 hours';
		INSERT INTO ledger_pending (entry, xid) SELECT id, pg_current_xact_id() FROM ledger_entry`)
	h.doctor().is("ledger-lag", fail, "pg_stat_activity")
	change(`UPDATE schema_version SET version = version - 1`)
	h.doctor().is("schema", fail, "diming migrate")
}

func TestTheDoctorSaysWhatToDoAboutCertificates(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	public, _ := url.Parse("https://diming.test")
	pair := func(name string, at time.Time, hosts ...string) (cert, key string) {
		t.Helper()
		folder := filepath.Join(dir, name)
		a, err := certs.OpenAuthority(folder, at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Issue(hosts, at); err != nil {
			t.Fatal(err)
		}
		return certs.LeafFiles(folder)
	}
	goodCert, goodKey := pair("good", now, "diming.test")
	otherCert, otherKey := pair("other", now, "box.test")
	oldCert, oldKey := pair("old", now.AddDate(-2, 0, 0), "diming.test")
	soonCert, soonKey := pair("soon", now.AddDate(0, 0, -390), "diming.test")
	if err := os.Chmod(otherKey, 0o604); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, cert, key, url string
		check, level, says   string
	}{
		{"good, of an unknown authority", goodCert, goodKey, "", "certificate-chain", warn, "中间证书"},
		{"good", goodCert, goodKey, "", "certificate", ok, "396"},
		{"another name", otherCert, otherKey, "", "certificate-name", fail, "diming.test"},
		{"a key that others read", otherCert, otherKey, "", "certificate-key", warn, "chmod"},
		{"another key", goodCert, otherKey, "", "certificate", fail, "私钥"},
		{"ended", oldCert, oldKey, "", "certificate", fail, "ended on"},
		{"about to end", soonCert, soonKey, "", "certificate", warn, "申请新证书"},
		{"missing", filepath.Join(dir, "none.crt"), goodKey, "", "certificate", fail, "none.crt"},
		{"no key", goodCert, "", "", "certificate", fail, "--tls-key"},
		{"plain HTTP under a public name", "", "", "http://dm.example.cn", "certificate", fail, "HTTPS"},
		{"plain HTTP at home", "", "", "http://localhost:8080", "certificate", ok, ""},
		{"a proxy's", "", "", "https://dm.example.cn", "certificate", ok, ""},
	} {
		at := public
		if test.url != "" {
			at, _ = url.Parse(test.url)
		}
		d := doctorCmd{httpsFlags: httpsFlags{TLSCert: test.cert, TLSKey: test.key}}
		c := chart{t, map[string]finding{}, 0}
		for _, f := range d.checkCertificate(&Globals{Data: filepath.Join(dir, "data")}, at, now) {
			c.all[f.Check] = f
		}
		t.Run(test.name, func(t *testing.T) { c.t = t; c.is(test.check, test.level, test.says) })
	}
}

func TestTheDoctorSaysWhatToDoAboutTheMachine(t *testing.T) {
	public, _ := url.Parse("https://dm.example.cn")
	now := time.Now()
	data := t.TempDir()
	t.Setenv("PATH", data)
	c := chart{t, map[string]finding{}, 0}
	for _, f := range append(checkPrograms(&Globals{DatabaseURL: "postgres://elsewhere"}), checkBackup(data, now), checkDemo(true, public), checkPublicURL("", nil), judgeClock(-5*time.Second)) {
		c.all[f.Check] = f
	}
	c.is("ogr2ogr", warn, "apt-get install gdal-bin")
	c.is("pdftoppm", warn, "apt-get install poppler-utils")
	c.is("pg_dump", warn, "apt-get install postgresql-client")
	c.is("backup", warn, "diming backup")
	c.is("demo", fail, "示例数据")
	c.is("public-url", warn, "DIMING_PUBLIC_URL")
	c.is("clock", warn, "5s")
	if f := judgeClock(2 * time.Hour); f.Level != fail {
		t.Errorf("a clock two hours off: %+v", f)
	}
	for age, level := range map[time.Duration]string{time.Hour: ok, 40 * time.Hour: warn, 9 * 24 * time.Hour: fail} {
		if err := noteBackup(data, backupNote{At: now.Add(-age), File: filepath.Join(data, "x.diming")}); err != nil {
			t.Fatal(err)
		}
		if f := checkBackup(data, now); f.Level != level {
			t.Errorf("a backup of %v ago: %+v, want %s", age, f, level)
		}
	}
	if f := checkDisk("disk", filepath.Join(data, "none")); f.Level != warn {
		t.Errorf("a disk that cannot be looked at: %+v", f)
	}
	closed := &doctorCmd{}
	nobody, _ := url.Parse("http://127.0.0.1:1")
	if f := closed.checkAnswer(t.Context(), &Globals{Data: data}, nobody); f.Level != fail || !strings.Contains(f.Remedy, "印制") {
		t.Errorf("a public URL that does not answer: %+v", f)
	}
}
