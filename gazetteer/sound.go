package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// ErrNoSound says that nobody has recorded the name.
var ErrNoSound = errors.New("the name has no recording")

// A Sound is a recording of a name.
type Sound struct {
	SHA256 string // of the document that it is kept as
	Kind   string // mp3, m4a, wav or ogg
	Size   int64  // in bytes
}

// SetSound makes a recording, whose content is stored already, that of a name
// of a place; the one before it is kept and no longer played.
func (s *Store) SetSound(ctx context.Context, actor, place, name uuid.UUID, sound Sound, reason string) (int64, error) {
	return s.changeSound(ctx, soundChange{"name.sound_set", actor, place, name, reason}, &sound)
}

// RemoveSound takes the recording of a name away; it is kept and no longer
// played. ErrNoSound where there is none.
func (s *Store) RemoveSound(ctx context.Context, actor, place, name uuid.UUID, reason string) (int64, error) {
	return s.changeSound(ctx, soundChange{"name.sound_remove", actor, place, name, reason}, nil)
}

type soundChange struct {
	action             string
	actor, place, name uuid.UUID
	reason             string
}

func (s *Store) changeSound(ctx context.Context, c soundChange, sound *Sound) (entry int64, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if c.reason == "" {
			return ErrReason
		}
		if err := names.Lock(ctx, tx, c.name); err != nil {
			return notFound(err)
		}
		var public bool
		err := tx.QueryRow(ctx, `SELECT visibility = 'public' FROM name_version WHERE name = $1 AND place = $2 AND upper_inf(recorded)
			ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1`, c.name, c.place).Scan(&public)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		e := ledger.Entry{Actor: c.actor, Action: c.action, Kind: "place", Object: c.place, Public: public, Reason: c.reason}
		was, err := (&Store{DB: tx}).SoundOf(ctx, c.name)
		switch {
		case err == nil:
			e.Before = was.fields(c.name)
		case !errors.Is(err, ErrNoSound) || sound == nil:
			return err
		}
		if sound != nil {
			e.After = sound.fields(c.name)
		}
		if entry, err = ledger.Append(ctx, tx, e); err != nil {
			return err
		}
		return writeSound(ctx, tx, c.name, sound, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("recording of name %s: %w", c.name, err)
	}
	return entry, nil
}

func writeSound(ctx context.Context, tx pgx.Tx, name uuid.UUID, sound *Sound, entry int64) error {
	if _, err := tx.Exec(ctx, `UPDATE name_sound SET removed = $2 WHERE name = $1 AND removed IS NULL`, name, entry); err != nil || sound == nil {
		return err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO name_sound (id, name, sha256, kind, size_bytes, entry) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, name, sound.SHA256, sound.Kind, sound.Size, entry)
	return err
}

func (s Sound) fields(name uuid.UUID) ledger.Fields {
	return ledger.Fields{"name": name, "sha256": s.SHA256, "kind": s.Kind, "bytes": s.Size}
}

// SoundOf gives the recording of a name, whoever may know the name; ErrNoSound
// where there is none.
func (s *Store) SoundOf(ctx context.Context, name uuid.UUID) (Sound, error) {
	var sound Sound
	err := s.DB.QueryRow(ctx, `SELECT sha256, kind, size_bytes FROM name_sound WHERE name = $1 AND removed IS NULL`, name).Scan(&sound.SHA256, &sound.Kind, &sound.Size)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoSound
	}
	if err != nil {
		return sound, fmt.Errorf("recording of name %s: %w", name, err)
	}
	return sound, nil
}
