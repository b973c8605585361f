package inspection_test

import (
	"diming/boundaries/inspection"
)

// sendingRuns are how a phone sends: what goes when, again, and on from where it stopped.
var sendingRuns = map[string]func(r *run){
	"a record is sent, stored, verified and only then dropped": func(r *run) {
		r.add("r1")
		r.want("", "r1=ready")
		r.tick(1000)
		r.want("", "r1=ready") // offline
		r.on("online", "")
		r.tick(2000)
		r.want("put_record", "r1=sending")
		r.tick(2001)
		r.want("", "r1=sending")
		r.on("forget", "r1")
		r.want("tell not-verified")
		r.receipt("r1", "r1", "server")
		r.want("check", "r1=stored")
		r.on("forget", "r1")
		r.want("tell not-verified", "r1=stored")
		r.on("dropped", "r1") // which nobody asked for
		r.on("check", "r1")
		r.want("", "r1=verified")
		if r.End.Items[itemID("r1")].Dropped {
			r.t.Error("dropped before it was verified")
		}
		r.on("forget", "r1")
		r.want("drop", "r1=verified")
		r.on("dropped", "r1")
		r.on("clear", "")
		r.want("")
		if len(r.End.Items) != 0 {
			r.t.Error("what is dropped is not cleared")
		}
	},
	"a receipt of another server, or of other bytes, verifies nothing": func(r *run) {
		r.add("r1")
		r.on("online", "")
		for i, of := range []string{"r1", "other"} {
			r.tick(int64(i) * 10_000)
			r.receipt("r1", of, []string{"other server", "server"}[i])
			r.on("check", "r1")
			r.want("", "r1=ready")
		}
		r.step(inspection.Event{On: "answer", ID: itemID("r1"), Status: 200, Receipt: "{}", Signature: "x"})
		r.on("check", "r1")
		r.want("", "r1=ready")
		r.receipt("r1", "r1", "server") // late, and good
		r.on("check", "r1")
		r.want("", "r1=verified")
	},
	"what fails is sent again after 1 s, 2 s, up to 256 s": func(r *run) {
		r.add("r1")
		r.on("online", "")
		now := int64(0)
		for i := range 12 {
			r.tick(now)
			r.want("put_record")
			r.answer("r1", now, []int64{0, 500, 503, 429, 408, 302, 200}[i%7], "")
			wait := r.End.Items[itemID("r1")].NotBefore - now
			if want := min(256_000, int64(1000)<<i); wait != want {
				r.t.Errorf("try %d waits %d ms, want %d", i+1, wait, want)
			}
			r.tick(now + wait - 1)
			r.want("")
			now += wait
		}
	},
	"a clock that is put back by years stops nothing": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(4_000_000_000_000)
		r.answer("r1", 4_000_000_000_000, 0, "")
		r.tick(1_000)
		r.want("put_record", "r1=sending")
	},
	"the network coming back ends the wait": func(r *run) {
		r.add("r1")
		r.on("online", "")
		r.tick(0)
		r.answer("r1", 0, 0, "")
		r.on("offline", "")
		r.tick(900)
		r.want("")
		r.on("online", "")
		r.tick(901)
		r.want("put_record")
	},
	"records go before sheets, signatures and files": func(r *run) {
		for _, name := range []string{"file 1", "signature 1", "sheet 1", "r1"} {
			r.add(name)
		}
		r.on("online", "")
		r.tick(0)
		r.want("put_record, put_sheet")
		r.receipt("r1", "r1", "server")
		r.receipt("sheet 1", "sheet 1", "server")
		r.tick(0)
		r.want("put_signature, ask_file")
	},
	"a file goes on from where the server stands": func(r *run) {
		file := func(have, status int64, problem string) {
			r.step(inspection.Event{On: "answer", ID: itemID("file 1"), Attempt: r.End.Items[itemID("file 1")].Attempt, Status: status, Problem: problem, Have: have, Now: 5})
		}
		r.add("file 1")
		r.on("online", "")
		r.tick(0)
		file(0, 200, "")
		r.want("put_chunk 0+262144")
		file(262_144, 200, "")
		r.want("put_chunk 262144+262144")
		r.on("restart", "")
		r.want("", "file 1=ready")
		file(524_288, 200, "") // late
		r.want("", "file 1=ready")
		r.tick(0)
		r.want("ask_file")
		file(300_000, 200, "")
		r.want("put_chunk 300000+262144")
		file(100, 409, inspection.CodeFileOffset)
		r.want("put_chunk 100+262144")
		file(100, 409, inspection.CodeFileOffset)
		r.want("", "file 1=ready") // it does not come forward
		r.tick(10_000)
		file(562_144, 200, "")
		r.want("put_chunk 562144+37856")
		r.receipt("file 1", "file 1", "server")
		r.on("check", "file 1")
		r.want("", "file 1=verified")
	},
	"a file that arrives damaged five times is damaged on the phone": func(r *run) {
		r.add("file 1")
		r.on("online", "")
		for i := range 5 {
			r.tick(int64(i) * 1_000_000)
			r.want("ask_file")
			r.answer("file 1", int64(i)*1_000_000, 422, inspection.CodeFileDamaged)
		}
		r.want("tell refused", "file 1=refused")
		r.on("retry", "")
		r.want("", "file 1=ready")
	},
}
