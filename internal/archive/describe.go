package archive

import (
	"fmt"
	"io"
)

// A Schema describes the tables of an export, from the catalogue.
type Schema struct {
	Format string  `json:"format"`
	Schema int     `json:"schema"` // migration
	CRS    string  `json:"crs"`
	Times  string  `json:"times"`
	CSV    string  `json:"csv"`
	JSON   string  `json:"json"`
	Tables []Table `json:"tables"`
}

func schemaOf(number int, tables []Table) Schema {
	return Schema{Format: Format, Schema: number, CRS: crsStatement, Tables: tables,
		Times: "A table of versions has two times: valid, when it was so in law, and recorded, when the register said so. A row says: " +
			"during recorded, the register believed that the object was thus during valid. What stands now has a recorded without end.",
		CSV:  "UTF-8, comma, CR-free lines, RFC 4180 quotes, first line the columns. An empty cell without quotes is no value; \"\" is an empty text.",
		JSON: "UTF-8, one object a line, keys in the order of the columns; null is no value."}
}

// writeReadme tells a person who has only the files what they are.
func writeReadme(w io.Writer, m Manifest) error {
	persons, credentials := "不含 / not in it", "不含 / not in it"
	if m.Persons {
		persons = "含 / in it: 请依个人信息保护法保管 / keep it as the law on personal data asks"
	}
	if m.Credentials {
		credentials = "含 / in it: 请保密 / keep it secret"
	}
	_, err := fmt.Fprintf(w, `地名登记全部数据 / The whole of a register of place names

manifest.json    目录：各文件的行数、字节数、SHA-256 / what there is
schema.json      各表的列、类型、说明、主键与约束 / every table described
csv/             每表一个 CSV 文件（UTF-8）/ one CSV file a table
json/            同样内容，每行一个 JSON 对象 / the same as JSON lines
register.gpkg    供 GIS 使用的地名与区划（含历次版本）/ layers for a GIS
documents/       文件，以其 SHA-256 命名 / documents, named by their SHA-256

坐标 / coordinates: %s
时间 / times: UTC. valid: 法律上的有效时间 / in law; recorded: 登记时间 / when the register said so.
个人信息 / personal data (person_detail): %s
口令摘要 / digests of passwords: %s
账本头 / head of the ledger: %d %s

读入空的登记 / reading it into an empty installation:
    diming restore-export 此目录或文件 / THIS FOLDER OR FILE
`, m.CRS, persons, credentials, m.HeadSeq, m.Head)
	return err
}
