-- Which place-name plans are for a class and a place is asked at every check of
-- a name, however many names they hold. Written by package gazetteer.

CREATE INDEX naming_word_plan ON naming_word (kind, (coalesce(division, '00000000-0000-0000-0000-000000000000')), source)
  WHERE ended IS NULL AND list = 'plan';
COMMENT ON INDEX naming_word_plan IS 'Leaps from one plan to the next (gazetteer/planned.go).';
