package archive

import "path"

// LeftOut are the tables that no export holds: what can be made again from the
// others, and what belongs to a running installation. Table may end in *.
var LeftOut = []Left{
	{"schema_version", "how far the database is migrated: the manifest's schema says it"},
	{"tile_*", "vector tiles, made from the public places and divisions at every start"},
}

// personTable holds personal data and nothing else.
const personTable = "person_detail"

// A Secret is a column that proves who somebody is.
type Secret struct {
	Table, Column string
	// Else is the SQL value that stands for it where it is left out; "" for
	// the column's default.
	Else string
}

// Secrets are left out unless asked for.
var Secrets = []Secret{}

// never says in every manifest what no export holds.
const never = "sessions, tokens of programs, one-time codes, the keys and certificates of the installation (they are in a backup)"

// whyLeft gives the reason for which a table is left out, or "".
func whyLeft(table string) string {
	for _, l := range LeftOut {
		if match, _ := path.Match(l.Table, table); match { // the patterns are well formed
			return l.Why
		}
	}
	return ""
}

// without gives the columns of a table that are left out.
func without(table string, credentials bool) []string {
	var columns []string
	for _, s := range Secrets {
		if s.Table == table && !credentials {
			columns = append(columns, s.Column)
		}
	}
	return columns
}
