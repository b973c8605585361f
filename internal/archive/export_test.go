package archive

import "path"

// UnusedRules gives the rules that fit none of tables, named schema.table.
func UnusedRules(tables []string) []string {
	var unused []string
	for _, r := range leftOut {
		used := false
		for _, t := range tables {
			match, _ := path.Match("public."+r.table, t)
			used = used || match
		}
		if !used {
			unused = append(unused, r.table)
		}
	}
	return unused
}
