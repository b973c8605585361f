package gather

import (
	"context"
	"strings"

	"diming/boundaries"
	"diming/boundaries/report"
	"diming/boundaries/round"
)

// party names a side as papers do: the government that answers for it, and the
// office that does the work.
func party(name, code string, held bool, level boundaries.Level) report.Party {
	p := report.Party{Name: line1(name), Code: code, NotHeld: !held}
	if !held {
		return p
	}
	switch {
	case strings.HasSuffix(p.Name, "街道"):
		p.Government, p.Office = p.Name+"办事处", p.Name+"办事处经办机构"
	case level == boundaries.Village:
		p.Government, p.Office = p.Name, p.Name+"经办人"
	case level == boundaries.Township:
		p.Government, p.Office = p.Name+"人民政府", p.Name+"人民政府经办机构"
	case strings.HasSuffix(p.Name, "省") || strings.HasSuffix(p.Name, "自治区"):
		p.Government, p.Office = p.Name+"人民政府", p.Name+"民政厅"
	default:
		p.Government, p.Office = p.Name+"人民政府", p.Name+"民政局"
	}
	return p
}

// parties fills both sides, by the names that they bore at the report's moment.
func (g *gathering) parties(ctx context.Context) error {
	divisions := &boundaries.Store{DB: g.DB}
	for i, o := range g.task.Line.Owners {
		name, code := o.Name, o.Code
		if o.Division != nil {
			d, err := divisions.ByID(ctx, boundaries.Reader{AsOf: g.at, Internal: true}, *o.Division)
			if err == nil {
				name, code = d.Name, d.Code
			}
		}
		switch o.Kind {
		case "sea":
			name = "海域"
		case "not_held":
			name = "界外（本登记未掌握）"
		}
		p := party(name, code, o.Division != nil, g.task.Line.Level)
		if i == 0 {
			g.out.A = p
		} else {
			g.out.B = p
		}
	}
	return nil
}

// papers fills the basis of the inspection, and what was filed with the task by
// both sides; a side's own papers are not of the result.
func (g *gathering) papers(ctx context.Context) error {
	if l := g.out.Line; l.Agreement != "" || l.Approval != "" {
		g.out.Basis = append(g.out.Basis, "界线批准文件和协议书及其附图")
	}
	if len(g.out.Markers) > 0 {
		g.out.Basis = append(g.out.Basis, "界桩登记表和界桩成果表")
	}
	if g.task.Round != nil {
		r, err := g.Rounds.Round(ctx, *g.task.Round)
		if err != nil {
			return err
		}
		g.out.Basis = append(g.out.Basis, line1(r.Basis))
	}
	all, err := g.Rounds.Papers(ctx, g.task.ID, nil)
	if err != nil {
		return err
	}
	for _, p := range all {
		g.files = append(g.files, report.File{Kind: p.Kind, Title: line1(p.Title), Name: p.Name, SHA256: p.SHA256, Size: p.Size, Open: g.open(p.SHA256)})
	}
	for _, kind := range []string{"notice", "plan"} {
		g.out.Basis = append(g.out.Basis, titles(all, kind)...)
	}
	return nil
}

// titles names the papers of a kind, for the basis.
func titles(all []round.Paper, kind string) []string {
	var named []string
	for _, p := range all {
		if p.Kind != kind {
			continue
		}
		title := line1(p.Title)
		if title == "" {
			title = map[string]string{"notice": "检查通知", "plan": "联检实施方案"}[kind]
		}
		named = append(named, "《"+title+"》")
	}
	return named
}

// attachments are what the field work has beside photos: recordings, tracks,
// drawn signatures, and the scans of sealed sheets.
func (g *gathering) attachments(context.Context) error {
	seen := map[string]bool{}
	add := func(kind, title, name, sha256 string, size int64) {
		if !seen[sha256] {
			seen[sha256] = true
			g.files = append(g.files, report.File{Kind: kind, Title: title, Name: name, SHA256: sha256, Size: size, Open: g.open(sha256)})
		}
	}
	for _, c := range g.work.Scans {
		add("records", "签字盖章的记录表（扫描件）", c.Name, c.SHA256, c.Size)
	}
	words := map[string]string{"voice": "录音", "track": "轨迹", "drawn": "手写签名"}
	endings := map[string]string{"audio/webm": ".webm", "audio/mp4": ".m4a", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/wav": ".wav",
		"application/gpx+xml": ".gpx", "application/geo+json": ".json", "image/png": ".png"}
	for _, r := range g.work.Records {
		for _, f := range r.Record.Files {
			if held, whole := g.work.Files[f.SHA256]; whole && f.Role != "photo" {
				add("recording", words[f.Role]+"-"+f.SHA256[:8], "f"+endings[f.Type], f.SHA256, held.Size)
			}
		}
	}
	for _, s := range g.work.Signatures {
		if held, whole := g.work.Files[s.Statement.Drawn]; whole {
			add("recording", "手写签名-"+s.Statement.Drawn[:8], "f"+endings[held.Type], s.Statement.Drawn, held.Size)
		}
	}
	return nil
}
