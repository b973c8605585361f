package inspection_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// madeID is an id that is the same in every run.
func madeID(name string) uuid.UUID {
	sum := sha256.Sum256([]byte(name))
	id := uuid.UUID(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

// madeKey is a key that is the same in every run.
func madeKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("key of " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(key ed25519.PrivateKey) string {
	return base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
}

var morning = time.Date(2026, 11, 26, 1, 2, 3, 456_000_000, time.UTC)

// madeRecord is a check of a marker by side a.
func madeRecord(name string) inspection.Record {
	return inspection.Record{
		ID: madeID(name), Kind: inspection.MarkerCheck, Task: madeID("task"), Object: inspection.Object{Kind: "marker", ID: madeID("marker 12")},
		Side: boundaries.SideA, Observer: madeID("observer a"), Device: madeID("phone a"), PhoneTime: morning,
		Position:  &inspection.Position{Lon: "118.6271234", Lat: "28.7412345", AccuracyM: "12.3", At: morning},
		Condition: "damaged", Answers: map[string]string{"base": "完好", "𬭚": "rare"}, Text: "碑体东南角缺损 \"约 5 cm\"\n" + name,
		References: []inspection.Reference{{Reference: madeID("tree"), State: "present", AzimuthDeg: "123.5", DistanceM: "20.04"}, {Reference: madeID("house"), State: "gone"}},
		Files: []inspection.File{{SHA256: inspection.Digest([]byte(name)), Bytes: 7, Type: "image/jpeg", Role: "photo", Face: "甲",
			OriginalSHA256: inspection.Digest([]byte("original")), OriginalBytes: 9_000_000, Taken: &morning}},
	}
}

func withKind(r inspection.Record, kind inspection.Kind, about uuid.UUID, text string) inspection.Record {
	r.Kind, r.About, r.Text = kind, &about, text
	r.ID = madeID(fmt.Sprint(kind, about, text, r.Side))
	return r
}
