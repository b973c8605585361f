package gazetteer

import (
	"context"
	"fmt"
	"iter"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer/search"
	"diming/internal/ledger"
)

// A Finder keeps the search index in step with the register: built once, then
// told of every sealed change (ledger.Follower).
type Finder struct {
	Store *Store

	index   atomic.Pointer[search.Index]
	classes atomic.Pointer[map[string]Class]
	seq     atomic.Int64
	ready   atomic.Bool

	snapshot atomic.Pointer[time.Time] // of what Restore put in
}

// NewFinder gives a finder with an empty index.
func NewFinder(store *Store) *Finder {
	f := &Finder{Store: store}
	f.index.Store(search.New())
	return f
}

// Index is the index as it stands; a search on it stays consistent while
// changes come in.
func (f *Finder) Index() *search.Index { return f.index.Load() }

// Class gives what a class code stands for, as of the last Load.
func (f *Finder) Class(code string) Class {
	if classes := f.classes.Load(); classes != nil {
		return (*classes)[code]
	}
	return Class{}
}

// Ready tells whether the index was built since the start.
func (f *Finder) Ready() bool { return f.ready.Load() }

// Seq is the last sealed change that the index holds, 0 before Load.
func (f *Finder) Seq() int64 { return f.seq.Load() }

// Load builds the index from the whole register. It answers the seq from which
// changes must be applied: what is committed while it reads is applied again.
func (f *Finder) Load(ctx context.Context) (int64, error) {
	head, err := ledger.ReadHead(ctx, f.Store.DB)
	if err != nil {
		return 0, err
	}
	var failed error
	fresh := search.New()
	err = fresh.Load(f.documents(ctx, nil, &failed))
	if failed != nil {
		err = failed
	}
	if err != nil {
		return 0, fmt.Errorf("load search index: %w", err)
	}
	classes, err := f.Store.Classes(ctx)
	if err != nil {
		return 0, fmt.Errorf("load search index: %w", err)
	}
	f.classes.Store(&classes)
	f.index.Store(fresh)
	f.seq.Store(head.Seq)
	f.ready.Store(true)
	return head.Seq, nil
}

func (f *Finder) documents(ctx context.Context, ids []uuid.UUID, failed *error) iter.Seq[search.Doc] {
	return func(yield func(search.Doc) bool) {
		for doc, err := range f.Store.Documents(ctx, ids) {
			if err != nil {
				*failed = err
				return
			}
			if !yield(doc) {
				return
			}
		}
	}
}

// Apply brings the index up to the last of changes. The objects named are
// visible at once; where a division changed, what lies below it is found
// under its new name a moment later, when the whole index is built again.
func (f *Finder) Apply(ctx context.Context, changes []ledger.Change) error {
	ids, whole, err := f.touched(ctx, changes)
	if err != nil {
		return err
	}
	if len(ids) > 0 && len(ids) < wholeFrom {
		if err := f.refresh(ctx, ids); err != nil {
			return err
		}
	}
	if whole {
		if _, err := f.Load(ctx); err != nil {
			return err
		}
	}
	f.seq.Store(changes[len(changes)-1].Seq)
	return nil
}

// Bulk tells whether a change is of many objects of the register that it does
// not name: an import, its undoing, a redivision. One of something else that
// names no object, such as a day of rest, is none.
func Bulk(c ledger.Change) bool {
	return c.Kind == "batch" || c.Object == nil && (c.Kind == "division" || c.Kind == "place")
}

// wholeFrom is how many places at once are sooner read with all the others.
const wholeFrom = 20_000

// touched lists the places that changes name, and tells whether they reach
// further than that: a division's name stands in all that lies below it.
func (f *Finder) touched(ctx context.Context, changes []ledger.Change) (ids []uuid.UUID, whole bool, err error) {
	for _, c := range changes {
		switch {
		case c.Object != nil && (c.Kind == "place" || c.Kind == "division"):
			ids = append(ids, *c.Object)
			whole = whole || c.Kind == "division"
		case c.Action == "place.load":
			batch, err := f.Store.ObjectsOf(ctx, c.Entry, uuid.Nil, wholeFrom, false)
			if err != nil {
				return nil, false, err
			}
			ids = append(ids, batch...)
		case Bulk(c):
			whole = true
		}
	}
	return ids, whole || len(ids) >= wholeFrom, nil
}

func (f *Finder) refresh(ctx context.Context, ids []uuid.UUID) error {
	var (
		docs   []search.Doc
		failed error
	)
	gone := map[search.ID]bool{}
	for _, id := range ids {
		gone[search.ID(id)] = true
	}
	for d := range f.documents(ctx, ids, &failed) {
		docs = append(docs, d)
		delete(gone, d.ID)
	}
	if failed != nil {
		return fmt.Errorf("refresh search index: %w", failed)
	}
	for id := range gone {
		f.Index().Delete(id)
	}
	return f.Index().Put(docs...)
}
