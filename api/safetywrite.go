package api

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/desk"
	"diming/shelters/card"
)

// trimNumber writes whole metres.
func trimNumber(m float64) string { return strconv.FormatFloat(math.Round(m), 'f', -1, 64) }

// ContactWrite is whom the people of a division call.
type ContactWrite struct {
	Division uuid.UUID `json:"division"`
	Role     string    `json:"role" enum:"information_officer,village,township,emergency_office,other"`
	Title    string    `json:"title" maxLength:"200"`
	Name     string    `json:"name,omitempty" maxLength:"100" doc:"Of the person; kept where it can be erased."`
	Phone    string    `json:"phone" maxLength:"100"`
	Private  bool      `json:"private,omitempty" doc:"The number is the person's own."`
	Consent  string    `json:"consent,omitempty" maxLength:"500" doc:"On which paper and day the person agreed that it is published."`
	Night    bool      `json:"night,omitempty"`
	Rank     int       `json:"rank,omitempty"`
}

func (b ContactWrite) listing(id uuid.UUID) card.Listing {
	l := card.Listing{ID: id, Division: b.Division, Role: card.Role(b.Role), Title: b.Title, Person: card.Person{Name: b.Name}, Private: b.Private, Consent: b.Consent, Night: b.Night, Rank: b.Rank}
	if b.Private {
		l.Person.Phone = b.Phone
	} else {
		l.Phone = b.Phone
	}
	return l
}

type addContactInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body ContactWrite
}

func (s *Server) addContact(ctx context.Context, in *addContactInput) (*madeOutput, error) {
	if err := s.permit(ctx, keepShelters, in.Body.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.makeOnce(ctx, in.OnceParams, "village contact", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&card.Store{DB: tx}).AddContact(ctx, s.principalOf(ctx).Account.ID, in.Body.listing(uuid.Nil))
		return id, err
	})
}

// PartParams are of a change of one part of a card, as it was read. They are exported: huma passes over what is not.
type PartParams struct {
	OnceParams
	Lang    string `query:"lang" enum:"zh,en"`
	IfMatch string `header:"If-Match" maxLength:"64" doc:"The tag of the part as it was read."`
}

// changePart makes a change of a part of a card of a division, once however
// often it is sent.
func (s *Server) changePart(ctx context.Context, in PartParams, what string, id, division uuid.UUID, change func(store *card.Store, by uuid.UUID, tag int64) error) (*struct{}, error) {
	if err := s.permit(ctx, keepShelters, division); err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	tag, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, cardChanged.in(ctx)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, what, id.String(), in.IfMatch)}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) { return "", change(&card.Store{DB: tx}, by, tag) })
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type changeContactInput struct {
	PartParams
	Contact uuid.UUID `path:"contact"`
	Body    ContactWrite
}

func (s *Server) changeContact(ctx context.Context, in *changeContactInput) (*struct{}, error) {
	held, err := s.cards().Contact(ctx, in.Contact)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.changePart(ctx, in.PartParams, "village contact", in.Contact, held.Division, func(store *card.Store, by uuid.UUID, tag int64) error {
		_, err := store.ChangeContact(ctx, by, tag, in.Body.listing(in.Contact))
		return err
	})
}

type endContactInput struct {
	PartParams
	Contact uuid.UUID `path:"contact"`
	Body    struct {
		Reason string `json:"reason" maxLength:"1000" doc:"Names nobody."`
	}
}

func (s *Server) endContact(ctx context.Context, in *endContactInput) (*struct{}, error) {
	held, err := s.cards().Contact(ctx, in.Contact)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.changePart(ctx, in.PartParams, "village contact end", in.Contact, held.Division, func(store *card.Store, by uuid.UUID, tag int64) error {
		_, err := store.EndContact(ctx, by, in.Contact, tag, in.Body.Reason)
		return err
	})
}

// noteOnce makes a change that no tag guards: what is added beside what stands.
func (s *Server) noteOnce(ctx context.Context, in OnceParams, what string, division uuid.UUID, do func(store *card.Store, by uuid.UUID) error) (*struct{}, error) {
	if err := s.permit(ctx, keepShelters, division); err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, what)}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) { return "", do(&card.Store{DB: tx}, by) })
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type tryContactInput struct {
	OnceParams
	Lang    string    `query:"lang" enum:"zh,en"`
	Contact uuid.UUID `path:"contact"`
	Body    struct {
		Result string `json:"result" enum:"answered,no_answer,wrong_number"`
	}
}

func (s *Server) tryContact(ctx context.Context, in *tryContactInput) (*struct{}, error) {
	held, err := s.cards().Contact(ctx, in.Contact)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.noteOnce(ctx, in.OnceParams, "village contact trial "+in.Contact.String(), held.Division, func(store *card.Store, by uuid.UUID) error {
		_, err := store.Try(ctx, by, in.Contact, card.Result(in.Body.Result), time.Now())
		return err
	})
}

type writeHintInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Village uuid.UUID `json:"village"`
		Shelter uuid.UUID `json:"shelter"`
		Text    string    `json:"text" maxLength:"500"`
		OnDay   string    `json:"on_day,omitempty" maxLength:"10" doc:"When somebody went or knew the way; today if absent."`
	}
}

func (s *Server) writeHint(ctx context.Context, in *writeHintInput) (*struct{}, error) {
	b := in.Body
	day, err := dayOr(b.OnDay, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.noteOnce(ctx, in.OnceParams, "walking hint", b.Village, func(store *card.Store, by uuid.UUID) error {
		_, err := store.SetHint(ctx, by, card.Hint{Village: b.Village, Shelter: b.Shelter, Text: b.Text, Day: day})
		return err
	})
}

type countPeopleInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Village    uuid.UUID `json:"village"`
		People     int       `json:"people"`
		Vulnerable *int      `json:"vulnerable,omitempty" doc:"Of them those who need help on the way. A number only, never names."`
		OnDay      string    `json:"on_day,omitempty" maxLength:"10"`
		Source     string    `json:"source" maxLength:"500"`
	}
}

func (s *Server) countPeople(ctx context.Context, in *countPeopleInput) (*struct{}, error) {
	b := in.Body
	day, err := dayOr(b.OnDay, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.noteOnce(ctx, in.OnceParams, "village people", b.Village, func(store *card.Store, by uuid.UUID) error {
		_, err := store.SetPeople(ctx, by, card.People{Village: b.Village, People: b.People, Vulnerable: b.Vulnerable, Day: day, Source: b.Source})
		return err
	})
}

// PolicyWrite is a policy for the people of a division.
type PolicyWrite struct {
	Division uuid.UUID `json:"division"`
	Title    string    `json:"title" maxLength:"200"`
	Plain    string    `json:"plain" maxLength:"1000" doc:"As a neighbour would say it."`
	Text     string    `json:"text,omitempty" maxLength:"30000"`
	Basis    string    `json:"basis" maxLength:"1000"`
	From     string    `json:"from,omitempty" maxLength:"10"`
	To       string    `json:"to,omitempty" maxLength:"10" doc:"The first day on which it holds no more."`
	Rank     int       `json:"rank,omitempty"`
}

func (b PolicyWrite) text(id uuid.UUID) (card.PolicyText, error) {
	span, err := daySpan(b.From, b.To)
	return card.PolicyText{Policy: card.Policy{ID: id, Division: b.Division, Title: b.Title, Plain: b.Plain, Basis: b.Basis, Valid: span, Rank: b.Rank}, Body: b.Text}, err
}

type addPolicyInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body PolicyWrite
}

func (s *Server) addPolicy(ctx context.Context, in *addPolicyInput) (*madeOutput, error) {
	p, err := in.Body.text(uuid.Nil)
	if err == nil {
		err = s.permit(ctx, keepShelters, in.Body.Division)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.makeOnce(ctx, in.OnceParams, "village policy", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&card.Store{DB: tx}).AddPolicy(ctx, s.principalOf(ctx).Account.ID, p)
		return id, err
	})
}

type changePolicyInput struct {
	PartParams
	Policy uuid.UUID `path:"policy"`
	Body   PolicyWrite
}

func (s *Server) changePolicy(ctx context.Context, in *changePolicyInput) (*struct{}, error) {
	p, err := in.Body.text(in.Policy)
	var held card.PolicyText
	if err == nil {
		held, err = s.cards().Policy(ctx, in.Policy)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.changePart(ctx, in.PartParams, "village policy", in.Policy, held.Division, func(store *card.Store, by uuid.UUID, tag int64) error {
		_, err := store.ChangePolicy(ctx, by, tag, p)
		return err
	})
}

// KeptContact is a contact as the office keeps it.
type KeptContact struct {
	ContactWrite
	ID       uuid.UUID  `json:"id"`
	Tag      int64      `json:"tag" doc:"For If-Match."`
	Of       string     `json:"of" doc:"Name of the division."`
	Editable bool       `json:"editable"`
	Erased   bool       `json:"erased" doc:"The person who was named is erased."`
	Tried    *time.Time `json:"tried_at"`
	Result   string     `json:"result"`
}

// KeptPolicy is a policy as the office keeps it.
type KeptPolicy struct {
	PolicyWrite
	ID       uuid.UUID `json:"id"`
	Tag      int64     `json:"tag" doc:"For If-Match."`
	Of       string    `json:"of"`
	Editable bool      `json:"editable"`
}

// KeptPeople is how many of a village must find a place.
type KeptPeople struct {
	People     int    `json:"people"`
	Vulnerable *int   `json:"vulnerable"`
	OnDay      string `json:"on_day"`
	Source     string `json:"source"`
}

// KeptCard is what the office keeps for the card of a village.
type KeptCard struct {
	Card     *SafetyBody   `json:"card" doc:"null for what is no village: a township or county has contacts and policies alone."`
	Gaps     []string      `json:"gaps"`
	Page     string        `json:"page" doc:"Address of the card's page."`
	Contacts []KeptContact `json:"contacts"`
	Policies []KeptPolicy  `json:"policies"`
	People   *KeptPeople   `json:"people"`
	Above    []AboveBody   `json:"above" doc:"The village and what holds it, where the asker may write."`
}

// AboveBody is a division in which the asker may write.
type AboveBody struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

type keptCardInput struct {
	Village uuid.UUID `path:"village"`
	Lang    string    `query:"lang" enum:"zh,en"`
}

func (s *Server) keptCard(ctx context.Context, in *keptCardInput) (*struct{ Body KeptCard }, error) {
	f, err := s.facts(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	i := slices.IndexFunc(f.Divisions, func(d card.Division) bool { return d.ID == in.Village })
	if i < 0 {
		return nil, noVillageCard.in(ctx)
	}
	d := f.Divisions[i]
	body := KeptCard{Gaps: []string{}, Contacts: []KeptContact{}, Policies: []KeptPolicy{}, Above: []AboveBody{}}
	if d.Level == int(boundaries.Village) {
		if err := s.keptVillage(ctx, &body, f, d); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if err := s.keptParts(ctx, &body, f.Line(d)); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body KeptCard }{body}, nil
}

// keptVillage puts on the body what a village has and what holds it has not.
func (s *Server) keptVillage(ctx context.Context, body *KeptCard, f *card.Facts, d card.Division) error {
	hang, err := s.onWalls(ctx, f, []card.Division{d})
	if err != nil {
		return err
	}
	token, err := s.Signs.TokenOf(ctx, d.ID)
	if err != nil {
		return err
	}
	limits, err := s.limitsOf(ctx, []card.Division{d})
	if err != nil {
		return err
	}
	c := card.Coverage(f, func(o card.Division) bool { return o.ID == d.ID }, hang, limits, f.At)[0]
	shown := safetyBody(ctx, c.Card, f.Around(c.Card), s.IsDemo())
	body.Card, body.Gaps, body.Page = &shown, villageCardRow(c).Gaps, "/Q/"+string(token)
	if c.People != nil {
		body.People = &KeptPeople{c.People.People, c.People.Vulnerable, c.People.Day.String(), c.People.Source}
	}
	return nil
}

// keptParts puts the contacts and policies of divisions on a card's body; those
// outside the asker's reach can be read, as everybody reads them, and not changed.
func (s *Server) keptParts(ctx context.Context, body *KeptCard, line []card.Division) error {
	var ids []uuid.UUID
	names, mine := map[uuid.UUID]string{}, map[uuid.UUID]bool{}
	for _, d := range line {
		may, err := s.mayDo(ctx, keepShelters, d.ID)
		if err != nil {
			return err
		}
		if may {
			body.Above = append(body.Above, AboveBody{d.ID, d.Name})
		}
		ids, names[d.ID], mine[d.ID] = append(ids, d.ID), d.Name, may
	}
	contacts, err := s.cards().ContactsOf(ctx, ids)
	if err != nil {
		return err
	}
	for _, l := range contacts {
		k := KeptContact{ContactWrite: ContactWrite{l.Division, string(l.Role), l.Title, l.Person.Name, l.Number(), l.Private, l.Consent, l.Night, l.Rank},
			ID: l.ID, Tag: l.Tag, Of: names[l.Division], Editable: mine[l.Division], Erased: l.Named && l.Person == card.Person{}, Tried: momentOrNil(l.Tried), Result: string(l.Result)}
		if !k.Editable {
			k.Consent = ""
		}
		body.Contacts = append(body.Contacts, k)
	}
	policies, err := s.cards().PoliciesOf(ctx, ids)
	for _, p := range policies {
		body.Policies = append(body.Policies, KeptPolicy{PolicyWrite: PolicyWrite{p.Division, p.Title, p.Plain, p.Body, p.Basis, p.Valid.From.String(), p.Valid.To.String(), p.Rank},
			ID: p.ID, Tag: p.Tag, Of: names[p.Division], Editable: mine[p.Division]})
	}
	return err
}
