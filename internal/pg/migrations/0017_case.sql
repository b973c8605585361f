-- Cases 地名案件: from an application to a name that stands (地名管理条例 arts.
-- 10–14). A case moves only along case_transition; every step is an entry of
-- the ledger. Written by gazetteer/cases.

CREATE TABLE case_transition (
  step       text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (step, from_state)
);
COMMENT ON TABLE case_transition IS 'The steps of a case: which leads from which state to which. The same table stands in code; a test compares them.';
INSERT INTO case_transition (step, from_state, to_state) VALUES
  ('submit',   'draft',      'submitted'),
  ('submit',   'correction', 'submitted'),
  ('submit',   'returned',   'submitted'),
  ('ask',      'submitted',  'correction'),
  ('decline',  'submitted',  'not_accepted'),
  ('accept',   'submitted',  'accepted'),
  ('return',   'accepted',   'returned'),
  ('return',   'consulting', 'returned'),
  ('return',   'reviewed',   'returned'),
  ('consult',  'accepted',   'consulting'),
  ('review',   'consulting', 'reviewed'),
  ('request',  'reviewed',   'requested'),
  ('approve',  'reviewed',   'approved'),
  ('approve',  'requested',  'approved'),
  ('reject',   'reviewed',   'rejected'),
  ('reject',   'requested',  'rejected'),
  ('record',   'submitted',  'approved'),
  ('stand',    'approved',   'in_force'),
  ('withdraw', 'draft',      'withdrawn'),
  ('withdraw', 'submitted',  'withdrawn'),
  ('withdraw', 'correction', 'withdrawn'),
  ('withdraw', 'accepted',   'withdrawn'),
  ('withdraw', 'returned',   'withdrawn'),
  ('withdraw', 'consulting', 'withdrawn'),
  ('withdraw', 'reviewed',   'withdrawn');

CREATE TABLE case_procedure (
  id       uuid PRIMARY KEY,
  division uuid REFERENCES division,
  class    text NOT NULL CHECK (class ~ '^[0-9]{0,5}$'),
  kind     text NOT NULL CHECK (kind IN ('naming', 'renaming', 'cancelling', 'correction', '')),
  body     text NOT NULL CHECK (octet_length(body) <= 16384),
  basis    text NOT NULL CHECK (basis <> ''),
  ended    bigint REFERENCES ledger_entry,
  entry    bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE case_procedure IS 'How cases of a class go in a place, where it is not the default: which reports, who approves, whom to ask, who files and announces.';
COMMENT ON COLUMN case_procedure.class IS 'The beginning of the class codes it is for; empty for all.';
CREATE UNIQUE INDEX case_procedure_once ON case_procedure (coalesce(division, '00000000-0000-0000-0000-000000000000'), class, kind) WHERE ended IS NULL;

CREATE TABLE case_number (
  year int NOT NULL,
  kind text NOT NULL,
  last int NOT NULL CHECK (last > 0),
  PRIMARY KEY (year, kind)
);
COMMENT ON TABLE case_number IS 'The last number given in a year, so that numbers have no gaps: taken in the transaction that uses it.';

CREATE TABLE name_case (
  id            uuid PRIMARY KEY,
  number        text NOT NULL UNIQUE,
  kind          text NOT NULL CHECK (kind IN ('naming', 'renaming', 'cancelling', 'correction')),
  channel       text NOT NULL CHECK (channel IN ('online', 'counter', 'own', 'filing', 'past')),
  class         text NOT NULL REFERENCES place_class,
  division      uuid NOT NULL REFERENCES division,
  title         text NOT NULL CHECK (title <> ''),
  reason        text NOT NULL DEFAULT '',
  body          text NOT NULL DEFAULT '',
  applicant     uuid,
  receipt_code  bytea CHECK (octet_length(receipt_code) = 32),
  opened_by     uuid NOT NULL,
  opened_on     date NOT NULL,
  state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'correction', 'not_accepted', 'accepted', 'returned',
                  'consulting', 'reviewed', 'requested', 'rejected', 'approved', 'in_force', 'withdrawn')),
  procedure     text NOT NULL,
  rule_version  text NOT NULL DEFAULT '',
  submitted_on  date,
  accepted_on   date,
  to_add        text NOT NULL DEFAULT '',
  approver_kind text NOT NULL DEFAULT '' CHECK (approver_kind IN ('', 'state_council', 'government', 'civil_affairs', 'department')),
  approver      text NOT NULL DEFAULT '',
  reply_no      text NOT NULL DEFAULT '',
  replied_on    date,
  reply_entered timestamptz,
  filed_on      date,
  announced_on  date,
  tag           bigint NOT NULL REFERENCES ledger_entry,
  CHECK (replied_on IS NULL OR reply_no <> '' AND approver <> '' AND approver_kind <> ''),
  CHECK ((state IN ('approved', 'in_force', 'rejected')) = (replied_on IS NOT NULL)),
  CHECK (channel IN ('past', 'filing') OR replied_on IS NULL OR replied_on >= submitted_on),
  CHECK (filed_on IS NULL OR filed_on >= replied_on),
  CHECK (announced_on IS NULL OR announced_on >= replied_on),
  CHECK (approver_kind <> 'department' OR announced_on IS NULL OR filed_on IS NOT NULL AND announced_on >= filed_on)
);
COMMENT ON COLUMN name_case.channel IS 'online 网上, counter 窗口, own 依职权, filing 其他部门备案, past 补录.';
COMMENT ON COLUMN name_case.body IS 'The organisation that applies; a person''s name stands in person_detail alone.';
COMMENT ON COLUMN name_case.receipt_code IS 'SHA-256 of the code that an applicant without an account shows with the number.';
COMMENT ON COLUMN name_case.procedure IS 'JSON: the procedure in force when the case began, which it keeps.';
COMMENT ON COLUMN name_case.replied_on IS 'The date on the approving body''s reply 批复: the one that counts in law.';
COMMENT ON COLUMN name_case.tag IS 'The ledger entry that last changed the case: the version that a step says it has seen.';
CREATE INDEX name_case_state ON name_case (state, opened_on);
CREATE INDEX name_case_division ON name_case (division);

CREATE FUNCTION guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'cases are kept: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.id, OLD.number, OLD.kind, OLD.channel, OLD.opened_by, OLD.opened_on, OLD.procedure)
     IS DISTINCT FROM (NEW.id, NEW.number, NEW.kind, NEW.channel, NEW.opened_by, NEW.opened_on, NEW.procedure) THEN
    RAISE EXCEPTION 'case %: what it began with never changes', OLD.number USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.replied_on IS NOT NULL AND (OLD.replied_on, OLD.reply_no, OLD.approver, OLD.approver_kind)
     IS DISTINCT FROM (NEW.replied_on, NEW.reply_no, NEW.approver, NEW.approver_kind) THEN
    RAISE EXCEPTION 'case %: the reply stands', OLD.number USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.filed_on IS NOT NULL AND OLD.filed_on IS DISTINCT FROM NEW.filed_on OR OLD.announced_on IS NOT NULL AND OLD.announced_on IS DISTINCT FROM NEW.announced_on THEN
    RAISE EXCEPTION 'case %: it was filed or announced on that day', OLD.number USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.tag < OLD.tag OR NEW.tag = OLD.tag AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'case %: a change needs an entry of its own', OLD.number USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state <> NEW.state AND NOT EXISTS (SELECT FROM case_transition WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'case %: no step leads from % to %', OLD.number, OLD.state, NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_kept BEFORE UPDATE OR DELETE ON name_case FOR EACH ROW EXECUTE FUNCTION guard_case();
CREATE TRIGGER case_never_emptied BEFORE TRUNCATE ON name_case FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_item (
  id           uuid PRIMARY KEY,
  name_case    uuid NOT NULL REFERENCES name_case,
  ordinal      int  NOT NULL CHECK (ordinal > 0),
  place        uuid REFERENCES place,
  class        text NOT NULL REFERENCES place_class,
  division     uuid REFERENCES division,
  text         text NOT NULL CHECK (text <> ''),
  alternatives text[] NOT NULL DEFAULT '{}',
  reading      text NOT NULL DEFAULT '',
  meaning      text NOT NULL DEFAULT '',
  origin       text NOT NULL DEFAULT '',
  location     geometry(Point, 4490),
  extent       geometry(Geometry, 4490),
  starts_at    text NOT NULL DEFAULT '',
  ends_at      text NOT NULL DEFAULT '',
  direction    text NOT NULL DEFAULT '',
  length_m     numeric CHECK (length_m > 0),
  width_m      numeric CHECK (width_m > 0),
  land_m2      numeric CHECK (land_m2 > 0),
  floor_m2     numeric CHECK (floor_m2 > 0),
  height_m     numeric CHECK (height_m > 0),
  green_percent numeric CHECK (green_percent BETWEEN 0 AND 100),
  changes      text NOT NULL DEFAULT '',
  note         text NOT NULL DEFAULT '',
  outcome      text NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'approved', 'refused')),
  outcome_reason text NOT NULL DEFAULT '',
  approved_text text NOT NULL DEFAULT '',
  result       uuid REFERENCES place,
  dropped      bigint REFERENCES ledger_entry,
  CHECK ((outcome = 'approved') = (result IS NOT NULL)),
  CHECK (outcome <> 'refused' OR outcome_reason <> '')
);
COMMENT ON TABLE case_item IS 'The names of one case: a new one, or the place whose name is to change, end or be corrected.';
COMMENT ON COLUMN case_item.division IS 'The smallest division that the thing lies in, where it is not the case''s.';
COMMENT ON COLUMN case_item.length_m IS 'Metres; of a street, as the applicant gives it.';
COMMENT ON COLUMN case_item.width_m IS 'Metres between the red lines 红线宽度.';
COMMENT ON COLUMN case_item.changes IS 'Of a correction 更正: JSON of the fields that are wrong and what they should say.';
COMMENT ON COLUMN case_item.dropped IS 'The entry by which the applicant took the name out of the case.';
CREATE INDEX case_item_case  ON case_item (name_case);
CREATE INDEX case_item_place ON case_item (place) WHERE place IS NOT NULL;
CREATE INDEX case_item_result ON case_item (result) WHERE result IS NOT NULL;
CREATE UNIQUE INDEX case_item_ordinal ON case_item (name_case, ordinal) WHERE dropped IS NULL;

CREATE TABLE case_finding (
  id          uuid PRIMARY KEY,
  name_case   uuid NOT NULL REFERENCES name_case,
  item        uuid NOT NULL REFERENCES case_item,
  key         bytea NOT NULL CHECK (octet_length(key) = 32),
  check_id    text NOT NULL,
  severity    text NOT NULL CHECK (severity IN ('refuse', 'justify', 'unchecked', 'note')),
  body        text NOT NULL,
  rule_version text NOT NULL,
  answer      text NOT NULL DEFAULT '',
  answered_by uuid,
  answered_at timestamptz,
  gone        bigint REFERENCES ledger_entry,
  entry       bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((answer = '') = (answered_by IS NULL))
);
COMMENT ON TABLE case_finding IS 'What the rules of names said of an item. A new check keeps the answers of findings that are still there; those that are not are gone, not deleted.';
COMMENT ON COLUMN case_finding.answer IS 'Of justify: the reason that becomes part of the file; of unchecked: how a person checked it.';
CREATE UNIQUE INDEX case_finding_once ON case_finding (item, key) WHERE gone IS NULL;
CREATE INDEX case_finding_case ON case_finding (name_case);

CREATE TABLE case_consultation (
  id        uuid PRIMARY KEY,
  name_case uuid NOT NULL REFERENCES name_case,
  kind      text NOT NULL CHECK (kind IN ('assessment', 'expert', 'opinion', 'notice', 'civil_affairs', 'local_government', 'department')),
  required  boolean NOT NULL,
  with_whom text NOT NULL DEFAULT '',
  state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'waived')),
  opened_on date NOT NULL,
  due_on    date,
  closed_on date,
  outcome   text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'for', 'conditional', 'against')),
  summary   text NOT NULL DEFAULT '',
  CHECK ((state = 'open') = (closed_on IS NULL)),
  CHECK (state <> 'done' OR outcome <> '' AND summary <> ''),
  CHECK (state <> 'waived' OR summary <> '')
);
COMMENT ON TABLE case_consultation IS 'Parallel consultations: 综合评估, 专家论证, 征求意见, 公示, 征求民政部门、地方政府或其他部门意见 (条例 arts. 11, 12; 实施办法 art. 5).';
CREATE INDEX case_consultation_case ON case_consultation (name_case);

CREATE TABLE case_document (
  id           uuid PRIMARY KEY,
  name_case    uuid NOT NULL REFERENCES name_case,
  consultation uuid REFERENCES case_consultation,
  kind         text NOT NULL CHECK (kind IN ('application', 'plan', 'map', 'assessment', 'expert', 'opinion', 'notice', 'request', 'reply', 'filing_report', 'filing_receipt', 'announcement', 'protection_plan', 'other')),
  title        text NOT NULL,
  name         text NOT NULL,
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type   text NOT NULL,
  size_bytes   bigint NOT NULL CHECK (size_bytes > 0),
  added_by     uuid NOT NULL,
  added_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed      bigint REFERENCES ledger_entry,
  entry        bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE case_document IS 'Documents of a case; contents lie in the blob store. A removed one is kept and no longer counts.';
CREATE INDEX case_document_case ON case_document (name_case);

CREATE TABLE case_clock (
  name_case uuid NOT NULL REFERENCES name_case,
  key       text NOT NULL CHECK (key IN ('processing', 'correction', 'notice', 'filing', 'announcement', 'signs')),
  starts_on date NOT NULL,
  due_on    date NOT NULL CHECK (due_on >= starts_on),
  safe_on   date NOT NULL CHECK (safe_on <= due_on),
  warn_on   date NOT NULL,
  basis     text NOT NULL,
  done_on   date,
  reminded_on date,
  ordered_due date,
  PRIMARY KEY (name_case, key)
);
COMMENT ON TABLE case_clock IS 'Deadlines as rows with their basis. due_on is the day in law, safe_on the last working day up to it.';
COMMENT ON COLUMN case_clock.ordered_due IS 'Of a filing that stayed away: the day that the upper department ordered (备案公告办法).';
CREATE INDEX case_clock_open ON case_clock (safe_on) WHERE done_on IS NULL;

GRANT SELECT ON case_transition TO diming_server;
GRANT SELECT, INSERT, UPDATE (ended) ON case_procedure TO diming_server;
GRANT SELECT, INSERT, UPDATE (last) ON case_number TO diming_server;
GRANT SELECT, INSERT, UPDATE ON name_case, case_item, case_finding, case_consultation, case_clock TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON case_document TO diming_server;

CREATE TABLE case_announcement (
  id           uuid PRIMARY KEY,
  name_case    uuid NOT NULL UNIQUE REFERENCES name_case,
  year         int  NOT NULL,
  number       int  NOT NULL CHECK (number > 0),
  title        text NOT NULL CHECK (title <> ''),
  body         text NOT NULL,
  channels     text[] NOT NULL CHECK (cardinality(channels) > 0),
  published_on date NOT NULL,
  published_by uuid NOT NULL,
  head_seq     bigint NOT NULL,
  head_hash    text NOT NULL,
  entry        bigint NOT NULL REFERENCES ledger_entry,
  UNIQUE (year, number)
);
COMMENT ON TABLE case_announcement IS 'Announcements 公告 as they were published by a named person (条例 art. 14); never changed.';
COMMENT ON COLUMN case_announcement.body IS 'JSON: the minimum contents for each name.';
COMMENT ON COLUMN case_announcement.head_hash IS 'End of the ledger''s chain when it was published, printed with it.';
CREATE TRIGGER announcement_kept BEFORE UPDATE OR DELETE ON case_announcement FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON case_announcement TO diming_server;

CREATE FUNCTION case_divisions(roots uuid[]) RETURNS TABLE (division uuid) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE down AS (
    SELECT unnest(roots) AS division
    UNION
    SELECT v.division FROM down JOIN division_version v ON v.parent = down.division AND upper_inf(v.recorded))
  SELECT down.division FROM down
$$;
COMMENT ON FUNCTION case_divisions IS 'The divisions under others, themselves included, by whichever parent they ever had.';
GRANT EXECUTE ON FUNCTION case_divisions TO diming_server;
