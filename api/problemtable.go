package api

import (
	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/cartography"
	"diming/gazetteer"
	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
	"diming/gazetteer/certificate"
	"diming/gazetteer/deadline"
	"diming/gazetteer/heritage"
	"diming/gazetteer/letters"
	"diming/gazetteer/notice"
	"diming/gazetteer/quality"
	"diming/gazetteer/redivision"
	"diming/gazetteer/search"
	"diming/gazetteer/supervision"
	"diming/internal/account"
	"diming/internal/desk"
	"diming/internal/glyph"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs"
	"diming/tiles"
)

// A row says as which kind an error is answered.
type row struct {
	err  error
	kind kind
}

// errorKinds is the one table of errors to kinds, by subject; of the rows that fit
// an error the first holds.
var errorKinds = [][]row{
	roundErrors,
	addressErrors, addressCaseErrors,
	plateErrors,
	shelterErrors,
	wallReportErrors,
	numberingErrors,
	printRunErrors,
	cardErrors,
	villagePaperErrors,
	lineErrors,
	featureErrors,
	{ // the calendar of the law
		{account.ErrNoCalendar, noCalendar},
		{deadline.ErrHoliday, badHoliday},
		{deadline.ErrNoDay, noHoliday},
	}, { // cases of names
		{cases.ErrNotFound, noNameCase},
		{cases.ErrKind, caseNames},
		{cases.ErrNoItem, caseNames},
		{cases.ErrPlace, caseNames},
		{cases.ErrDivision, divisionNamed},
		{cases.ErrNoItemID, noItem},
		{cases.ErrReason, reasonNeeded},
		{cases.ErrReply, replyNeeded},
		{cases.ErrFuture, dateAhead},
		{cases.ErrBefore, dateBefore},
		{cases.ErrDecided, itemUndecided},
		{cases.ErrDocument, noCaseDocument},
		{cases.ErrConsulted, noConsultation},
		{cases.ErrFinding, noFinding},
		{cases.ErrAside, nameAside},
		{cases.ErrLastName, lastName},
		{cases.ErrNotice, caseNotice},
		{cases.ErrFixed, caseFixed},
		{cases.ErrDone, doneAlready},
		{cases.ErrReceipt, wrongReceipt},
		{cases.ErrNoProcedure, noProcedure},
		{cases.ErrProcedureChanged, procedureChanged},
		{cases.ErrOwnCase, ownCase},
	}, { // the register, as it is read and searched
		{errCursor, badCursor},
		{gazetteer.ErrNotFound, noPlace},
		{gazetteer.ErrWithdrawn, gonePlace},
		{gazetteer.ErrReason, reasonNeeded},
		{gazetteer.ErrNoName, placeUnnamed},
		{gazetteer.ErrClass, noClass},
		{gazetteer.ErrDivision, placeRule},
		{gazetteer.ErrLaterName, placeRule},
		{gazetteer.ErrNotThen, placeRule},
		{gazetteer.ErrCursor, badCursor},
		{gazetteer.ErrWord, badWord},
		{gazetteer.ErrWordTwice, wordHeld},
		{gazetteer.ErrNoWord, noWord},
		{gazetteer.ErrNoDraft, noDraftReading},
		{gazetteer.ErrNoSound, noSound},
		{gazetteer.ErrCoverage, badCoverage},
		{gazetteer.ErrNoCoverage, noCoverage},
		{gazetteer.ErrBuiltUp, badBuiltUp},
		{gazetteer.ErrNoBuiltUp, noBuiltUp},
		{boundaries.ErrNotFound, noDivision},
		{signs.ErrUnknownToken, noToken},
		{signs.ErrNoPlace, noPlace},
		{search.ErrQueryTooLong, queryTooLong},
		{search.ErrQueryText, badQuery},
		{search.ErrFilter, badFilter},
		{search.ErrCursor, badCursor},
		{tiles.ErrDeep, noTile},
		{tiles.ErrCoord, badTile},
		{tiles.ErrUnknownSet, noTileSet},
		{cartography.ErrUnknownStyle, notFound},
		{cartography.ErrPicture, badPicture},
	}, { // people and how they log in
		{account.ErrWrongLogin, wrongLogin},
		{account.ErrBusy, busyLogIns},
		{account.ErrSession, notSignedIn},
		{account.ErrNotFound, noAccount},
		{account.ErrNoToken, noAPIToken},
		{account.ErrLogin, badLogin},
		{account.ErrTaken, loginTaken},
		{account.ErrName, nameNeeded},
		{account.ErrReason, reasonNeeded},
		{account.ErrRole, noRole},
		{account.ErrHeld, roleHeld},
		{account.ErrNotHeld, roleNotHeld},
		{account.ErrDuties, dutiesMixed},
		{account.ErrLastAdmin, lastAdmin},
		{account.ErrDivision, noDivision},
		{account.ErrOwnRights, ownRights},
		{account.ErrOwnCase, ownCase},
		{account.ErrScope, badScope},
		{account.ErrNoKeys, keysNeedName},
		{account.ErrNoProvider, noProvider},
		{account.ErrProvider, badProvider},
		{account.ErrAttempt, badAttempt},
		{account.ErrUnlinked, unlinked},
		{account.ErrLinkedToMore, linkedToMore},
		{account.ErrNoKey, noKeyYet},
		{account.ErrKeyUnknown, keyUnknown},
		{account.ErrKeyRefused, keyRefused},
		{account.ErrKeyFirst, factorNeeded},
		{account.ErrLastKey, lastKey},
		{account.ErrNoChallenge, noChallenge},
	}, { // settings, drafts and what is written twice
		{boundaries.ErrUnknownSetting, noSetting},
		{boundaries.ErrFixedSetting, fixedSetting},
		{boundaries.ErrHomeSetting, homeSetting},
		{boundaries.ErrNoBasis, basisNeeded},
		{version.ErrSpan, badSpan},
		{ledger.ErrErased, noPerson},
		{desk.ErrNoDraft, noDraft},
		{desk.ErrDraft, badDraft},
		{desk.ErrOtherUse, otherUse},
	}, { // division cases
		{redivision.ErrNotFound, noCase},
		{redivision.ErrChanged, caseChanged},
		{redivision.ErrStep, caseStepRefused},
		{redivision.ErrOwn, ownCase},
		{redivision.ErrDates, caseDates},
		{redivision.ErrReply, caseReply},
		{redivision.ErrStale, caseStale},
		{redivision.ErrItem, caseItem},
		{redivision.ErrPaper, casePaper},
		{boundaries.ErrLaterVersion, caseProblems},
		{boundaries.ErrCodeUsed, caseStale},
	}, { // markers
		{marker.ErrNotFound, noMarker},
		{marker.ErrWithdrawn, goneMarker},
		{marker.ErrChanged, markerChanged},
		{marker.ErrTaken, markerTaken},
		{marker.ErrNumber, markerNumber},
		{marker.ErrContent, markerContent},
		{marker.ErrMoved, markerMoved},
		{marker.ErrStep, markerStep},
		{marker.ErrPresence, markerPresence},
		{marker.ErrMeasured, markerMeasured},
		{marker.ErrReferences, markerReferences},
		{marker.ErrPaper, markerPaper},
		{marker.ErrKeeper, markerKeeper},
		{marker.ErrPhoto, markerPhotoNone},
		{marker.ErrDay, markerDay},
		{marker.ErrStands, markerStands},
	}, { // what else the office does
		{campaign.ErrNotFound, noMatter},
		{campaign.ErrBusy, runBusy},
		{campaign.ErrState, notInState},
		{campaign.ErrMissing, partMissing},
		{campaign.ErrChanged, decidedMeanwhile},
		{heritage.ErrNotFound, noMatter},
		{heritage.ErrNoPlan, planFirst},
		{heritage.ErrState, notInState},
		{heritage.ErrHeld, heritageHeld},
		{heritage.ErrOwn, ownCase},
		{heritage.ErrName, heritageName},
		{heritage.ErrOwnPlan, ownPlan},
		{heritage.ErrApproved, planApproved},
		{heritage.ErrMissing, partMissing},
		{notice.ErrNotFound, noNotice},
		{notice.ErrComment, noComment},
		{notice.ErrOpen, noticeOpen},
		{notice.ErrState, noticeStage},
		{notice.ErrRunning, noticeRuns},
		{notice.ErrOver, noticeOver},
		{notice.ErrAnswers, answersMissing},
		{notice.ErrLength, textLong},
		{notice.ErrMissing, partMissing},
		{quality.ErrNotFound, noMatter},
		{quality.ErrBusy, runBusy},
		{quality.ErrReason, reasonNeeded},
		{quality.ErrState, notInState},
		{certificate.ErrNotFound, noCertificate},
		{certificate.ErrHolder, holderMissing},
		{certificate.ErrPapers, holderPapers},
		{certificate.ErrNotRenamed, notRenamed},
		{certificate.ErrNoName, noStandardName},
		{certificate.ErrNoCounty, noCounty},
		{certificate.ErrNoBasis, certificateBasis},
		{certificate.ErrRevoked, certificateRevoked},
		{certificate.ErrReason, reasonNeeded},
		{glyph.ErrNoFont, noFont},
		{supervision.ErrNotFound, noMatter},
		{supervision.ErrMissing, partMissing},
		{supervision.ErrNumber, numberUsed},
		{supervision.ErrState, notInState},
		{letters.ErrNotFound, noTemplate},
		{letters.ErrBasis, templateBasis},
		{letters.ErrChanged, templateChanged},
		{letters.ErrBuiltIn, builtInAlready},
	}, upkeepErrors, disasterErrors, fieldErrors, { // what a request says
		{errBadDate, badDate},
		{errBadFilter, badFilter},
	},
}
