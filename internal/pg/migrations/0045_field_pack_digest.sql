-- By what the contents of a pack are known again. Written by boundaries/fieldsync.

ALTER TABLE field_pack ADD COLUMN digest text NOT NULL DEFAULT '';
COMMENT ON COLUMN field_pack.digest IS 'SHA-256 of what is in it: the same contents are the same pack, and a phone that was cut off goes on where it was.';
CREATE INDEX field_pack_device ON field_pack (device, task);
