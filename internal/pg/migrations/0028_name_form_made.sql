-- With which merges of the local dialect the forms of names were made, so that
-- they are made again when a place adopts others. Written by package gazetteer.

CREATE TABLE name_form_made (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  dialect text NOT NULL
);
COMMENT ON TABLE name_form_made IS 'One row: the merges in which name_form.dialect was made, as naming.Merges.Names joined by spaces.';
INSERT INTO name_form_made (dialect) VALUES ('');
GRANT SELECT, UPDATE (dialect) ON name_form_made TO diming_server;
