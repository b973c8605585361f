-- Heritage names 地名文化遗产: protection lists 保护名录 in batches, what speaks
-- for each name, and the plan without which a listed name is not renamed
-- (地名管理条例 arts. 24 and 25). Written by gazetteer/heritage.

CREATE TABLE heritage_batch (
  id           uuid PRIMARY KEY,
  division     uuid NOT NULL REFERENCES division,
  title        text NOT NULL CHECK (title <> ''),
  year         smallint NOT NULL CHECK (year BETWEEN 1900 AND 2200),
  criteria     text NOT NULL CHECK (criteria <> ''),
  published_on date,
  entry        bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON COLUMN heritage_batch.criteria IS 'By what the names were chosen, in words, with the text it rests on.';
COMMENT ON COLUMN heritage_batch.published_on IS 'From that day its listed names are shown to everybody; NULL before.';

CREATE TABLE heritage_item (
  id          uuid PRIMARY KEY,
  batch       uuid NOT NULL REFERENCES heritage_batch,
  place       uuid NOT NULL REFERENCES place,
  name        text NOT NULL CHECK (name <> ''),
  class       text NOT NULL CHECK (class <> ''),
  reason      text NOT NULL CHECK (reason <> ''),
  state       text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'reviewed', 'listed', 'delisted', 'dropped')),
  proposed_by uuid NOT NULL,
  reviewed_by uuid,
  review      text NOT NULL DEFAULT '',
  listed_by   uuid,
  listed_on   date,
  ended_on    date,
  ended_why   text NOT NULL DEFAULT '',
  entry       bigint NOT NULL REFERENCES ledger_entry,
  CHECK ((state IN ('listed', 'delisted')) = (listed_on IS NOT NULL)),
  CHECK ((listed_on IS NULL) = (listed_by IS NULL)),
  CHECK ((state IN ('delisted', 'dropped')) = (ended_on IS NOT NULL)),
  CHECK ((ended_on IS NULL) = (ended_why = '')),
  CHECK (ended_on >= listed_on),
  CONSTRAINT heritage_own_proposal CHECK (listed_by <> proposed_by)
);
COMMENT ON COLUMN heritage_item.name IS 'The name that is protected: the standard name when it was listed.';
COMMENT ON COLUMN heritage_item.entry IS 'The ledger entry that last changed the item.';
CREATE UNIQUE INDEX heritage_item_once ON heritage_item (place) WHERE state IN ('proposed', 'reviewed', 'listed');
CREATE INDEX heritage_item_batch ON heritage_item (batch);
CREATE INDEX heritage_item_place ON heritage_item (place);

CREATE TABLE heritage_evidence (
  id     uuid PRIMARY KEY,
  item   uuid NOT NULL REFERENCES heritage_item,
  title  text NOT NULL CHECK (title <> ''),
  source text NOT NULL DEFAULT '',
  digest text NOT NULL DEFAULT '' CHECK (digest ~ '^([0-9a-f]{64})?$'),
  entry  bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON COLUMN heritage_evidence.source IS 'Where it stands: a book with its page, a stele, an archive''s number.';
COMMENT ON COLUMN heritage_evidence.digest IS 'SHA-256 of the document where it is held; empty otherwise.';
CREATE INDEX heritage_evidence_item ON heritage_evidence (item);

CREATE TABLE heritage_plan (
  id       uuid PRIMARY KEY,
  item     uuid NOT NULL REFERENCES heritage_item,
  measures text[] NOT NULL CHECK (cardinality(measures) > 0
             AND measures <@ ARRAY['marker', 'derived', 'living', 'product', 'publicity', 'other']),
  text     text NOT NULL CHECK (text <> ''),
  document text NOT NULL DEFAULT '',
  digest   text NOT NULL DEFAULT '' CHECK (digest ~ '^([0-9a-f]{64})?$'),
  drawn_on date NOT NULL,
  entry    bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE  heritage_plan IS 'Protective measures 保护方案; the latest of an item holds. Never changed, so that what was planned before a renaming stays.';
COMMENT ON COLUMN heritage_plan.measures IS 'marker 设立标志, derived 派生命名, living 活化使用, product 文化产品, publicity 宣传, other.';
CREATE INDEX heritage_plan_item ON heritage_plan (item);

-- An item goes from proposed over reviewed to listed, and is dropped or
-- delisted with a reason. A name is listed as it stands: the place's row is
-- locked, as by every renaming, so that neither overtakes the other.
CREATE FUNCTION guard_heritage_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'items of protection lists are kept: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN
     (('proposed', 'reviewed'), ('reviewed', 'listed'), ('listed', 'delisted'), ('proposed', 'dropped'), ('reviewed', 'dropped')) THEN
    RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'heritage_step';
  END IF;
  IF OLD.state <> 'listed' AND NEW.state = 'listed' THEN
    PERFORM FROM place WHERE id = NEW.place AND withdrawn IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM name_version WHERE place = NEW.place AND kind = 'standard' AND lang = 'zh-Hans'
        AND upper_inf(recorded) AND valid @> (now() AT TIME ZONE 'Asia/Shanghai')::date AND text = NEW.name) THEN
      RAISE EXCEPTION '% is not the standard name of the place', NEW.name USING ERRCODE = 'check_violation', CONSTRAINT = 'heritage_name_stands';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER heritage_item_kept BEFORE UPDATE OR DELETE ON heritage_item FOR EACH ROW EXECUTE FUNCTION guard_heritage_item();
CREATE TRIGGER heritage_item_never_emptied BEFORE TRUNCATE ON heritage_item FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A listed name is not renamed before a plan is recorded, whoever writes the
-- name. The item is locked: a listing that goes on at once is waited for.
CREATE FUNCTION refuse_unplanned_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  item record;
BEGIN
  FOR item IN
    SELECT h.id, h.place, h.name, h.listed_on FROM heritage_item h
    WHERE h.state NOT IN ('delisted', 'dropped')
      AND h.place IN (SELECT place FROM made WHERE kind = 'standard' AND lang = 'zh-Hans' AND upper_inf(recorded))
    ORDER BY h.id FOR SHARE
  LOOP
    IF item.listed_on IS NOT NULL AND NOT EXISTS (SELECT FROM heritage_plan p WHERE p.item = item.id)
       AND EXISTS (SELECT FROM made m WHERE m.place = item.place AND m.kind = 'standard' AND m.lang = 'zh-Hans' AND upper_inf(m.recorded)
         AND m.text <> item.name AND m.valid && daterange(item.listed_on, NULL)) THEN
      RAISE EXCEPTION '% is on a protection list: a renaming needs a protection plan first', item.name
        USING ERRCODE = 'check_violation', CONSTRAINT = 'heritage_plan_first';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER heritage_plan_first AFTER INSERT ON name_version REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unplanned_renaming();

GRANT SELECT, INSERT, UPDATE (published_on, entry) ON heritage_batch TO diming_server;
GRANT SELECT, INSERT, UPDATE (name, state, reviewed_by, review, listed_by, listed_on, ended_on, ended_why, entry) ON heritage_item TO diming_server;
GRANT SELECT, INSERT ON heritage_evidence, heritage_plan TO diming_server;
