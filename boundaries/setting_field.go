package boundaries

// Settings about field work with phones, held by the register's home county.
const (
	SettingPackDays   = "field.pack_days"   // for which a pack may be used
	SettingPackMetres = "field.pack_metres" // how far from the line the map of a pack reaches
	SettingPackZoom   = "field.pack_zoom"   // the deepest zoom of that map
	SettingImagery    = "field.imagery"     // name of an MBTiles file in the data folder's imagery
)
