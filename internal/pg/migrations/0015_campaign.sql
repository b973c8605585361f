-- Clean-up drives 不规范地名清理整治 over the register: their runs, the names
-- that a run hit with the evidence, and every decision about them (民发〔2018〕
-- 146号). Written by gazetteer/campaign.

CREATE TABLE campaign (
  id       uuid PRIMARY KEY,
  title    text NOT NULL CHECK (title <> ''),
  division uuid NOT NULL REFERENCES division,
  classes  text[] NOT NULL DEFAULT '{}',
  basis    text NOT NULL CHECK (basis <> ''),
  begun_on date NOT NULL,
  ended_on date CHECK (ended_on >= begun_on),
  entry    bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON COLUMN campaign.classes IS 'Beginnings of the class codes that are looked at; empty for all.';

CREATE TABLE campaign_run (
  id         uuid PRIMARY KEY,
  campaign   uuid NOT NULL REFERENCES campaign,
  actor      uuid NOT NULL,
  state      text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  queued     timestamptz NOT NULL DEFAULT clock_timestamp(),
  started    timestamptz,
  finished   timestamptz,
  attempts   integer NOT NULL DEFAULT 0,
  cancel     boolean NOT NULL DEFAULT false,
  holder     uuid,
  lease      timestamptz,
  done_to    uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  rows_done  bigint NOT NULL DEFAULT 0,
  rows_total bigint NOT NULL DEFAULT 0,
  hits       bigint NOT NULL DEFAULT 0,
  vanished   bigint NOT NULL DEFAULT 0,
  rules      text NOT NULL DEFAULT '',
  failure    text NOT NULL DEFAULT '',
  CHECK ((holder IS NULL) = (lease IS NULL)),
  CHECK (holder IS NULL OR state = 'running')
);
COMMENT ON COLUMN campaign_run.done_to IS 'The last place that was looked at: who takes the run up goes on after it.';
CREATE UNIQUE INDEX campaign_run_one ON campaign_run (campaign) WHERE state IN ('queued', 'running');

CREATE TABLE campaign_item (
  id        uuid PRIMARY KEY,
  campaign  uuid NOT NULL REFERENCES campaign,
  place     uuid NOT NULL REFERENCES place,
  name      text NOT NULL,
  class     text NOT NULL,
  checks    text[] NOT NULL,
  findings  text NOT NULL,
  rules     text NOT NULL,
  seen_run  uuid NOT NULL REFERENCES campaign_run,
  vanished  boolean NOT NULL DEFAULT false,
  state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'case_opened', 'done')),
  decision  text CHECK (decision IN ('rename', 'keep', 'out_of_scope', 'look_into')),
  name_case uuid,
  UNIQUE (campaign, place, name),
  CHECK (state IN ('open', 'done') OR decision IS NOT DISTINCT FROM 'rename'),
  CHECK ((state = 'case_opened') <= (name_case IS NOT NULL))
);
COMMENT ON TABLE  campaign_item IS 'One standing name that a test hit. A place that is renamed and hit again is another item.';
COMMENT ON COLUMN campaign_item.findings IS 'JSON: what the tests said, with the articles and the words, by the rules of the column rules.';
COMMENT ON COLUMN campaign_item.vanished IS 'The last run no longer hit it.';
CREATE INDEX campaign_item_list ON campaign_item (campaign, id);

CREATE TABLE campaign_decision (
  id       uuid PRIMARY KEY,
  item     uuid NOT NULL REFERENCES campaign_item,
  decision text NOT NULL CHECK (decision IN ('rename', 'keep', 'out_of_scope', 'look_into')),
  reason   text NOT NULL CHECK (reason <> ''),
  evidence text NOT NULL DEFAULT '',
  actor    uuid NOT NULL,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  entry    bigint NOT NULL REFERENCES ledger_entry,
  CONSTRAINT campaign_evidence CHECK (decision <> 'rename' OR evidence <> '')
);
COMMENT ON TABLE campaign_decision IS 'Who decided what of an item, and on what evidence: a name with a history is not swept away without one. The latest holds; none is changed.';
CREATE INDEX campaign_decision_item ON campaign_decision (item, id);

-- The server cannot write an item's decision: only the record of one does.
CREATE FUNCTION take_campaign_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE campaign_item SET decision = NEW.decision,
    state = CASE NEW.decision WHEN 'rename' THEN 'decided' WHEN 'look_into' THEN 'open' ELSE 'done' END
  WHERE id = NEW.item AND name_case IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the item has become a case' USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_case';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER campaign_decided AFTER INSERT ON campaign_decision FOR EACH ROW EXECUTE FUNCTION take_campaign_decision();
CREATE TRIGGER campaign_decision_kept BEFORE UPDATE OR DELETE ON campaign_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (ended_on, entry) ON campaign TO diming_server;
GRANT SELECT, INSERT, UPDATE ON campaign_run TO diming_server;
GRANT SELECT, INSERT (id, campaign, place, name, class, checks, findings, rules, seen_run),
  UPDATE (checks, findings, rules, seen_run, vanished, state, name_case) ON campaign_item TO diming_server;
GRANT SELECT, INSERT ON campaign_decision TO diming_server;
