-- Places 地名, their names, the claims that keep a name single in its scope,
-- and findings: what a register's own old contents hold against the rules.

CREATE TABLE place_class (
  code     text PRIMARY KEY CHECK (code ~ '^[0-9]{5}$'),
  name     text NOT NULL,
  name_en  text NOT NULL DEFAULT '',
  rank     smallint NOT NULL CHECK (rank BETWEEN 1 AND 9),
  verified boolean NOT NULL,
  basis    text NOT NULL
);
COMMENT ON TABLE place_class IS 'Class codes 地名类别 after GB/T 18521, as editable reference data: not the full standard; verified says whether the code was confirmed.';
COMMENT ON COLUMN place_class.rank IS 'Weight in search and on the map, 1 (province) to 9 (smallest).';

INSERT INTO place_class (code, name, name_en, rank, verified, basis) VALUES
  ('10000', '自然地理实体', 'Natural feature', 7, false, 'GB/T 18521 门类，未核'),
  ('11000', '海域', 'Sea area', 5, false, 'GB/T 18521 大类，未核'),
  ('12000', '陆地水系', 'Inland water', 6, false, 'GB/T 18521 大类，未核'),
  ('13000', '陆地地形', 'Landform', 6, false, 'GB/T 18521 大类，未核'),
  ('20000', '人文地理实体', 'Human-made feature', 7, false, 'GB/T 18521 门类，未核'),
  ('21100', '国家', 'Country', 1, false, '代码见于公开系统，未核'),
  ('21200', '省级行政区域', 'Province-level division', 1, false, '代码见于公开系统，未核'),
  ('21300', '地级行政区域', 'Prefecture-level division', 2, false, '代码见于公开系统，未核'),
  ('21400', '县级行政区域', 'County-level division', 3, false, '代码见于公开系统，未核'),
  ('21500', '乡级行政区域', 'Township-level division', 4, false, '代码见于公开系统，未核'),
  ('21610', '村民委员会', 'Village committee', 5, true, '见于国家地名数据库记录'),
  ('21620', '居民委员会', 'Residents'' committee', 5, true, '见于国家地名数据库记录'),
  ('21770', '区片', 'Locality', 6, true, '见于国家地名数据库记录'),
  ('22100', '城镇居民点', 'Urban settlement', 5, true, '民地办发〔2010〕1号 代码示例'),
  ('22200', '农村居民点', 'Rural settlement', 6, true, '见于国家地名数据库记录'),
  ('22300', '工矿点', 'Industrial or mining site', 7, false, '未核'),
  ('22400', '农林牧渔点', 'Farm, forest or fishing site', 7, false, '未核'),
  ('23000', '交通运输设施', 'Transport facility', 7, false, 'GB/T 18521 大类，未核'),
  ('23100', '海港、河港', 'Port', 7, false, '未核'),
  ('23200', '公路', 'Highway', 6, false, '未核'),
  ('23211', '国道', 'National highway', 5, false, '未核'),
  ('23212', '省道', 'Provincial highway', 6, false, '未核'),
  ('23213', '县道', 'County road', 7, false, '代码见于公开系统，未核'),
  ('23214', '乡道', 'Township road', 7, false, '代码见于公开系统，未核'),
  ('23300', '铁路', 'Railway', 6, false, '未核'),
  ('23400', '航空设施', 'Airport', 6, false, '未核'),
  ('23500', '城镇交通', 'Urban transport', 7, false, '未核'),
  ('23514', '道路、街巷', 'Street or lane', 7, false, '代码见于公开系统，未核'),
  ('23600', '交通附属设施', 'Bridge, tunnel, beacon', 7, false, '未核'),
  ('24000', '水利、电力、通信设施', 'Water, power, telecom facility', 7, false, 'GB/T 18521 大类，未核'),
  ('25000', '纪念地、旅游景点', 'Memorial or scenic place', 6, false, 'GB/T 18521 大类，未核'),
  ('26000', '建筑物', 'Building', 8, false, 'GB/T 18521 大类，未核'),
  ('26210', '亭', 'Pavilion', 8, true, 'GB/T 18521 正文'),
  ('26220', '台', 'Terrace', 8, true, 'GB/T 18521 正文'),
  ('26230', '碑', 'Stele', 8, true, 'GB/T 18521 正文'),
  ('26240', '塔', 'Pagoda', 7, true, 'GB/T 18521 正文'),
  ('26300', '广场、体育场', 'Square or stadium', 8, false, '未核'),
  ('27000', '单位', 'Organisation', 8, false, 'GB/T 18521 大类，未核'),
  ('27100', '党政机关', 'Party or government organ', 7, true, '见于国家地名数据库记录'),
  ('27400', '企业', 'Enterprise', 9, true, '见于国家地名数据库记录');

CREATE TABLE place (
  id        uuid PRIMARY KEY,
  division  uuid UNIQUE REFERENCES division,
  withdrawn text,
  successor uuid REFERENCES place,
  CHECK (division IS NULL OR division = id)
);
COMMENT ON COLUMN place.division IS 'Set when the place is a division: the place and the division are one thing and share one id.';
COMMENT ON COLUMN place.withdrawn IS 'Why the register withdrew the object; NULL while it stands. A cancelled name 销名 is not a withdrawal.';

CREATE TABLE place_source (
  source text NOT NULL,
  key    text NOT NULL,
  place  uuid NOT NULL REFERENCES place,
  digest bytea NOT NULL,
  PRIMARY KEY (source, key)
);
COMMENT ON TABLE place_source IS 'Which row of which outside source a place came from; digest is the SHA-256 of the row as last accepted, so that the same file changes nothing.';
CREATE INDEX place_source_place ON place_source (place);

CREATE TABLE place_version (
  version     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place       uuid      NOT NULL REFERENCES place,
  county      text      NOT NULL DEFAULT '',
  class       text      NOT NULL REFERENCES place_class,
  within      uuid      REFERENCES division,
  place_code  text      CHECK (place_code ~ '^[0-9]{20}$'),
  location    geometry(Point, 4490),
  extent      geometry(Geometry, 4490),
  elevation_m numeric,
  given_position text   NOT NULL DEFAULT '',
  meaning     text      NOT NULL DEFAULT '',
  origin      text      NOT NULL DEFAULT '',
  history     text      NOT NULL DEFAULT '',
  description text      NOT NULL DEFAULT '',
  heritage    text      NOT NULL DEFAULT '',
  visibility  text      NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source      text      NOT NULL,
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded    tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry       bigint    NOT NULL REFERENCES ledger_entry,
  closed_by   bigint    REFERENCES ledger_entry,
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT place_version_once EXCLUDE USING gist (place WITH =, valid WITH &&) WHERE (upper_inf(recorded))
);
COMMENT ON COLUMN place_version.within IS 'The smallest division held that the place lies in.';
COMMENT ON COLUMN place_version.place_code IS '地名代码 of 20 digits: 6 county, 3 township, 5 class, 6 serial. An attribute with history, never a key.';
COMMENT ON COLUMN place_version.location IS 'Label and route point; CGCS2000, longitude first.';
COMMENT ON COLUMN place_version.extent IS 'The thing itself where it is a line or an area.';
COMMENT ON COLUMN place_version.elevation_m IS 'Metres, 1985国家高程基准.';
COMMENT ON COLUMN place_version.given_position IS 'Coordinates and reference system as the source gave them, when it was not CGCS2000.';
CREATE INDEX place_version_place    ON place_version (place);
CREATE INDEX place_version_location ON place_version USING gist (location) WHERE upper_inf(recorded);
CREATE INDEX place_version_within   ON place_version (within) WHERE upper_inf(recorded);
CREATE INDEX place_version_entry    ON place_version (entry);
CREATE INDEX place_version_closed   ON place_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('place_version');

CREATE TABLE name (
  id    uuid PRIMARY KEY,
  place uuid NOT NULL REFERENCES place
);
CREATE INDEX name_place ON name (place);

CREATE TABLE name_version (
  version    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       uuid      NOT NULL REFERENCES name,
  place      uuid      NOT NULL REFERENCES place,
  kind       text      NOT NULL CHECK (kind IN ('standard', 'former', 'alias', 'short')),
  lang       text      NOT NULL DEFAULT 'zh-Hans',
  text       text      NOT NULL CHECK (text <> ''),
  specific   text      NOT NULL DEFAULT '',
  generic    text      NOT NULL DEFAULT '',
  reading    text      NOT NULL DEFAULT '',
  reading_state text   NOT NULL DEFAULT 'draft' CHECK (reading_state IN ('draft', 'confirmed', 'none')),
  visibility text      NOT NULL DEFAULT 'internal' CHECK (visibility IN ('public', 'internal')),
  source     text      NOT NULL,
  valid      daterange NOT NULL CHECK (NOT isempty(valid)),
  recorded   tstzrange NOT NULL DEFAULT tstzrange(clock_timestamp(), NULL) CHECK (NOT lower_inf(recorded) AND NOT isempty(recorded)),
  entry      bigint    NOT NULL REFERENCES ledger_entry,
  closed_by  bigint    REFERENCES ledger_entry,
  CHECK (upper_inf(recorded) = (closed_by IS NULL)),
  CONSTRAINT name_version_once EXCLUDE USING gist (name WITH =, valid WITH &&) WHERE (upper_inf(recorded)),
  CONSTRAINT standard_name_once EXCLUDE USING gist (place WITH =, lang WITH =, valid WITH &&) WHERE (upper_inf(recorded) AND kind = 'standard')
);
COMMENT ON COLUMN name_version.kind IS 'standard 标准地名, former 曾用名 whose time is not known, alias 别名, short 简称. A standard name whose valid time has ended is a former name.';
COMMENT ON COLUMN name_version.lang IS 'BCP 47; a minority-script name is a standard name in its own language.';
COMMENT ON COLUMN name_version.specific IS '专名.';
COMMENT ON COLUMN name_version.generic IS '通名.';
COMMENT ON COLUMN name_version.reading IS 'Hanyu Pinyin after the 1984 rules, with tone marks.';
COMMENT ON COLUMN name_version.reading_state IS 'draft: computed; confirmed: by a person, wins for ever; none: a script that has no pinyin.';
CREATE INDEX name_version_place  ON name_version (place);
CREATE INDEX name_version_entry  ON name_version (entry);
CREATE INDEX name_version_closed ON name_version (closed_by) WHERE closed_by IS NOT NULL;
SELECT guard_versions_of('name_version');

CREATE TABLE name_claim (
  scope       uuid      NOT NULL,
  class_group text      NOT NULL,
  key         text      NOT NULL,
  valid       daterange NOT NULL CHECK (NOT isempty(valid)),
  place       uuid      NOT NULL REFERENCES place,
  CONSTRAINT name_claim_once EXCLUDE USING gist (scope WITH =, class_group WITH =, key WITH =, valid WITH &&)
);
COMMENT ON TABLE name_claim IS 'Once in a scope: one row for each scope that a standard name falls in. Two approvals at once are settled by name_claim_once. A projection of the current versions: rows may go and come.';
COMMENT ON COLUMN name_claim.scope IS 'A division, or another area that the rules use as a scope; the nil UUID is the nation.';
CREATE INDEX name_claim_place ON name_claim (place);

CREATE TABLE name_finding (
  place       uuid NOT NULL REFERENCES place,
  check_id    text NOT NULL,
  scope       uuid NOT NULL,
  class_group text NOT NULL,
  key         text NOT NULL,
  other       uuid REFERENCES place,
  entry       bigint NOT NULL REFERENCES ledger_entry,
  PRIMARY KEY (place, check_id, scope, class_group, key)
);
COMMENT ON TABLE name_finding IS 'What stands against a name that was loaded, not approved here: check 重 is a claim lost to other.';

CREATE VIEW public_place AS
  SELECT v.version, v.place, v.county, v.class, v.within, v.place_code, v.location, v.extent, v.elevation_m,
         v.meaning, v.origin, v.history, v.description, v.heritage, v.source, v.valid, v.recorded, v.entry, v.closed_by
  FROM place_version v JOIN place p ON p.id = v.place
  WHERE v.visibility = 'public' AND p.withdrawn IS NULL;

CREATE VIEW public_name AS
  SELECT v.version, v.name, v.place, v.kind, v.lang, v.text, v.specific, v.generic, v.reading, v.reading_state,
         v.source, v.valid, v.recorded, v.entry, v.closed_by
  FROM name_version v JOIN place p ON p.id = v.place
  WHERE v.visibility = 'public' AND p.withdrawn IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON place_class TO diming_server;
GRANT SELECT, INSERT, UPDATE (withdrawn, successor) ON place TO diming_server;
GRANT SELECT, INSERT, UPDATE (place, digest) ON place_source TO diming_server;
GRANT SELECT, INSERT, UPDATE (place) ON name TO diming_server;
GRANT SELECT, INSERT, DELETE ON name_claim TO diming_server;
GRANT SELECT, INSERT, DELETE ON name_finding TO diming_server;
GRANT SELECT ON public_place, public_name TO diming_server;
