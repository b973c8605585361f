package inspection

import (
	"context"

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
	return rightsStanding(ctx, b, *d, st.Task, st.Side)
}

// counts tells whether a stored signature is one for its side: of a device
// that is known, by its owner, who acts or acted for that side.
func counts(ctx context.Context, b Held, s StoredSignature, owners map[uuid.UUID]*Device) (bool, error) {
	d, known := owners[s.Statement.Device]
	if !known {
		var err error
		if d, err = b.Device(ctx, s.Statement.Device); err != nil {
			return false, err
		}
		owners[s.Statement.Device] = d
	}
	if d == nil || s.Standing != Accepted || d.Owner != s.Statement.Signer || !s.Signature.Stands(d.Key) {
		return false, nil
	}
	rights, err := b.Rights(ctx, *d, s.Statement.Task)
	return rights.ever(s.Statement.Side), err
}
