package archive

import "path"

// A rule says of a table, or of all whose name begins so, why and when an
// export leaves it out.
type rule struct {
	table string // may end in *
	why   string
	// unless gives what an export must have been asked for to hold it; nil:
	// nothing helps.
	unless func(c Choice) bool
}

// A Choice is what of the register's people an export holds.
type Choice struct {
	Persons     bool `json:"persons"`     // personal data
	Credentials bool `json:"credentials"` // digests of passwords, and security keys
}

func persons(c Choice) bool     { return c.Persons }
func credentials(c Choice) bool { return c.Credentials }

// leftOut are the tables that are not simply taken along: what can be made
// again from the others, and what belongs to a running installation.
var leftOut = []rule{
	{"schema_version", "how far the database is migrated: the manifest's schema says it", nil},
	{"tile_*", "vector tiles, made from the public places and divisions at every start", nil},
	{"name_form*", "the forms in which names are compared, made again from the names", nil},

	{"person_detail", "personal data, left out as asked; the ledger holds without it", persons},
	{"log_in", "log-ins with their addresses, personal data, left out as asked", persons},
	{"account_password", "earlier passwords, as digests; taken along only where asked for", credentials},
	{"account_key", "security keys; taken along only where asked for", credentials},
	{"account_session", "who is logged in: a session ends with its installation", nil},
	{"account_token", "tokens of programs: each installation gives its own", nil},
	{"account_calendar", "links of calendar programs: each installation gives its own", nil},
	{"account_challenge", "what a security key is being asked to sign", nil},
	{"print_run_link", "links of workshops: each installation gives its own", nil},
	{"field_identity", "the key by which an installation signs receipts: one that is restored makes its own, and receipts are checked by the keys in field_server", nil},
	{"plate_payload_seed", "the private keys of what large codes say: a register that is restored signs under the next key of the year, and plates are checked by plate_payload_key", nil},
	{"field_chunk", "parts of files that phones are about to send: they send them again", nil},
	{"draft", "edits that somebody has begun and not finished: no part of the register", nil},
	{"answered_write", "answers of the last day's writes, in case they are asked for again", nil},
	{"oidc_attempt", "log-ins on their way through another provider", nil},
	{"answered_write", "answers that may be asked for again within a day, of this installation", nil},
	{"log_in_limit", "how many log-ins are tried at present", nil},
	{"log_in_tally", "failed log-ins that the ledger of this installation is about to be told of", nil},
}

// A secret is a column that proves who somebody is.
type secret struct{ table, column string }

// secrets are left out unless credentials are asked for; the column then takes
// its default.
var secrets = []secret{
	{"account", "password"},
	{"name_case", "receipt_code"},
	{"field_device", "hash"},
	{"field_invitation", "hash"},
}

// never says in every manifest what no export holds.
const never = "sessions, tokens of programs, one-time codes, the keys and certificates of the installation, files that wait to be imported"

// whyLeft gives the reason for which an export of this choice leaves a table
// out, or "".
func (c Choice) whyLeft(table string) string {
	for _, r := range leftOut {
		match, _ := path.Match(r.table, table) // the patterns are well formed
		if match && (r.unless == nil || !r.unless(c)) {
			return r.why
		}
	}
	return ""
}

// without gives the columns of a table that are left out.
func (c Choice) without(table string) []string {
	var columns []string
	for _, s := range secrets {
		if s.table == table && !c.Credentials {
			columns = append(columns, s.column)
		}
	}
	return columns
}
