package docx

import (
	"maps"
	"slices"
)

// Uses gives the names that a template takes values, loops or conditions of,
// each once, in order.
func Uses(template []byte) ([]string, error) {
	f, err := open(template)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	for _, p := range f.parts {
		if !p.filled() {
			continue
		}
		root, err := parse(p.content)
		if err != nil {
			return nil, &HostileError{Part: p.name, Why: Malformed, Detail: err.Error()}
		}
		for _, para := range root.paragraphs() {
			all, err := steps(joined(para))
			if err != nil {
				return nil, err
			}
			for _, s := range all {
				if s.kind != "end" {
					used[s.name] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(used)), nil
}
