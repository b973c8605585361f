package api

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

// FieldSheetBody is a sheet with how it stands and why.
type FieldSheetBody struct {
	Digest     string           `json:"digest"`
	Words      []string         `json:"words"` // the four by which people compare it
	Text       string           `json:"text"`  // canonical; empty where it has not come yet
	Count      int              `json:"count"`
	State      inspection.State `json:"state"`
	Reasons    []SentenceBody   `json:"reasons"`
	Signatures []uuid.UUID      `json:"signatures"` // those that count
	Scans      []ScanBody       `json:"scans"`
}

// SentenceBody says why something stands as it does.
type SentenceBody struct {
	Code   string     `json:"code"`
	Text   string     `json:"text"`
	Record *uuid.UUID `json:"record,omitempty"`
}

// ScanBody is a sealed sheet that was filed.
type ScanBody struct {
	ID     uuid.UUID `json:"id"`
	SHA256 string    `json:"sha256"`
	Name   string    `json:"name"`
	Filed  time.Time `json:"filed_at"`
}

// FieldSignatureBody is a signature as it came.
type FieldSignatureBody struct {
	ID       uuid.UUID       `json:"id"`
	Sheet    string          `json:"sheet"`
	Side     boundaries.Side `json:"side"`
	Signer   uuid.UUID       `json:"signer"`
	Name     string          `json:"name"` // of the signer, "" where it is not held
	Device   uuid.UUID       `json:"device"`
	Standing string          `json:"standing"`
	Counts   bool            `json:"counts"`
	SignedAt time.Time       `json:"signed_at"` // by the phone's clock
	Stored   time.Time       `json:"stored"`
	Body     string          `json:"body"` // canonical: statement and signature
}

func sheetBodies(ctx context.Context, s fieldsync.Signed) []FieldSheetBody {
	all := []FieldSheetBody{}
	for _, one := range s.Standing.Sheets {
		words, _ := inspection.FourWords(one.Sheet) // a digest: it was read as one
		b := FieldSheetBody{Digest: one.Sheet, Words: words[:], Text: s.Sheets[one.Sheet], Count: one.Count, State: one.State,
			Reasons: []SentenceBody{}, Signatures: orEmpty(one.Signatures), Scans: []ScanBody{}}
		for _, reason := range one.Reasons {
			b.Reasons = append(b.Reasons, SentenceBody{reason.Code, pick(ctx, reason.ZH, reason.EN), reason.Record})
		}
		for _, scan := range s.Scans {
			if scan.Sheet == one.Sheet {
				b.Scans = append(b.Scans, ScanBody{scan.ID, scan.SHA256, scan.Name, scan.Filed})
			}
		}
		all = append(all, b)
	}
	return all
}

func signatureBodies(s fieldsync.Signed) []FieldSignatureBody {
	all := []FieldSignatureBody{}
	for _, one := range s.Signatures {
		st := one.Statement
		counts := slices.ContainsFunc(s.Standing.Sheets, func(sheet inspection.SheetStanding) bool { return slices.Contains(sheet.Signatures, st.ID) })
		all = append(all, FieldSignatureBody{st.ID, st.Sheet, st.Side, st.Signer, s.Names[st.Signer], st.Device, one.Standing, counts, st.SignedAt, one.Stored,
			string(one.Signature.Canonical())})
	}
	return all
}

// orNotYours says to a phone that a task is not its owner's.
func orNotYours(ctx context.Context, err error) error {
	if errors.Is(err, fieldsync.ErrNotFound) {
		return taskNotYours.in(ctx)
	}
	return err
}
