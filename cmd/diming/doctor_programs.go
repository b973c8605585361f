package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// How old a backup may be.
const (
	backupWarn = 36 * time.Hour
	backupFail = 8 * 24 * time.Hour
)

func checkBackup(data string, now time.Time) finding {
	last, err := lastBackup(data)
	if err != nil {
		return finding{"backup", warn, "没有备份的记录 / no backup is on record", "运行 diming backup 文件，并定时执行（systemd/diming-backup.timer） / run diming backup, and have a timer do so"}
	}
	age := now.Sub(last.At)
	f := well("backup", "%s，%v 前 / ago", last.File, age.Round(time.Minute))
	if age > backupWarn {
		f.Level, f.Remedy = warn, "检查备份定时任务：systemctl status diming-backup.timer / look at the timer of the backups"
	}
	if age > backupFail {
		f.Level = fail
	}
	if _, err := os.Stat(last.File); err != nil {
		f.Says += "；文件已不在此处 / the file is no longer there"
	}
	return f
}

// A helper is a program that some of the work needs.
type helper struct{ name, pkg, does string }

var helpers = []helper{
	{"ogr2ogr", "gdal-bin", "导入 Shapefile、KML、GeoPackage 等 / other people's geographic files"},
	{"pdftoppm", "poppler-utils", "读取 PDF 的页面 / pages of PDF files"},
	{"pg_dump", "postgresql-client", "备份 / backups"},
	{"pg_restore", "postgresql-client", "恢复 / restoring"},
}

// fontFiles are where Debian and its kin put the font that signs are set in.
var fontFiles = []string{"/usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc", "/usr/share/fonts/*/NotoSansCJK*", "/usr/share/fonts/*/*/NotoSansCJK*", "/usr/local/share/fonts/NotoSansCJK*"}

// checkPrograms looks for what is not in the binary. Nothing of it is needed
// to serve.
func checkPrograms(g *Globals) []finding {
	var all []finding
	for _, h := range helpers {
		path, err := exec.LookPath(h.name)
		if err != nil && g.DatabaseURL == "" && h.pkg == "postgresql-client" {
			continue // the embedded database brings its own
		}
		if err != nil {
			all = append(all, finding{h.name, warn, "没有，不能" + h.does, fmt.Sprintf("apt-get install %s", h.pkg)})
			continue
		}
		all = append(all, well(h.name, "%s", path))
	}
	for _, pattern := range fontFiles {
		if files, _ := filepath.Glob(pattern); len(files) > 0 { // the patterns are right
			return append(all, well("font", "%s", files[0]))
		}
	}
	return append(all, finding{"font", warn, "没有思源（Noto CJK）字体，不能绘制标志上的汉字 / no font for signs", "apt-get install fonts-noto-cjk，或把离线包 fonts 下的字体放到 /usr/local/share/fonts / or copy the bundle's fonts there"})
}
