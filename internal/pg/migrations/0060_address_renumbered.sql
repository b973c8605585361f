-- What the numbering scheme said against a number that was given at the counter
-- for addresses, and the number that is given anew before its certificate.
-- Written by gazetteer/addresscase.

ALTER TABLE address_application
  ADD COLUMN made boolean NOT NULL DEFAULT false,
  ADD CHECK (NOT made OR address IS NOT NULL);
COMMENT ON COLUMN address_application.made IS 'The address was made for this application; until a certificate of it is issued it may be put right, or withdrawn for another.';
UPDATE address_application p SET made = true WHERE EXISTS (SELECT FROM address_version v JOIN ledger_entry e ON e.id = v.entry
  WHERE v.address = p.address AND e.action = 'address.add' AND e.body::jsonb ->> 'reason' = '申请 ' || p.number);
GRANT UPDATE (made) ON address_application TO diming_server;

ALTER TABLE address_application_step
  DROP CONSTRAINT address_application_step_step_check,
  ADD CONSTRAINT address_application_step_step_check
    CHECK (step IN ('receive', 'ask', 'complete', 'accept', 'see', 'number', 'renumber', 'refuse', 'certify', 'hand_over', 'withdraw')),
  ADD COLUMN against text NOT NULL DEFAULT '',
  ADD CONSTRAINT address_application_step_against CHECK (against = '' OR step IN ('number', 'renumber') AND btrim(note) <> ''),
  ADD CONSTRAINT address_application_step_renumbers CHECK (step <> 'renumber' OR from_state = 'numbered' AND to_state = 'numbered' AND btrim(note) <> '');
COMMENT ON COLUMN address_application_step.against IS 'What the numbering scheme says against the number that was given; the note says why it was given all the same.';
