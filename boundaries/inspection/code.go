package inspection

import (
	"strings"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/canonical"
)

// What the codes begin with that two phones show each other.
const (
	signPrefix   = "DIMING:SIGN:1:"
	signedPrefix = "DIMING:SIGNED:1:"
)

// A SignCode asks another phone to compare and sign a sheet.
type SignCode struct {
	Task   uuid.UUID
	Sheet  string // digest
	Count  int64
	Device uuid.UUID
	Side   boundaries.Side // of who shows the code
}

// Text is what the QR code holds.
func (c SignCode) Text() string {
	return signPrefix + base64url.EncodeToString(written(canonical.Object{"v": Version, "task": c.Task, "sheet": c.Sheet,
		"count": c.Count, "device": c.Device, "side": string(c.Side)}))
}

// ReadSignCode reads what [SignCode.Text] gave.
func ReadSignCode(text string) (SignCode, error) {
	raw, err := uncoded(text, signPrefix)
	if err != nil {
		return SignCode{}, err
	}
	f, err := readFields(raw)
	if err != nil {
		return SignCode{}, err
	}
	c := SignCode{Task: f.id("task"), Sheet: f.digest("sheet"), Count: f.integer("count", 1, maxSheet), Device: f.id("device"), Side: f.side("side")}
	return c, f.done()
}

// Text is what the QR code holds that carries a signature to the other phone.
func (s Signature) Text() string {
	return signedPrefix + base64url.EncodeToString(s.Canonical())
}

// ReadSignedCode reads what [Signature.Text] gave.
func ReadSignedCode(text string) (Signature, Statement, error) {
	raw, err := uncoded(text, signedPrefix)
	if err != nil {
		return Signature{}, Statement{}, err
	}
	return ReadSignature(raw)
}

func uncoded(text, prefix string) ([]byte, error) {
	rest, ok := strings.CutPrefix(text, prefix)
	raw, err := base64url.DecodeString(rest)
	if !ok || err != nil {
		return nil, unreadable("二维码不是会签码", "this is no code of a signature")
	}
	return raw, nil
}
