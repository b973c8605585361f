-- Clean-up drives: which tests a drive makes, who sees to an item, and an item
-- that follows the name case opened from it. Written by gazetteer/campaign.

ALTER TABLE campaign ADD COLUMN tests text[] NOT NULL DEFAULT '{}' CHECK (tests <@ ARRAY['大', '洋', '怪', '重']);
COMMENT ON COLUMN campaign.tests IS 'The tests of the notice that are made; empty for all.';

ALTER TABLE campaign_item ADD COLUMN owner uuid;
COMMENT ON COLUMN campaign_item.owner IS 'The account that sees to the item; NULL for nobody yet.';
CREATE INDEX campaign_item_case ON campaign_item (name_case) WHERE name_case IS NOT NULL;

-- An item follows its case: it is done when the case's decision changed or
-- ended the name, and may become another case when this one came to nothing.
-- Deferred to the commit, when all of the case's step is written. What it
-- rests on is the case's own entry of the ledger.
CREATE FUNCTION follow_name_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE campaign_item i SET state = 'done'
  WHERE i.name_case = NEW.id AND i.state = 'case_opened' AND NEW.state IN ('approved', 'in_force')
    AND EXISTS (SELECT FROM case_item c WHERE c.name_case = NEW.id AND c.place = i.place AND c.outcome = 'approved');
  UPDATE campaign_item i SET state = 'decided', name_case = NULL
  WHERE i.name_case = NEW.id AND i.state = 'case_opened'
    AND (NEW.state IN ('rejected', 'not_accepted', 'withdrawn')
      OR NEW.state IN ('approved', 'in_force') AND NOT EXISTS (SELECT FROM case_item c WHERE c.name_case = NEW.id AND c.place = i.place AND c.outcome <> 'refused'));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER campaign_item_follows AFTER UPDATE OF state ON name_case DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION follow_name_case();

GRANT UPDATE (owner) ON campaign_item TO diming_server;
