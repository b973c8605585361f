package inspection_test

import (
	"diming/boundaries/inspection"
)

// troubleRuns are what a phone does when it is refused, locked out, cut off or full.
var troubleRuns = map[string]func(r *run){
	"two phones with one id: the second record gets another": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 409, inspection.CodeDiffers)
		r.want("rename", "r1=clash")
		r.on("restart", "")
		r.want("rename", "r1=clash")
		renamed := inspection.Event{On: "renamed", ID: itemID("r1"), Digest: inspection.Digest([]byte("fresh r1")), Bytes: 610_000}
		r.step(renamed)
		r.want("", "r1=superseded", "fresh r1=ready")
		r.step(renamed)
		if len(r.End.Items) != 2 || r.End.Items[itemID("fresh r1")].Formerly != itemID("r1") {
			r.t.Errorf("renamed twice: %+v", r.End.Items)
		}
		r.on("forget", "r1")
		r.want("tell not-verified")
		r.tick(0)
		r.receipt("fresh r1", "fresh r1", "server")
		r.on("check", "fresh r1")
		r.on("forget", "fresh r1")
		r.on("dropped", "fresh r1")
		r.on("clear", "")
		r.want("", "r1=superseded", "fresh r1=verified") // still needed
		r.on("forget", "r1")
		r.want("drop")
		r.on("dropped", "r1")
		r.on("clear", "")
		if len(r.End.Items) != 0 {
			r.t.Errorf("left: %+v", r.End.Items)
		}
	},
	"what the server refuses stays, with its sentence, until the person tries again": func(r *run) {
		r.add("r1")
		r.add("signature 1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 422, inspection.CodeUnreadable)
		r.want("tell refused", "r1=refused")
		r.answer("signature 1", 0, 409, inspection.CodeDiffers)
		r.want("tell refused", "signature 1=refused")
		if got := r.End.Items[itemID("r1")].Sentence; got != sentenceOf(inspection.CodeUnreadable) {
			r.t.Errorf("its sentence is %q", got)
		}
		r.tick(1_000_000)
		r.want("")
		r.on("restart", "")
		r.want("", "r1=refused")
		r.step(inspection.Event{On: "retry", ID: itemID("r1")})
		r.want("", "r1=ready", "signature 1=refused")
		r.tick(1_000_000)
		r.want("put_record")
		r.receipt("signature 1", "signature 1", "server") // an answer from long ago
		r.want("check", "signature 1=stored")
	},
	"an app newer than its server waits for it; damage on the way is sent again": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 422, inspection.CodeAppTooNew)
		r.want("", "r1=ready")
		r.tick(1000)
		r.answer("r1", 1000, 400, inspection.CodeDamaged)
		r.want("", "r1=ready")
		r.tick(10_000)
		r.answer("r1", 10_000, 422, inspection.CodeAppTooOld)
		r.want("tell refused", "r1=refused")
	},
	"without log-in nothing is sent and nothing is lost": func(r *run) {
		r.add("r1")
		r.add("r2")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 401, "")
		r.want("tell login-needed", "r1=ready")
		r.answer("r2", 0, 401, "")
		r.want("", "r2=ready")
		r.tick(0)
		r.want("")
		r.step(inspection.Event{On: "login", Key: public(madeKey("server"))})
		r.tick(0)
		r.want("put_record, put_record")
	},
	"a crash at any point asks again for what was not done": func(r *run) {
		for _, name := range []string{"r1", "r2", "file 1"} {
			r.add(name)
		}
		r.on("online", "")
		r.tick(0)
		r.receipt("r1", "r1", "server")
		r.on("restart", "")
		r.want("check", "r1=stored", "r2=ready", "file 1=ready")
		r.on("check", "r1")
		r.on("forget", "r1")
		r.on("restart", "")
		r.want("drop", "r1=verified")
		r.on("dropped", "r1")
		r.on("restart", "")
		r.want("")
	},
	"storage that runs low drops verified files and nothing else": func(r *run) {
		for _, name := range []string{"r1", "file 1", "file 2"} {
			r.add(name)
		}
		r.on("online", "")
		r.step(inspection.Event{On: "tick", Slots: 3})
		for _, name := range []string{"r1", "file 1"} {
			r.receipt(name, name, "server")
			r.on("check", name)
		}
		r.step(inspection.Event{On: "storage", Level: "low"})
		r.want("tell storage-low, drop", "r1=verified", "file 1=verified", "file 2=sending")
		r.step(inspection.Event{On: "storage", Level: "full"})
		r.want("tell storage-full, drop")
		r.on("dropped", "file 1")
		r.step(inspection.Event{On: "storage", Level: "full"})
		r.want("")
		r.step(inspection.Event{On: "storage", Level: "ok"})
		r.want("")
		r.add("file 1") // photographed again, to the byte
		r.want("", "file 1=verified")
	},
	"an id is taken once, also on the phone": func(r *run) {
		r.add("r1")
		r.step(inspection.Event{On: "add", ID: itemID("r1"), Kind: inspection.RecordItem, Digest: inspection.Digest([]byte("other"))})
		r.want("tell id-taken", "r1=ready")
		if got := r.End.Items[itemID("r1")].Digest; got != inspection.Digest([]byte("r1")) {
			r.t.Error("the first was overwritten")
		}
	},
}
