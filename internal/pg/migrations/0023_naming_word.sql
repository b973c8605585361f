-- What an office adds to the word lists of the rules of names, and takes out of
-- them. Written by package gazetteer.

CREATE TABLE naming_word (
  id      uuid PRIMARY KEY,
  list    text NOT NULL CHECK (list <> ''),
  text    text NOT NULL CHECK (text <> ''),
  kind    text NOT NULL DEFAULT '',
  note    text NOT NULL DEFAULT '',
  source  text NOT NULL CHECK (source <> ''),
  dropped boolean NOT NULL DEFAULT false,
  added   bigint NOT NULL REFERENCES ledger_entry,
  ended   bigint REFERENCES ledger_entry
);
COMMENT ON COLUMN naming_word.dropped IS 'The word is taken out of the list that comes with the program, instead of being added.';
CREATE UNIQUE INDEX naming_word_once ON naming_word (list, text) WHERE ended IS NULL;
GRANT SELECT, INSERT, UPDATE (ended) ON naming_word TO diming_server;
