package gazetteer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/gazetteer/naming"
	"diming/internal/ledger"
)

// Errors of the word lists.
var (
	ErrWord      = errors.New("an entry of a word list needs a known list, a text, a kind of the list and its source")
	ErrWordTwice = errors.New("the list holds an entry of this text already")
	ErrNoWord    = errors.New("no entry of a word list in force has this id")
)

// A ListedWord is an entry that the office made over the lists that come with
// the program, or in its own.
type ListedWord struct {
	ID uuid.UUID
	naming.Word
	Dropped  bool            // takes the word out instead of adding it
	Division *uuid.UUID      // of the reserve and the plan: where the name is for; nil: anywhere
	Bounds   *naming.SizeRow // of a generic part: how large the thing must be; nil: not said
	At       time.Time       // when it was added
	By       uuid.UUID
}

// The most characters of an entry.
const (
	wordAtMost   = 50
	sourceAtMost = 300
)

// tidy gives an entry as it is kept, or ErrWord.
func (w ListedWord) tidy() (ListedWord, error) {
	k, known := naming.ListOf(w.List)
	w.Text, w.Source, w.Note = naming.Compact(w.Text), strings.TrimSpace(w.Source), strings.TrimSpace(w.Note)
	switch {
	case !known, w.Text == "", w.Source == "", !k.Takes(w.Kind),
		utf8.RuneCountInString(w.Text) > wordAtMost, utf8.RuneCountInString(w.Source) > sourceAtMost, utf8.RuneCountInString(w.Note) > sourceAtMost,
		w.Division != nil && !k.Local, w.Bounds != nil && (!k.Sized || w.Dropped), w.Dropped && !shipped(w.Word):
		return w, ErrWord
	}
	if w.Bounds != nil {
		row := *w.Bounds
		row.Class, row.Generic, row.Basis = w.Kind, w.Text, w.Source
		w.Bounds = &row
	}
	return w, nil
}

// shipped says whether the lists of the program hold the word.
func shipped(w naming.Word) bool {
	words, _ := naming.Default()
	for _, d := range words {
		if replaces(w, d) {
			return true
		}
	}
	return false
}

// replaces says whether an entry of the office stands in the place of one of
// the program: a generic part is one for each class.
func replaces(own, d naming.Word) bool {
	return own.List == d.List && own.Text == d.Text && (own.List != naming.Generics || own.Kind == d.Kind)
}

// AddWord puts a word into a list, or takes it out of the list that comes with
// the program. Every check from then on follows it.
func (s *Store) AddWord(ctx context.Context, actor uuid.UUID, w ListedWord, reason string) (id uuid.UUID, entry int64, err error) {
	if w, err = w.tidy(); err != nil {
		return uuid.Nil, 0, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		id, entry, err = addWord(ctx, tx, actor, w, reason)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add word %q: %w", w.Text, err)
	}
	return id, entry, nil
}

func addWord(ctx context.Context, tx pgx.Tx, actor uuid.UUID, w ListedWord, reason string) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	bounds := ""
	if w.Bounds != nil {
		text, err := json.Marshal(w.Bounds)
		if err != nil {
			return id, 0, err
		}
		bounds = string(text)
	}
	after := ledger.Fields{"list": w.List, "text": w.Text, "kind": w.Kind, "note": w.Note, "source": w.Source, "dropped": w.Dropped, "bounds": bounds}
	if w.Division != nil {
		after["division"] = *w.Division
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "naming_word.add", Kind: "naming_word", Object: id, Reason: reason, After: after})
	if err != nil {
		return id, 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO naming_word (id, list, text, kind, note, source, dropped, division, bounds, added)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, w.List, w.Text, w.Kind, w.Note, w.Source, w.Dropped, w.Division, bounds, entry)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "naming_word_once" {
		err = ErrWordTwice
	}
	return id, entry, err
}

// AddWords puts many words into lists in one transaction. A row that is not
// taken is told by its error, and the others are: errs has one for each word,
// nil where it was added.
func (s *Store) AddWords(ctx context.Context, actor uuid.UUID, words []ListedWord, reason string) (errs []error, entry int64, err error) {
	errs = make([]error, len(words))
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		for i, w := range words {
			if w, errs[i] = w.tidy(); errs[i] != nil {
				continue
			}
			errs[i] = pgx.BeginFunc(ctx, tx, func(tx pgx.Tx) error { // a savepoint: one row refused leaves the others
				_, e, err := addWord(ctx, tx, actor, w, reason)
				if err == nil {
					entry = e
				}
				return err
			})
			if errs[i] != nil && !errors.Is(errs[i], ErrWordTwice) {
				return errs[i]
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("add %d words: %w", len(words), err)
	}
	return errs, entry, nil
}

// EndWord takes back an entry that the office made.
func (s *Store) EndWord(ctx context.Context, actor, id uuid.UUID, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		var list, text string
		err = tx.QueryRow(ctx, `SELECT list, text FROM naming_word WHERE id = $1 AND ended IS NULL FOR UPDATE`, id).Scan(&list, &text)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoWord
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "naming_word.end", Kind: "naming_word", Object: id, Reason: reason,
			Before: ledger.Fields{"list": list, "text": text}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE naming_word SET ended = $2 WHERE id = $1`, id, entry)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("end word %s: %w", id, err)
	}
	return entry, nil
}

const wordSQL = `SELECT w.id, w.list, w.text, w.kind, w.note, w.source, w.dropped, w.division, w.bounds, e.at, e.actor
	FROM naming_word w JOIN ledger_entry e ON e.id = w.added WHERE w.ended IS NULL`

func scanWord(row pgx.CollectableRow) (w ListedWord, err error) {
	var bounds string
	err = row.Scan(&w.ID, &w.List, &w.Text, &w.Kind, &w.Note, &w.Source, &w.Dropped, &w.Division, &bounds, &w.At, &w.By)
	if err == nil && bounds != "" {
		err = json.Unmarshal([]byte(bounds), &w.Bounds)
	}
	return w, err
}

// Words lists the entries in force that the office made in a list, or by "" in
// all, in order of list and text.
func (s *Store) Words(ctx context.Context, list string) ([]ListedWord, error) {
	if list == "" {
		return s.words(ctx, ``)
	}
	return s.words(ctx, ` AND w.list = $1`, list)
}

func (s *Store) words(ctx context.Context, condition string, args ...any) ([]ListedWord, error) {
	rows, err := s.DB.Query(ctx, wordSQL+condition+` ORDER BY w.list, w.text COLLATE "C", w.kind, w.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("word lists: %w", err)
	}
	return pgx.CollectRows(rows, scanWord)
}

// Word gives an entry in force, or ErrNoWord.
func (s *Store) Word(ctx context.Context, id uuid.UUID) (ListedWord, error) {
	rows, err := s.DB.Query(ctx, wordSQL+` AND w.id = $1`, id)
	if err != nil {
		return ListedWord{}, fmt.Errorf("word %s: %w", id, err)
	}
	w, err := pgx.CollectExactlyOneRow(rows, scanWord)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoWord
	}
	return w, err
}

// WordCounts gives how many entries in force the office made, by list.
func (s *Store) WordCounts(ctx context.Context) (map[string]int, error) {
	rows, err := s.DB.Query(ctx, `SELECT list, count(*) FROM naming_word WHERE ended IS NULL GROUP BY list`)
	if err != nil {
		return nil, fmt.Errorf("count words: %w", err)
	}
	counts := map[string]int{}
	var list string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&list, &n}, func() error { counts[list] = n; return nil })
	return counts, err
}
