package address

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// Insert formats: how the number of an inserted door is written.
var insertFormats = []string{"-", "之", "附"}

var (
	doorNumber  = regexp.MustCompile(`^[1-9][0-9]{0,5}$`)
	subNumber   = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)
	designating = regexp.MustCompile(`^[0-9A-Za-z\p{Han}-]{1,20}$`)
)

// inside are the parts behind a door, each with the word that the text adds
// and the others that people write for it.
var inside = []struct {
	zh, en string
	words  []string
	of     func(Components) string
}{
	{"幢号", "building", []string{"幢", "栋", "座", "号楼", "楼"}, func(c Components) string { return c.Building }},
	{"单元号", "unit", []string{"单元"}, func(c Components) string { return c.Unit }},
	{"楼层", "floor", []string{"层", "楼"}, func(c Components) string { return c.Floor }},
	{"室号", "room", []string{"室", "房", "户"}, func(c Components) string { return c.Room }},
}

// check refuses components that do not fit together. It changes nothing: what
// was entered is never put right in silence.
func (c Components) check() error {
	switch {
	case c.Division == uuid.Nil:
		return content("请选择地址所在的村、社区或乡镇、街道。", "Choose the village, community or township of the address.")
	case c.Number != "" && !doorNumber.MatchString(c.Number):
		return content("门牌号应为 1 至 999999 的半角阿拉伯数字，不写“号”；插号（12-1 的 1）请填在支号栏。", "A door number is written in digits from 1 to 999999, without 号; an inserted number goes into its own field.")
	case c.Sub != "" && !subNumber.MatchString(c.Sub):
		return content("支号应为 1 至 9999 的半角阿拉伯数字。", "The number of an inserted door is written in digits from 1 to 9999.")
	case c.Sub != "" && c.Number == "":
		return content("填了支号，请同时填门牌号。", "An inserted number needs the number that it stands behind.")
	case (c.Sub == "") != (c.InsertFormat == ""), c.InsertFormat != "" && !slices.Contains(insertFormats, c.InsertFormat):
		return content("支号的写法应为“-”“之”或“附”，与支号一起填写。", "An inserted number is written with -, 之 or 附, and these stand with one only.")
	}
	if err := c.checkInside(); err != nil {
		return err
	}
	if c.Number == "" && c.Building == "" && c.Compound == uuid.Nil {
		return content("地址至少要有门牌号、楼幢或小区（院落）之一；单元、楼层和户室要写明在哪个门牌、哪幢楼或哪个小区里。", "An address needs a number, a building or a compound; units, floors and rooms lie in one of them.")
	}
	return nil
}

func (c Components) checkInside() error {
	for _, part := range inside {
		text := part.of(c)
		if text == "" {
			continue
		}
		if !designating.MatchString(text) {
			return content("“"+text+"”不是"+part.zh+"：只写半角数字、字母、汉字或“-”，不超过 20 字，不留空格。", text+" is no "+part.en+": half-width digits, letters, Han characters and hyphens, 20 at most.")
		}
		for _, word := range part.words {
			if strings.HasSuffix(text, word) {
				return content("“"+text+"”："+part.zh+"只写编号，不写“"+word+"”，量词由系统统一加上。", text+": write the "+part.en+" without "+word+", which the text adds by itself.")
			}
		}
	}
	return nil
}

// ready puts a draft in order before it is written, and refuses what does not
// fit together, whatever the register holds.
func (d *Draft) ready() error {
	if d.Kind == "" {
		d.Kind = Main
	}
	if d.Visibility == "" {
		d.Visibility = "internal"
	}
	if d.State == "" {
		d.State = Numbered
	}
	d.Source = strings.TrimSpace(d.Source)
	if err := d.Components.check(); err != nil {
		return err
	}
	switch {
	case d.Kind != Main && d.Kind != Auxiliary, (d.Kind == Auxiliary) != (d.Main != uuid.Nil):
		return content("辅地址请指明它的主地址；主地址不指明别的地址。", "An auxiliary address names its main address, and a main address none.")
	case d.Visibility != "public" && d.Visibility != "internal":
		return content("公开程度应为公开或内部。", "An address is public or internal.")
	case d.Source == "":
		return content("请填写资料来源。", "Enter the source.")
	case !slices.Contains([]State{Numbered, Confirmed, InUse}, d.State):
		return content("新录入的地址应为已编号、已确认或在用。", "An address enters the register as numbered, confirmed or in use.")
	case !onEarth(d.Entrance) || !onEarth(d.Plate):
		return content("坐标应为经度和纬度（CGCS2000，度）。", "Positions are longitude and latitude (CGCS2000, degrees).")
	case d.Valid.Check() != nil:
		return content("生效日期应早于失效日期。", "An address begins before it ends.")
	}
	return nil
}

func onEarth(p *orb.Point) bool {
	return p == nil || *p != (orb.Point{}) && math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90
}
