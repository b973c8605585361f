package inspection_test

import (
	"diming/boundaries/inspection"
)

// keepingRuns are what is the person's own on the phone, and what becomes of a task.
var keepingRuns = map[string]func(r *run){
	"a draft is the person's": func(r *run) {
		r.step(inspection.Event{On: "add", ID: itemID("r1"), Kind: inspection.RecordItem, Draft: true, Digest: inspection.Digest([]byte("half"))})
		r.on("online", "")
		r.tick(0)
		r.want("", "r1=draft")
		r.step(inspection.Event{On: "ready", ID: itemID("r1"), Digest: inspection.Digest([]byte("r1")), Bytes: 7})
		r.want("", "r1=ready")
		r.on("discard", "r1")
		r.want("", "r1=ready")
		r.step(inspection.Event{On: "add", ID: itemID("r2"), Kind: inspection.RecordItem, Draft: true})
		r.on("discard", "r2")
		r.want("drop")
	},
	"bytes that the phone's storage damaged are not sent": func(r *run) {
		r.add("r1")
		r.on("damaged", "r1")
		r.want("tell refused", "r1=refused")
	},
	"a task that changed, moved or was withdrawn is told of once, and its records are sent": func(r *run) {
		task := madeID("task").String()
		r.step(inspection.Event{On: "pack", Task: task, Revision: 3})
		r.add("r1")
		r.step(inspection.Event{On: "revision", Task: task, Revision: 3})
		r.want("")
		stale := inspection.Event{On: "revision", Task: task, Revision: 4, Withdrawn: []string{itemID("r1"), itemID("r9")}}
		r.step(stale)
		r.want("tell pack-stale")
		r.step(stale)
		r.want("")
		if !r.End.Items[itemID("r1")].Withdrawn {
			r.t.Error("the withdrawn record is not marked")
		}
		r.step(inspection.Event{On: "revision", Task: task, Revision: 4})
		if !r.End.Items[itemID("r1")].Withdrawn {
			r.t.Error("a withdrawn record came back")
		}
		r.step(inspection.Event{On: "revision", Task: task, Revision: 5, MovedTo: "二队"})
		r.want("tell task-moved")
		r.step(inspection.Event{On: "revision", Task: task, Revision: 5, MovedTo: "二队", Gone: true})
		r.want("tell pack-withdrawn")
		r.on("online", "")
		r.tick(0)
		r.want("put_record")
		r.step(inspection.Event{On: "pack", Task: task, Revision: 5})
		r.want("")
	},
}
