package ogr

import (
	"errors"
	"fmt"
	"strings"
)

// How a child can fail. Each is a sentence that says what to do.
var (
	ErrMissing = errors.New("服务器上没有安装 GDAL，这种格式不能读取；请管理员安装 Debian 软件包 gdal-bin（apt-get install gdal-bin），或把文件另存为 GeoJSON、XLSX 或 CSV / GDAL is not installed: install the Debian package gdal-bin, or save the file as GeoJSON, XLSX or CSV")
	ErrDriver  = errors.New("服务器上的 GDAL 没有读取这种格式的驱动 / this GDAL lacks the driver of the format")
	ErrKilled  = errors.New("读取程序被中止（内存超限或被系统、管理员结束），没有导入任何一行；请把文件分成几份，或稍后再试 / the reading program was killed, by its memory limit or by the system: nothing was taken in, split the file or try again")
	ErrHanging = errors.New("读取程序没有反应，已中止，没有导入任何一行；文件可能已损坏，请用原软件打开后另存 / the reading program hung and was stopped: nothing was taken in, the file may be damaged, save it again")
	ErrTooLong = errors.New("读取超过时限，已中止，没有导入任何一行；请把文件分成几份 / reading took too long and was stopped: nothing was taken in, split the file")
	ErrTooMuch = errors.New("读出的数据超过上限，已中止，没有导入任何一行；请把文件分成几份 / more data than the limit: reading was stopped and nothing taken in, split the file")
	ErrFailed  = errors.New("文件不能读取，可能已损坏；请用原软件打开后另存 / the file cannot be read and may be damaged: save it again")
	ErrDamaged = errors.New("读取时有错误，没有导入任何一行；文件可能不完整，请用原软件打开后另存 / there were errors in reading: nothing was taken in, the file may be incomplete, save it again")
	ErrLying   = errors.New("读出的要素数与文件所说的不符，没有导入任何一行；文件可能已损坏，请用原软件打开后另存 / as many features were read as the file does not announce: nothing was taken in, the file may be damaged, save it again")
	ErrBroken  = errors.New("读取程序的输出不完整，没有导入任何一行 / the reading program's output breaks off: nothing was taken in")
)

// A ChildError is what became of a child. Kind is one of the errors above.
type ChildError struct {
	Kind     error
	Tool     string
	Detail   string
	Messages []string // its own
}

func (e *ChildError) Unwrap() error { return e.Kind }

func (e *ChildError) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.Error())
	if e.Detail != "" {
		fmt.Fprintf(&b, "（%s：%s）", e.Tool, e.Detail)
	}
	if len(e.Messages) > 0 {
		fmt.Fprintf(&b, "；%s 的消息 / its messages: %s", e.Tool, strings.Join(e.Messages, " | "))
	}
	return b.String()
}

const (
	maxMessages = 5
	maxMessage  = 300
)

// messages are the lines that a child wrote about the file, without those
// that every file causes, the doubles, and the private folder.
func messages(stderr, folder string) []string {
	var all []string
	seen := map[string]bool{}
	for _, line := range strings.Split(stderr, "\n") {
		line = strings.TrimSpace(strings.ReplaceAll(line, folder+"/", ""))
		if line == "" || seen[line] || routine(line) {
			continue
		}
		seen[line] = true
		if len(line) > maxMessage {
			line = strings.ToValidUTF8(line[:maxMessage], "") + "…"
		}
		if len(all) == maxMessages {
			return append(all, "…")
		}
		all = append(all, strings.ToValidUTF8(line, "?"))
	}
	return all
}

// routine are messages that say nothing about the file: what the output
// format lacks is known here.
func routine(line string) bool {
	return strings.Contains(line, "No SRS set on layer. Assuming it is long/lat") ||
		strings.Contains(line, "output driver does not natively support") ||
		strings.Contains(line, "-mapFieldType can be used") ||
		strings.Contains(line, "has no GPKG application_id")
}
