-- Published by boundaries/line for tiles, in the shape of the views of the
-- migration tile_layer: lines as anybody may know them, each whole. The level is
-- looked at by whoever shows them: real lines of counties and above need a map
-- approval number.
CREATE VIEW boundary_line_shape AS
  SELECT v.line AS object, v.valid, v.geom, '{}'::uuid[] AS owners,
    jsonb_build_object('number', v.number, 'name', v.name, 'level', v.level, 'b_kind', v.b_kind) AS attributes
  FROM public_boundary_line v
  WHERE upper_inf(v.recorded);

GRANT SELECT ON boundary_line_shape TO diming_server;
