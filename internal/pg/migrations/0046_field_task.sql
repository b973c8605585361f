-- What a phone works on: the field work of a joint inspection or of a special
-- check, or the patrols under a contract of entrusted management, which go by
-- the contract's own id.
CREATE VIEW field_task AS
  SELECT id, CASE WHEN round IS NULL THEN 'special' ELSE 'round' END AS kind, line, revision, due, stretch,
    state NOT IN ('signed', 'submitted', 'filed', 'archived', 'cancelled') AS open,
    state NOT IN ('archived', 'cancelled') AS listed,
    state = 'cancelled' AS given_up
  FROM boundary_task
  UNION ALL
  SELECT id, 'patrol', line, CASE WHEN ended_on IS NULL THEN 1 ELSE 2 END, coalesce(ended_on, to_on), NULL,
    true,
    current_date BETWEEN from_on AND coalesce(ended_on, to_on),
    coalesce(ended_on < current_date, false)
  FROM upkeep_contract;
COMMENT ON VIEW field_task IS 'What phones work on. A contract always takes what comes of its patrols: whether a patrol lies within it is judged by when it was made, not by when it came.';
GRANT SELECT ON field_task TO diming_server;
