-- Labels of divisions: $1 the divisions, or NULL for all. A division has the
-- name of its standard Chinese name while one is held, else that of its
-- version. The point is the seat, or the public location of the place, if it
-- lies in the area or no area is held; else it is null and found in the area.
-- Names are looked up division by division, by index: a join with the names of
-- all places takes divisions times places where the planner guesses wrong.
WITH version AS MATERIALIZED (
  SELECT d.version, d.division, d.code, d.name, d.level, d.valid,
         CASE WHEN NOT ST_IsEmpty(d.area) THEN d.area END AS area,
         coalesce(CASE WHEN NOT ST_IsEmpty(d.seat) THEN d.seat END, (SELECT p.location FROM public_place p
                           WHERE p.place = d.division AND upper_inf(p.recorded) AND NOT ST_IsEmpty(p.location)
                             AND p.valid && d.valid
                           ORDER BY p.valid DESC LIMIT 1)) AS seat
  FROM public_division d
  WHERE upper_inf(d.recorded) AND ($1::uuid[] IS NULL OR d.division = ANY($1))
)
SELECT v.division, v.code, n.name, n.pinyin, v.level,
       coalesce((SELECT min(c.rank) FROM public_place p JOIN place_class c ON c.code = p.class
                 WHERE p.place = v.division AND upper_inf(p.recorded)), v.level)::smallint AS rank,
       n.valid::text,
       ST_AsBinary(CASE WHEN v.area IS NULL OR ST_Covers(v.area, v.seat) THEN v.seat END) AS point,
       ST_AsBinary(v.area) AS area
FROM version v CROSS JOIN LATERAL (
  WITH spelling AS (
    SELECT text, reading, valid,
           rank() OVER (ORDER BY
             CASE WHEN lang = 'zh-Hans' THEN 0 WHEN lang = 'zh-Hant' THEN 1 WHEN lang LIKE 'zh%' THEN 2 ELSE 3 END, lang) AS choice
    FROM public_name
    WHERE place = v.division AND kind = 'standard' AND upper_inf(recorded) AND lang LIKE 'zh%'
  )
  SELECT text AS name, reading AS pinyin, v.valid * valid AS valid
  FROM spelling WHERE choice = 1 AND valid && v.valid
  UNION ALL
  SELECT v.name, '', unnest(datemultirange(v.valid) - coalesce(
           (SELECT range_agg(valid) FROM spelling WHERE choice = 1), '{}'::datemultirange))
) n
WHERE coalesce(v.area, v.seat) IS NOT NULL
ORDER BY v.division, n.valid
