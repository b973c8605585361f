-- Papers of division cases as documents: the name to save them under and their
-- length. Written by gazetteer/redivision.

ALTER TABLE redivision_paper ADD COLUMN name text NOT NULL DEFAULT '', ADD COLUMN size_bytes bigint NOT NULL DEFAULT 0 CHECK (size_bytes >= 0);
UPDATE redivision_paper SET name = kind, media_type = CASE media_type WHEN '' THEN 'application/octet-stream' ELSE media_type END WHERE digest <> '';
ALTER TABLE redivision_paper ADD CONSTRAINT redivision_paper_named CHECK (digest = '' OR name <> '' AND media_type <> '');
