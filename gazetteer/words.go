package gazetteer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/gazetteer/naming"
	"diming/internal/ledger"
)

// Errors of the word lists.
var (
	ErrWord      = errors.New("an entry of a word list needs a known list, a text and its source")
	ErrWordTwice = errors.New("the list holds an entry of this text already")
	ErrNoWord    = errors.New("no entry of a word list in force has this id")
)

// A ListedWord is an entry that the office made over the lists that come with
// the program.
type ListedWord struct {
	ID uuid.UUID
	naming.Word
	Dropped bool // takes the word out instead of adding it
}

// AddWord puts a word into a list, or takes it out of the list that comes with
// the program. Every check from then on follows it.
func (s *Store) AddWord(ctx context.Context, actor uuid.UUID, w ListedWord, reason string) (uuid.UUID, int64, error) {
	if !slices.Contains(naming.Lists, w.List) || w.Text == "" || w.Source == "" {
		return uuid.Nil, 0, ErrWord
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "naming_word.add", Kind: "naming_word", Object: id, Reason: reason,
			After: ledger.Fields{"list": w.List, "text": w.Text, "source": w.Source, "dropped": w.Dropped}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO naming_word (id, list, text, kind, note, source, dropped, added) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, w.List, w.Text, w.Kind, w.Note, w.Source, w.Dropped, entry)
		return err
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "naming_word_once" {
		err = ErrWordTwice
	}
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add word %q: %w", w.Text, err)
	}
	return id, entry, nil
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

// Words lists the entries in force that the office made.
func (s *Store) Words(ctx context.Context) ([]ListedWord, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, list, text, kind, note, source, dropped FROM naming_word WHERE ended IS NULL ORDER BY list, text`)
	if err != nil {
		return nil, fmt.Errorf("word lists: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w ListedWord, err error) {
		return w, row.Scan(&w.ID, &w.List, &w.Text, &w.Kind, &w.Note, &w.Source, &w.Dropped)
	})
}

// madeRules are the rules that were last asked for, by the office's entries.
var madeRules atomic.Pointer[struct {
	entries string
	rules   *naming.Rules
}]

// Rules are the rules of names in force: those that come with the program, with
// the words that the office lists.
func (s *Store) Rules(ctx context.Context) (*naming.Rules, error) {
	own, err := s.Words(ctx)
	if err != nil {
		return nil, err
	}
	key, err := json.Marshal(own)
	if err != nil {
		return nil, err
	}
	if made := madeRules.Load(); made != nil && made.entries == string(key) {
		return made.rules, nil
	}
	words, local := naming.Default()
	for _, w := range own {
		words = slices.DeleteFunc(words, func(d naming.Word) bool { return d.List == w.List && d.Text == w.Text })
		if !w.Dropped {
			words = append(words, w.Word)
		}
	}
	rules := naming.New(words, local)
	madeRules.Store(&struct {
		entries string
		rules   *naming.Rules
	}{string(key), rules})
	return rules, nil
}
