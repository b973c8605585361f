-- Certificates of addresses 门牌证 and 地址证明 beside those of names, and the
-- applications of residents for a number or a certificate. The certificates
-- are written by gazetteer/certificate, the applications by
-- gazetteer/addresscase.
-- 宁波市地名管理条例 arts. 22, 35 (local, as a model).

ALTER TABLE name_certificate
  ALTER COLUMN place DROP NOT NULL,
  ADD COLUMN address uuid REFERENCES address,
  ADD COLUMN series text NOT NULL DEFAULT 'name' CHECK (series IN ('name', 'door_plate', 'one_address')),
  DROP CONSTRAINT name_certificate_kind_check,
  DROP CONSTRAINT name_certificate_check,
  DROP CONSTRAINT name_certificate_year_number_key,
  ADD CONSTRAINT name_certificate_kind_check CHECK (kind IN ('renamed', 'standard', 'one_place', 'door_plate', 'one_address')),
  ADD CONSTRAINT name_certificate_papers_check CHECK (papers >= 0 AND (kind NOT IN ('one_place', 'one_address') OR papers > 0)),
  ADD CONSTRAINT name_certificate_of_one CHECK ((place IS NULL) = (kind IN ('door_plate', 'one_address')) AND (place IS NULL) <> (address IS NULL)),
  ADD CONSTRAINT name_certificate_series_of_kind CHECK (series = CASE WHEN address IS NULL THEN 'name' ELSE kind END),
  ADD CONSTRAINT name_certificate_number_once UNIQUE (series, year, number);
COMMENT ON COLUMN name_certificate.address IS 'The address that a 门牌证 or a 地址证明 is of; then place is NULL.';
COMMENT ON COLUMN name_certificate.series IS 'Within which the numbers of a year count: certificates of names are one series, each kind of certificates of addresses is another.';
CREATE INDEX name_certificate_address ON name_certificate (address) WHERE address IS NOT NULL;

ALTER TABLE certificate_number
  ADD COLUMN series text NOT NULL DEFAULT 'name' CHECK (series IN ('name', 'door_plate', 'one_address')),
  DROP CONSTRAINT certificate_number_pkey,
  ADD PRIMARY KEY (series, year);

CREATE TABLE address_application (
  id           uuid PRIMARY KEY,
  number       text NOT NULL UNIQUE CHECK (number ~ '^[0-9]{4}-址-[0-9]{4,}$'),
  channel      text NOT NULL CHECK (channel IN ('counter', 'online')),
  want         text NOT NULL CHECK (want IN ('number', 'certificate')),
  division     uuid NOT NULL REFERENCES division,
  site         geometry(Point, 4490) CHECK (NOT ST_IsEmpty(site)),
  person       uuid NOT NULL,
  receipt_code bytea CHECK (length(receipt_code) = 32),
  received_on  date NOT NULL,
  state        text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'to_correct', 'accepted', 'seen', 'numbered', 'refused', 'certified', 'handed_over', 'withdrawn')),
  tag          bigint NOT NULL REFERENCES ledger_entry,
  address      uuid REFERENCES address,
  clock_from   date,
  due_on       date,
  safe_on      date,
  warn_on      date,
  due_basis    text NOT NULL DEFAULT '',
  decided_on   date,
  opened_by    uuid NOT NULL,
  CHECK ((channel = 'online') = (receipt_code IS NOT NULL)),
  CHECK ((state IN ('numbered', 'certified', 'handed_over')) = (address IS NOT NULL)),
  CHECK ((clock_from IS NULL) = (due_on IS NULL) AND (due_on IS NULL) = (safe_on IS NULL) AND (due_on IS NULL) = (warn_on IS NULL) AND (due_on IS NULL) = (due_basis = ''))
);
COMMENT ON TABLE address_application IS 'A request for a house number or for a certificate of an address. Who asks and what they wrote stands in person_detail alone.';
COMMENT ON COLUMN address_application.person IS 'Row of person_detail: applicant, owner, builder, how to reach them, where it is in their words, their papers.';
COMMENT ON COLUMN address_application.division IS 'The village or community, or the township where the applicant knew no more.';
COMMENT ON COLUMN address_application.site IS 'Where the building stands; CGCS2000.';
COMMENT ON COLUMN address_application.receipt_code IS 'SHA-256 of the code on an online receipt; the code itself is shown once.';
COMMENT ON COLUMN address_application.tag IS 'The entry that last changed it: the revision that a step says it has seen.';
COMMENT ON COLUMN address_application.address IS 'The result: an address that stood, or one made for it.';
COMMENT ON COLUMN address_application.clock_from IS 'The day on which the application was complete; NULL while the applicant is to complete it, or where nothing is counted.';
COMMENT ON COLUMN address_application.safe_on IS 'The last working day up to due_on.';
COMMENT ON COLUMN address_application.decided_on IS 'When it was numbered, refused or withdrawn: the clock stopped.';
CREATE INDEX address_application_state ON address_application (state);
CREATE INDEX address_application_address ON address_application (address) WHERE address IS NOT NULL;

CREATE TABLE address_application_step (
  application uuid NOT NULL REFERENCES address_application,
  n           int  NOT NULL CHECK (n > 0),
  step        text NOT NULL CHECK (step IN ('receive', 'ask', 'complete', 'accept', 'see', 'number', 'refuse', 'certify', 'hand_over', 'withdraw')),
  from_state  text NOT NULL,
  to_state    text NOT NULL,
  on_day      date NOT NULL,
  note        text NOT NULL DEFAULT '',
  actor       uuid NOT NULL,
  entry       bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (application, n)
);
COMMENT ON COLUMN address_application_step.note IS 'What is missing, what was seen, why it is refused: in the words of the office, which names nobody.';

CREATE TABLE address_application_photo (
  id          uuid PRIMARY KEY,
  application uuid NOT NULL REFERENCES address_application,
  name        text NOT NULL CHECK (name <> ''),
  sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type  text NOT NULL,
  size_bytes  bigint NOT NULL CHECK (size_bytes > 0),
  actor       uuid NOT NULL,
  added_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry       bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE address_application_photo IS 'Pictures of the site; their content lies in the data directory under its SHA-256.';
CREATE INDEX address_application_photo_of ON address_application_photo (application);

CREATE TABLE address_application_certificate (
  application uuid NOT NULL REFERENCES address_application,
  certificate uuid NOT NULL REFERENCES name_certificate,
  PRIMARY KEY (application, certificate)
);

CREATE TABLE address_application_number (
  year int PRIMARY KEY,
  last int NOT NULL CHECK (last > 0)
);

GRANT SELECT, INSERT, UPDATE (state, tag, address, clock_from, due_on, safe_on, warn_on, due_basis, decided_on, site, division, person) ON address_application TO diming_server;
GRANT SELECT, INSERT ON address_application_step, address_application_photo, address_application_certificate TO diming_server;
GRANT SELECT, INSERT, UPDATE ON address_application_number TO diming_server;
