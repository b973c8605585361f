-- What the safety card of a village says beside its shelters: whom to call, the
-- way on foot, policies in plain words, how many people. Written by shelters/card.
-- 自然灾害救助条例 arts. 11, 12; 突发事件应对法 (2024) art. 60; 个人信息保护法 art. 25.

CREATE TABLE village_contact (
  id       uuid PRIMARY KEY,
  division uuid NOT NULL REFERENCES division,
  role     text NOT NULL CHECK (role IN ('information_officer', 'village', 'township', 'emergency_office', 'other')),
  title    text NOT NULL CHECK (title <> '' AND char_length(title) <= 40),
  person   uuid,
  phone    text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 30),
  private  boolean NOT NULL DEFAULT false,
  consent  text NOT NULL DEFAULT '',
  night    boolean NOT NULL DEFAULT false,
  rank     smallint NOT NULL DEFAULT 100,
  ended    date,
  tag      bigint NOT NULL REFERENCES ledger_entry,
  CONSTRAINT village_contact_says CHECK (person IS NOT NULL OR phone <> ''),
  CONSTRAINT village_contact_consent CHECK (NOT private OR (person IS NOT NULL AND phone = '' AND consent <> ''))
);
COMMENT ON TABLE village_contact IS 'Whom the people of a division call. A village shows its own and those of the divisions above it.';
COMMENT ON COLUMN village_contact.title IS 'As it is written on the card: 灾害信息员, 村委会值班室.';
COMMENT ON COLUMN village_contact.person IS 'Row of person_detail with {"name", "phone"?}: where a name or a private number is shown. Its erasure takes both off the card.';
COMMENT ON COLUMN village_contact.phone IS 'Of a duty desk or office; a private number stands in person_detail alone, and only with consent.';
COMMENT ON COLUMN village_contact.consent IS 'On which paper and day the person agreed that the number is published 同意公开的凭据.';
COMMENT ON COLUMN village_contact.night IS 'It answers at night.';
CREATE INDEX village_contact_division ON village_contact (division);

CREATE TABLE village_contact_trial (
  contact uuid NOT NULL REFERENCES village_contact,
  n       int  NOT NULL CHECK (n > 0),
  at      timestamptz NOT NULL,
  result  text NOT NULL CHECK (result IN ('answered', 'no_answer', 'wrong_number')),
  actor   uuid NOT NULL,
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (contact, n)
);
COMMENT ON TABLE village_contact_trial IS 'When a number was tried 拨测, and whether it answered; the last one is shown.';
CREATE INDEX village_contact_trial_entry ON village_contact_trial (entry);

CREATE TABLE walking_hint (
  village uuid NOT NULL REFERENCES division,
  shelter uuid NOT NULL REFERENCES shelter,
  n       int  NOT NULL CHECK (n > 0),
  hint    text NOT NULL CHECK (char_length(hint) <= 120),
  on_day  date NOT NULL,
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (village, shelter, n)
);
COMMENT ON TABLE walking_hint IS 'How one goes on foot from a village to a shelter, as somebody who knows the way wrote it on a day; the last row counts, an empty hint takes it back.';
CREATE INDEX walking_hint_shelter ON walking_hint (shelter);
CREATE INDEX walking_hint_entry   ON walking_hint (entry);

CREATE TABLE village_people (
  village    uuid NOT NULL REFERENCES division,
  n          int  NOT NULL CHECK (n > 0),
  people     int  NOT NULL CHECK (people >= 0 AND people <= 1000000),
  vulnerable int  CHECK (vulnerable >= 0 AND vulnerable <= people),
  on_day     date NOT NULL,
  source     text NOT NULL CHECK (source <> ''),
  entry      bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (village, n)
);
COMMENT ON TABLE village_people IS 'How many people must find a place; vulnerable: of them those who need help on the way. Numbers only. The last row counts.';
CREATE INDEX village_people_entry ON village_people (entry);

CREATE TABLE village_policy (
  id       uuid PRIMARY KEY,
  division uuid NOT NULL REFERENCES division,
  title    text NOT NULL CHECK (title <> '' AND char_length(title) <= 60),
  plain    text NOT NULL CHECK (plain <> '' AND char_length(plain) <= 200),
  body     text NOT NULL DEFAULT '' CHECK (char_length(body) <= 20000),
  basis    text NOT NULL CHECK (basis <> ''),
  valid    daterange NOT NULL CHECK (NOT isempty(valid)),
  rank     smallint NOT NULL DEFAULT 100,
  tag      bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE village_policy IS 'A policy for the people of a division and those below it: in plain words on the card, the whole text one tap away.';
COMMENT ON COLUMN village_policy.plain IS 'In plain words, as a neighbour would say it.';
CREATE INDEX village_policy_division ON village_policy (division);

CREATE TRIGGER village_contact_trial_kept BEFORE UPDATE OR DELETE ON village_contact_trial FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER walking_hint_kept BEFORE UPDATE OR DELETE ON walking_hint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER village_people_kept BEFORE UPDATE OR DELETE ON village_people FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE ON village_contact, village_policy TO diming_server;
GRANT SELECT, INSERT ON village_contact_trial, walking_hint, village_people TO diming_server;
