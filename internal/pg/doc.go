// Package pg opens the one PostGIS database that Diming stands on: its own
// embedded cluster or a server named by a URL. It keeps the schema's
// migrations, the pool with the geometry codec, and the small interface that
// stores write against.
//
// Three roles share a database. The owner (diming_owner, NOLOGIN) holds the
// tables and is used by [Migrate] alone. The server's rights are those of
// diming_server (NOLOGIN), which [Open] takes on in every connection. The
// login role only carries the membership; in the embedded cluster it is
// called diming.
package pg

// Names of the roles that divide the rights in a database.
const (
	OwnerRole  = "diming_owner"
	ServerRole = "diming_server"
	LoginRole  = "diming"
)
