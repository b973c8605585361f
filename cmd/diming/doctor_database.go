package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"diming/importers/job"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// lastLinks is how much of the chain is looked at: what a busy week adds.
const lastLinks = 1000

// checkDatabase looks at the database and what is in it. It makes none and
// changes nothing.
func (c *doctorCmd) checkDatabase(ctx context.Context, g *Globals, public *url.URL) []finding {
	unreached := func(err error) []finding {
		return []finding{{"database", fail, err.Error(), "数据库是否在运行？检查 DIMING_DATABASE_URL、网络、密码；内置数据库看 DIMING_DATA 下的 postgres.log / is it running? check the address, the password, and the log"}}
	}
	if g.DatabaseURL == "" && !holdsCluster(g.Data) {
		return unreached(errNoRegister)
	}
	r, err := g.connect(ctx)
	if err != nil {
		return unreached(err)
	}
	defer r.close() // what it says is said elsewhere
	if err := r.pool.Ping(ctx); err != nil {
		return unreached(err)
	}
	all := []finding{r.checkServer(ctx)}
	if g.DatabaseURL == "" && os.Geteuid() == 0 {
		all = append(all, checkDisk("database-disk", "/var/lib/diming"))
	}
	schema := r.checkSchema(ctx)
	all = append(all, r.checkFit(ctx), schema)
	if schema.Level == fail {
		return all
	}
	return append(all, r.checkRole(ctx), r.checkClock(ctx), r.checkLag(ctx), r.checkChain(ctx), r.checkJobs(ctx), r.checkDemoData(ctx, public))
}

// holdsCluster tells whether an embedded database was ever made in a folder.
func holdsCluster(dir string) bool {
	for _, name := range []string{"pg", "database-is-elsewhere.txt"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

func (r *register) checkServer(ctx context.Context) finding {
	var version, extension, encoding, ctype string
	var size int64
	err := r.pool.QueryRow(ctx, `SELECT current_setting('server_version'), coalesce((SELECT extversion FROM pg_extension WHERE extname = 'postgis'), '—'),
		pg_encoding_to_char(encoding), datctype, pg_database_size(oid) FROM pg_database WHERE datname = current_database()`).
		Scan(&version, &extension, &encoding, &ctype, &size)
	if err != nil {
		return finding{"database", fail, err.Error(), "检查登录角色的权限 / check the rights of the login role"}
	}
	return well("database", "PostgreSQL %s, PostGIS %s, %s, %s, %.0f MB", version, extension, encoding, ctype, float64(size)/(1<<20))
}

func (r *register) checkFit(ctx context.Context) finding {
	if err := pg.Check(ctx, r.pool); err != nil {
		return finding{"fit", fail, err.Error(), "按上面一句处理，再运行 diming migrate / do as it says, then run diming migrate"}
	}
	return well("fit", "版本、扩展、编码、排序规则合适 / versions, extensions, encoding and locale will do")
}

func (r *register) checkSchema(ctx context.Context) finding {
	version, err := pg.Version(ctx, r.pool)
	switch {
	case err != nil && version > pg.Latest():
		return finding{"schema", fail, err.Error(), "升级本程序 / upgrade this program"}
	case err != nil:
		return finding{"schema", fail, err.Error(), "检查登录角色的权限 / check the rights of the login role"}
	case version < pg.Latest():
		return finding{"schema", fail, fmt.Sprintf("表结构为 %d，本程序需要 %d / tables are at %d of %d", version, pg.Latest(), version, pg.Latest()), "先备份，再运行 diming migrate / back up, then run diming migrate"}
	}
	return well("schema", "%d", version)
}

// checkRole wants the server's rights to be no more than it needs.
func (r *register) checkRole(ctx context.Context) finding {
	var role string
	var super, mayChange bool
	err := r.pool.QueryRow(ctx, `SELECT current_user, rolsuper, has_table_privilege('ledger_entry', 'UPDATE') OR has_table_privilege('ledger_entry', 'DELETE')
		FROM pg_roles WHERE rolname = current_user`).Scan(&role, &super, &mayChange)
	switch {
	case err != nil:
		return finding{"role", fail, err.Error(), "检查登录角色的权限 / check the rights of the login role"}
	case super || mayChange:
		return finding{"role", warn, role + " 能改动账本 / this role can change the ledger", "GRANT diming_server TO 登录角色，并用非超级用户登录 / log in as a member of diming_server, not as a superuser"}
	}
	return well("role", "%s", role)
}

// How far clocks may be apart.
const (
	clockWarn = 2 * time.Second
	clockFail = time.Minute
)

func (r *register) checkClock(ctx context.Context) finding {
	var there time.Time
	before := time.Now()
	err := r.pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&there)
	if err != nil {
		return finding{"clock", fail, err.Error(), "看日志，再运行一次 / look at the log, then run it again"}
	}
	return judgeClock(there.Sub(before.Add(time.Since(before) / 2)))
}

func judgeClock(off time.Duration) finding {
	f := well("clock", "与数据库相差 %v / apart from the database", off.Abs().Round(time.Millisecond))
	if off.Abs() > clockWarn {
		f.Level, f.Remedy = warn, "两台机器都与单位的时间服务器对时（chrony、systemd-timesyncd） / set both by the same time server"
	}
	if off.Abs() > clockFail {
		f.Level = fail
	}
	return f
}

func (r *register) checkLag(ctx context.Context) finding {
	oldest, err := ledger.OldestUnsealed(ctx, r.pool)
	if err != nil {
		return finding{"ledger-lag", fail, err.Error(), "看日志，再运行一次 / look at the log, then run it again"}
	}
	f := well("ledger-lag", "最早的未封存记录 %v 前 / oldest unsealed", oldest.Round(time.Second))
	if oldest > time.Minute {
		f.Level, f.Remedy = warn, "服务是否在运行？否则查 pg_stat_activity 中长时间未结束的事务 / is the server running? if so, look for an open transaction in pg_stat_activity"
	}
	if oldest > time.Hour {
		f.Level = fail
	}
	return f
}

func (r *register) checkChain(ctx context.Context) finding {
	v, err := ledger.VerifyLast(ctx, r.pool, lastLinks)
	var broken *ledger.Broken
	switch {
	case errors.As(err, &broken):
		return finding{"ledger", fail, broken.Error(), "账本被改动：停止写入，保存现场，用备份比对，报告 / the ledger was changed: stop, keep the evidence, compare with a backup"}
	case err != nil:
		return finding{"ledger", fail, err.Error(), "运行 diming verify / run diming verify"}
	}
	return well("ledger", "最近 %d 条成立，末条 %d；全部核对用 diming verify / the last links hold", v.Sealed, v.Head.Seq)
}

func (r *register) checkJobs(ctx context.Context) finding {
	jobs, err := job.ByState(ctx, r.pool)
	if err != nil {
		return finding{"jobs", warn, err.Error(), "看日志，再运行一次 / look at the log, then run it again"}
	}
	f := well("jobs", "导入：等待 %d，运行 %d，失败 %d / imports waiting, running, failed", jobs[job.Queued], jobs[job.Running], jobs[job.Failed])
	if jobs[job.Failed] > 0 || jobs[job.Queued] > 20 {
		f.Level, f.Remedy = warn, "在 /office/import 查看失败的原因，再次运行或删除；等待的由运行中的服务处理 / see /office/import for why; waiting ones need a running server"
	}
	return f
}

func (r *register) checkDemoData(ctx context.Context, public *url.URL) finding {
	demo, err := r.places.Boundaries.IsDemo(ctx)
	if err != nil {
		return finding{"demo", fail, err.Error(), "看日志，再运行一次 / look at the log, then run it again"}
	}
	return checkDemo(demo, public)
}
