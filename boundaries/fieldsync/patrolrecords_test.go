package fieldsync_test

import (
	"testing"

	"diming/boundaries"
	"diming/boundaries/upkeep"
)

func TestPatrolsFromPhonesAreReadByTheirOwnSide(t *testing.T) {
	w := newWorld(t)
	who, line := w.person(t, "keeper", boundaries.SideB), newID()
	const body = `{"answers":{"weeds":"done"},"condition":"normal","text":"已清理"}`
	for _, kind := range []string{"patrol", "note"} {
		_, err := w.pool.Exec(t.Context(), `INSERT INTO field_record (id, task, kind, object, object_kind, side, observer, device, digest, body, standing, phone_time, server_time, stored, entry)
			VALUES (gen_random_uuid(), gen_random_uuid(), $1, $2, 'line', 'b', $3, gen_random_uuid(), encode(sha256(convert_to($4, 'UTF8')), 'hex'), $4, 'accepted', now(), now(), now(), (SELECT max(id) FROM ledger_entry))`,
			kind, line, who, body)
		if err != nil {
			t.Fatal(err)
		}
	}
	scope := func(side boundaries.Side) upkeep.Scope {
		return upkeep.Scope{Seats: []upkeep.Seat{{Line: line, Side: side}}}
	}
	got, err := w.FieldPatrols(t.Context(), scope(boundaries.SideB), line)
	if err != nil || len(got) != 1 || got[0].Condition != "normal" || got[0].Answers["weeds"] != "done" || got[0].Text != "已清理" {
		t.Errorf("their own side reads %+v, %v, want the patrol", got, err)
	}
	if got, err := w.FieldPatrols(t.Context(), scope(boundaries.SideA), line); err != nil || len(got) != 0 {
		t.Errorf("the other side reads %d patrols, %v", len(got), err)
	}
}
