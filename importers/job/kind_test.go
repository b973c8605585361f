package job_test

import (
	"strings"
	"testing"

	"diming/importers"
)

func TestTheKindOfATableIsToldByItsHeadings(t *testing.T) {
	s, _ := newStore(t)
	for heading, want := range map[string]importers.Kind{
		"标准名称,类别名称,东经,北纬":          importers.Places,
		"区划代码,名称":                  importers.Divisions,
		"避灾安置场所名称,所在村,可容纳人数（人）,类型": importers.Shelters,
		"姓名,所在村,值班电话":              importers.Officers,
		"政策名称,适用范围,大白话,依据":         importers.Policies,
		"甲,乙": importers.Places,
	} {
		j, err := s.Take(t.Context(), actor, "示例数据.csv", strings.NewReader(heading+"\n"), importers.Kinds...)
		if err != nil || j.Plan.As != want {
			t.Errorf("%s is taken for %s, %v, want %s", heading, j.Plan.As, err, want)
		}
	}
	j, err := s.Take(t.Context(), actor, "示例数据.csv", strings.NewReader("区划代码,名称\n"), importers.Policies)
	if err != nil || j.Plan.As != importers.Policies {
		t.Errorf("a kind that was said: %s, %v", j.Plan.As, err)
	}
}

func TestTheAccountOfOfficersForgetsPersonsWithTheFile(t *testing.T) {
	s, pool := newStore(t)
	j, err := s.Take(t.Context(), actor, "信息员（示例数据）.csv", strings.NewReader("姓名,所在村,联系电话\n示例甲,没有这个村,13800000000\n<b>示例乙</b>,没有,13800000001\n"), importers.Officers)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(t.Context(), j.ID, nil); err != nil {
		t.Fatal(err)
	}
	if j = work(t, s, j.ID); j.Report == nil || j.Report.Rejected != 2 {
		t.Fatalf("after the run: %+v", j)
	}
	named := func() (n int) {
		if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM import_job j WHERE j::text LIKE '%示例甲%' OR j::text LIKE '%示例乙%' OR j::text LIKE '%1380000%'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if named() == 0 {
		t.Fatal("while its file is there, the account says nothing of what was rejected")
	}
	if err := s.Delete(t.Context(), j.ID); err != nil {
		t.Fatal(err)
	}
	if j = get(t, s, j.ID); named() != 0 || !j.FileGone || j.Report.Rejected != 2 || len(j.Report.Rejections) == 0 {
		t.Errorf("without the file: %d accounts name a person; %+v", named(), j.Report)
	}
}
