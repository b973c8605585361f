-- Where a plate lies: where its address or place lies now. Used by signs/plate.

CREATE FUNCTION plate_division(of_address uuid, of_place uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT v.division FROM address_version v WHERE v.address = of_address AND upper_inf(v.recorded) ORDER BY lower(v.valid) DESC NULLS LAST LIMIT 1),
    (SELECT v.within FROM place_version v WHERE v.place = of_place AND upper_inf(v.recorded) ORDER BY lower(v.valid) DESC NULLS LAST LIMIT 1),
    of_place)
$$;
