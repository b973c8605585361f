package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// The tables of TestEachSideReadsAndChangesWhatIsItsOwnAndWhatIsShared, one a
// room. The columns are sidePeople: a, b, c, reviewer of a, guest of a, nobody.

const lineAt = "/v1/boundary-lines/{line}"

var lineSideRows = []sideRow{
	{"GET /v1/boundary-lines", "", "", "200 200 200 200 200 200"},
	{"GET /v1/boundary-lines/{line}", "", "", "200 200 404 200 404 404"},
	{"GET /v1/boundary-lines/{line}/geojson", "", "", "200 200 404 200 404 404"},
	{"GET /v1/boundary-lines/{line}/history", "", "", "200 200 403 200 401 401"},
	{"GET /v1/boundary-lines/{line}/description", "", "", "200 200 403 200 401 401"},
	{"POST /v1/boundary-lines/{line}/description", "", `{"text":"从起点向北方向约19.5千米。"}`, "200 200 403 200 401 401"},
	{"GET /v1/boundary-check", "", "", "200 200 200 200 401 401"},
	{"PATCH /v1/boundary-lines/{line}", "", `{"approval_no":"{number}","reason":"测试"}`, "200 200 403 200 401 401"},
	{"POST /v1/boundary-lines/{line}/documents", lineAt + "/documents?paper=agreement&filename=a.pdf", "{pdf}", "201 201 403 201 401 401"},
	{"GET /v1/boundary-lines/{line}/documents/{document}", lineAt + "/documents/{line_document}", "", "200 200 403 200 401 401"},
	{"DELETE /v1/boundary-lines/{line}/documents/{document}", lineAt + "/documents/{new_line_document}", "", "200 200 403 200 401 401"},
	{"POST /v1/boundary-lines/{line}/enclaves", "", `{"name":"双方共有飞地","basis":"测试","division":"{division_a}","within":"{division_b}"}`, "200 200 403 200 401 401"},
	{"DELETE /v1/boundary-lines/{line}/enclaves/{record}", lineAt + "/enclaves/{new_enclave}", "", "200 200 403 200 401 401"},
	{"POST /v1/boundary-lines/{line}/works", "", `{"name":"双方共有渠"}`, "200 200 403 200 401 401"},
	{"DELETE /v1/boundary-lines/{line}/works/{record}", lineAt + "/works/{new_work}", "", "200 200 403 200 401 401"},
}

var markerSideRows = []sideRow{
	{"GET /v1/markers", "", "", "200 200 200 200 401 401"},
	{"GET /v1/markers", "/v1/markers?line={line}", "", "200 200 200 200 401 401"},
	{"POST /v1/markers", "", `{"line":"{line}","number":"双方共有{number}号","kind":"single","faces":2,"lon":118.66,"lat":28.76,"source":"示例数据","reason":"测试"}`, "201 201 403 403 401 401"},
	{"GET /v1/markers/{marker}", "", "", "200 200 403 200 401 401"},
	{"GET /v1/markers/{marker}/history", "", "", "200 200 403 200 401 401"},
	{"PATCH /v1/markers/{marker}", "", `{"material":"花岗岩{number}","reason":"测试"}`, "200 200 403 403 401 401"},
	{"POST /v1/markers/{marker}/steps", "/v1/markers/{new_marker}/steps", `{"step":"set","present_a":"甲","present_b":"乙"}`, "200 200 403 403 401 401"},
	{"POST /v1/markers/{marker}/withdrawal", "/v1/markers/{new_marker}/withdrawal", `{"reason":"重复录入"}`, "204 204 403 403 401 401"},
	{"POST /v1/markers/{marker}/withdrawal", "/v1/markers/{set_marker}/withdrawal", `{"reason":"测试"}`, "409 409 403 403 401 401"}, // both sides have set it
	{"POST /v1/markers/{marker}/photos", "/v1/markers/{marker}/photos?face=b&filename=a.jpg", "{jpeg}", "201 201 403 403 401 401"},
	{"GET /v1/markers/{marker}/photos/{photo}", "", "", "200 200 403 200 401 401"},
	{"DELETE /v1/markers/{marker}/photos/{photo}", "/v1/markers/{marker}/photos/{new_photo}", "", "204 204 403 403 401 401"},
	{"GET /v1/markers/{marker}/form.xlsx", "", "", "200 200 403 200 401 401"},
	{"GET /v1/markers/{marker}/form.pdf", "", "", "200 200 403 200 401 401"},
	{"GET /v1/markers.xlsx", "", "", "200 200 200 200 401 401"},
	{"GET /v1/markers.xlsx", "/v1/markers.xlsx?line={line}", "", "200 200 200 200 401 401"},
	{"GET /v1/markers.pdf", "/v1/markers.pdf?line={line}", "", "200 200 200 200 401 401"},
}

var roundSideRows = []sideRow{
	{"GET /v1/rounds", "", "", "200 200 200 200 401 401"},
	{"POST /v1/rounds/proposal", "", `{"division":"{code_a}","ordinal":88,"from":2093,"to":2097}`, "200 403 403 403 401 401"},
	{"POST /v1/rounds", "", `{"division":"{code_a}","ordinal":{ordinal},"from":2095,"to":2099,"basis":"双方共有","lines":[{"line":"{line}","year":2096,"lead":"a"}]}`, "201 403 403 403 401 401"},
	{"GET /v1/rounds/{round}", "", "", "200 200 404 200 401 401"},
	{"POST /v1/rounds/{round}/lines", "", `{"line":"{new_line}","year":2097,"lead":"b"}`, "201 403 403 403 401 401"},
	{"GET /v1/inspections/due", "", "", "200 200 200 200 401 401"},
	{"GET /v1/check-forms/{division}", "/v1/check-forms/{code_a}", "", "200 403 403 200 401 401"},
	{"PUT /v1/check-forms/{division}", "/v1/check-forms/{code_a}", `{"basis":"测试","form":{form}}`, "200 403 403 403 401 401"},
}

var taskSideRows = []sideRow{
	{"GET /v1/tasks", "", "", "200 200 200 200 401 401"},
	{"GET /v1/tasks", "/v1/tasks?line={line}", "", "200 200 200 200 401 401"},
	{"POST /v1/tasks", "", `{"line":"{line}","lead":"b","due":"2099-12-31","reason":"双方共有，未邀来宾","stretch_from":"1号","stretch_to":"2号"}`, "201 201 403 403 401 401"},
	{"GET /v1/tasks/{task}", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/form", "", "", "200 200 403 200 401 401"},
	{"PATCH /v1/tasks/{task}", "/v1/tasks/{new_task}", `{"due":"2099-{month}-01"}`, "200 200 403 403 401 401"},
	{"POST /v1/tasks/{task}/steps", "/v1/tasks/{new_task}/steps", `{"to":"cancelled","note":"测试"}`, "200 200 403 403 401 401"},
	{"POST /v1/tasks/{task}/signatures", "", `{}`, "409 409 403 403 401 401"}, // not from this state
	{"POST /v1/tasks/{task}/problems", "", `{"text":"双方共有","object_kind":"line"}`, "200 200 403 403 401 401"},
	{"PUT /v1/tasks/{task}/problems/{problem}/handler", "", `{"handler":"民政局{number}","due":"2099-12-31"}`, "200 200 403 403 401 401"},
	{"PUT /v1/tasks/{task}/problems/{problem}/solution", "/v1/tasks/{task}/problems/{new_problem}/solution", `{"solution":"双方共有"}`, "200 200 403 403 401 401"},
	{"POST /v1/tasks/{task}/minutes", "", `{"on":"2026-01-01","place":"双方共有","text":"测试"}`, "200 200 403 403 401 401"},
	{"POST /v1/tasks/{task}/notes", "", `{"text":"测试"}`, "200 200 403 403 401 401"},
	{"POST /v1/tasks/{task}/papers", "/v1/tasks/{task}/papers?paper=plan&filename=a.pdf", "{pdf}", "201 201 403 403 401 401"},
	{"GET /v1/tasks/{task}/papers/{paper}", "/v1/tasks/{task}/papers/{shared_paper}", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/papers/{paper}", "", "", "200 404 403 200 401 401"},
	{"DELETE /v1/tasks/{task}/papers/{paper}", "/v1/tasks/{task}/papers/{new_shared_paper}", "", "200 200 403 403 401 401"},
	{"DELETE /v1/tasks/{task}/papers/{paper}", "/v1/tasks/{task}/papers/{new_paper}", "", "200 404 403 403 401 401"},
	{"GET /v1/tasks/{task}/report.docx", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/report.pdf", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/record-sheets.pdf", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/submission.zip", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/invitations", "", "", "200 200 403 200 401 401"},
	{"POST /v1/tasks/{task}/invitations", "", `{"name":"双方共有来宾{number}","side":"a","until":"{tomorrow}"}`, "201 403 403 403 401 401"},
	{"POST /v1/tasks/{task}/invitations", "", `{"name":"双方共有来宾{number}","side":"b","until":"{tomorrow}"}`, "403 201 403 403 401 401"},
	{"POST /v1/tasks/{task}/invitations/{invitation}/withdraw", "/v1/tasks/{task}/invitations/{new_invitation}/withdraw", "", "204 403 403 403 401 401"},
	{"GET /v1/tasks/{task}/field-records", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/field-files/{sha256}", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/field-files/{sha256}", "/v1/tasks/{other_task}/field-files/{sha256}", "", "404 404 403 404 401 401"},
	{"GET /v1/tasks/{task}/signatures", "", "", "200 200 403 200 401 401"},
	{"PUT /v1/tasks/{task}/sheets/{digest}/scan", "/v1/tasks/{task}/sheets/{new_sheet}/scan?filename=a.pdf", "{pdf}", "200 200 403 403 401 401"},
	{"GET /v1/tasks/{task}/scans/{scan}", "/v1/tasks/{task}/scans/{new_scan}", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/packs", "", "", "200 200 403 200 401 401"},
	{"POST /v1/tasks/{task}/packs/{pack}/withdraw", "/v1/tasks/{other_task}/packs/{new_pack}/withdraw", `{"reason":"测试"}`, "200 404 403 403 401 401"},
	{"GET /v1/tasks/{task}/outing.gpx", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/outing.kml", "", "", "200 200 403 200 401 401"},
	{"GET /v1/tasks/{task}/task-file", "", "", "200 200 403 200 401 401"},
	{"POST /v1/task-files", "", "{task_file}", "200 200 403 403 401 401"}, // looked at only
}

var upkeepSideRows = []sideRow{
	{"GET /v1/upkeep/lines", "", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/people", "/v1/upkeep/people?line={line}", "", "200 200 404 200 401 401"},
	{"GET /v1/upkeep/due", "", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/lines/{line}/dossier", "", "", "200 200 404 200 401 401"},
	{"GET /v1/upkeep/contracts", "", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/contracts", "/v1/upkeep/contracts?line={line}", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/contracts/{contract}", "", "", "200 404 404 200 401 401"},
	{"POST /v1/upkeep/contracts", "", `{"line":"{line}","number":"{number}","keeper":{"name":"测试"},"from_on":"2026-01-01","to_on":"2099-12-31","markers":["{marker}"]}`, "201 201 404 201 401 401"},
	{"POST /v1/upkeep/contracts/{contract}/end", "/v1/upkeep/contracts/{new_contract}/end", `{"reason":"测试"}`, "204 404 404 204 401 401"},
	{"PUT /v1/upkeep/contracts/{contract}/officer", "/v1/upkeep/contracts/{new_contract}/officer", `{"account":"{account_a}"}`, "204 404 404 204 401 401"},
	{"POST /v1/upkeep/contracts/{contract}/keepers", "/v1/upkeep/contracts/{new_contract}/keepers", `{"account":"{keeper}"}`, "204 404 404 204 401 401"},
	{"DELETE /v1/upkeep/contracts/{contract}/keepers/{account}", "/v1/upkeep/contracts/{kept_contract}/keepers/{keeper}?reason=x", "", "204 404 404 204 401 401"},
	{"GET /v1/upkeep/patrols", "", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/patrols", "/v1/upkeep/patrols?contract={contract}", "", "200 200 200 200 401 401"},
	{"POST /v1/upkeep/patrols", "", "{a_patrol}", "201 404 404 201 401 401"},
	{"POST /v1/upkeep/patrols/{id}/void", "/v1/upkeep/patrols/{new_patrol}/void", `{"reason":"测试"}`, "204 404 404 204 401 401"},
	{"GET /v1/upkeep/reports", "", "", "200 200 200 200 401 401"},
	{"POST /v1/upkeep/reports", "", "{a_report}", "201 201 404 201 401 401"},
	{"POST /v1/upkeep/reports/{id}/handling", "/v1/upkeep/reports/{new_report}/handling", `{"reason":"测试"}`, "204 404 404 204 401 401"},
	{"GET /v1/upkeep/matters", "", "", "200 200 200 200 401 401"},
	{"GET /v1/upkeep/matters/{id}", "/v1/upkeep/matters/{matter}", "", "200 404 404 200 401 401"},
	{"GET /v1/upkeep/matters/{id}", "/v1/upkeep/matters/{shared_matter}", "", "200 200 404 200 401 401"},
	{"POST /v1/upkeep/matters", "", `{"line":"{line}","kind":"dispute","title":"测试"}`, "201 201 404 201 401 401"},
	{"POST /v1/upkeep/matters/{id}/steps", "/v1/upkeep/matters/{matter}/steps", `{"text":"测试"}`, "204 404 404 204 401 401"},
	{"POST /v1/upkeep/matters/{id}/steps", "/v1/upkeep/matters/{shared_matter}/steps", `{"text":"测试"}`, "204 204 404 204 401 401"},
	{"PUT /v1/upkeep/matters/{id}/reminder", "/v1/upkeep/matters/{matter}/reminder", `{"next_on":"2099-{month}-01"}`, "204 404 404 204 401 401"},
	{"PUT /v1/upkeep/matters/{id}/reminder", "/v1/upkeep/matters/{shared_matter}/reminder", `{"next_on":"2099-{month}-01"}`, "204 404 404 204 401 401"},
	{"POST /v1/upkeep/matters/{id}/share", "/v1/upkeep/matters/{new_matter}/share", "", "204 404 404 204 401 401"},
	{"POST /v1/upkeep/matters/{id}/close", "/v1/upkeep/matters/{new_matter}/close", `{"reason":"测试"}`, "204 404 404 204 401 401"},
	{"POST /v1/upkeep/matters/{id}/close", "/v1/upkeep/matters/{new_shared_matter}/close", `{"reason":"测试"}`, "204 404 404 204 401 401"},
	{"POST /v1/upkeep/files", "/v1/upkeep/files?matter={shared_matter}&filename=a.pdf", "{pdf}", "201 404 404 201 401 401"},
	{"POST /v1/upkeep/files", "/v1/upkeep/files?contract={contract}&filename=a.pdf&title=甲方独有", "{pdf}", "201 404 404 201 401 401"},
	{"GET /v1/upkeep/files/{file}", "", "", "200 404 404 200 401 401"},
	{"GET /v1/upkeep/files/{file}", "/v1/upkeep/files/{report_file}", "", "200 200 404 200 401 401"},
	{"DELETE /v1/upkeep/files/{file}", "/v1/upkeep/files/{new_report_file}?reason=x", "", "204 404 404 204 401 401"},
}

const (
	imageryAt = "/v1/field/packs/{pack}/imagery/15/1/1"
	tileAtZ   = "/v1/field/packs/{pack}/tiles/8/1/1.mvt"
)

var fieldSideRows = []sideRow{
	{"POST /v1/field/devices", "", "{a_device}", "201 201 201 403 401 401"},
	{"GET /v1/field/devices", "", "", "200 200 200 403 401 401"},
	{"DELETE /v1/field/devices/{device}", "/v1/field/devices/{new_device}", "", "204 404 404 403 401 401"},
	{"POST /v1/field/guests", "", "{a_guest}", "201 201 201 201 201 201"}, // whoever shows the invitation
	{"POST /v1/field/guests", "", "{a_guest_too_late}", "410 410 410 410 410 410"},
	{"POST /v1/field/records", "", "{a_line_of_a}", "200 200 200 401 200 401"}, // each line is answered for itself
	{"PUT /v1/field/records/{record}", "/v1/field/records/{none}", "{a_record_of_a}", "201 403 403 401 201 401"},
	{"PUT /v1/field/records/{record}", "/v1/field/records/{none}", "{a_record_of_b}", "403 201 403 401 403 401"},
	{"PUT /v1/field/records/{record}", "/v1/field/records/{none}", "{a_record_of_a_elsewhere}", "201 403 403 401 403 401"},
	{"GET /v1/field/files/{sha256}", "", "", "200 200 200 401 200 401"}, // how much of it is here, to whoever knows what it holds
	{"PUT /v1/field/files/{sha256}", "/v1/field/files/{new_file}&task={task}", "{content}", "200 200 403 401 200 401"},
	{"PUT /v1/field/sheets/{digest}", "/v1/field/sheets/{none}", "{a_sheet}", "201 201 403 401 201 401"},
	{"PUT /v1/field/signatures/{signature}", "/v1/field/signatures/{none}", "{a_signature_of_a}", "201 201 403 401 201 401"}, // b's phone may be lent to a: it counts for little, and is never lost
	{"GET /v1/field/tasks", "", "", "200 200 200 401 200 401"},
	{"GET /v1/field/tasks/{task}/state", "", "", "200 200 403 401 200 401"},
	{"GET /v1/field/tasks/{task}/state", "/v1/field/tasks/{other_task}/state", "", "200 200 403 401 403 401"},
	{"GET /v1/field/tasks/{task}/pack", "", "", "200 200 403 401 200 401"},
	{"GET /v1/field/tasks/{task}/pack", "/v1/field/tasks/{other_task}/pack", "", "200 200 403 401 403 401"},
	{"GET /v1/field/packs/{pack}/tiles/{z}/{x}/{file}", tileAtZ, "", "404 404 404 401 404 401"},
	{"GET /v1/field/packs/{pack}/imagery/{z}/{x}/{y}", imageryAt, "", "404 404 404 401 404 401"},
	{"GET /v1/field/packs/{pack}/photos/{sha256}", "", "", "404 404 404 401 404 401"},
}

// fresh makes what one request uses up.
func (w *sides) fresh() map[string]func(t *testing.T, who string) string {
	asA := func(make func(t *testing.T) string) func(*testing.T, string) string {
		return func(t *testing.T, _ string) string { return make(t) }
	}
	text := func(template func() string) func(*testing.T, string) string {
		return func(t *testing.T, who string) string { return w.fillIn(t, who, template()) }
	}
	record := func(side, task string) func(*testing.T, string) string {
		return func(_ *testing.T, who string) string { return string(w.record(who, side, w.made[task]).Canonical()) }
	}
	return map[string]func(t *testing.T, who string) string{
		"number":  func(*testing.T, string) string { return fmt.Sprint(w.number()) },
		"ordinal": func(*testing.T, string) string { return fmt.Sprint(20 + w.number()%70) },
		"month":   func(*testing.T, string) string { return fmt.Sprintf("%02d", 1+w.number()%12) },

		"tomorrow":          func(*testing.T, string) string { return time.Now().AddDate(0, 0, 1).Format(time.DateOnly) },
		"new_invitation":    asA(w.newInvitation),
		"new_sheet":         asA(w.newSheet),
		"new_scan":          asA(w.newScan),
		"new_pack":          asA(w.newPack),
		"task_file":         asA(w.taskFile),
		"new_line":          asA(w.shared),
		"new_line_document": asA(w.newLineDocument),
		"new_enclave":       asA(w.newEnclave),
		"new_work":          asA(w.newWork),
		"new_marker":        asA(w.newMarker),
		"set_marker": asA(func(t *testing.T) string {
			id := w.newMarker(t)
			w.as(t, "a", "POST", "/v1/markers/"+id+"/steps", `{"step":"set","present_a":"甲","present_b":"乙"}`)
			return id
		}),
		"new_photo": asA(func(t *testing.T) string {
			return w.as(t, "a", "POST", "/v1/markers/{marker}/photos?face=a&filename=a.jpg", w.made["jpeg"], "Content-Type", "image/jpeg")
		}),
		"form":              asA(w.aForm),
		"new_task":          asA(func(t *testing.T) string { return w.newTask(t, "双方共有，未邀来宾") }),
		"new_problem":       asA(w.newProblem),
		"new_paper":         asA(func(t *testing.T) string { return w.newPaper(t, true) }),
		"new_shared_paper":  asA(func(t *testing.T) string { return w.newPaper(t, false) }),
		"new_contract":      asA(w.newContract),
		"kept_contract":     asA(w.keptContract),
		"new_patrol":        asA(w.newPatrol),
		"a_patrol":          text(patrolText),
		"new_report":        asA(w.newReport),
		"a_report":          text(reportText),
		"new_matter":        asA(func(t *testing.T) string { return w.newMatter(t, false) }),
		"new_shared_matter": asA(func(t *testing.T) string { return w.newMatter(t, true) }),
		"new_report_file": asA(func(t *testing.T) string {
			return w.as(t, "a", "POST", "/v1/upkeep/files?report={report}&filename=a.pdf", tinyPDF, "Content-Type", pdfType)
		}),

		"new_file": func(t *testing.T, _ string) string {
			w.content = fieldPhoto(t, 800+w.number(), 5)
			return fmt.Sprintf("%s?offset=0&size=%d", inspection.Digest(w.content), len(w.content))
		},
		"content": func(*testing.T, string) string { return string(w.content) },

		"a_device":                func(*testing.T, string) string { return newDevice("") },
		"new_device":              asA(func(t *testing.T) string { return w.newPhone(t, w.accounts["a"]).id.String() }),
		"a_guest":                 asA(func(t *testing.T) string { return newDevice(w.invited(t)) }),
		"a_guest_too_late":        func(*testing.T, string) string { return newDevice(w.made["over"]) },
		"a_record_of_a":           record("a", "task"),
		"a_record_of_b":           record("b", "task"),
		"a_record_of_a_elsewhere": record("a", "other_task"),
		"a_line_of_a": func(_ *testing.T, who string) string {
			r := w.record(who, "a", w.made["task"]).Canonical()
			line, _ := json.Marshal(map[string]string{"digest": inspection.Digest(r), "record": string(r)})
			return string(line) + "\n"
		},
		"a_sheet":          func(_ *testing.T, who string) string { return string(w.sheet().Canonical()) },
		"a_signature_of_a": func(_ *testing.T, who string) string { return w.signature(who) },
	}
}

func (w *sides) newEnclave(t *testing.T) string {
	name := fmt.Sprintf("双方共有飞地%d", w.number())
	w.as(t, "a", "POST", lineAt+"/enclaves", `{"name":"`+name+`","basis":"测试","division":"{division_a}","within":"{division_b}"}`)
	return query[uuid.UUID](t, w.system, `SELECT id FROM boundary_enclave WHERE name = $1`, name)[0].String()
}

func (w *sides) newWork(t *testing.T) string {
	name := fmt.Sprintf("双方共有渠%d", w.number())
	w.as(t, "a", "POST", lineAt+"/works", `{"name":"`+name+`"}`)
	return query[uuid.UUID](t, w.system, `SELECT id FROM boundary_work WHERE name = $1`, name)[0].String()
}

// newMarker is one that is planned and ready to be set.
func (w *sides) newMarker(t *testing.T) string {
	reference := `{"name":"%s","azimuth_deg":"%d","azimuth_north":"grid","distance_m":"53.2"}`
	references := strings.Join([]string{fmt.Sprintf(reference, "老樟树", 30), fmt.Sprintf(reference, "巨石", 150), fmt.Sprintf(reference, "桥头", 270)}, ",")
	return w.as(t, "a", "POST", "/v1/markers", `{"line":"{line}","number":"双方共有{number}号","kind":"single","faces":2,"lon":118.67,"lat":28.77,"keeper":"a","source":"示例数据","reason":"测试","references":[`+references+`]}`)
}

// aForm is a check form of A, another each time.
func (w *sides) aForm(t *testing.T) string {
	got := w.send(t, "GET", "/v1/check-forms/330802", "", w.session["a"]...)
	held := decode[struct{ Form json.RawMessage }](t, got.Body)
	return strings.Replace(string(held.Form), `"zh":"`, fmt.Sprintf(`"zh":"第%d版·`, w.number()), 1)
}

func (w *sides) keptContract(t *testing.T) string {
	id := w.newContract(t)
	w.as(t, "a", "POST", "/v1/upkeep/contracts/"+id+"/keepers", `{"account":"{keeper}"}`)
	return id
}

// sheet is one of the record that A's phone brought and another that is to come.
func (w *sides) sheet() inspection.Sheet {
	return inspection.NewSheet(uuid.MustParse(w.made["task"]), inspection.SheetRecord{Digest: inspection.Digest([]byte(w.made["seen"])), ID: uuid.MustParse(w.made["seen"])},
		inspection.SheetRecord{Digest: inspection.Digest([]byte(fmt.Sprint(w.number()))), ID: uuid.Must(uuid.NewV7())})
}

// signature is what somebody's phone signs for side a; who has no phone borrows A's.
func (w *sides) signature(who string) string {
	p, has := w.phones[who]
	if !has {
		p = w.phones["a"]
	}
	s := inspection.Statement{ID: uuid.Must(uuid.NewV7()), Task: uuid.MustParse(w.made["task"]), Sheet: w.sheet().Digest(), Count: 2, Side: boundaries.SideA, Signer: p.person, Device: p.id,
		SignedAt: time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)}
	return string(s.Sign(p.key).Canonical())
}
