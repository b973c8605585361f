-- Disaster events 灾害事件: the warning that the cards of an area show, from its
-- start to its end, and which villages were reached. Written by shelters/event.
-- 自然灾害救助条例 art. 11; 突发事件应对法 (2024) arts. 64 ff.

CREATE TABLE disaster_event (
  id      uuid PRIMARY KEY,
  county  uuid NOT NULL REFERENCES division,
  tag     bigint NOT NULL REFERENCES ledger_entry,
  started timestamptz NOT NULL,
  until   timestamptz NOT NULL,
  ended   timestamptz,
  report  text NOT NULL DEFAULT '',
  CHECK (until > started),
  CHECK (ended >= started)
);
COMMENT ON COLUMN disaster_event.until IS 'When the warning ends by itself unless it is prolonged: an event without an end would warn for ever.';
COMMENT ON COLUMN disaster_event.report IS 'What is said of it afterwards 灾后报告.';

CREATE TABLE disaster_step (
  event   uuid NOT NULL REFERENCES disaster_event,
  n       int  NOT NULL CHECK (n > 0),
  step    text NOT NULL CHECK (step IN ('start', 'amend', 'prolong', 'end', 'report')),
  hazard  text NOT NULL CHECK (hazard IN ('typhoon', 'flood', 'landslide', 'earthquake', 'fire', 'cold', 'other')),
  signal  text NOT NULL CHECK (signal IN ('none', 'blue', 'yellow', 'orange', 'red')),
  title   text NOT NULL CHECK (title <> '' AND char_length(title) <= 40),
  todo    text NOT NULL CHECK (todo <> '' AND char_length(todo) <= 120),
  body    text NOT NULL CHECK (body <> '' AND char_length(body) <= 60),
  number  text NOT NULL DEFAULT '' CHECK (char_length(number) <= 60),
  issued  timestamptz NOT NULL,
  areas   uuid[] NOT NULL CHECK (cardinality(areas) > 0),
  until   timestamptz NOT NULL,
  note    text NOT NULL DEFAULT '',
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (event, n)
);
COMMENT ON TABLE disaster_step IS 'What the event says from a step on, whole each time, for ever; the last row counts.';
COMMENT ON COLUMN disaster_step.signal IS 'Colour of the warning 预警信号.';
COMMENT ON COLUMN disaster_step.todo IS 'What people are to do, in one sentence.';
COMMENT ON COLUMN disaster_step.body IS 'Who issued the warning 发布机关, under number 文号, at issued.';
COMMENT ON COLUMN disaster_step.areas IS 'Divisions that are warned, with all below them.';
CREATE INDEX disaster_step_entry ON disaster_step (entry);
CREATE INDEX disaster_event_going ON disaster_event (until) WHERE ended IS NULL;

CREATE TABLE disaster_reached (
  event   uuid NOT NULL REFERENCES disaster_event,
  village uuid NOT NULL REFERENCES division,
  n       int  NOT NULL CHECK (n > 0),
  reached boolean NOT NULL,
  means   text NOT NULL CHECK (means IN ('loudspeaker', 'sms', 'wechat', 'door', 'phone', 'other')),
  note    text NOT NULL DEFAULT '',
  actor   uuid NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry   bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (event, village, n)
);
COMMENT ON TABLE disaster_reached IS 'That a village was told, and by what means; the last row counts, reached = false takes it back.';
CREATE INDEX disaster_reached_entry ON disaster_reached (entry);

CREATE TRIGGER disaster_step_kept BEFORE UPDATE OR DELETE ON disaster_step FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disaster_reached_kept BEFORE UPDATE OR DELETE ON disaster_reached FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (tag, until, ended, report) ON disaster_event TO diming_server;
GRANT SELECT, INSERT ON disaster_step, disaster_reached TO diming_server;
