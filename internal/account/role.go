package account

import "slices"

// A Role is what a person may be in a division.
type Role string

// All roles; everybody else is the public.
const (
	Admin         Role = "admin"          // accounts and settings
	Auditor       Role = "auditor"        // reads the ledger
	Clerk         Role = "clerk"          // 受理: takes in and corrects applications
	Reviewer      Role = "reviewer"       // 审核
	Approver      Role = "approver"       // 批准
	Numberer      Role = "numberer"       // addresses and plates
	Installer     Role = "installer"      // hangs plates
	Inspector     Role = "inspector"      // boundary work for one side
	Patroller     Role = "patroller"      // entrusted keeper
	ShelterKeeper Role = "shelter_keeper" // emergency management, another bureau
	Moderator     Role = "moderator"      // public comments and reports
	Importer      Role = "importer"
)

// Roles are all roles, as they are offered.
var Roles = []Role{Admin, Auditor, Clerk, Reviewer, Approver, Numberer, Installer, Inspector, Patroller, ShelterKeeper, Moderator, Importer}

// Valid tells whether r is a role at all.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// A Duty is one of the three that no account may join (三员分立).
type Duty string

// The three duties.
const (
	Administration Duty = "admin"
	Audit          Duty = "auditor"
	Business       Duty = "business"
)

// Duty gives the duty that a role belongs to.
func (r Role) Duty() Duty {
	switch r {
	case Admin:
		return Administration
	case Auditor:
		return Audit
	}
	return Business
}

// IsBusiness tells the roles of the register's own work.
func (r Role) IsBusiness() bool { return r.Duty() == Business }

// needsKey tells the roles for which a second factor may be demanded.
func (r Role) needsKey() bool { return r == Admin || r == Approver }

// joins tells whether a role may stand beside those already held.
func joins(held []Grant, r Role) bool {
	return !slices.ContainsFunc(held, func(g Grant) bool { return g.Role.Duty() != r.Duty() })
}
