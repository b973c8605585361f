package cases

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// An Announcement is what is published of a case (条例 art. 14): drafted by the
// system, published by a named person.
type Announcement struct {
	ID          uuid.UUID
	Case        uuid.UUID
	Kind        Kind
	Year        int
	Number      int // within the year
	Title       string
	Names       []AnnouncedName
	Approver    string
	ReplyNo     string
	ApprovedOn  version.Date
	Channels    []string
	PublishedOn version.Date
	PublishedBy uuid.UUID
	Head        ledger.Head // end of the ledger's chain when it was published
}

// An AnnouncedName has the minimum contents of an announcement
// (备案公告办法（试行）): standard name, spelling, division and position.
type AnnouncedName struct {
	Place    uuid.UUID `json:"place"`
	Name     string    `json:"name"`
	Reading  string    `json:"reading"`
	Former   string    `json:"former,omitempty"`
	Class    string    `json:"class"`
	Division string    `json:"division"`
	Position string    `json:"position"`
	Meaning  string    `json:"meaning,omitempty"`
}

// body is how an announcement's contents are kept.
type announcedBody struct {
	Names      []AnnouncedName `json:"names"`
	Approver   string          `json:"approver"`
	ReplyNo    string          `json:"reply_no"`
	ApprovedOn string          `json:"approved_on"`
	Kind       Kind            `json:"kind"`
}

// Missing lists which of the minimum contents an announcement lacks.
func (a Announcement) Missing() []string {
	var missing []string
	for _, n := range a.Names {
		for what, text := range map[string]string{"标准名称": n.Name, "罗马字母拼写": n.Reading, "所属行政区": n.Division, "位置描述": n.Position} {
			if strings.TrimSpace(text) == "" {
				missing = append(missing, n.Name+"："+what)
			}
		}
	}
	if len(a.Names) == 0 {
		missing = append(missing, "获批名称")
	}
	if a.Approver == "" {
		missing = append(missing, "批准机关")
	}
	if a.ApprovedOn.IsZero() {
		missing = append(missing, "批准日期")
	}
	return missing
}

// DraftAnnouncement is the announcement as it would be published now.
func (s *Store) DraftAnnouncement(ctx context.Context, id uuid.UUID) (Announcement, error) {
	c, err := s.Case(ctx, id)
	if err != nil {
		return Announcement{}, err
	}
	a := Announcement{Case: id, Kind: c.Kind, Approver: c.Approver, ReplyNo: c.ReplyNo, ApprovedOn: c.RepliedOn}
	items, err := s.items(ctx, id)
	if err != nil {
		return a, err
	}
	for _, item := range items {
		if item.Outcome != Granted {
			continue
		}
		n, err := s.announced(ctx, c, item)
		if err != nil {
			return a, err
		}
		a.Names = append(a.Names, n)
	}
	a.Title = announcementTitle(c.Kind, a.Names)
	return a, nil
}

func announcementTitle(kind Kind, names []AnnouncedName) string {
	if len(names) == 0 {
		return ""
	}
	what := map[Kind]string{Naming: "命名", Renaming: "更名", Cancelling: "销名", Correction: "更正"}[kind]
	if len(names) == 1 {
		return fmt.Sprintf("关于%s%s的公告", names[0].Name, what)
	}
	return fmt.Sprintf("关于%s等 %d 处地名%s的公告", names[0].Name, len(names), what)
}

func (s *Store) announced(ctx context.Context, c Case, item Item) (AnnouncedName, error) {
	p, err := s.Places.Place(ctx, gazetteer.Reader{Internal: true, AsOf: version.AsOf{Valid: c.RepliedOn}}, *item.Result)
	if err != nil {
		return AnnouncedName{}, err
	}
	now := p.Name(c.RepliedOn)
	n := AnnouncedName{Place: p.ID, Name: now.Text, Reading: now.Reading, Class: p.ClassName, Position: p.Description, Meaning: p.Meaning}
	if c.Kind == Renaming {
		n.Former = formerly(p, c.RepliedOn)
	}
	if p.Within != nil {
		n.Division, err = s.divisionWords(ctx, *p.Within)
	}
	if n.Position == "" && n.Division != "" {
		n.Position = item.position(n.Division)
	}
	return n, err
}

// formerly is the standard name that ended when the one of day began.
func formerly(p gazetteer.Place, day version.Date) string {
	for _, n := range p.Names {
		if n.Kind == gazetteer.Standard && n.Lang == gazetteer.Hans && n.Valid.To == day {
			return n.Text
		}
	}
	return ""
}

// divisionWords are the names of a division and of those above it, up to the
// county.
func (s *Store) divisionWords(ctx context.Context, id uuid.UUID) (string, error) {
	chain, err := (&boundaries.Store{DB: s.DB}).Chain(ctx, gazetteer.Reader{Internal: true}, id)
	var b strings.Builder
	for _, d := range chain {
		if d.Level >= boundaries.County {
			b.WriteString(boundaries.StandardName(d.Name))
		}
	}
	return b.String(), err
}

// Publish publishes the announcement of a case, by a named person, where its
// minimum contents are complete and, where another department approved, after
// the filing.
func (s *Store) Publish(ctx context.Context, by By, channels []string, on version.Date) (uuid.UUID, int64, error) {
	today := s.today()
	if on.IsZero() {
		on = today
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var a Announcement
	tag, err := s.act(ctx, act{By: by, action: "case.announce",
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if err := c.mayAnnounce(channels, on, today); err != nil {
				return nil, err
			}
			if a, err = s.In(tx).DraftAnnouncement(ctx, c.ID); err != nil {
				return nil, err
			}
			if missing := a.Missing(); len(missing) > 0 {
				return nil, &ContentsError{missing}
			}
			a.Year = on.Time().Year()
			if a.Number, err = nextOfYear(ctx, tx, a.Year, "announcement"); err != nil {
				return nil, err
			}
			return ledger.Fields{"announcement": id, "year": int64(a.Year), "number": int64(a.Number), "title": a.Title, "channels": channels, "on": on.String()}, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			a.ID, a.Channels, a.PublishedOn, a.PublishedBy = id, channels, on, by.Actor
			if err := a.insert(ctx, tx, entry); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE name_case SET announced_on = $2 WHERE id = $1`, c.ID, on); err != nil {
				return err
			}
			return s.stopClock(ctx, tx, c.ID, "announcement", on)
		}})
	return id, tag, err
}

func (c Case) mayAnnounce(channels []string, on, today version.Date) error {
	switch {
	case c.State != Approved || !c.Procedure.Announces:
		return &StepError{Step: "announce", State: c.State}
	case !c.AnnouncedOn.IsZero():
		return ErrDone
	case len(channels) == 0:
		return &ContentsError{[]string{"公告渠道"}}
	case today.Before(on):
		return ErrFuture
	case on.Before(c.RepliedOn) || c.ApproverKind == Department && (c.FiledOn.IsZero() || on.Before(c.FiledOn)):
		return ErrBefore
	}
	return nil
}

// A ContentsError says what an announcement lacks.
type ContentsError struct{ Missing []string }

func (e *ContentsError) Error() string {
	return "the announcement lacks " + strings.Join(e.Missing, ", ")
}

func (a Announcement) insert(ctx context.Context, tx pgx.Tx, entry int64) error {
	body, err := json.Marshal(announcedBody{a.Names, a.Approver, a.ReplyNo, a.ApprovedOn.String(), a.Kind})
	if err != nil {
		return err
	}
	head, err := ledger.ReadHead(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO case_announcement (id, name_case, year, number, title, body, channels, published_on, published_by, head_seq, head_hash, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.ID, a.Case, a.Year, a.Number, a.Title, string(body), a.Channels, a.PublishedOn, a.PublishedBy, head.Seq, hex.EncodeToString(head.Hash), entry)
	return err
}

func scanAnnouncement(row pgx.CollectableRow) (Announcement, error) {
	var a Announcement
	var text, hash string
	err := row.Scan(&a.ID, &a.Case, &a.Year, &a.Number, &a.Title, &text, &a.Channels, &a.PublishedOn, &a.PublishedBy, &a.Head.Seq, &hash)
	if err != nil {
		return a, err
	}
	var b announcedBody
	if err := json.Unmarshal([]byte(text), &b); err != nil {
		return a, err
	}
	a.Names, a.Approver, a.ReplyNo, a.Kind = b.Names, b.Approver, b.ReplyNo, b.Kind
	if a.ApprovedOn, err = version.ParseDate(b.ApprovedOn); err != nil {
		return a, err
	}
	a.Head.Hash, err = hex.DecodeString(hash)
	return a, err
}

// Announcements gives those published in a year, or since ever for 0, the
// newest first, before an id for the next page (nil for the first).
func (s *Store) Announcements(ctx context.Context, year int, before uuid.UUID, limit int) ([]Announcement, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name_case, year, number, title, body, channels, published_on, published_by, head_seq, head_hash
		FROM case_announcement WHERE ($1 = 0 OR year = $1) AND ($2 = '00000000-0000-0000-0000-000000000000'::uuid OR id < $2)
		ORDER BY id DESC LIMIT $3`, year, before, limit)
	if err != nil {
		return nil, fmt.Errorf("announcements: %w", err)
	}
	return pgx.CollectRows(rows, scanAnnouncement)
}

// Announcement gives one by its year and number.
func (s *Store) Announcement(ctx context.Context, year, number int) (Announcement, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name_case, year, number, title, body, channels, published_on, published_by, head_seq, head_hash
		FROM case_announcement WHERE year = $1 AND number = $2`, year, number)
	if err != nil {
		return Announcement{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanAnnouncement)
	if err == pgx.ErrNoRows {
		err = ErrNotFound
	}
	return a, err
}

// AnnouncementOf gives the announcement of a case.
func (s *Store) AnnouncementOf(ctx context.Context, id uuid.UUID) (Announcement, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, name_case, year, number, title, body, channels, published_on, published_by, head_seq, head_hash
		FROM case_announcement WHERE name_case = $1`, id)
	if err != nil {
		return Announcement{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanAnnouncement)
	if err == pgx.ErrNoRows {
		err = ErrNotFound
	}
	return a, err
}
