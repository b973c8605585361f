-- Public places that are not divisions, with their standard name in the
-- language of the map: $1 the places, or NULL for all. A place is there while
-- both it and its name hold.
WITH spelling AS (
  SELECT place, text, reading, valid,
         rank() OVER (PARTITION BY place ORDER BY
           CASE WHEN lang = 'zh-Hans' THEN 0 WHEN lang = 'zh-Hant' THEN 1 WHEN lang LIKE 'zh%' THEN 2 ELSE 3 END, lang) AS choice
  FROM public_name
  WHERE kind = 'standard' AND upper_inf(recorded) AND ($1::uuid[] IS NULL OR place = ANY($1))
)
SELECT p.place, s.text AS name, s.reading AS pinyin, p.class, c.rank, (p.valid * s.valid)::text AS valid,
       ST_AsBinary(coalesce(p.location, ST_PointOnSurface(p.extent))) AS point,
       CASE WHEN p.class ~ '^(12|23)' THEN ST_AsBinary(p.extent) END AS extent
FROM public_place p
JOIN spelling s ON s.place = p.place AND s.choice = 1 AND s.valid && p.valid
JOIN place_class c ON c.code = p.class
WHERE upper_inf(p.recorded) AND NOT ST_IsEmpty(coalesce(p.location, p.extent))
  AND ($1::uuid[] IS NULL OR p.place = ANY($1))
  AND NOT EXISTS (SELECT FROM public_division d WHERE d.division = p.place)
ORDER BY p.place, valid
