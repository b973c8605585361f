-- What tiles show beside divisions and places. Each view is published by the
-- package that writes its tables, for the tiles alone, in one shape:
--   object      what the feature is of
--   valid       the days on which it is shown so
--   geom        CGCS2000
--   owners      the divisions whose officers it concerns; none: it is public
--   attributes  what the feature says, flat
-- A state is that of now. It is told of the days since it came about and of no
-- earlier ones, of which it may not be true.

-- Published by gazetteer/address: doors and buildings, not what lies behind them.
CREATE VIEW address_point AS
  SELECT v.address AS object, v.valid, v.entrance AS geom, '{}'::uuid[] AS owners,
    jsonb_build_object('label', CASE WHEN v.number <> '' THEN v.number || v.insert_format || v.sub || '号' ELSE v.building || '幢' END, 'kind', v.kind) AS attributes
  FROM address_version v JOIN address a ON a.id = v.address
  WHERE upper_inf(v.recorded) AND v.visibility = 'public' AND a.withdrawn IS NULL AND v.entrance IS NOT NULL
    AND (v.number <> '' OR v.building <> '') AND v.unit = '' AND v.floor = '' AND v.room = '';

-- Which entries of the ledger touched which addresses; published by gazetteer/address.
CREATE VIEW address_touched AS
  SELECT entry, address FROM address_version
  UNION ALL SELECT closed_by, address FROM address_version WHERE closed_by IS NOT NULL
  UNION ALL SELECT entry, address FROM address_step;

-- Published by shelters: a shelter whose building failed is closed, whatever is said of it.
CREATE VIEW shelter_point AS
  SELECT v.shelter AS object, shown.valid, v.point AS geom, '{}'::uuid[] AS owners,
    jsonb_build_object('name', v.name, 'level', v.level, 'duration', v.duration, 'space', v.space, 'suits', array_to_string(v.suits, ','),
      'capacity', v.capacity, 'accessible', v.accessible, 'state', shown.state) AS attributes
  FROM shelter_version v JOIN shelter o ON o.id = v.shelter
  LEFT JOIN LATERAL (SELECT state, (said_at AT TIME ZONE 'Asia/Shanghai')::date AS since FROM shelter_report
    WHERE shelter = v.shelter ORDER BY said_at DESC, id DESC LIMIT 1) said ON true
  LEFT JOIN LATERAL (SELECT result, on_day FROM shelter_check
    WHERE shelter = v.shelter AND kind = 'appraisal' ORDER BY on_day DESC, n DESC LIMIT 1) appraisal ON true
  CROSS JOIN LATERAL (SELECT CASE WHEN appraisal.result = 'failed' THEN 'closed' ELSE coalesce(said.state, 'standby') END AS state,
    CASE WHEN appraisal.result = 'failed' THEN appraisal.on_day ELSE said.since END AS since) at
  CROSS JOIN LATERAL (
    SELECT v.valid * daterange(at.since, NULL) AS valid, at.state
    UNION ALL SELECT v.valid * daterange(NULL, at.since), '' WHERE at.since IS NOT NULL) shown
  WHERE upper_inf(v.recorded) AND v.visibility = 'public' AND o.withdrawn IS NULL AND NOT isempty(shown.valid);

-- Published by boundaries/marker.
CREATE VIEW office_marker AS
  SELECT v.marker AS object, shown.valid, v.point AS geom, array_remove(ARRAY[l.a_division, l.b_division], NULL) AS owners,
    jsonb_build_object('number', v.number, 'kind', v.kind, 'faces', v.faces, 'line', v.line, 'state', shown.state) AS attributes
  FROM marker_version v JOIN marker m ON m.id = v.marker
  JOIN LATERAL (SELECT a_division, b_division FROM boundary_line_version WHERE line = v.line AND upper_inf(recorded)
    ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) l ON true
  LEFT JOIN LATERAL (SELECT on_day AS since FROM marker_step WHERE marker = v.marker ORDER BY n DESC LIMIT 1) last ON true
  CROSS JOIN LATERAL (
    SELECT v.valid * daterange(last.since, NULL) AS valid, m.state
    UNION ALL SELECT v.valid * daterange(NULL, last.since), '' WHERE last.since IS NOT NULL) shown
  WHERE upper_inf(v.recorded) AND m.withdrawn IS NULL AND NOT isempty(shown.valid);

-- Published by boundaries/line: what was agreed of a line, and by whom.
CREATE VIEW office_boundary_line AS
  SELECT v.line AS object, v.valid, v.geom, array_remove(ARRAY[v.a_division, v.b_division], NULL) AS owners,
    jsonb_build_object('number', v.number, 'name', v.name, 'level', v.level, 'agreement', v.agreement, 'approved_by', v.approved_by,
      'approval_no', v.approval_no, 'approved_on', coalesce(to_char(v.approved_on, 'YYYY-MM-DD'), '')) AS attributes
  FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
  WHERE upper_inf(v.recorded) AND l.withdrawn IS NULL;

-- Published by boundaries/upkeep: a dispute concerns the side that wrote it, and
-- the other one where it is shared.
CREATE VIEW office_dispute AS
  SELECT m.id AS object, stood.valid, l.geom,
    array_remove(ARRAY[CASE WHEN m.side = 'a' OR m.shared THEN l.a_division END, CASE WHEN m.side = 'b' OR m.shared THEN l.b_division END], NULL) AS owners,
    jsonb_build_object('title', m.title, 'line', m.line, 'state', m.state) AS attributes
  FROM upkeep_matter m JOIN boundary_line o ON o.id = m.line
  JOIN LATERAL (SELECT geom, a_division, b_division FROM boundary_line_version WHERE line = m.line AND upper_inf(recorded)
    ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) l ON true
  CROSS JOIN LATERAL (SELECT daterange(m.on_day, CASE WHEN m.closed_on IS NOT NULL THEN greatest(m.on_day, m.closed_on) END) AS valid) stood
  WHERE m.kind = 'dispute' AND o.withdrawn IS NULL AND NOT isempty(stood.valid);

-- Published by signs/plate: plates that hang or will, since their last step.
CREATE VIEW office_plate AS
  SELECT p.id AS object, daterange(coalesce(s.on_day, (e.at AT TIME ZONE 'Asia/Shanghai')::date), NULL) AS valid, p.point AS geom,
    array_remove(ARRAY[plate_division(p.address, p.place)], NULL) AS owners,
    jsonb_build_object('text', p.name || p.number, 'kind', p.kind, 'state', p.state) AS attributes
  FROM plate p JOIN ledger_entry e ON e.id = p.tag
  LEFT JOIN LATERAL (SELECT on_day FROM plate_step WHERE plate = p.id ORDER BY n DESC LIMIT 1) s ON true
  WHERE p.point IS NOT NULL AND p.state NOT IN ('replaced', 'removed', 'void');

-- Which entries of the ledger touched which plates; published by signs/plate.
CREATE VIEW plate_touched AS
  SELECT tag AS entry, id AS plate FROM plate
  UNION ALL SELECT entry, plate FROM plate_step;

-- Published by gazetteer/quality: what is found and not settled of a place.
CREATE VIEW draft_finding AS
  SELECT f.place AS object, daterange((f.found_at AT TIME ZONE 'Asia/Shanghai')::date, NULL) AS valid,
    coalesce(v.location, ST_PointOnSurface(v.extent)) AS geom, ARRAY[coalesce(v.within, f.place)] AS owners,
    jsonb_build_object('check', f.check_id, 'state', f.state, 'detail', f.detail) AS attributes
  FROM quality_finding f JOIN place p ON p.id = f.place
  JOIN LATERAL (SELECT within, location, extent FROM place_version WHERE place = f.place AND upper_inf(recorded)
    ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) v ON true
  WHERE f.state IN ('open', 'assigned') AND p.withdrawn IS NULL AND NOT ST_IsEmpty(coalesce(v.location, v.extent));

-- Published by gazetteer/cases: names that are proposed, until they stand.
CREATE VIEW draft_proposal AS
  SELECT i.id AS object, daterange(c.opened_on, NULL) AS valid, at.geom, ARRAY[c.division] AS owners,
    jsonb_build_object('number', c.number, 'kind', c.kind, 'text', i.text, 'class', i.class, 'state', c.state) AS attributes
  FROM case_item i JOIN name_case c ON c.id = i.name_case
  LEFT JOIN LATERAL (SELECT location, extent FROM place_version WHERE place = i.place AND upper_inf(recorded)
    ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) v ON true
  CROSS JOIN LATERAL (SELECT coalesce(i.location, ST_PointOnSurface(i.extent), v.location, ST_PointOnSurface(v.extent)) AS geom) at
  WHERE i.dropped IS NULL AND i.outcome = 'open' AND NOT ST_IsEmpty(at.geom)
    AND c.state IN ('submitted', 'correction', 'accepted', 'returned', 'consulting', 'reviewed', 'requested', 'approved');

CREATE TABLE tile_feature (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  layer      text      NOT NULL,
  object     uuid      NOT NULL,
  min_zoom   smallint  NOT NULL,
  max_zoom   smallint  NOT NULL CHECK (max_zoom >= min_zoom),
  valid      daterange NOT NULL CHECK (NOT isempty(valid)),
  seen_by    uuid[]    NOT NULL,
  attributes jsonb     NOT NULL CHECK (jsonb_typeof(attributes) = 'object'),
  geom       geometry(Geometry, 3857) NOT NULL CHECK (NOT ST_IsEmpty(geom))
);
COMMENT ON TABLE tile_feature IS 'What the views above show, in EPSG:3857 and generalised by run of zooms: a projection that may be emptied and built again. Written by tiles.';
COMMENT ON COLUMN tile_feature.seen_by IS 'The divisions that it concerns and all above them: whoever has the layer''s role in one of these sees it. Not looked at in public layers.';
CREATE INDEX tile_feature_geom   ON tile_feature USING gist (layer, geom);
CREATE INDEX tile_feature_object ON tile_feature (layer, object);

-- What changed is kept as the cells of the tiles' own grid that it touches.
DROP TABLE tile_change;
CREATE TABLE tile_change (
  id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  cells bigint[] NOT NULL
);
COMMENT ON TABLE tile_change IS 'One row for each update of the tables of tiles: which tiles it touches, the old state and the new. Every server drops those from its cache, whichever of them made the change. Rows are kept for a day.';
COMMENT ON COLUMN tile_change.cells IS 'Each stands for the tiles of one zoom below one cell of the quadtree; tiles/cell.go packs them.';
CREATE INDEX tile_change_at ON tile_change (at);

GRANT SELECT ON address_point, address_touched, shelter_point, office_marker, office_boundary_line, office_dispute, office_plate, plate_touched,
  draft_finding, draft_proposal TO diming_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON tile_feature, tile_change TO diming_server;
