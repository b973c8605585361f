-- The office's own lists: local wording rules, the reserve of names 地名储备库
-- and the place-name plan 地名方案, which belong to places, and the sizes that
-- generic parts want. naming_word is written by package gazetteer.

ALTER TABLE naming_word
  ADD COLUMN division uuid REFERENCES division,
  ADD COLUMN bounds   text NOT NULL DEFAULT '' CHECK (octet_length(bounds) <= 1000),
  ADD CHECK (division IS NULL OR list IN ('reserve', 'plan')),
  ADD CHECK (bounds = '' OR list = 'generics'),
  ADD CHECK (NOT dropped OR list NOT IN ('wording', 'reserve', 'plan'));
COMMENT ON COLUMN naming_word.division IS 'Of the reserve and the plan: where the name is for; NULL: anywhere.';
COMMENT ON COLUMN naming_word.bounds IS 'Of a generic part: JSON of how large the thing must be (naming.SizeRow); empty: not said.';
DROP INDEX naming_word_once;
CREATE UNIQUE INDEX naming_word_once ON naming_word (list, text, (CASE WHEN list IN ('generics', 'wording', 'reserve', 'plan') THEN kind ELSE '' END),
  coalesce(division, '00000000-0000-0000-0000-000000000000')) WHERE ended IS NULL;
COMMENT ON INDEX naming_word_once IS 'An entry once in a list: where the kind is a class, once for each class and place.';
