package api

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/gazetteer"
	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
	"diming/gazetteer/certificate"
	"diming/gazetteer/deadline"
	"diming/gazetteer/heritage"
	"diming/gazetteer/letters"
	"diming/gazetteer/notice"
	"diming/gazetteer/pinyin"
	"diming/gazetteer/quality"
	"diming/gazetteer/redivision"
	"diming/gazetteer/search"
	"diming/gazetteer/supervision"
	"diming/internal/account"
	"diming/internal/desk"
	"diming/internal/document"
	"diming/internal/glyph"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
	"diming/tiles"
)

// A Problem is an error as it is answered: application/problem+json, RFC 9457.
type Problem struct {
	Type   string              `json:"type" doc:"Stable name of the kind of problem."`
	Title  string              `json:"title"`
	Status int                 `json:"status"`
	Detail string              `json:"detail" doc:"A sentence that says what to do."`
	Errors []*huma.ErrorDetail `json:"errors,omitempty" doc:"Where in the request, and what."`
	Have   *int64              `json:"have,omitempty" doc:"Of a file that is sent in parts: how many bytes are here."`

	retryAfter time.Duration // 0: nothing is said of when
}

func (p *Problem) Error() string  { return p.Detail }
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders tells when to try again, rounded up to whole seconds.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retryAfter+time.Second-1)/time.Second)))
	}
	return h
}

func (p *Problem) ContentType(_ string) string { return "application/problem+json" }

// A kind of problem, in both languages.
type kind struct {
	name             string
	status           int
	titleZH, titleEN string
	zh, en           string
}

var (
	noNameCase       = kind{"case-not-found", 404, "没有这个案件", "No such case", "没有这个编号的案件，请从案件列表中选择。", "There is no case with this id; choose one from the list."}
	caseStepKind     = kind{"case-step", 409, "现在不能办这一步", "Not a step from here", "案件现在的状态不能办这一步，请刷新后看下一步是什么。", "The case cannot take this step from where it is; reload to see what comes next."}
	nameAside        = kind{"name-aside", 409, "该名称已列为拟不批准", "The name is set aside", "要批准原拟名称，请先取消拟不批准；也可以批准备选名称。", "Put it back to approve it as proposed, or approve an alternative."}
	lastName         = kind{"last-name", 409, "没有别的名称可以继续", "Nothing would remain", "案内至少要留一个名称。全部不合规定的，请退回申请人，或在批复中不予批准。", "One name must remain: send the case back, or refuse it by the reply."}
	caseFixed        = kind{"case-fixed", 409, "不能再修改", "No longer editable", "案件已经往前走，不能再改；需要时请退回申请人，或另开一案。", "The case has gone on; send it back to its applicant, or open another."}
	caseNames        = kind{"case-names", 422, "缺少地名", "Names are needed", "案件至少要有一个地名；更名、销名、更正须选定登记中的地名，更正还须写明改什么。", "A case is about at least one name; renaming, cancelling and correcting are about a place that is held, and a correction says what is wrong."}
	divisionNamed    = kind{"division-named", 422, "这是行政区划", "This is a division", "行政区域和村（居）委会的名称随区划变更，请到“区划”里办理。", "Names of divisions change with the divisions; open it under Divisions."}
	divisionNeeded   = kind{"division-needed", 422, "缺少所属行政区", "A division is needed", "请选定案件所属的行政区。", "Choose the division that the case belongs to."}
	replyNeeded      = kind{"reply-needed", 422, "批复不全", "The reply is incomplete", "请填写批复的文号、批准机关和日期：起算期限的是批复上的日期。", "Enter the reply's number, body and date: the date on the reply is the one that counts."}
	dateAhead        = kind{"date-in-future", 422, "日期在今天之后", "A date in the future", "起算期限的日期不能在今天之后，请照文件核对。", "A date that counts cannot lie in the future; check it against the paper."}
	dateBefore       = kind{"date-too-early", 422, "日期太早", "Too early a date", "日期不能早于前一步（批复不早于申请，备案、公告不早于批复，其他部门批准的公告不早于备案）。", "The date cannot lie before the step that it follows."}
	itemUndecided    = kind{"names-undecided", 422, "每个地名都须有结论", "Every name needs a decision", "请对每个地名选批准或不批准；不批准的写明理由。全部不批准的请用不予批准。", "Approve or refuse every name, refusals with their reason; refuse the case where none is approved."}
	noItem           = kind{"case-item-not-found", 422, "不是本案的名称", "Not a name of the case", "批准的名称须是申请的名称或备选名称。", "Approve a name proposed or one of its alternatives."}
	noCaseDocument   = kind{"case-document-not-found", 404, "没有这份材料", "No such document", "本案没有这份材料，或已移出。", "The case has no such document, or it was taken out."}
	noConsultation   = kind{"consultation-not-found", 422, "没有这项征求意见", "No such consultation", "本案没有这项论证或征求意见。", "The case has no such consultation."}
	noFinding        = kind{"finding-not-found", 422, "不能说明", "Not to be answered", "没有这条审查结果，或它是不能以理由通过的：请改名称或退回。", "There is no such finding, or no reason overrides it: change the name or return the case."}
	findingsStand    = kind{"findings-stand", 409, "审查结果未处理", "Findings stand", "还有审查结果未处理：须说明的请写理由，未查的请写明如何核查，不合规定的请改名称或退回。", "Answer the findings: give the reason, say how it was checked, or change the name."}
	reportsMissing   = kind{"reports-missing", 409, "意见未齐", "Reports are missing", "还有论证或征求意见没有结果，请登记结果，或写明理由免去。", "Some opinions are not in; record how they ended, or waive them with the reason."}
	contentsMissing  = kind{"announcement-incomplete", 409, "公告内容不全", "The announcement is incomplete", "公告的必备内容不全，请补齐后再发布。", "The announcement lacks some of its minimum contents; add them first."}
	doneAlready      = kind{"done-already", 409, "已经办过", "Done already", "这件事已经办过，请刷新后查看。", "This was done already; reload."}
	noCalendar       = kind{"calendar-not-found", 404, "没有这个日历链接", "No such calendar link", "没有这个日历链接，或已收回。请在“我的账号”中新建一个。", "There is no such calendar link, or it was taken back; make another under “My account”."}
	badHoliday       = kind{"bad-holiday", 422, "节假日不全", "Incomplete holiday", "请写明是放假还是上班、名称和通知来源。", "Say whether one rests or works, what it is called, and which notice says so."}
	noHoliday        = kind{"no-holiday", 409, "没有这一天", "No such day", "这一天没有录入放假或调休。", "Nothing is held of this day."}
	noPaper          = kind{"paper-unknown", 404, "没有这种文书", "No such paper", "没有这种文书，请从案件页选择。", "There is no such paper; choose one on the page of the case."}
	documentKind     = kind{"document-kind", 422, "材料种类不对", "No such kind of document", "请从列表中选择材料的种类。", "Choose the kind of the document from the list."}
	documentID       = kind{"bad-document-id", 422, "材料编号有误", "Bad document id", "材料编号的写法不对，请从案件页打开。", "The document's id is malformed; open it from the case."}
	wrongReceipt     = kind{"receipt-unknown", 404, "回执号或查询码不对", "No such receipt", "回执号或查询码不对，请照回执核对；遗失的请联系受理的民政部门。", "No case has this receipt number and code; check them, or ask the office."}
	nameRefused      = kind{"name-refused", 422, "名称不合规定", "The rules refuse the name", "新名称不合规定，不能登记，请照所列审查结果更换名称。", "The rules of names refuse the new name; choose another by the findings listed."}
	noNotice         = kind{"notice-not-found", 404, "没有这个公示", "No such notice", "没有这个公示，请从公示列表中选择。", "There is no such notice; choose one from the list."}
	noComment        = kind{"comment-not-found", 422, "没有这条意见", "No such comment", "这个公示没有这条意见，请刷新后重试。", "The notice has no such comment; reload."}
	noticeOpen       = kind{"notice-open", 409, "正在公示", "A notice is open", "本案已有同类公示，请先结束它。", "The case has such a notice; close it first."}
	noticeShort      = kind{"notice-short", 422, "公示期太短", "The notice is too short", "公示期不能少于本地规定的天数；截止日期不能早于所列的日子。", "The notice must stand for the days that the place sets: not end before the day that is listed."}
	noticeStage      = kind{"notice-stage", 409, "现在不能公示", "Not at this stage", "案件到征求意见这一步才能公示；征名自受理起可以发布。", "A case is put to the public while it is consulted on; a call for names may come once it is accepted."}
	caseNotice       = kind{"case-notice-open", 409, "公示还没有结束", "A notice of the case is open", "本案的公示或征名还没有结束：期满并逐条答复后，在“公示与征名”里结束它，结果会随之登记；然后再办这一步。", "A notice of the case is open: once its days are over and every comment is answered, close it under public notices, which records its outcome; then take this step."}
	noticeRuns       = kind{"notice-runs", 409, "公示期未满", "The notice still runs", "最后一天计满，从第二天起可以结束公示。", "Its last day counts in full; close it from the day after."}
	noticeOver       = kind{"notice-over", 409, "公示已结束", "The notice is over", "公示期已过或已结束，不再收意见；请向民政部门反映。", "The notice is over and takes no more comments; turn to the office."}
	answersMissing   = kind{"answers-missing", 409, "有意见未答复", "Comments are unanswered", "请先审看并答复每一条意见，再结束公示。", "Read and answer every comment before closing the notice."}
	textLong         = kind{"text-too-long", 422, "文字太长", "Too long", "意见不超过 2000 字，名称不超过 60 字，请缩短。", "A comment has at most 2000 characters and a name 60; shorten it."}
	tooManySent      = kind{"too-many-sent", 429, "请稍后再试", "Try again later", "这个网络地址提交得太频繁，请过几分钟再试；已填的内容请用浏览器后退找回。", "This address has sent too much; try again in some minutes. Go back in the browser for what you typed."}
	noSetting        = kind{"setting-unknown", 404, "没有这项设置", "No such setting", "没有这项设置，请从列表中选择。", "There is no such setting; choose one from the list."}
	fixedSetting     = kind{"setting-fixed", 409, "不能修改", "Not for persons to set", "这一项由载入登记的程序标记，不能在这里修改。", "What loads the register marks this; it is not changed here."}
	homeSetting      = kind{"setting-home-only", 409, "只在全县设置", "Set for the county alone", "这一项只按本登记的县一级生效，请在县一级修改。", "This is read for the register's own county alone; set it there."}
	basisNeeded      = kind{"basis-needed", 422, "缺少依据或原因", "Basis and reason needed", "请写明依据（文件名、文号或条款）和修改原因。", "Say what it rests on (title, number or article) and why it changes."}
	badValue         = kind{"bad-value", 422, "值不合要求", "Unfit value", "新值不合这项设置的要求，请照提示修改。", "The value does not fit the setting; see what is said of it."}
	badSpan          = kind{"bad-span", 422, "日期前后不对", "Bad span", "失效日期须晚于生效日期。", "The last day must come after the first."}
	badHead          = kind{"bad-head", 422, "不是账本之首", "Not a head", "账本之首是 64 位十六进制数字，请照打印件核对。", "A head is 64 hexadecimal digits; check it against the print."}
	busyVerify       = kind{"verify-busy", 409, "正在核验", "Being verified", "有人正在核验账本，请等它结束后再试。", "Somebody is having the ledger verified; try again when that is done."}
	noPerson         = kind{"person-not-found", 404, "没有此人的信息", "Nothing held", "没有保存此人的信息，或已删除。", "Nothing is held of this person, or it was erased."}
	noDraft          = kind{"draft-not-found", 404, "没有草稿", "No draft", "没有这份草稿，可能已保存或已放弃。", "There is no such draft; it may have been saved or discarded."}
	badDraft         = kind{"bad-draft", 422, "草稿无法保存", "Unfit draft", "草稿须为 64 KiB 以内的 JSON。", "A draft is JSON of 64 KiB at most."}
	otherUse         = kind{"idempotency-key-used", 422, "重复使用的请求标记", "Key used for something else", "这个 Idempotency-Key 已用于另一个请求，请换一个。", "This Idempotency-Key was used for another request; take a new one."}
	badRequest       = kind{"bad-request", 400, "请求有误", "Bad request", "请求的格式不对，请检查网址和参数。", "The request is malformed; check the address and its parameters."}
	notFound         = kind{"not-found", 404, "没有找到", "Not found", "这里没有您要的内容，请检查网址。", "There is nothing here; check the address."}
	noPlace          = kind{"place-not-found", 404, "没有这个地名", "No such place", "登记中没有这个编号的地名，请检查编号，或按名称搜索。", "The register has no place with this id; check it, or search by name."}
	noDivision       = kind{"division-not-found", 404, "没有这个行政区划", "No such division", "这个日期没有这个代码的行政区划；旧代码可在 carried-by 查询由谁承接。", "No division bears this code on that date; carried-by tells what carries an old code."}
	noToken          = kind{"code-not-found", 404, "没有这个标志码", "No such code", "没有标志使用这个编码，请检查后重试。", "No sign bears this code; check it and try again."}
	gonePlace        = kind{"place-withdrawn", 410, "已从登记中撤回", "Withdrawn", "这个地名已从登记中撤回。", "This place was withdrawn from the register."}
	badMethod        = kind{"method-not-allowed", 405, "不支持的方法", "Method not allowed", "这个网址不支持这种请求方法。", "This address does not take this method."}
	tooLong          = kind{"request-too-long", 414, "请求太长", "Request too long", "网址或查询太长，请缩短后重试。", "The address or query is too long; shorten it."}
	queryTooLong     = kind{"query-too-long", 400, "查询太长", "Query too long", "查询不能超过 100 个字，请缩短后重试。", "A query has at most 100 characters; shorten it."}
	badQuery         = kind{"bad-query", 400, "查询无法读取", "Unreadable query", "查询须为 UTF-8 文字，不含控制字符。", "A query must be UTF-8 text without control characters."}
	badFilter        = kind{"bad-filter", 400, "条件超出范围", "Filter out of range", "请检查经纬度、范围、代码和条数：经度 -180 到 180，纬度 -90 到 90。", "Check position, box, codes and limit: longitude -180 to 180, latitude -90 to 90."}
	badCursor        = kind{"bad-cursor", 400, "翻页标记无效", "Bad cursor", "翻页标记与查询不符，请从第一页重新开始。", "The cursor does not belong to this query; start again from the first page."}
	badTile          = kind{"bad-tile", 400, "瓦片编号有误", "Bad tile", "瓦片编号须为整数，且在该级别的范围内。", "Tile numbers must be whole and within their zoom level."}
	noTileSet        = kind{"tile-set-not-found", 404, "没有这组瓦片", "No such tile set", "没有这组瓦片，公开的是 public。", "There is no such tile set; the public one is called public."}
	badDate          = kind{"bad-date", 400, "日期有误", "Bad date", "日期的写法是 2026-11-22。", "A date is written like 2026-11-22."}
	notSignedIn      = kind{"not-signed-in", 401, "尚未登录", "Not signed in", "请先登录；登录可能已超时或在别处结束。", "Log in first; the session may have timed out or been ended elsewhere."}
	wrongLogin       = kind{"wrong-login", 401, "登录失败", "Log-in failed", "登录名或密码不对，或尝试次数过多而须稍候。请核对后过几分钟再试；忘记密码请找系统管理员。", "The login or the password is wrong, or there were too many tries. Check both and try again in some minutes; if you forgot the password, ask the administrator."}
	tooManyTries     = kind{"too-many-attempts", 429, "尝试次数过多", "Too many attempts", "这个网络地址的登录尝试过多，请稍候再试。", "There were too many log-ins from this address; try again later."}
	busyLogIns       = kind{"log-ins-busy", 503, "登录繁忙", "Log-ins are busy", "同时登录的人太多，请过几秒再试。", "Too many are logging in at this moment; try again in some seconds."}
	notAllowed       = kind{"not-allowed", 403, "没有权限", "Not allowed", "您的角色或辖区不允许这样做。需要时请找系统管理员授权。", "Your roles, or the divisions in which you hold them, do not allow this. Ask the administrator if you need it."}
	notByToken       = kind{"person-needed", 403, "须本人登录", "A person is needed", "这件事须本人登录后做，不能用接口令牌。", "This is done by a person who is logged in, not with an API token."}
	factorNeeded     = kind{"second-factor-needed", 403, "还须第二步验证", "Second factor needed", "请先用安全密钥完成第二步验证；还没有密钥的，先登记一个。", "Finish logging in with your security key first; register one if you have none."}
	changeNeeded     = kind{"password-change-needed", 403, "须先修改密码", "Change your password first", "这个密码是别人设的或已过期，请先修改密码。", "The password was set by somebody else or is too old; change it first."}
	noAccount        = kind{"account-not-found", 404, "没有这个账户", "No such account", "没有这个编号的账户，请从账户列表中选择。", "There is no account with this id; choose one from the list."}
	noAPIToken       = kind{"token-not-found", 404, "没有这个令牌", "No such token", "没有这个令牌，或已收回。", "There is no such token, or it was taken back."}
	badLogin         = kind{"bad-login-name", 422, "登录名不合要求", "Unfit login", "登录名为 2 到 64 个字母、数字或汉字，也可含 . _ -，不能以它们开头。", "A login is 2 to 64 letters, digits and . _ -, and begins with a letter or digit."}
	loginTaken       = kind{"login-taken", 409, "登录名已有人用", "Login taken", "已有账户使用这个登录名，请换一个。", "Another account has this login; choose another."}
	nameNeeded       = kind{"name-needed", 422, "缺少姓名", "A name is needed", "请填写使用人的姓名：一人一户，不得共用。", "Enter the name of the person: accounts are not shared."}
	reasonNeeded     = kind{"reason-needed", 422, "缺少原因", "A reason is needed", "请写明依据或原因，它会记入账本。", "Say why; the ledger records it."}
	noRole           = kind{"role-unknown", 422, "没有这种角色", "No such role", "没有这种角色，请从列表中选择。", "There is no such role; choose one from the list."}
	roleHeld         = kind{"role-held", 409, "已有这个角色", "Held already", "这个账户在那里已有这个角色，不必再授。", "The account holds this role there already."}
	roleNotHeld      = kind{"role-not-held", 409, "没有这个角色", "Not held", "这个账户在那里没有这个角色，可能已被别人收回；请刷新后再看。", "The account does not hold this role there; somebody may have taken it away: reload."}
	dutiesMixed      = kind{"duties-mixed", 409, "三员须分立", "Duties stay apart", "系统管理员、审计员和业务角色不能由同一账户担任，请另建账户。", "One account cannot be administrator, auditor and officer at once; make another account."}
	lastAdmin        = kind{"last-administrator", 409, "最后一名系统管理员", "The last administrator", "这是最后一名管理全部登记的系统管理员，不能停用或收回；请先授权另一人。", "This is the last administrator of the whole register, who stays; appoint another first."}
	ownRights        = kind{"own-rights", 403, "不能给自己授权", "Not for yourself", "不能给自己授权，请由另一名系统管理员办理。", "Nobody gives themselves a role; ask another administrator."}
	ownCase          = kind{"own-case", 403, "须回避", "Your own application", "自己提出的申请不能由自己决定，请由同事办理。", "Nobody decides their own application; a colleague must."}
	keysNeedName     = kind{"keys-need-a-name", 409, "此网址不能用安全密钥", "No security keys here", "安全密钥须绑定域名，而这台服务器是按 IP 地址访问的。请管理员用 DIMING_PUBLIC_URL 设一个域名。", "Security keys are bound to a host name, and this server is reached by address. Have DIMING_PUBLIC_URL set to a name."}
	noKeyYet         = kind{"no-key", 409, "还没有安全密钥", "No security key yet", "这个账户还没有安全密钥，请先登记一个。", "This account has no security key; register one first."}
	keyUnknown       = kind{"key-not-found", 404, "没有这个安全密钥", "No such security key", "没有这个安全密钥，或已移除。", "There is no such security key, or it was removed."}
	keyRefused       = kind{"key-refused", 422, "安全密钥未通过", "Security key refused", "安全密钥的回答不对。请用登记过的密钥在本系统的页面上重试；仍不行请找系统管理员。", "The security key's answer does not hold. Try again on a page of this system with a registered key, or ask the administrator."}
	lastKey          = kind{"last-key", 409, "最后一个安全密钥", "The last security key", "您的角色须有安全密钥，最后一个不能移除；请先登记新的。", "Your roles need a security key, so the last one stays; register another first."}
	noChallenge      = kind{"key-too-late", 409, "验证已过期", "Too late", "这一步已过期或已用过，请重新开始。", "This step is over or was used; begin again."}
	noProvider       = kind{"no-oidc", 404, "没有统一认证", "No OpenID provider", "这台服务器没有设置统一认证，请用密码登录。", "This server has no OpenID provider; log in with your password."}
	badProvider      = kind{"oidc-unreachable", 503, "统一认证无法连接", "Provider unreachable", "统一认证暂时无法连接，请用密码登录，或稍后再试。", "The OpenID provider cannot be reached; log in with your password or try again later."}
	badAttempt       = kind{"oidc-stale", 400, "登录未完成", "Log-in not finished", "这次登录已过期，或不是在这个浏览器里开始的。请重新登录。", "This log-in is too old or was begun in another browser. Log in again."}
	unlinked         = kind{"oidc-unlinked", 403, "身份未关联账户", "Not linked", "这个身份还没有关联账户：请用密码登录后关联，或找系统管理员。", "This identity is linked to no account: log in with your password and link it, or ask the administrator."}
	linkedToMore     = kind{"oidc-linked", 409, "已关联", "Linked already", "这个身份已经关联了账户。", "This identity is linked to an account already."}
	badScope         = kind{"bad-token", 422, "令牌不合要求", "Unfit token", "令牌须有名称、至少一项权限和一年以内的到期时间。", "A token needs a name, at least one action, and an end within a year."}
	crossSite        = kind{"cross-site", 403, "来自别的网站的请求", "Sent by another site", "这个请求是别的网站发出的，没有执行。请在本系统的页面上操作。", "Another site sent this request, and it was not carried out. Use the pages of this system."}
	unreachable      = kind{"register-unreachable", 503, "登记库暂时无法连接", "Register unreachable", "登记库暂时无法连接，正在重试，请稍后再来。", "The register cannot be reached at the moment; try again shortly."}
	stopping         = kind{"stopping", 503, "正在停止", "Stopping", "服务正在停止，已收到的请求会处理完；请稍后再来。", "The server is about to stop and finishes what it has; try again shortly."}
	internal         = kind{"internal", 500, "内部错误", "Internal error", "系统出错，已记录。请稍后重试；仍不行请联系管理员。", "Something went wrong and was logged. Try again later, or tell the administrator."}
	noSound          = kind{"no-sound", 404, "没有录音", "No recording", "这个地名还没有录音。", "Nobody has recorded this name yet."}
	noSuchName       = kind{"no-such-name", 422, "没有这个名称", "No such name", "name_id 不是这个地名的名称。请重新打开这个地名再试。", "The name_id is no name of this place. Open the place again."}
	noDraftReading   = kind{"no-draft-reading", 409, "没有可撤回的核定", "Nothing to take back", "这个名称的读音没有核定过，或者登记时就已确定，不能撤回核定。请重新打开核对。", "The reading was not confirmed by a person, or was certain from the first. Open it again and look."}
	badReading       = kind{"bad-reading", 422, "读音不合拼写规则", "Unfit reading", "读音须是带声调的汉语拼音，每个汉字一个音节。", "A reading is Hanyu Pinyin with tone marks, one syllable a character."}
	badDocument      = kind{"document-refused", 422, "文件不能接收", "File refused", "文件的内容与名称不符，或不是可以接收的文件。", "The file is not what its name says, or none that is taken."}
	noDocument       = kind{"document-needed", 422, "缺少文件", "A file is needed", "请选择一个文件：表单里名为 file 的一项，或正文加 filename 参数。", "Send a file: the part named file of a form, or the body itself with ?filename=."}
	bigDocument      = kind{"document-too-large", 413, "文件太大", "File too large", "文件太大。", "The file is too large."}
	lostDocument     = kind{"document-missing", 500, "文件不在库中", "Document missing", "登记里有这份文件，存储里却没有，请联系管理员从备份恢复。", "The register names this document, but the store lacks it; have the administrator restore it."}
	invalid          = kind{"invalid-parameters", 422, "参数不符合要求", "Invalid parameters", "请按 errors 所列修改参数后重试。", "Correct the parameters listed in errors and try again."}
	changedMeanwhile = kind{"changed-since", 412, "您打开之后已有改动", "Changed since you opened it", "您打开之后，这个地名已被修改，您的改动没有保存。请对照现在的内容，逐项选择后再保存。", "The place was changed after you opened it, and your change was not saved. Compare, choose field by field, and save again."}
	noCase           = kind{"no-division-case", 404, "没有这个区划调整案", "No such division case", "没有这个区划调整案，或您看不到它。请从列表打开。", "There is no such division case, or you may not see it. Open it from the list."}
	caseChanged      = kind{"division-case-changed", 412, "您打开之后已有改动", "Changed since you opened it", "您打开之后，本案已有改动，这一步没有办。请重新读取后再办。", "The case was changed after you opened it, and the step was not taken. Read it again, then go on."}
	caseStepRefused  = kind{"division-case-step", 409, "现在不能办这一步", "Not a step to take now", "本案在现在的状态下不能办这一步，请先完成前面的步骤；生效须在生效日期之后。", "The case cannot take this step where it stands: finish the steps before it; it takes effect on its effective date or after."}
	caseDates        = kind{"division-case-dates", 422, "日期不可能", "The date cannot be", "批复日期不能晚于今天，不能早于申请日期；生效日期不能早于批复日期。", "The reply's date is neither after today nor before the application; the effective date is not before the reply's."}
	caseReply        = kind{"division-case-reply", 422, "缺少批准机关或文号", "Body and number are needed", "请填写批准机关和批复文号（延长期限也须填批准文件）。", "Enter the approving body and the reply's number (for an extension, its approval)."}
	caseStale        = kind{"division-case-stale", 409, "模拟结果已变", "The simulation was overtaken", "您核对之后，登记或代码已有变化。请重新核对模拟结果，再办理生效。", "The register or the codes changed after you looked. Look at the simulation again, then enact."}
	caseItem         = kind{"division-case-item", 422, "变更内容不全", "The change is not complete", "请填写标题，并为每项变更写明所涉区划、新名称或新上级。", "Enter a title, and for each change its divisions and its new name or division above."}
	casePaper        = kind{"division-case-paper", 422, "材料不对", "Not such a paper", "请选择材料种类，并填写内容。", "Choose the kind of paper and enter its content."}
	papersMissing    = kind{"division-case-papers", 422, "材料不齐，不能报送", "Papers are missing", "材料不齐：缺少的材料已列出，补齐后再报送。", "The listed papers are missing: add them, then submit."}
	caseProblems     = kind{"division-case-problems", 422, "本案有不能生效之处", "The case cannot stand as it is", "本案有不能生效之处：请按列出的问题修改变更内容。", "The case cannot take effect as it stands: correct what is listed."}
	matchNeeded      = kind{"if-match-needed", 428, "须说明修改的是哪一版", "Say which version is changed", "请先读取地名，把 ETag 放在 If-Match 里再提交。", "Read the place first, and send its ETag as If-Match."}
	nameTaken        = kind{"name-taken", 409, "名称已被使用", "Name is taken", "这个名称在法定范围内已有别的地名使用（地名管理条例第九条）。请换一个名称，或先处理另一处。", "Another place bears this name where the law wants it single; choose another name, or settle the other place first."}
	placeRule        = kind{"not-possible", 409, "不能这样修改", "Not possible", "这样的修改不符合登记规则：区划的名称和类别随区划变更；之后已有更晚的名称时不能更名；日期须在有效期内。", "The register does not allow this: names and classes of divisions follow the divisions, a name that begins later stands in the way, or the day lies outside the time for which it holds."}
	placeUnnamed     = kind{"place-name-needed", 422, "缺少名称", "A name is needed", "请填写地名的标准名称。", "Enter the standard name of the place."}
	planFirst        = kind{"protection-plan-needed", 409, "先要有保护方案", "A protection plan first", "这个地名已列入保护名录，须先在“地名保护”写明保护方案并经批准，才能更名（地名管理条例第二十五条）。", "The name is on a protection list; write its protection plan and have it approved before it is renamed."}
	ownPlan          = kind{"own-protection-plan", 409, "不能批准自己的方案", "Your own plan", "保护方案由您编写，须由另一位有批准权限的同事批准。", "You wrote this protection plan; a colleague with the right must approve it."}
	planApproved     = kind{"protection-plan-approved", 409, "方案已批准", "Approved already", "这份保护方案已经批准，请刷新后再看。", "This protection plan is approved already; reload."}
	noMatter         = kind{"record-not-found", 404, "没有这条记录", "No such record", "没有这条记录，请从列表中选择。", "There is no such record; choose one from the list."}
	notInState       = kind{"not-in-this-state", 409, "现在不能这样做", "Not possible now", "它的状态已经改变或不允许这样做，请刷新后再看。", "Its state has changed or does not allow this; reload and look again."}
	partMissing      = kind{"part-missing", 422, "还缺内容", "Something is missing", "请把标题、依据、理由或证据等必填内容写完整。", "Fill in what is required: title, basis, reason or evidence."}
	runBusy          = kind{"run-busy", 409, "正在进行", "Going on already", "已有一次正在进行，请等它结束或先停止。", "One is going on already; wait for it or stop it."}
	decidedMeanwhile = kind{"decided-meanwhile", 409, "已有人决定", "Decided meanwhile", "您打开之后已有同事作出决定，没有保存；请刷新后再看。", "A colleague decided after you opened it, and nothing was saved; reload."}
	heritageHeld     = kind{"heritage-held", 409, "已在名录或已推荐", "Listed or proposed", "这个地名已在保护名录或已推荐。", "The place is on a list or proposed already."}
	heritageName     = kind{"heritage-name", 409, "名称已不同", "Another name now", "这个地名现在的标准名称与推荐时不同，或已撤回，请重新推荐。", "The place bears another name now or was withdrawn; propose it again."}
	numberUsed       = kind{"number-used", 409, "文号已用", "Number used", "这个文号已经用过，请换一个。", "This number is used already; take another."}
	badWord          = kind{"unfit-word", 422, "词条不合要求", "Unfit entry", "词条须有文字（不超过50字）、依据和该表允许的类别；收回的只能是系统自带的词。", "An entry needs its text (50 characters at most), its source and a kind of the list; only words that come with the program can be taken out."}
	wordHeld         = kind{"word-held", 409, "表里已有", "Listed already", "这个词已在表里，不必再加；要改依据，请先撤销原来的词条。", "The list holds this entry already; to change its source, end the old entry first."}
	noWord           = kind{"no-word", 404, "没有这个词条", "No such entry", "没有这个词条，或已撤销。请刷新后再看。", "There is no such entry, or it has ended. Reload and look again."}
	badTemplate      = kind{"template-refused", 422, "模板不能使用", "Template refused", "模板不能使用，请改正后再传。", "The template cannot be used; correct it and bring it again."}
	noTemplate       = kind{"no-template", 404, "没有这个模板", "No such template", "没有这个模板，请从公文模板页选择。", "There is no such template; choose one from the page of templates."}
	templateBasis    = kind{"template-basis", 422, "缺少依据", "A basis is needed", "请写明更换模板的依据，例如“县局2026年第3次办公会决定”。", "Say what the change of the template rests on."}
	templateChanged  = kind{"template-changed", 412, "您打开之后模板已更换", "Changed since you opened it", "您打开之后，这个模板已被更换，您的改动没有保存。请刷新，核对现用模板后再办。", "The template was changed after you opened it, and your change was not saved. Reload and look at it first."}
	builtInAlready   = kind{"template-built-in", 409, "已是内置模板", "Built-in already", "现用的就是系统内置模板，不必恢复。", "The template in force is the one that comes with the program already."}
	badProcedure     = kind{"unfit-procedure", 422, "程序不合规定", "Unfit procedure", "这样的程序不合地名管理条例。", "The regulation does not allow this procedure."}
	noProcedure      = kind{"no-procedure", 404, "没有这个程序", "No such procedure", "没有这个办理程序，或已撤销。请刷新后再看。", "There is no such procedure, or it has ended. Reload and look again."}
	procedureChanged = kind{"procedure-changed", 409, "程序已有改动", "Changed meanwhile", "您打开之后，同事已改了这一类的办理程序，没有保存。请刷新后再改。", "A colleague changed the procedure of this class after you opened it; nothing was saved. Reload and change it again."}
	badCoverage      = kind{"unfit-coverage", 422, "声明不全", "Unfit declaration", "请选择地名种类，写明截至日期（不晚于今天）和来源。", "Choose the groups of names, and say as of which day (today at the latest) and from what source."}
	noCoverage       = kind{"no-coverage", 404, "没有这项声明", "No such declaration", "没有这项声明，或已撤回。请刷新后再看。", "There is no such declaration, or it was withdrawn. Reload and look again."}
	badBuiltUp       = kind{"unfit-built-up-area", 422, "范围不合要求", "Unfit area", "建成区须有名称、依据和一个自身不相交的面（GeoJSON 的 Polygon 或 MultiPolygon，经纬度，不超过两万个点）。", "A built-up area needs a name, its basis and a polygon that does not cross itself (GeoJSON Polygon or MultiPolygon in degrees, 20,000 points at most)."}
	noBuiltUp        = kind{"no-built-up-area", 404, "没有这个建成区", "No such built-up area", "这一天没有这个建成区。请从列表中选择，结束日期须在其起始之后。", "There is no such area on that day. Choose one from the list, and a day after its first."}
	noClass          = kind{"unknown-class", 422, "没有这个类别", "No such class", "地名类别代码不存在，请从列表中选择。", "There is no such class of places; choose one from the list."}
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
	lineErrors,
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
		{tiles.ErrCoord, badTile},
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
	}, upkeepErrors, fieldErrors, { // what a request says
		{errBadDate, badDate},
		{errBadFilter, badFilter},
	},
}

// problemOf finds an error in the table. What is not in it is internal.
func problemOf(err error) kind {
	for _, subject := range errorKinds {
		for _, row := range subject {
			if errors.Is(err, row.err) {
				return row.kind
			}
		}
	}
	if heritage.Refused(err) {
		return planFirst
	}
	var dateOutOfRange *pgconn.PgError
	if errors.As(err, &dateOutOfRange) && dateOutOfRange.Code == "22008" {
		return badDate
	}
	if pg.Unreachable(err) {
		return unreachable
	}
	return internal
}

func (k kind) in(ctx context.Context) *Problem {
	return &Problem{Type: "urn:diming:problem:" + k.name, Status: k.status,
		Title: pick(ctx, k.titleZH, k.titleEN), Detail: pick(ctx, k.zh, k.en)}
}

// fail turns an error into what is answered; what the table does not know is
// logged here, once, and its text goes no further.
func (s *Server) fail(ctx context.Context, err error) error {
	var known *Problem
	if errors.As(err, &known) {
		return known
	}
	var many *account.TooManyError
	if errors.As(err, &many) {
		p := tooManyTries.in(ctx)
		p.retryAfter = many.After
		return p
	}
	var value *boundaries.SettingValueError
	if errors.As(err, &value) {
		p := badValue.in(ctx)
		p.Errors = []*huma.ErrorDetail{{Location: "body.value", Message: pick(ctx, value.ZH, value.EN)}}
		return p
	}
	var step *cases.StepError
	if errors.As(err, &step) {
		return caseStepKind.in(ctx)
	}
	var unlawful *cases.ProcedureError
	if errors.As(err, &unlawful) {
		p := badProcedure.in(ctx)
		p.Detail = pick(ctx, unlawful.ZH, unlawful.EN)
		return p
	}
	var claim *cases.ClaimError
	if errors.As(err, &claim) {
		return nameTaken.in(ctx)
	}
	var refused *document.RefusedError
	if errors.As(err, &refused) {
		p := badDocument.in(ctx)
		p.Detail = pick(ctx, refused.ZH, refused.EN)
		return p
	}
	var missing *glyph.MissingError
	if errors.As(err, &missing) {
		return noGlyphOf(ctx, err, missing)
	}
	var fault *pinyin.Fault
	if errors.As(err, &fault) {
		return badReadingOf(ctx, fault)
	}
	var taken *gazetteer.TakenError
	if errors.As(err, &taken) {
		return nameTaken.in(ctx)
	}
	if p := templateProblem(ctx, err); p != nil {
		return p
	}
	if p := phoneProblem(ctx, err); p != nil {
		return p
	}
	k := problemOf(err)
	if k.name == internal.name && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "request failed", "error", err)
	}
	return k.in(ctx)
}

// writeProblem answers a plain handler's error.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	var p *Problem
	if !errors.As(err, &p) {
		p, _ = s.fail(r.Context(), err).(*Problem)
	}
	for _, name := range []string{"Content-Length", "Content-Encoding", "ETag", "Cache-Control"} {
		w.Header().Del(name)
	}
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}

func (s *Server) answer(k kind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.writeProblem(w, r, k.in(r.Context())) }
}

// humaProblem is how huma's own errors (validation, unknown parameters) become
// problems of ours.
func humaProblem(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	k := badRequest
	switch {
	case status == http.StatusUnprocessableEntity:
		k = invalid
	case status >= 500:
		k = internal
	case status == http.StatusNotAcceptable:
		k = kind{"not-acceptable", status, "不支持的格式", "Not acceptable", "只提供 JSON。", "Only JSON is available."}
	}
	p := k.in(requestContext(ctx))
	p.Status = status
	for _, err := range errs {
		detail := &huma.ErrorDetail{Message: err.Error()}
		if d, ok := err.(huma.ErrorDetailer); ok {
			detail = d.ErrorDetail()
		}
		p.Errors = append(p.Errors, detail)
	}
	return p
}

func requestContext(ctx huma.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx.Context()
}
