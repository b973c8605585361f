package inspection

import (
	"context"
	"errors"

	"github.com/google/uuid"
)

// AcceptSheet takes a sheet from a device. Its records need not be here yet.
func AcceptSheet(ctx context.Context, b Books, c Clerk, from Device, digest string, text []byte) (Answer, error) {
	s, err := arrived(text, digest, ReadSheet)
	if err != nil {
		return Answer{}, err
	}
	if err := b.Lock(ctx, "sheet "+digest); err != nil {
		return Answer{}, err
	}
	if held, err := b.Sheet(ctx, digest); err != nil || held != nil {
		return repeat(held, err, func(s *StoredSheet) *SignedReceipt { return &s.Receipt })
	}
	if err := anyRight(ctx, b, from, s.Task); err != nil {
		return Answer{}, err
	}
	receipt := c.receipt(SheetItem, digest, digest, s.Task, Accepted)
	return Answer{Receipt: &receipt}, b.KeepSheet(ctx, StoredSheet{Sheet: s, Text: string(text), Digest: digest, Receipt: receipt})
}

func repeat[T any](held *T, err error, receipt func(*T) *SignedReceipt) (Answer, error) {
	if err != nil {
		return Answer{}, err
	}
	return Answer{Receipt: receipt(held), Repeat: true}, nil
}

// AcceptSignature takes a signature from a device, its own or one that it
// carries for another phone. Sheet and records need not be here yet. A
// signature of a device that this server does not know is kept and counts for
// nothing until a task file of the other server makes the device known.
func AcceptSignature(ctx context.Context, b Books, c Clerk, from Device, digest string, text []byte) (Answer, error) {
	type both struct {
		Signature
		Statement
	}
	s, err := arrived(text, digest, func(text []byte) (both, error) {
		sig, statement, err := ReadSignature(text)
		return both{sig, statement}, err
	})
	if err != nil {
		return Answer{}, err
	}
	if err := b.Lock(ctx, "signature "+s.ID.String()); err != nil {
		return Answer{}, err
	}
	switch held, err := b.Signature(ctx, s.ID); {
	case err != nil:
		return Answer{}, err
	case held != nil && held.Digest == digest:
		return Answer{Receipt: &held.Receipt, Repeat: true}, nil
	case held != nil:
		return Answer{}, refuse(CodeDiffers, "这个编号下已有另一个签名，请重新签名。", "Another signature has this id; sign again.")
	}
	if err := anyRight(ctx, b, from, s.Task); err != nil {
		return Answer{}, err
	}
	standing, err := signatureStanding(ctx, b, s.Signature, s.Statement)
	if err != nil {
		return Answer{}, err
	}
	receipt := c.receipt(SignatureItem, s.ID.String(), digest, s.Task, standing)
	return Answer{Receipt: &receipt}, b.KeepSignature(ctx, StoredSignature{Signature: s.Signature, Statement: s.Statement, Digest: digest, Standing: standing, Receipt: receipt})
}

// signatureStanding is how a signature stands that comes for the first time.
func signatureStanding(ctx context.Context, b Books, s Signature, st Statement) (string, error) {
	d, err := b.Device(ctx, st.Device)
	if err != nil || d == nil {
		return Accepted, err
	}
	if d.Owner != st.Signer || !s.Stands(d.Key) {
		return "", refuse(CodeSignatureInvalid, "签名与签名手机的登记不符，不予接收。签名仍在手机上，请签名人在自己的手机上重新签名。",
			"The signature does not fit the registration of the phone that signed. It is still on the phone; let the signer sign again on their own phone.")
	}
	if d.Foreign { // its server may say for this task only in a later file
		return Accepted, nil
	}
	standing, err := rightsStanding(ctx, b, *d, st.Task, st.Side)
	var r *Refusal
	if errors.As(err, &r) && r.Code == CodeNotYourTask { // the other side signs on a phone that is lent to it
		return rightsStanding(ctx, b, *d, st.Task, st.Side.Other())
	}
	return standing, err
}

// A worth is what a stored signature counts for.
type worth int

const (
	nothing worth = iota
	lent          // it was given on a phone of the other side: beside that side's own on the same phone it makes 同机签署, and no more
	own
)

// counts tells what a stored signature is worth: own, of a device that is
// known, by its owner, who acts or acted for its side.
func counts(ctx context.Context, b Held, s StoredSignature, owners map[uuid.UUID]*Device) (worth, error) {
	d, known := owners[s.Statement.Device]
	if !known {
		var err error
		if d, err = b.Device(ctx, s.Statement.Device); err != nil {
			return nothing, err
		}
		owners[s.Statement.Device] = d
	}
	if d == nil || s.Standing != Accepted || d.Owner != s.Statement.Signer || !s.Signature.Stands(d.Key) {
		return nothing, nil
	}
	rights, err := b.Rights(ctx, *d, s.Statement.Task)
	switch {
	case err != nil:
		return nothing, err
	case rights.ever(s.Statement.Side):
		return own, nil
	case rights.ever(s.Statement.Side.Other()):
		return lent, nil
	}
	return nothing, nil
}
