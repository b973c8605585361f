-- Two times: every table of versions has valid (when it was so in law),
-- recorded (when the register said so), entry (the ledger entry that wrote
-- the version) and closed_by (the entry that ended its recorded time).
-- This guard lets an open version be closed once and refuses all else.

CREATE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unchanged record;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION '% keeps every version: % refused', TG_TABLE_NAME, TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT upper_inf(OLD.recorded) THEN
    RAISE EXCEPTION '%: version % is closed and never changes', TG_TABLE_NAME, OLD.version
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  unchanged := NEW;
  unchanged.recorded := OLD.recorded;
  unchanged.closed_by := OLD.closed_by;
  IF upper_inf(NEW.recorded) OR NEW.closed_by IS NULL
     OR lower(NEW.recorded) IS DISTINCT FROM lower(OLD.recorded)
     OR unchanged IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '%: version % can only be closed, by a named ledger entry', TG_TABLE_NAME, OLD.version
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- One call per table of versions, so that none is left unguarded.
CREATE FUNCTION guard_versions_of(tbl regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER versions_kept BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION guard_version()', tbl);
  EXECUTE format('CREATE TRIGGER versions_never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE (recorded, closed_by) ON %s TO diming_server', tbl);
END $$;
