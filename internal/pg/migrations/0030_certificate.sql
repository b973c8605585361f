-- Place-name certificates 地名证明 as they were issued. Written by
-- gazetteer/certificate; the view decided_name is of gazetteer/cases.

CREATE TABLE name_certificate (
  id         uuid PRIMARY KEY,
  token      text NOT NULL UNIQUE CHECK (token ~ '^[0-9a-hjkmnp-tv-z]{26}$'),
  year       int  NOT NULL,
  number     int  NOT NULL CHECK (number > 0),
  written    text NOT NULL UNIQUE CHECK (written <> ''),
  kind       text NOT NULL CHECK (kind IN ('renamed', 'standard', 'one_place')),
  place      uuid NOT NULL REFERENCES place,
  division   uuid NOT NULL REFERENCES division,
  name       text NOT NULL CHECK (name <> ''),
  facts      text NOT NULL,
  papers     int  NOT NULL CHECK (papers >= 0 AND (kind <> 'one_place' OR papers > 0)),
  person     uuid NOT NULL,
  issuer     text NOT NULL CHECK (issuer <> ''),
  issued_on  date NOT NULL,
  issued_by  uuid NOT NULL,
  revoked_on date CHECK (revoked_on >= issued_on),
  revoked_why text NOT NULL DEFAULT '',
  entry      bigint NOT NULL REFERENCES ledger_entry,
  UNIQUE (year, number),
  CHECK ((revoked_on IS NULL) = (revoked_why = ''))
);
COMMENT ON TABLE name_certificate IS 'What a certificate says stays as printed; only its revocation is added.';
COMMENT ON COLUMN name_certificate.token IS 'What its QR code carries: 128 random bits, base 32. Who holds the paper can look it up.';
COMMENT ON COLUMN name_certificate.facts IS 'JSON: what it says of the place. Nothing of a person.';
COMMENT ON COLUMN name_certificate.papers IS 'How many of the holder''s papers it names.';
COMMENT ON COLUMN name_certificate.person IS 'Row of person_detail: the holder and the addresses on the holder''s papers.';
CREATE INDEX name_certificate_place ON name_certificate (place);

CREATE FUNCTION certificate_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_on IS NOT NULL
     OR (to_jsonb(NEW) - '{revoked_on,revoked_why}'::text[]) <> (to_jsonb(OLD) - '{revoked_on,revoked_why}'::text[]) THEN
    RAISE EXCEPTION 'a certificate stays as it was issued' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER certificate_kept BEFORE UPDATE ON name_certificate FOR EACH ROW EXECUTE FUNCTION certificate_kept();

CREATE TABLE certificate_number (
  year int PRIMARY KEY,
  last int NOT NULL CHECK (last > 0)
);

CREATE VIEW decided_name AS
  SELECT i.result AS place, coalesce(nullif(i.approved_text, ''), i.text) AS name, c.id AS name_case, c.number AS case_number, c.kind, c.approver, c.reply_no, c.replied_on,
         a.year AS announced_year, a.number AS announced_number, a.published_on
  FROM case_item i JOIN name_case c ON c.id = i.name_case LEFT JOIN case_announcement a ON a.name_case = c.id
  WHERE i.outcome = 'approved';
COMMENT ON VIEW decided_name IS 'Names as cases decided them, with the decision and its announcement; for other parts to read.';

GRANT SELECT, INSERT, UPDATE (revoked_on, revoked_why) ON name_certificate TO diming_server;
GRANT SELECT, INSERT, UPDATE ON certificate_number TO diming_server;
GRANT SELECT ON decided_name TO diming_server;
