-- Divisions as they stand, with their areas.
SELECT o.id, v.code, v.code_system, v.name, v.level, v.type, p.code AS parent_code, p.name AS parent_name,
       v.area_source, v.area_basis, ST_X(v.seat) AS seat_lon, ST_Y(v.seat) AS seat_lat, v.visibility, v.source,
       lower(v.valid) AS valid_from, upper(v.valid) AS valid_to, v.version,
       ST_AsText(v.area, 30) AS "WKT"
FROM division o
JOIN division_version v ON v.division = o.id AND upper_inf(v.recorded) AND v.valid @> '%s'::date
LEFT JOIN division_version p ON p.division = v.parent AND upper_inf(p.recorded) AND p.valid @> '%[1]s'::date
WHERE o.withdrawn IS NULL
ORDER BY o.id
