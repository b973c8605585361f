-- Entrusted management 委托管理 of boundary lines: contracts with keepers, their
-- patrols, reports of events, and what offices do about a line between joint
-- inspections: return visits, consultations, disputes, agreements, records of
-- the peaceful boundary 平安边界. Written by boundaries/upkeep.
-- 行政区域界线界桩管理办法 (民政部, 2008-08-29) arts. 2–7.
-- No table of this file is read for the public: disputes least of all.

CREATE TABLE upkeep_contract (
  id           uuid PRIMARY KEY,
  line         uuid NOT NULL REFERENCES boundary_line,
  side         text NOT NULL CHECK (side IN ('a', 'b')),
  number       text NOT NULL DEFAULT '',
  stretch_from text NOT NULL DEFAULT '',
  stretch_to   text NOT NULL DEFAULT '',
  village      uuid REFERENCES division,
  person       uuid,
  from_on      date NOT NULL,
  to_on        date NOT NULL,
  every_months integer NOT NULL CHECK (every_months BETWEEN 1 AND 12),
  basis        text NOT NULL CHECK (basis <> ''),
  fee          text NOT NULL DEFAULT '',
  officer      uuid NOT NULL REFERENCES account,
  note         text NOT NULL DEFAULT '',
  ended_on     date,
  end_reason   text NOT NULL DEFAULT '',
  actor        uuid NOT NULL,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry        bigint NOT NULL REFERENCES ledger_entry,
  CHECK (village IS NOT NULL OR person IS NOT NULL),
  CHECK (to_on >= from_on),
  CHECK ((stretch_from = '') = (stretch_to = '')),
  CHECK ((ended_on IS NULL) = (end_reason = '')),
  CHECK (ended_on >= from_on),
  UNIQUE (id, line)
);
COMMENT ON COLUMN upkeep_contract.side IS 'Whose office concluded it; the other side does not see it.';
COMMENT ON COLUMN upkeep_contract.stretch_from IS 'Where the stretch begins, in the words of the contract; empty with stretch_to for the whole line.';
COMMENT ON COLUMN upkeep_contract.village IS 'The village that keeps; NULL where a natural person does.';
COMMENT ON COLUMN upkeep_contract.person IS 'Row of person_detail: the keeper who is a natural person, or whom to call in the village.';
COMMENT ON COLUMN upkeep_contract.every_months IS 'Months in which there is one patrol at least, as it was set when the contract was concluded; a setting that changes later changes no contract.';
COMMENT ON COLUMN upkeep_contract.basis IS 'On what every_months rests.';
COMMENT ON COLUMN upkeep_contract.fee IS 'What is paid 管护费, in the words of the contract.';
COMMENT ON COLUMN upkeep_contract.ended_on IS 'Its last day, where it ends before to_on.';
CREATE INDEX upkeep_contract_line ON upkeep_contract (line);

CREATE TABLE upkeep_contract_marker (
  contract uuid NOT NULL REFERENCES upkeep_contract,
  marker   uuid NOT NULL REFERENCES marker,
  PRIMARY KEY (contract, marker)
);
CREATE INDEX upkeep_contract_marker_marker ON upkeep_contract_marker (marker);

CREATE TABLE upkeep_keeper (
  id       uuid PRIMARY KEY,
  contract uuid NOT NULL REFERENCES upkeep_contract,
  account  uuid NOT NULL REFERENCES account,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry    bigint NOT NULL REFERENCES ledger_entry,
  ended_by bigint REFERENCES ledger_entry
);
COMMENT ON TABLE upkeep_keeper IS 'Accounts (role patroller) that patrol under a contract: they see its stretch and markers and nothing else of the office.';
CREATE UNIQUE INDEX upkeep_keeper_once ON upkeep_keeper (contract, account) WHERE ended_by IS NULL;
CREATE INDEX upkeep_keeper_account ON upkeep_keeper (account) WHERE ended_by IS NULL;

CREATE TABLE upkeep_patrol (
  id             uuid PRIMARY KEY,
  contract       uuid NOT NULL REFERENCES upkeep_contract,
  occasion       text NOT NULL CHECK (occasion IN ('regular', 'event')),
  period         date,
  made_at        timestamptz NOT NULL,
  position       geometry(Point, 4490),
  accuracy_m     numeric CHECK (accuracy_m >= 0),
  clear_radius_m integer NOT NULL CHECK (clear_radius_m >= 0),
  note           text NOT NULL DEFAULT '',
  record         uuid UNIQUE,
  actor          uuid NOT NULL,
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  voided         bigint REFERENCES ledger_entry,
  void_reason    text NOT NULL DEFAULT '',
  entry          bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((occasion = 'regular') = (period IS NOT NULL)),
  CHECK (position IS NOT NULL OR accuracy_m IS NULL),
  CHECK ((voided IS NULL) = (void_reason = ''))
);
COMMENT ON COLUMN upkeep_patrol.occasion IS 'regular 定期巡查, one in each period; event 事后巡查 after a flood, works or a call, as many as there are.';
COMMENT ON COLUMN upkeep_patrol.period IS 'First day of the period of its contract for which it counts: that in which it was made, whenever it was entered.';
COMMENT ON COLUMN upkeep_patrol.clear_radius_m IS 'Around each marker, in metres, where weeds were to be cleared when it was made.';
COMMENT ON COLUMN upkeep_patrol.record IS 'The field record as which it came, where it was made with the field app.';
COMMENT ON COLUMN upkeep_patrol.actor IS 'Who entered it: the keeper, or the office for a keeper who reports on paper.';
CREATE UNIQUE INDEX upkeep_patrol_once ON upkeep_patrol (contract, period) WHERE occasion = 'regular' AND voided IS NULL;
CREATE INDEX upkeep_patrol_contract ON upkeep_patrol (contract, made_at);

CREATE TABLE upkeep_check (
  patrol    uuid NOT NULL REFERENCES upkeep_patrol,
  marker    uuid NOT NULL REFERENCES marker,
  reached   boolean NOT NULL,
  condition text CHECK (condition IN ('normal', 'damaged', 'lost', 'shifted', 'text_faded', 'covered')),
  cleared   text CHECK (cleared IN ('done', 'not_needed', 'not_done')),
  repainted boolean NOT NULL DEFAULT false,
  note      text NOT NULL DEFAULT '',
  PRIMARY KEY (patrol, marker),
  CHECK (reached = (condition IS NOT NULL) AND reached = (cleared IS NOT NULL)),
  CHECK (reached OR note <> '' AND NOT repainted)
);
COMMENT ON TABLE upkeep_check IS 'What a patrol says of a marker; of one that was not reached, why. Repair needs both sides and is no part of it.';
CREATE INDEX upkeep_check_marker ON upkeep_check (marker);

CREATE TABLE upkeep_report (
  id            uuid PRIMARY KEY,
  line          uuid NOT NULL REFERENCES boundary_line,
  side          text NOT NULL CHECK (side IN ('a', 'b')),
  kind          text NOT NULL CHECK (kind IN ('damaged', 'lost', 'shifted', 'terrain', 'intrusion', 'other')),
  marker        uuid REFERENCES marker,
  contract      uuid,
  patrol        uuid REFERENCES upkeep_patrol,
  text          text NOT NULL CHECK (text <> ''),
  position      geometry(Point, 4490),
  discovered_at timestamptz NOT NULL,
  reported_at   timestamptz NOT NULL,
  hours         integer NOT NULL CHECK (hours > 0),
  basis         text NOT NULL CHECK (basis <> ''),
  handling      text NOT NULL DEFAULT '',
  handled_on    date,
  actor         uuid NOT NULL,
  at            timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry         bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (contract, line) REFERENCES upkeep_contract (id, line),
  CHECK (reported_at >= discovered_at),
  CHECK (kind NOT IN ('damaged', 'lost', 'shifted') OR marker IS NOT NULL),
  CHECK ((handled_on IS NULL) = (handling = ''))
);
COMMENT ON TABLE upkeep_report IS 'Markers found damaged, lost or moved, changes of the terrain, intrusions. Both sides'' offices read them: a repair needs both (条例 art. 6).';
COMMENT ON COLUMN upkeep_report.reported_at IS 'When the office was told; at is when it was entered.';
COMMENT ON COLUMN upkeep_report.hours IS 'From discovery to report, as it was set then; with basis.';
CREATE INDEX upkeep_report_line ON upkeep_report (line);
CREATE INDEX upkeep_report_marker ON upkeep_report (marker) WHERE marker IS NOT NULL;

CREATE TABLE upkeep_matter (
  id        uuid PRIMARY KEY,
  line      uuid NOT NULL REFERENCES boundary_line,
  side      text NOT NULL CHECK (side IN ('a', 'b')),
  shared    boolean NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('visit', 'consultation', 'dispute', 'agreement', 'peace_agreement', 'peace_meeting', 'peace_activity')),
  title     text NOT NULL CHECK (title <> ''),
  text      text NOT NULL DEFAULT '',
  on_day    date NOT NULL,
  place     text NOT NULL DEFAULT '',
  units     text NOT NULL DEFAULT '',
  until     date,
  next_on   date,
  contract  uuid,
  about     uuid REFERENCES upkeep_matter,
  person    uuid,
  state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
  result    text NOT NULL DEFAULT '',
  closed_on date,
  actor     uuid NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry     bigint NOT NULL REFERENCES ledger_entry,
  FOREIGN KEY (contract, line) REFERENCES upkeep_contract (id, line),
  CHECK (kind <> 'visit' OR NOT shared),
  CHECK (until >= on_day),
  CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
  CHECK ((state = 'closed') = (result <> ''))
);
COMMENT ON TABLE upkeep_matter IS 'visit 回访, consultation 会商, dispute 争议, agreement 共管协议, peace_agreement 平安边界共建协议, peace_meeting 例会, peace_activity 活动.';
COMMENT ON COLUMN upkeep_matter.side IS 'Whose office wrote it.';
COMMENT ON COLUMN upkeep_matter.shared IS 'Whether the other side''s office reads it.';
COMMENT ON COLUMN upkeep_matter.until IS 'Last day of an agreement.';
COMMENT ON COLUMN upkeep_matter.next_on IS 'When to be reminded: of the next meeting, visit or step.';
COMMENT ON COLUMN upkeep_matter.about IS 'The dispute that a consultation is about, the agreement that a meeting or an activity carries out.';
COMMENT ON COLUMN upkeep_matter.person IS 'Row of person_detail: who took part, or between whom.';
CREATE INDEX upkeep_matter_line ON upkeep_matter (line);

CREATE TABLE upkeep_step (
  id     uuid PRIMARY KEY,
  matter uuid NOT NULL REFERENCES upkeep_matter,
  side   text NOT NULL CHECK (side IN ('a', 'b')),
  on_day date NOT NULL,
  text   text NOT NULL CHECK (text <> ''),
  actor  uuid NOT NULL,
  at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry  bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE upkeep_step IS 'How a matter was handled, step by step; nothing of it is changed later.';
CREATE INDEX upkeep_step_matter ON upkeep_step (matter);

CREATE TABLE upkeep_file (
  id         uuid PRIMARY KEY,
  contract   uuid REFERENCES upkeep_contract,
  patrol     uuid REFERENCES upkeep_patrol,
  report     uuid REFERENCES upkeep_report,
  matter     uuid REFERENCES upkeep_matter,
  marker     uuid REFERENCES marker,
  title      text NOT NULL DEFAULT '',
  sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text NOT NULL CHECK (media_type <> ''),
  name       text NOT NULL CHECK (name <> ''),
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  actor      uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed    bigint REFERENCES ledger_entry,
  entry      bigint NOT NULL REFERENCES ledger_entry,
  CHECK (num_nonnulls(contract, patrol, report, matter) = 1)
);
COMMENT ON TABLE upkeep_file IS 'Documents and photos, in the store of documents, of one contract, patrol, report or matter.';
COMMENT ON COLUMN upkeep_file.marker IS 'The marker on a photo.';
CREATE INDEX upkeep_file_contract ON upkeep_file (contract) WHERE contract IS NOT NULL;
CREATE INDEX upkeep_file_patrol   ON upkeep_file (patrol) WHERE patrol IS NOT NULL;
CREATE INDEX upkeep_file_report   ON upkeep_file (report) WHERE report IS NOT NULL;
CREATE INDEX upkeep_file_matter   ON upkeep_file (matter) WHERE matter IS NOT NULL;

GRANT SELECT, INSERT ON upkeep_contract_marker, upkeep_check, upkeep_step TO diming_server;
GRANT SELECT, INSERT, UPDATE (ended_on, end_reason, officer) ON upkeep_contract TO diming_server;
GRANT SELECT, INSERT, UPDATE (ended_by) ON upkeep_keeper TO diming_server;
GRANT SELECT, INSERT, UPDATE (voided, void_reason) ON upkeep_patrol TO diming_server;
GRANT SELECT, INSERT, UPDATE (handling, handled_on) ON upkeep_report TO diming_server;
GRANT SELECT, INSERT, UPDATE (shared, next_on, state, result, closed_on) ON upkeep_matter TO diming_server;
GRANT SELECT, INSERT, UPDATE (removed) ON upkeep_file TO diming_server;
