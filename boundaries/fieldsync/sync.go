package fieldsync

import (
	"context"
	"slices"

	"diming/boundaries/inspection"
)

// MaxBatch is how many records one request may bring.
const MaxBatch = 200

// An Item is what a phone sends: the digest that it says, and the bytes.
type Item struct {
	Digest string
	Text   []byte
}

// An Outcome is what became of an item: an answer, or a refusal.
type Outcome struct {
	Answer  inspection.Answer
	Refusal *inspection.Refusal
}

// Records takes records of a phone in one transaction: each is answered for
// itself, and all that were taken are one entry of the ledger for each task. An
// error means that nothing was taken of any.
func (s *Store) Records(ctx context.Context, from Device, items []Item) ([]Outcome, error) {
	var all []Outcome
	err := s.step(ctx, from, func(b *books) error {
		all = make([]Outcome, len(items))
		// Two batches with the same records in other orders would wait for each
		// other if each locked them one by one.
		if err := b.Lock(ctx, keysOf(items)...); err != nil {
			return err
		}
		for i, item := range items {
			answer, err := inspection.AcceptRecord(ctx, b, b.clerk, from.device(), item.Digest, item.Text)
			if all[i].Answer, all[i].Refusal = answer, refusalOf(err); err != nil && all[i].Refusal == nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// keysOf are the locks of all records of a batch, in one order. What cannot be
// read is refused later and locks nothing.
func keysOf(items []Item) []string {
	var keys []string
	for _, item := range items {
		if r, err := inspection.ReadRecord(item.Text); err == nil {
			keys = append(keys, "record "+r.ID.String())
			if r.About != nil {
				keys = append(keys, "record "+r.About.String())
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// AskFile tells how much of a file is here.
func (s *Store) AskFile(ctx context.Context, from Device, sha256 string) (inspection.Answer, error) {
	return s.one(ctx, from, func(b *books) (inspection.Answer, error) { return inspection.AskFile(ctx, b, sha256) })
}

// FileChunk takes the next part of a file.
func (s *Store) FileChunk(ctx context.Context, from Device, c inspection.Chunk) (inspection.Answer, error) {
	return s.one(ctx, from, func(b *books) (inspection.Answer, error) {
		return inspection.AcceptFileChunk(ctx, b, b.clerk, from.device(), c)
	})
}

// Sheet takes a sheet.
func (s *Store) Sheet(ctx context.Context, from Device, i Item) (inspection.Answer, error) {
	return s.one(ctx, from, func(b *books) (inspection.Answer, error) {
		return inspection.AcceptSheet(ctx, b, b.clerk, from.device(), i.Digest, i.Text)
	})
}

// Signature takes a signature, of this phone or carried for another.
func (s *Store) Signature(ctx context.Context, from Device, i Item) (inspection.Answer, error) {
	return s.one(ctx, from, func(b *books) (inspection.Answer, error) {
		return inspection.AcceptSignature(ctx, b, b.clerk, from.device(), i.Digest, i.Text)
	})
}

// one does a step with one answer; a *inspection.Refusal is an error here.
func (s *Store) one(ctx context.Context, from Device, do func(b *books) (inspection.Answer, error)) (answer inspection.Answer, err error) {
	err = s.step(ctx, from, func(b *books) (err error) {
		answer, err = do(b)
		return err
	})
	return answer, err
}
