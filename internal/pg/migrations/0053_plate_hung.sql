-- How well it was known where a plate was hung, and how far from where it
-- belongs. Written by signs/plate.

ALTER TABLE plate_step
  ADD accuracy_m double precision CHECK (accuracy_m >= 0 AND accuracy_m < 1e7),
  ADD away_m     double precision CHECK (away_m >= 0 AND away_m < 1e8);
COMMENT ON COLUMN plate_step.accuracy_m IS 'What the phone said of its own position, metres; NULL where nothing said so.';
COMMENT ON COLUMN plate_step.away_m IS 'From the position to where the plate of the address belongs, metres along the sphere (0.6 % at most from the ellipsoid), as the register had it then; NULL where it did not know. Where it is beyond the setting, note says why.';
