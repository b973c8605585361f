-- What others may ask of protection lists: the listed names that may not be
-- changed, having no approved plan. Published by gazetteer/heritage.

CREATE VIEW heritage_unplanned AS
  SELECT i.place, i.name, i.listed_on, b.title AS list
  FROM heritage_item i JOIN heritage_batch b ON b.id = i.batch
  WHERE i.state = 'listed'
    AND NOT EXISTS (SELECT FROM heritage_plan p JOIN heritage_plan_approval a ON a.plan = p.id WHERE p.item = i.id);
COMMENT ON VIEW heritage_unplanned IS 'Listed names without an approved protection plan: another standard name from listed_on on is refused (heritage_plan_first).';

GRANT SELECT ON heritage_unplanned TO diming_server;
