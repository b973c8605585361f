// Package wallfile reads tables of plates that hang already 门牌普查表, with the
// codes that others put on them. The addresses in such a table are first matched
// (package matchfile): a row names its address by the id that stands in the
// answer, and a row that was not matched is refused with the reason.
package wallfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/importers/csvfile"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// MaxRows is how many plates a table has at most.
const MaxRows = 20_000

// A Row is one row of the table.
type Row struct {
	Line  int      // on which it begins, from 1
	Cells []string // as they came
	Found plate.Found
	Why   string // it is no plate: what is wrong, in words; "" where it is one
}

// A Table is a table that was read.
type Table struct {
	Heading []string
	Rows    []Row
}

// Errors of a whole table.
var (
	ErrEmpty  = errors.New("文件为空 / the file is empty")
	ErrNoID   = errors.New("没有“匹配标识”列：请先在地址匹配中匹配这份表，再上传匹配后的表 / no column 匹配标识: match the table first, and bring the answer")
	ErrNoText = errors.New("没有“二维码”列，也没有牌上文字的列，没有可登记的内容 / neither a column 二维码 nor one with what the plates say")
	ErrLong   = fmt.Errorf("一次最多 %d 行，请分开上传 / %d rows at most: bring them in parts", MaxRows, MaxRows)
)

// columns are the headings by which each part of a plate is found.
var columns = map[string][]string{
	"id":     {"匹配标识", "地址标识", "address_id"},
	"result": {"匹配结果"},
	"code":   {"二维码", "二维码内容", "编码内容", "扫码内容", "码", "code"},
	"name":   {"牌上名称", "牌面名称", "name"},
	"number": {"牌上号码", "牌面号码", "number"},
	"kind":   {"种类", "牌种", "kind"},
	"lon":    {"经度", "lon"},
	"lat":    {"纬度", "lat"},
	"seen":   {"查看日期", "普查日期", "seen"},
}

// kinds are the plates of addresses as people write them.
var kinds = map[string]artwork.Kind{"": artwork.DoorSmall, "小门牌": artwork.DoorSmall, "中门牌": artwork.DoorMiddle, "大门牌": artwork.DoorBig, "楼栋牌": artwork.Building, "单元牌": artwork.Unit, "户室牌": artwork.Room}

// Read reads a table. A row that is no plate stays in it and says why; the error
// is of the table as a whole. Where no day stands in a row it is today.
func Read(in io.Reader, today version.Date) (Table, error) {
	input := bufio.NewReaderSize(in, csvfile.Sample)
	encoding, err := csvfile.Tell(input)
	if err != nil {
		return Table{}, err
	}
	rows := csvfile.NewReader(input, encoding)
	heading, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return Table{}, ErrEmpty
	}
	if err != nil {
		return Table{}, err
	}
	t := Table{Heading: heading.Fields}
	at := map[string]int{}
	for part, names := range columns {
		at[part] = slices.IndexFunc(heading.Fields, func(h string) bool { return slices.Contains(names, strings.ToLower(strings.TrimSpace(h))) })
	}
	if at["id"] < 0 {
		return t, ErrNoID
	}
	if at["code"] < 0 && at["name"] < 0 {
		return t, ErrNoText
	}
	for {
		r, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, fmt.Errorf("第 %d 行之后读取中断 / reading stopped after row %d: %w", len(t.Rows), len(t.Rows), err)
		}
		if len(t.Rows) == MaxRows {
			return t, ErrLong
		}
		row := Row{Line: r.Line, Cells: r.Fields}
		if r.Fault != nil {
			row.Why = r.Fault.Reason
			if len(r.Fields) == 0 {
				row.Cells = []string{r.Fault.Raw}
			}
		} else {
			row.Found, row.Why = found(r.Fields, at, today)
		}
		t.Rows = append(t.Rows, row)
	}
}

// found makes a plate of a row's cells, or says what is wrong with them.
func found(cells []string, at map[string]int, today version.Date) (plate.Found, string) {
	cell := func(part string) string {
		if at[part] < 0 {
			return ""
		}
		return strings.TrimSpace(cells[at[part]])
	}
	f := plate.Found{Code: cell("code"), Seen: today, Says: plate.Words{Name: cell("name"), Number: cell("number")}}
	if result := cell("result"); result != "" && result != "matched" {
		return f, "地址没有匹配上，请先在地址匹配中核对这一行"
	}
	id, err := uuid.Parse(cell("id"))
	if err != nil {
		return f, "没有匹配标识，请先匹配地址"
	}
	f.Address = id
	kind, known := kinds[cell("kind")]
	if !known {
		return f, "种类应为小门牌、中门牌、大门牌、楼栋牌、单元牌、户室牌之一，或留空"
	}
	f.Kind = kind
	if day := cell("seen"); day != "" {
		if f.Seen, err = version.ParseDate(day); err != nil {
			return f, "查看日期应写成 2026-01-05 的样子"
		}
	}
	if lon, lat := cell("lon"), cell("lat"); lon != "" || lat != "" {
		x, err1 := strconv.ParseFloat(lon, 64)
		y, err2 := strconv.ParseFloat(lat, 64)
		if err1 != nil || err2 != nil || !(x >= 70 && x <= 140 && y >= 3 && y <= 55) {
			return f, "经度和纬度应为 CGCS2000 度数，一起填写"
		}
		f.Point = &orb.Point{x, y}
	}
	return f, ""
}
