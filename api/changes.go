package api

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"diming/internal/ledger"
)

// ChangeBody is a sealed entry of the ledger.
type ChangeBody struct {
	Seq        int64           `json:"seq"`
	At         time.Time       `json:"at"`
	Action     string          `json:"action"`
	ObjectKind string          `json:"object_kind"`
	Object     *uuid.UUID      `json:"object,omitempty" doc:"Absent for a bulk change: see objects."`
	County     string          `json:"county,omitempty"`
	Hash       string          `json:"hash" doc:"SHA-256 of the previous hash followed by the entry's canonical bytes."`
	Entry      json.RawMessage `json:"entry" doc:"The canonical JSON that was hashed."`
}

// ChangeList is a page of the change feed.
type ChangeList struct {
	Items []ChangeBody `json:"items"`
	Next  int64        `json:"next" doc:"Ask again with since=next."`
}

type changeFeedInput struct {
	Since int64  `query:"since" minimum:"0" doc:"Changes after this seq."`
	Limit int    `query:"limit" minimum:"0" maximum:"1000" doc:"100 if absent."`
	Lang  string `query:"lang" enum:"zh,en"`
}

func (s *Server) changes(ctx context.Context, in *changeFeedInput) (*struct{ Body ChangeList }, error) {
	if in.Limit == 0 {
		in.Limit = 100
	}
	all, err := ledger.Changes(ctx, s.DB, in.Since, in.Limit, true)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := ChangeList{Items: make([]ChangeBody, len(all)), Next: in.Since}
	for i, c := range all {
		body.Items[i] = ChangeBody{c.Seq, c.At, c.Action, c.Kind, c.Object, c.County, c.Hash, c.Body}
		body.Next = c.Seq
	}
	return &struct{ Body ChangeList }{body}, nil
}

type changeObjectsInput struct {
	Seq    int64  `path:"seq" minimum:"1"`
	Cursor string `query:"cursor" doc:"As next of the last page."`
	Limit  int    `query:"limit" minimum:"0" maximum:"1000" doc:"100 if absent."`
	Lang   string `query:"lang" enum:"zh,en"`
}

// ObjectList is what a bulk change touched.
type ObjectList struct {
	Items []uuid.UUID `json:"items"`
	Next  string      `json:"next,omitempty"`
}

func (s *Server) changeObjects(ctx context.Context, in *changeObjectsInput) (*struct{ Body ObjectList }, error) {
	var after uuid.UUID
	if in.Cursor != "" {
		id, err := uuid.Parse(in.Cursor)
		if err != nil {
			return nil, badCursor.in(ctx)
		}
		after = id
	}
	if in.Limit == 0 {
		in.Limit = 100
	}
	change, err := ledger.Changes(ctx, s.DB, in.Seq-1, 1, true)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if len(change) == 0 || change[0].Seq != in.Seq {
		return nil, notFound.in(ctx)
	}
	objectsOf := s.Places.ObjectsOf
	switch change[0].Kind {
	case "address":
		objectsOf = s.addressStore().ObjectsOf
	case "shelter":
		objectsOf = s.shelterStore().ObjectsOf
	}
	ids, err := objectsOf(ctx, change[0].Entry, after, in.Limit, true)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := ObjectList{Items: append([]uuid.UUID{}, ids...)}
	if len(ids) == in.Limit {
		body.Next = ids[len(ids)-1].String()
	}
	return &struct{ Body ObjectList }{body}, nil
}
