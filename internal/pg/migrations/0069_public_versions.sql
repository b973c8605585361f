-- What is served of addresses and shelters without a log-in, for packages that
-- read and do not write them. Those of addresses belong to gazetteer/address,
-- the others to shelters.

CREATE VIEW public_address_version AS
  SELECT v.version, v.address, v.county, v.kind, v.main, v.division, v.settlement, v.way, v.number, v.sub, v.insert_format, v.compound,
         v.building, v.unit, v.floor, v.room, v.entrance, v.source, v.valid, v.recorded, v.entry, v.closed_by
  FROM address_version v JOIN address a ON a.id = v.address
  WHERE v.visibility = 'public' AND a.withdrawn IS NULL;
COMMENT ON VIEW public_address_version IS 'Public versions of addresses. Whoever tells of one must see to it that the names it is under are public too.';

CREATE VIEW public_address_step AS
  SELECT s.address, s.n, s.to_state, s.on_day, s.entry FROM address_step s
  WHERE EXISTS (SELECT FROM public_address_version v WHERE v.address = s.address);

CREATE VIEW public_shelter_version AS
  SELECT v.version, v.shelter, v.division, v.name, v.code, v.level, v.duration, v.space, v.suits, v.unfit, v.address, v.point, v.area,
         v.total_m2, v.effective_m2, v.indoor_m2, v.capacity, v.capacity_night, v.water, v.power, v.toilet, v.medical, v.accessible,
         v.keeper, v.duty_phone, v.source, v.valid, v.recorded, v.entry, v.closed_by
  FROM shelter_version v JOIN shelter s ON s.id = v.shelter
  WHERE v.visibility = 'public' AND s.withdrawn IS NULL;

CREATE VIEW public_shelter_report AS
  SELECT r.id, r.shelter, r.state, r.people, r.step, r.said_at, r.entry FROM shelter_report r
  WHERE EXISTS (SELECT FROM public_shelter_version v WHERE v.shelter = r.shelter);
COMMENT ON VIEW public_shelter_report IS 'What keepers said of public shelters, without who said it and their notes.';

CREATE VIEW public_shelter_appraisal AS
  SELECT c.shelter, c.n, c.on_day, c.result, c.entry FROM shelter_check c
  WHERE c.kind = 'appraisal' AND EXISTS (SELECT FROM public_shelter_version v WHERE v.shelter = c.shelter);
COMMENT ON VIEW public_shelter_appraisal IS 'How the safety appraisals of public shelters ended. One that failed last is closed, whatever is said of it.';

GRANT SELECT ON public_address_version, public_address_step, public_shelter_version, public_shelter_report, public_shelter_appraisal TO diming_server;
