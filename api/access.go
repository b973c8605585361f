package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"diming/internal/account"
)

// An Action is what somebody may do, if a role of theirs allows it.
type Action string

// What is done with the register by those who log in.
const (
	manageAccounts Action = "account.manage"
	editSettings   Action = "setting.edit"
	readLedger     Action = "ledger.read"
	exportLedger   Action = "ledger.export"
	exportPerson   Action = "person.export"
	erasePerson    Action = "person.erase"
	readInternal   Action = "place.read_internal"
	editPlace      Action = "place.edit"
	renamePlace    Action = "place.rename"
	runImport      Action = "import.run"

	prepareRedivision Action = "division_case.prepare"
	submitRedivision  Action = "division_case.submit"
	decideRedivision  Action = "division_case.decide"
	manageCampaign    Action = "campaign.manage"
	decideCampaign    Action = "campaign.decide"
	editHeritage      Action = "heritage.edit"
	decideHeritage    Action = "heritage.decide"
	workQuality       Action = "quality.work"
	superviseNames    Action = "supervision.work"
	knowReporter      Action = "supervision.reporter"
	readCases         Action = "case.read"
	openCase          Action = "case.open"
	handleCase        Action = "case.handle"
	reviewCase        Action = "case.review"
	decideCase        Action = "case.decide"
	announceCase      Action = "case.announce"
	publishNotice     Action = "notice.publish"
	moderateComments  Action = "comment.moderate"
	answerComments    Action = "comment.answer"
	editNaming        Action = "naming.edit"
	workInField       Action = "field.work"
	editTemplates     Action = "paper_template.edit"
	changeLine        Action = "boundary_line.change"
	issueCertificate  Action = "certificate.issue"
	readInspection    Action = "inspection.read"
	workInspection    Action = "inspection.work"
	revokeCertificate Action = "certificate.revoke"

	readUpkeep    Action = "upkeep.read" // what one's office reads, or what one keeps
	officeUpkeep  Action = "upkeep.office"
	workUpkeep    Action = "upkeep.work"
	patrolUpkeep  Action = "upkeep.patrol"
	readMarkers   Action = "marker.read"
	workMarkers   Action = "marker.work"
	reportMarkers Action = "marker.report"

	readEvents   Action = "disaster_event.read"
	manageEvents Action = "disaster_event.manage"
	tellVillages Action = "disaster_event.tell" // says that a village was told
	readPlans    Action = "assignment.read"
	planShelters Action = "assignment.manage" // and what nobody can cross

	numberAddresses  Action = "address.number"
	readPlates       Action = "plate.read"
	managePlates     Action = "plate.manage"
	hangPlates       Action = "plate.hang"           // at the wall: installs, reports, mends
	moderateReports  Action = "wall_report.moderate" // reports from the wall
	serveAddressDesk Action = "address_application.work"

	keepShelters Action = "shelter.keep" // what they are and what goes on there
)

// business are the roles of the register's own work.
var business = slices.DeleteFunc(slices.Clone(account.Roles), func(r account.Role) bool { return !r.IsBusiness() })

// actions is the one table of who may do what. A role does it in the
// divisions in which it is held and in all that they hold.
var actions = map[Action][]account.Role{
	manageAccounts: {account.Admin},
	editSettings:   {account.Admin},
	readLedger:     {account.Auditor},
	exportLedger:   {account.Auditor},
	exportPerson:   {account.Admin},
	erasePerson:    {account.Admin},
	readInternal:   business,
	editPlace:      {account.Clerk, account.Reviewer, account.Approver},
	// A renaming is a case; entering one that was decided before there were
	// cases here is the approver's.
	renamePlace: {account.Approver},
	runImport:   {account.Importer},

	prepareRedivision: {account.Clerk, account.Reviewer},
	submitRedivision:  {account.Reviewer},
	decideRedivision:  {account.Approver},
	manageCampaign:    {account.Reviewer, account.Approver},
	decideCampaign:    {account.Clerk, account.Reviewer, account.Approver},
	editHeritage:      {account.Clerk, account.Reviewer, account.Approver},
	decideHeritage:    {account.Approver},
	workQuality:       {account.Clerk, account.Reviewer, account.Approver},
	superviseNames:    {account.Clerk, account.Reviewer, account.Approver},
	knowReporter:      {account.Approver, account.Moderator},
	readCases:         business,
	openCase:          {account.Clerk, account.Reviewer},
	handleCase:        {account.Clerk, account.Reviewer},
	reviewCase:        {account.Reviewer},
	decideCase:        {account.Approver},
	announceCase:      {account.Reviewer, account.Approver},
	publishNotice:     {account.Clerk, account.Reviewer},
	moderateComments:  {account.Moderator},
	answerComments:    {account.Clerk, account.Reviewer},
	editNaming:        {account.Reviewer, account.Approver},
	workInField:       {account.Inspector, account.Patroller},
	editTemplates:     {account.Reviewer, account.Approver},
	readInspection:    {account.Inspector, account.Reviewer, account.Approver},
	workInspection:    {account.Inspector},
	changeLine:        {account.Inspector, account.Reviewer},
	issueCertificate:  {account.Clerk, account.Reviewer, account.Approver, account.Numberer},
	revokeCertificate: {account.Reviewer, account.Approver},

	readUpkeep:    {account.Patroller, account.Inspector, account.Reviewer, account.Approver},
	officeUpkeep:  {account.Inspector, account.Reviewer, account.Approver},
	workUpkeep:    {account.Inspector, account.Reviewer},
	patrolUpkeep:  {account.Patroller, account.Inspector, account.Reviewer},
	readMarkers:   {account.Inspector, account.Patroller, account.Reviewer, account.Approver},
	workMarkers:   {account.Inspector},
	reportMarkers: {account.Inspector, account.Patroller},

	readEvents:   {account.ShelterKeeper},
	manageEvents: {account.ShelterKeeper},
	tellVillages: {account.ShelterKeeper},
	readPlans:    {account.ShelterKeeper},
	planShelters: {account.ShelterKeeper},

	numberAddresses: {account.Numberer},
	readPlates:      {account.Numberer, account.Installer, account.Clerk, account.Reviewer, account.Approver},
	managePlates:    {account.Numberer},
	hangPlates:      {account.Installer, account.Numberer},
	moderateReports: {account.Moderator},
	// Who sits at the window takes in and hands over; only a numberer numbers.
	serveAddressDesk: {account.Numberer, account.Clerk, account.Reviewer},

	keepShelters: {account.ShelterKeeper},
}

// An access says who is let through to a route.
type access struct {
	level  level
	action Action // of level byRole
	or     Action // of scope anywhere: who may do this is let through too
	scope  scope
	find   finder // of scope inDivision
}

type level int

const (
	unsaid      level = iota // the zero access lets nobody register a route
	anybody                  // also without a log-in
	half                     // a session, though its second factor or new password is still to come
	oldPassword              // a session, though its new password is still to come
	inPerson                 // a session, not a program's token
	anyRole                  // whoever is logged in
	byRole                   // who has a role for the action
	byPhone                  // a phone with its token, and nobody else
)

// A scope says how an action's division is found.
type scope int

const (
	// checkedInside leaves the division to the handler, which asks s.permit:
	// it stands in the body, or the object must be read first.
	checkedInside scope = iota
	// anywhere lets through who has the role in any division: the handler
	// answers only what s.reach gives.
	anywhere
	// wholeRegister lets through who has the role in the whole register: what
	// is asked for does not go by division, such as the chain of the ledger.
	wholeRegister
	// inDivision has the division found from the address before the handler runs.
	inDivision
)

// A finder gives the division that a request is about, with an error of the
// table of problems where there is none.
type finder func(s *Server, r *http.Request) (uuid.UUID, error)

// The ways to say who may.
var (
	public         = access{level: anybody}
	halfSignedIn   = access{level: half}
	passwordDue    = access{level: oldPassword}
	signedInPerson = access{level: inPerson}
	signedIn       = access{level: anyRole}
	phoneOnly      = access{level: byPhone}
)

// may lets through who may do an action; its handler asks s.permit with the
// division of the object as soon as it knows it, before it changes anything.
func may(a Action) access { return access{level: byRole, action: a, scope: checkedInside} }

// mayAnywhere lets through who may do an action in any division; its handler
// answers only of divisions that s.reach gives, or of no division at all.
func mayAnywhere(a Action) access { return access{level: byRole, action: a, scope: anywhere} }

// mayEither lets through who may do one of two actions in any division; its
// handler asks s.reach for the one that the object calls for.
func mayEither(a, or Action) access { return access{level: byRole, action: a, or: or, scope: anywhere} }

// mayWhole lets through who may do an action in the whole register.
func mayWhole(a Action) access { return access{level: byRole, action: a, scope: wholeRegister} }

// mayIn lets through who may do an action in the division that find gives.
func mayIn(a Action, find finder) access {
	return access{level: byRole, action: a, scope: inDivision, find: find}
}

// check panics where an access is none that the table knows: at start, before
// anything is served.
func (a access) check(route string) {
	switch {
	case a.level == unsaid:
		panic(fmt.Sprintf("route %s says of nobody that they may", route))
	case a.level == byRole && len(actions[a.action]) == 0:
		panic(fmt.Sprintf("route %s: action %q is not in the table of who may do what", route, a.action))
	case a.or != "" && (a.scope != anywhere || len(actions[a.or]) == 0):
		panic(fmt.Sprintf("route %s: action %q is not in the table of who may do what, or asked of one division", route, a.or))
	}
}

// admits says whether a request is let through to its handler.
func (s *Server) admits(r *http.Request, a access) error {
	if a.level == anybody {
		return nil
	}
	ctx := r.Context()
	if a.level == byPhone {
		_, err := s.phone(ctx)
		return err
	}
	p, err := s.whoIs(ctx)
	if err != nil {
		return err
	}
	switch {
	case !p.SignedIn():
		return notSignedIn.in(ctx)
	case p.Session == nil && a.level <= inPerson:
		return notByToken.in(ctx)
	case a.level == half:
		return nil
	case p.Session != nil && p.Session.Factor == account.FactorNeeded:
		return factorNeeded.in(ctx)
	case a.level == oldPassword:
		return nil
	case p.Session != nil && p.Account.MustChange:
		return changeNeeded.in(ctx)
	case a.level != byRole:
		return nil
	case len(s.roots(p, a.action)) == 0 && (a.or == "" || len(s.roots(p, a.or)) == 0):
		return notAllowed.in(ctx)
	case a.scope == wholeRegister:
		return s.permit(ctx, a.action, uuid.Nil)
	case a.scope != inDivision:
		return nil
	}
	division, err := a.find(s, r)
	if err != nil {
		return err
	}
	return s.permit(ctx, a.action, division)
}

// roots are the divisions in which p may do an action.
func (s *Server) roots(p account.Principal, a Action) []uuid.UUID {
	if p.Token != nil && !p.Token.Covers(string(a)) {
		return nil
	}
	return p.Where(actions[a]...)
}

// permit refuses an action in a division that the asker's roles do not reach;
// the nil division is the whole register.
func (s *Server) permit(ctx context.Context, a Action, division uuid.UUID) error {
	ok, err := s.mayDo(ctx, a, division)
	if err != nil {
		return err
	}
	if !ok {
		return notAllowed.in(ctx)
	}
	return nil
}

// mayDo tells whether the asker may do an action in a division.
func (s *Server) mayDo(ctx context.Context, a Action, division uuid.UUID) (bool, error) {
	p, err := s.whoIs(ctx)
	if err != nil || !fully(p) {
		return false, err
	}
	return s.Accounts.Reaches(ctx, s.roots(p, a), division)
}

// reach gives the divisions in which the asker may do an action, each with all
// that it holds; whole is true for the whole register.
func (s *Server) reach(ctx context.Context, a Action) (roots []uuid.UUID, whole bool, err error) {
	p, err := s.whoIs(ctx)
	if err != nil || !fully(p) {
		return nil, false, err
	}
	roots = s.roots(p, a)
	return roots, slices.Contains(roots, uuid.Nil), nil
}

// fully tells a log-in that is complete from one that still lacks its second
// factor or a new password.
func fully(p account.Principal) bool {
	return p.SignedIn() && (p.Session == nil || p.Session.Factor != account.FactorNeeded && !p.Account.MustChange)
}

// can lists the actions that p may do somewhere.
func (s *Server) can(p account.Principal) []string {
	all := []string{}
	if !fully(p) {
		return all
	}
	for a := range actions {
		if len(s.roots(p, a)) > 0 {
			all = append(all, string(a))
		}
	}
	slices.Sort(all)
	return all
}
