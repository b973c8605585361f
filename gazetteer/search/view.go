package search

import "slices"

// A bitmap marks documents of a segment; nil marks none.
type bitmap []uint64

func (b bitmap) has(i uint32) bool { return b != nil && b[i/64]&(1<<(i%64)) != 0 }

// A view is a segment less the documents that were replaced or deleted since
// it was made. Its bitmap is never changed, only replaced.
type view struct {
	seg  *segment
	dead bitmap
	gone int // documents that dead marks
}

func (v view) live() int { return len(v.seg.docs) - v.gone }

// without returns the view less the documents with the given IDs.
func (v view) without(ids []ID) view {
	fresh := false
	for _, id := range ids {
		d, ok := v.seg.find(id)
		if !ok || v.dead.has(d) {
			continue
		}
		if !fresh {
			dead := make(bitmap, (len(v.seg.docs)+63)/64)
			copy(dead, v.dead)
			v.dead, fresh = dead, true
		}
		v.dead[d/64] |= 1 << (d % 64)
		v.gone++
	}
	return v
}

// bury returns new views without the documents; empty ones go.
func bury(views []view, ids []ID) []view {
	out := make([]view, 0, len(views)+1)
	for _, v := range views {
		if v = v.without(ids); v.live() > 0 {
			out = append(out, v)
		}
	}
	return out
}

// smallMerge is how many documents are merged while the writer waits.
const smallMerge = 2000

// overdue reports whether b, which follows a, is large enough to be merged
// with it: every document is then merged a logarithmic number of times.
func overdue(a, b view) bool { return a.live() <= 4*b.live() }

// settle merges the small segments at the end of the list.
func settle(views []view) []view {
	for len(views) >= 2 {
		a, b := views[len(views)-2], views[len(views)-1]
		if !overdue(a, b) || a.live()+b.live() > smallMerge {
			break
		}
		views = append(slices.Clone(views[:len(views)-2]), merge(a, b))
	}
	return views
}

// merge makes one segment of the live documents of several.
func merge(views ...view) view {
	b := newBuilder()
	for _, v := range views {
		for d := range v.seg.docs {
			if !v.dead.has(uint32(d)) {
				doc := v.seg.doc(uint32(d))
				b.add(&doc)
			}
		}
	}
	return view{seg: b.segment()}
}

// due returns the run of segments that should be merged now, nil if none: a
// neighbour pair of similar size, or one of which a third is gone.
func due(views []view) []view {
	for i := len(views) - 1; i >= 0; i-- {
		if v := views[i]; i > 0 && overdue(views[i-1], v) && views[i-1].live()+v.live() > smallMerge {
			return views[i-1 : i+1]
		} else if v.gone > smallMerge && v.gone > v.live()/2 {
			return views[i : i+1]
		}
	}
	return nil
}

// mergeLater starts a background merge if one is due and none runs. The
// writer's lock is held.
func (x *Index) mergeLater() {
	if x.busy {
		return
	}
	st := x.state.Load()
	if due(st.public) == nil && due(st.internal) == nil {
		return
	}
	x.busy = true
	x.merges.Go(func() {
		for x.mergeOnce() {
		}
	})
}

// Wait returns when no background merge runs. Answers do not depend on it.
func (x *Index) Wait() { x.merges.Wait() }

// mergeOnce merges what is due, without holding the lock meanwhile, and
// reports whether there was anything.
func (x *Index) mergeOnce() bool {
	st := x.state.Load()
	public := due(st.public)
	run := public
	if run == nil {
		run = due(st.internal)
	}
	var merged view
	if run != nil {
		merged = merge(run...)
	}
	x.write.Lock()
	defer x.write.Unlock()
	now := x.state.Load()
	if run == nil {
		x.busy = due(now.public) != nil || due(now.internal) != nil
		return x.busy
	}
	next := *now
	if public != nil {
		next.public = replace(now.public, run, merged)
	} else {
		next.internal = replace(now.internal, run, merged)
	}
	x.state.Store(&next)
	return true
}

// replace puts merged where the views of run stand, less what was buried in
// them since. If one of them is gone, merged is stale and views stay.
func replace(views, run []view, merged view) []view {
	at := slices.IndexFunc(views, func(v view) bool { return v.seg == run[0].seg })
	if at < 0 || at+len(run) > len(views) {
		return views
	}
	var gone []ID
	for i, was := range run {
		v := views[at+i]
		if v.seg != was.seg {
			return views
		}
		for d := range v.seg.docs {
			if v.dead.has(uint32(d)) && !was.dead.has(uint32(d)) {
				gone = append(gone, v.seg.docs[d].id)
			}
		}
	}
	return slices.Concat(views[:at], []view{merged.without(gone)}, views[at+len(run):])
}
