package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"diming/api"
)

type doctorCmd struct {
	PublicURL string `name:"public-url" env:"DIMING_PUBLIC_URL" help:"Origin in codes and links."`
	JSON      bool   `name:"json" help:"Print JSON."`

	httpsFlags `embed:""`
}

func (doctorCmd) Help() string {
	return "Looks at everything that the register stands on and says what to do about what is wrong. " +
		"Ends with 1 if something fails. Run it as the user and with the settings of the server. Example: diming doctor"
}

// How a check ended.
const (
	ok   = "ok"
	warn = "warn"
	fail = "fail"
)

// A finding is what the doctor says of one thing. Remedy is empty where all is well.
type finding struct {
	Check  string `json:"check"`
	Level  string `json:"level"`
	Says   string `json:"says"`
	Remedy string `json:"remedy,omitempty"`
}

func well(check, says string, args ...any) finding {
	return finding{check, ok, fmt.Sprintf(says, args...), ""}
}

// checkLimit is how long the whole examination may take.
const checkLimit = time.Minute

// Run examines, prints, and fails if a check did.
func (c *doctorCmd) Run(ctx context.Context, g *Globals) error {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	all := c.examine(ctx, g)
	if c.JSON {
		if err := printJSON(all); err != nil {
			return err
		}
	} else {
		printFindings(all)
	}
	failed := 0
	for _, f := range all {
		if f.Level == fail {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d 项不合格，请按上面的办法处理 / %d checks failed, see above", failed, failed)
	}
	return nil
}

func printFindings(all []finding) {
	marks := map[string]string{ok: "正常 ok  ", warn: "注意 warn", fail: "失败 FAIL"}
	for _, f := range all {
		fmt.Printf("%s  %-12s %s\n", marks[f.Level], f.Check, f.Says)
		if f.Remedy != "" {
			fmt.Printf("           %-12s → %s\n", "", f.Remedy)
		}
	}
}

func (c *doctorCmd) examine(ctx context.Context, g *Globals) []finding {
	public, err := c.public()
	all := []finding{checkPublicURL(c.PublicURL, err)}
	all = append(all, checkData(g.Data)...)
	all = append(all, c.checkDatabase(ctx, g, public)...)
	if public != nil {
		all = append(all, c.checkCertificate(g, public, time.Now())...)
		all = append(all, c.checkAnswer(ctx, g, public))
	}
	all = append(all, checkBackup(g.Data, time.Now()))
	return append(all, checkPrograms(g)...)
}

// public is the public URL, nil if there is none or it is wrong.
func (c *doctorCmd) public() (*url.URL, error) {
	if c.PublicURL == "" {
		return nil, nil
	}
	return publicOrigin(c.PublicURL)
}

func checkPublicURL(text string, err error) finding {
	switch {
	case err != nil:
		return finding{"public-url", fail, err.Error(), "改正 DIMING_PUBLIC_URL / correct DIMING_PUBLIC_URL"}
	case text == "":
		return finding{"public-url", warn, "没有设置公开网址，标志上的二维码会指向 localhost / codes would lead to localhost",
			"设置 DIMING_PUBLIC_URL，如 https://diming.example.cn / set DIMING_PUBLIC_URL"}
	}
	return well("public-url", "%s", text)
}

// How little disk is worth a word.
const (
	diskWarn = 5 << 30
	diskFail = 512 << 20
)

// checkData looks at the data folder and its disk.
func checkData(dir string) []finding {
	probe, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		return []finding{{"data", fail, err.Error(), "DIMING_DATA 须是服务用户可写的目录；新建登记用 diming migrate / DIMING_DATA must be a folder that the server's user can write"}}
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return []finding{{"data", fail, err.Error(), "检查目录权限 / check the folder's permissions"}}
	}
	return []finding{well("data", "%s", dir), checkDisk("disk", dir)}
}

func checkDisk(check, dir string) finding {
	free, err := diskFree(dir)
	if err != nil {
		return finding{check, warn, err.Error(), "手工检查磁盘：df -h / look at the disk by hand"}
	}
	f := well(check, "%s 所在磁盘剩余 %.1f GB / free", dir, float64(free)/(1<<30))
	if free < diskWarn {
		f.Level, f.Remedy = warn, "清理旧备份和日志，或扩容 / remove old backups and logs, or add space"
	}
	if free < diskFail {
		f.Level = fail
	}
	return f
}

// checkDemo tells data that is not real under a name that anybody can reach.
func checkDemo(demo bool, public *url.URL) finding {
	switch {
	case demo && public != nil && !api.IsLocal(public.Hostname()):
		return finding{"demo", fail, "登记是示例数据，公开网址却不是本地地址 / demo data under a public name", "用空数据库建立正式登记，或改用本地网址 / begin an empty register, or use a local URL"}
	case demo:
		return well("demo", "示例数据，仅用于本地演示 / demo data, local only")
	}
	return well("demo", "不是示例数据 / no demo data")
}
