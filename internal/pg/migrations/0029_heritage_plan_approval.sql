-- A protection plan is written by one person and approved by another; only an
-- approved one lets a listed name be renamed (地名管理条例 art. 25; who approves
-- is left to the place). Written by gazetteer/heritage.

CREATE TABLE heritage_plan_approval (
  plan        uuid PRIMARY KEY REFERENCES heritage_plan,
  approved_by uuid NOT NULL,
  approved_on date NOT NULL,
  note        text NOT NULL DEFAULT '',
  entry       bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE  heritage_plan_approval IS 'That a protection plan was approved; a plan without one does not yet count. Never taken back: a plan that is no longer right is followed by another.';
COMMENT ON COLUMN heritage_plan_approval.note IS 'The opinion with which it was approved.';

-- Nobody approves what they wrote; who wrote a plan stands in its ledger entry.
CREATE FUNCTION guard_heritage_plan_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM heritage_plan p JOIN ledger_entry e ON e.id = p.entry WHERE p.id = NEW.plan AND e.actor = NEW.approved_by) THEN
    RAISE EXCEPTION 'nobody approves a plan of their own' USING ERRCODE = 'check_violation', CONSTRAINT = 'heritage_own_plan';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER heritage_plan_approved_by_another BEFORE INSERT ON heritage_plan_approval
  FOR EACH ROW EXECUTE FUNCTION guard_heritage_plan_approval();
CREATE TRIGGER heritage_plan_approval_kept BEFORE UPDATE OR DELETE ON heritage_plan_approval
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- As in 0012, but the plan must have been approved.
CREATE OR REPLACE FUNCTION refuse_unplanned_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  item record;
BEGIN
  FOR item IN
    SELECT h.id, h.place, h.name, h.listed_on FROM heritage_item h
    WHERE h.state NOT IN ('delisted', 'dropped')
      AND h.place IN (SELECT place FROM made WHERE kind = 'standard' AND lang = 'zh-Hans' AND upper_inf(recorded))
    ORDER BY h.id FOR SHARE
  LOOP
    IF item.listed_on IS NOT NULL AND NOT EXISTS (SELECT FROM heritage_plan p JOIN heritage_plan_approval a ON a.plan = p.id WHERE p.item = item.id)
       AND EXISTS (SELECT FROM made m WHERE m.place = item.place AND m.kind = 'standard' AND m.lang = 'zh-Hans' AND upper_inf(m.recorded)
         AND m.text <> item.name AND m.valid && daterange(item.listed_on, NULL)) THEN
      RAISE EXCEPTION '% is on a protection list: a renaming needs an approved protection plan first', item.name
        USING ERRCODE = 'check_violation', CONSTRAINT = 'heritage_plan_first';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

GRANT SELECT, INSERT ON heritage_plan_approval TO diming_server;
