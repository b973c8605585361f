-- A name of a case that the office proposes to refuse 拟不批准, so that the
-- others of the case go on. Written by gazetteer/cases.

ALTER TABLE case_item
  ADD COLUMN aside text NOT NULL DEFAULT '',
  ADD COLUMN aside_finding uuid REFERENCES case_finding,
  ADD COLUMN aside_entry bigint REFERENCES ledger_entry,
  ADD CHECK ((aside = '') = (aside_entry IS NULL)),
  ADD CHECK (aside <> '' OR aside_finding IS NULL),
  ADD CHECK (aside = '' OR outcome <> 'approved' OR approved_text <> text);
COMMENT ON COLUMN case_item.aside IS 'Why the office proposes to refuse the name as proposed; empty where it does not. What stands against the name then holds the case no longer; the reply may refuse it or approve an alternative.';
COMMENT ON COLUMN case_item.aside_finding IS 'The finding that is the reason.';
