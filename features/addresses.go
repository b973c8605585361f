package features

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/version"
)

// called is what a place that an address names is called.
func called(column string) string {
	return `(SELECT n.text FROM public_name n WHERE n.place = v.` + column + ` AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND {believed n}
		ORDER BY n.valid @> t.day DESC, upper(n.valid) DESC NULLS FIRST LIMIT 1)`
}

// under is the condition that a name which an address is under is public.
func under(column string) string {
	return `(v.` + column + ` IS NULL OR EXISTS (SELECT FROM public_name n WHERE n.place = v.` + column + ` AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND {believed n}))`
}

// addresses gives of an address under a name that is not public nothing, rather
// than a text with a gap.
var addresses = &Collection{
	ID: "addresses", Geometry: "Point",
	Title:       Text{"标准地址", "Standard addresses"},
	Description: Text{"公开的标准地址，点为出入口。全文由各部分按所问之日的名称写成，不能用作查询条件；可按其各部分查询。", "Public standard addresses at their entrances. The text is made of the parts by what they are called on the day; ask for the parts, not for the text."},
	view:        "public_address_version", object: "address",
	geom: "v.entrance", indexed: "v.entrance",
	where: under("way") + " AND " + under("settlement") + " AND " + under("compound") +
		" AND EXISTS (SELECT FROM public_division d WHERE d.division = v.division AND {believed d})",
	fill: writeAddresses,
	properties: append([]Property{identity("address"),
		{Name: "text", Type: String, ZH: "全文", EN: "From the province to the room", made: true},
		{Name: "short", Type: String, ZH: "不含行政区划的写法", EN: "Without the divisions", made: true},
		{Name: "kind", Type: String, Enum: []string{"main", "auxiliary"}, ZH: "种类：主地址或辅地址", EN: "Kind: main, or another way to address what a main one addresses", SQL: "v.kind"},
		{Name: "state", Type: String, Enum: []string{"numbered", "confirmed", "in_use", "cancelled", "changed"}, ZH: "状态：编号、确认、在用、注销、变更", EN: "Where it is in its life",
			SQL: "coalesce((SELECT p.to_state FROM public_address_step p WHERE p.address = v.address AND {sealed p} ORDER BY p.n DESC LIMIT 1), 'numbered')"},
		{Name: "division_code", Type: String, ZH: "所在区划代码", EN: "Code of the lowest division that it lies in", SQL: codeOf("division")},
		{Name: "settlement", Type: String, ZH: "自然村", EN: "Natural village", SQL: called("settlement")},
		{Name: "way", Type: String, ZH: "街路巷", EN: "Street or lane", SQL: called("way")},
		{Name: "number", Type: String, ZH: "门牌号，不含“号”", EN: "Door number", SQL: "v.number"},
		{Name: "sub", Type: String, ZH: "插号", EN: "Number of a door that was inserted", SQL: "v.sub"},
		{Name: "compound", Type: String, ZH: "小区、院落", EN: "Estate or yard", SQL: called("compound")},
		{Name: "building", Type: String, ZH: "幢", EN: "Building", SQL: "v.building"},
		{Name: "unit", Type: String, ZH: "单元", EN: "Unit", SQL: "v.unit"},
		{Name: "floor", Type: String, ZH: "层", EN: "Floor", SQL: "v.floor"},
		{Name: "room", Type: String, ZH: "室", EN: "Room", SQL: "v.room"},
		{Name: "source", Type: String, ZH: "资料来源", EN: "Source", SQL: "v.source"},
	}, held()...),
}

// writeAddresses writes the texts of a page of addresses.
func writeAddresses(ctx context.Context, tx pgx.Tx, r reading, page []Feature) error {
	ids, days, at := make([]uuid.UUID, len(page)), make([]version.Date, len(page)), map[uuid.UUID]int{}
	for i, f := range page {
		ids[i], days[i], at[f.ID] = f.ID, f.Day, i
	}
	all, err := (&address.Store{DB: tx}).OnDays(ctx, boundaries.Reader{AsOf: r.asOf}, ids, days)
	if err != nil {
		return err
	}
	text, short := r.at("text"), r.at("short")
	for _, a := range all {
		values := page[at[a.ID]].Values
		if text >= 0 {
			values[text] = a.Text
		}
		if short >= 0 {
			values[short] = address.Short(a.Components, a.Names)
		}
	}
	return nil
}
