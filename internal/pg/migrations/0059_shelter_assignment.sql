-- Which shelters a village goes to, for each kind of disaster, and what nobody
-- can cross on the way. Written by shelters/assign.

CREATE TABLE barrier (
  id      uuid PRIMARY KEY,
  county  uuid NOT NULL REFERENCES division,
  kind    text NOT NULL CHECK (kind IN ('river', 'ravine', 'dam', 'slope', 'other')),
  name    text NOT NULL CHECK (name <> '' AND char_length(name) <= 60),
  hazards text[] NOT NULL CHECK (hazards <@ '{typhoon,flood,landslide,earthquake,fire,cold,other}' AND cardinality(hazards) > 0),
  line    geometry(LineString, 4490) NOT NULL CHECK (NOT ST_IsEmpty(line)),
  ended   date,
  tag     bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE barrier IS 'A line that people cannot cross in the named disasters, drawn by an officer; CGCS2000.';
CREATE INDEX barrier_line ON barrier USING gist (line) WHERE ended IS NULL;

CREATE TABLE assignment_plan (
  id     uuid PRIMARY KEY,
  county uuid NOT NULL REFERENCES division,
  hazard text NOT NULL CHECK (hazard IN ('typhoon', 'flood', 'landslide', 'earthquake', 'fire', 'cold', 'other')),
  made   timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor  uuid NOT NULL,
  entry  bigint NOT NULL REFERENCES ledger_entry
);
COMMENT ON TABLE assignment_plan IS 'A whole assignment of a county for a kind of disaster; the one made last counts.';
CREATE INDEX assignment_plan_last  ON assignment_plan (county, hazard, made DESC);
CREATE INDEX assignment_plan_entry ON assignment_plan (entry);

CREATE TABLE assignment (
  plan       uuid NOT NULL REFERENCES assignment_plan,
  village    uuid NOT NULL REFERENCES division,
  shelter    uuid NOT NULL REFERENCES shelter,
  places     int  NOT NULL CHECK (places > 0),
  distance_m double precision NOT NULL CHECK (distance_m >= 0 AND distance_m < 1e7),
  byhand     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (plan, village, shelter)
);
COMMENT ON COLUMN assignment.places IS 'How many of the village find a place there.';
COMMENT ON COLUMN assignment.distance_m IS 'From the village''s point to the shelter, on the ellipsoid, metres, in a straight line.';
CREATE INDEX assignment_shelter ON assignment (shelter);

CREATE TABLE assignment_short (
  plan    uuid NOT NULL REFERENCES assignment_plan,
  village uuid NOT NULL REFERENCES division,
  people  int  NOT NULL CHECK (people >= 0),
  why     text NOT NULL CHECK (why IN ('full', 'cut_off', 'too_far', 'no_point', 'no_number')),
  PRIMARY KEY (plan, village, why)
);
COMMENT ON TABLE assignment_short IS 'For how many of a village the plan has no place, and why; people is 0 where their number is not known (no_number).';

CREATE TRIGGER assignment_kept BEFORE UPDATE OR DELETE ON assignment FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assignment_short_kept BEFORE UPDATE OR DELETE ON assignment_short FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT, UPDATE (name, hazards, line, ended, tag) ON barrier TO diming_server;
GRANT SELECT, INSERT ON assignment_plan, assignment, assignment_short TO diming_server;

CREATE VIEW assignment_now AS
  SELECT p.county, p.hazard, p.made, a.* FROM assignment a
  JOIN (SELECT DISTINCT ON (county, hazard) id, county, hazard, made FROM assignment_plan ORDER BY county, hazard, made DESC, id DESC) p ON p.id = a.plan;
GRANT SELECT ON assignment_now TO diming_server;
