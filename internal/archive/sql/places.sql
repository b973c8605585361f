-- Places as they stand: one row a place that is not withdrawn.
SELECT p.id, coalesce(n.text, '') AS name, coalesce(n.reading, '') AS pinyin, coalesce(n.reading_state, '') AS reading_state,
       v.class, c.name AS class_name, d.code AS division_code, d.name AS division_name, v.place_code,
       (SELECT string_agg(DISTINCT o.text, '、' ORDER BY o.text) FROM name_version o
         WHERE o.place = p.id AND upper_inf(o.recorded) AND o.text <> coalesce(n.text, '')) AS other_names,
       v.visibility, v.elevation_m, v.meaning, v.origin, v.history, v.description, v.heritage, v.given_position, v.source,
       lower(v.valid) AS valid_from, upper(v.valid) AS valid_to, v.version,
       ST_AsText(%s, 30) AS "WKT"
FROM place p
JOIN place_version v ON v.place = p.id AND upper_inf(v.recorded) AND v.valid @> '%s'::date
LEFT JOIN place_class c ON c.code = v.class
LEFT JOIN name_version n ON n.place = p.id AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) AND n.valid @> '%[2]s'::date
LEFT JOIN division_version d ON d.division = v.within AND upper_inf(d.recorded) AND d.valid @> '%[2]s'::date
WHERE p.withdrawn IS NULL %s
ORDER BY p.id
