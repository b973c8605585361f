-- The entries that a read pinned to a place in the chain must not know.
-- Belongs to internal/ledger; internal/version asks it.

CREATE FUNCTION ledger_after(pinned bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT entry FROM ledger_seal WHERE seq > pinned
  UNION ALL
  SELECT entry FROM ledger_pending
$$;
COMMENT ON FUNCTION ledger_after IS 'Entries sealed after seq pinned, or not sealed yet. A version written by one of them is not there for a read as of pinned, and one closed by such an entry still is.';

-- What closed a line's version is needed to read lines as of a place in the chain.
CREATE OR REPLACE VIEW public_boundary_line AS
  SELECT v.version, v.line, v.county, v.number, v.name, v.level, v.a_kind, v.a_division, v.b_kind, v.b_division, v.a_on_left,
         v.geom, v.length_m, v.valid, v.recorded, v.entry, v.closed_by
  FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
  WHERE v.visibility = 'public' AND l.withdrawn IS NULL;
