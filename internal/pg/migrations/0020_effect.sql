-- What an approved renaming touched, kept with its case: the list that was
-- simulated before the decision, as it stood in the deciding transaction.
-- Written by gazetteer/cases.

CREATE TABLE case_effect (
  name_case uuid NOT NULL REFERENCES name_case,
  item      uuid NOT NULL REFERENCES case_item,
  kind      text NOT NULL CHECK (kind <> ''),
  object    text NOT NULL CHECK (object <> ''),
  PRIMARY KEY (name_case, item, kind, object)
);
COMMENT ON TABLE case_effect IS 'Signs, pages, addresses and other things that say the former name and have to say the new one.';
CREATE TRIGGER effect_kept BEFORE UPDATE OR DELETE ON case_effect FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON case_effect TO diming_server;
