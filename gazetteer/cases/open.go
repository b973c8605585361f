package cases

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// An Opening is a case as it is opened.
type Opening struct {
	Kind      Kind
	Channel   Channel
	Class     string
	Division  uuid.UUID
	Title     string // "": made of the first name
	Reason    string
	Body      string // the organisation that applies
	Applicant string // personal data of who applies: kept apart and erasable; "" where there are none
	Items     []Item
	// OpenedOn is the day of the paper, of a case of the past; zero: today.
	OpenedOn version.Date
	// ApproverKind and Approver replace those of the procedure: whose decision a
	// filing or a case of the past is.
	ApproverKind ApproverKind
	Approver     string
}

// A Receipt is what an applicant without an account asks again with.
type Receipt struct {
	Number string
	Code   string // shown once
}

// Open opens a case as a draft. It answers the case's id, its tag and, of an
// online application, the receipt.
func (s *Store) Open(ctx context.Context, actor uuid.UUID, o Opening) (id uuid.UUID, tag int64, receipt Receipt, err error) {
	if id, err = uuid.NewV7(); err != nil {
		return id, 0, receipt, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		tag, receipt, err = s.In(tx).open(ctx, tx, actor, id, o)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, Receipt{}, fmt.Errorf("open case: %w", err)
	}
	return id, tag, receipt, nil
}

func (s *Store) open(ctx context.Context, tx pgx.Tx, actor, id uuid.UUID, o Opening) (int64, Receipt, error) {
	var receipt Receipt
	if kindMarks[o.Kind] == "" {
		return 0, receipt, ErrKind
	}
	if len(o.Items) == 0 {
		return 0, receipt, ErrNoItem
	}
	day := s.today()
	if o.OpenedOn.IsZero() {
		o.OpenedOn = day
	}
	if day.Before(o.OpenedOn) {
		return 0, receipt, ErrFuture
	}
	number, err := s.number(ctx, tx, o.Kind, o.OpenedOn)
	if err != nil {
		return 0, receipt, err
	}
	procedure, err := s.procedureOf(ctx, o)
	if err != nil {
		return 0, receipt, err
	}
	kept, err := json.Marshal(procedure)
	if err != nil {
		return 0, receipt, err
	}
	o.Items = slices.Clone(o.Items)
	for i := range o.Items {
		if o.Items[i].Place != nil {
			if err := s.fillFromPlace(ctx, o.Kind, &o.Items[i]); err != nil {
				return 0, receipt, err
			}
		}
	}
	if o.Title == "" {
		o.Title = titleOf(o)
	}
	var person *ledger.PersonRef
	var applicant *uuid.UUID
	if o.Applicant != "" {
		ref, err := ledger.KeepPerson(ctx, tx, o.Applicant)
		if err != nil {
			return 0, receipt, err
		}
		person, applicant = &ref, &ref.ID
	}
	var code any
	if o.Channel == Online {
		receipt = Receipt{Number: number, Code: NewCode()}
		code = CodeDigest(receipt.Code)
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "case.open", Kind: "case", Object: id, Person: person,
		After: ledger.Fields{"state": string(Draft), "number": number, "kind": string(o.Kind), "channel": string(o.Channel),
			"class": o.Class, "division": o.Division, "title": o.Title, "names": textsOf(o.Items)}})
	if err != nil {
		return 0, receipt, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO name_case (id, number, kind, channel, class, division, title, reason, body, applicant, receipt_code,
			opened_by, opened_on, procedure, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		id, number, o.Kind, o.Channel, o.Class, o.Division, o.Title, o.Reason, o.Body, applicant, code, actor, o.OpenedOn, string(kept), entry)
	if err != nil {
		return 0, receipt, refused(err)
	}
	for i, item := range o.Items {
		if err := s.addItem(ctx, tx, id, i+1, o.Kind, item); err != nil {
			return 0, receipt, err
		}
	}
	return entry, receipt, nil
}

func titleOf(o Opening) string {
	first := o.Items[0].Text
	if len(o.Items) == 1 {
		return first
	}
	return fmt.Sprintf("%s等 %d 处", first, len(o.Items))
}

func textsOf(items []Item) []string {
	all := make([]string, len(items))
	for i, item := range items {
		all[i] = item.Text
	}
	return all
}

// codeAlphabet is Crockford's: no letter is mistaken for a digit.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewCode gives the code of a receipt: 80 random bits in four groups of four characters, so that it
// can be read out on the telephone.
func NewCode() string {
	raw := make([]byte, 16)
	rand.Read(raw) // never fails
	var b strings.Builder
	for i, r := range raw {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[r%32])
	}
	return b.String()
}

// ByReceipt gives the case of an applicant's receipt, or ErrReceipt for both a
// wrong number and a wrong code.
func (s *Store) ByReceipt(ctx context.Context, number, code string) (uuid.UUID, error) {
	var id uuid.UUID
	var want []byte
	err := s.DB.QueryRow(ctx, `SELECT id, receipt_code FROM name_case WHERE number = $1 AND receipt_code IS NOT NULL`, strings.TrimSpace(number)).Scan(&id, &want)
	if err != nil && err != pgx.ErrNoRows {
		return uuid.Nil, fmt.Errorf("case of a receipt: %w", err)
	}
	if err != nil || subtle.ConstantTimeCompare(want, CodeDigest(code)) != 1 {
		return uuid.Nil, ErrReceipt
	}
	return id, nil
}

// CodeDigest is what is kept of a code, however it was typed: its SHA-256.
func CodeDigest(typed string) []byte {
	sum := sha256.Sum256([]byte(asCode(typed)))
	return sum[:]
}

// asCode reads a code as people type it: any case, with or without hyphens,
// O for 0 and I or L for 1.
func asCode(typed string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch r {
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if strings.ContainsRune(codeAlphabet, r) {
			if n := b.Len(); n == 4 || n == 9 || n == 14 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// procedureOf gives the procedure in force for a case: the place's own, of the
// longest beginning of the class, else the default.
func (s *Store) procedureOf(ctx context.Context, o Opening) (Procedure, error) {
	p := DefaultProcedure(o.Class, o.Kind)
	var body string
	err := s.DB.QueryRow(ctx, `SELECT p.body FROM case_procedure p
		WHERE p.ended IS NULL AND (p.division IS NULL OR p.division IN (SELECT division FROM division_above($3)))
			AND starts_with($1, p.class) AND p.kind IN ($2, '')
		ORDER BY length(p.class) DESC, p.kind DESC, p.division IS NULL LIMIT 1`, o.Class, o.Kind, o.Division).Scan(&body)
	switch {
	case err == nil:
		p = Procedure{}
		err = json.Unmarshal([]byte(body), &p)
	case err == pgx.ErrNoRows:
		err = nil
	}
	if err != nil {
		return p, fmt.Errorf("procedure: %w", err)
	}
	if o.ApproverKind != "" {
		p.ApproverKind = o.ApproverKind
	}
	if o.Approver != "" {
		p.Approver = o.Approver
	}
	return p, nil
}
