package boundaries

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A SettingKind is how the value of a setting is written.
type SettingKind string

// The kinds of settings.
const (
	NumberSetting  SettingKind = "number"  // a whole number
	BooleanSetting SettingKind = "boolean" // true or false
	TextSetting    SettingKind = "text"
)

// A KnownSetting is a setting that the program reads: what it is called, what
// holds where nobody set it, and on what that rests. Parts of the house add
// theirs to KnownSettings.
type KnownSetting struct {
	Key              string
	Label, LabelEN   string
	Kind             SettingKind
	Unit, UnitEN     string
	Default          string            // as a value is stored; "" is nothing
	Basis            string            // of the default
	Least, Most      int               // of a number; of a text the most characters
	Bound, BoundEN   string            // why the bounds are what they are, where a text of law sets them
	MayBeEmpty       bool              // of a text
	Pattern          bool              // of a text: a regular expression
	Form             string            // of a text: what it must match, where it is not empty; Bound says it in words
	Sound            func(string) bool // of a text: what Form cannot say; Bound says it in words
	MonthDay         bool              // of a text: a day of the year, such as 05-15
	HomeOnly         bool              // read for the home county alone: another division's value would change nothing
	FixedByTheLoader bool              // shown, and set only by what loads the register
}

const (
	practice   = "GB/T 22239-2019 8.1.4.1；数值为县级单位通行做法，可按本地规定修改"
	networkLaw = "网络安全法第二十一条：网络日志留存不少于六个月"
	filingLaw  = "地名管理条例第十三条：自批准之日起15日内备案"
	announce   = "地名管理条例第十四条：自批准（其他部门批准的自备案）之日起15日内公告"
	localDays  = "国家未规定，按地方通行做法，可按本地规定修改"
)

// PublicBasis is the basis of a setting as the public is told it: a text of law
// or a document of the place. What only says that there is none is for the
// office, and "" here.
func PublicBasis(basis string) string {
	if strings.HasPrefix(basis, localDays) {
		return ""
	}
	return basis
}

// KnownSettings are all settings that the program reads, in the order in which
// they are shown.
var KnownSettings = slices.Concat([]KnownSetting{
	{Key: SettingTitle, Label: "登记名称", LabelEN: "Title of the register", Kind: TextSetting, Most: 60, HomeOnly: true},
	{Key: SettingAttribution, Label: "地图署名", LabelEN: "Attribution of maps", Kind: TextSetting, Most: 200, MayBeEmpty: true, HomeOnly: true},
	{Key: SettingApproval, Label: "审图号", LabelEN: "Map approval number", Kind: TextSetting, Most: 60, MayBeEmpty: true, HomeOnly: true, Basis: "地图管理条例第十五条：公开的地图须审核并载明审图号"},
	{Key: SettingDemo, Label: "示例数据", LabelEN: "Demo data", Kind: BooleanSetting, Default: "false", HomeOnly: true, FixedByTheLoader: true, Basis: "载入示例时标记，各页面据此注明示例数据"},
	{Key: SettingPasswordLength, Label: "密码最短长度", LabelEN: "Shortest password", Kind: NumberSetting, Unit: "个字符", UnitEN: "characters", Default: "8", Least: 8, Most: 64, Basis: practice, HomeOnly: true},
	{Key: SettingPasswordKinds, Label: "密码须含的字符种类", LabelEN: "Kinds of characters in a password", Kind: NumberSetting, Unit: "种", UnitEN: "of four", Default: "3", Least: 1, Most: 4, Basis: practice, HomeOnly: true},
	{Key: SettingPasswordDays, Label: "密码定期更换", LabelEN: "Age at which a password is changed", Kind: NumberSetting, Unit: "天（0 为不要求）", UnitEN: "days (0: never)", Default: "90", Most: 3650, Basis: practice, HomeOnly: true},
	{Key: SettingPasswordHistory, Label: "不得重复使用的旧密码", LabelEN: "Former passwords that may not come back", Kind: NumberSetting, Unit: "个", UnitEN: "passwords", Default: "5", Most: 24, Basis: practice, HomeOnly: true},
	{Key: SettingSessionIdle, Label: "无操作自动退出", LabelEN: "Log-in ends after standing idle", Kind: NumberSetting, Unit: "分钟", UnitEN: "minutes", Default: "30", Least: 1, Most: 1440, Basis: practice, HomeOnly: true},
	{Key: SettingSessionHours, Label: "登录最长时间", LabelEN: "Longest log-in", Kind: NumberSetting, Unit: "小时", UnitEN: "hours", Default: "12", Least: 1, Most: 168, Basis: practice, HomeOnly: true},
	{Key: SettingSecondFactor, Label: "管理员和批准人须用安全密钥", LabelEN: "Security keys for admin and approver", Kind: BooleanSetting, Default: "false", Basis: "GB/T 22239-2019 8.1.4.1 d：两种或两种以上组合的鉴别技术（三级）", HomeOnly: true},
	{Key: SettingMixedDuties, Label: "允许一个账号兼任三员", LabelEN: "One account may hold several of the three duties", Kind: BooleanSetting, Default: "false", Basis: "三员分立：系统管理、审计与业务分开（通行做法）", HomeOnly: true},
	{Key: SettingLogInTries, Label: "密码输错几次后暂停", LabelEN: "Wrong passwords before a pause", Kind: NumberSetting, Unit: "次", UnitEN: "tries", Default: "5", Least: 1, Most: 100, Basis: practice, HomeOnly: true},
	{Key: SettingLogInDelay, Label: "首次暂停时间", LabelEN: "First pause", Kind: NumberSetting, Unit: "分钟（每次加倍）", UnitEN: "minutes, doubled each time", Default: "1", Least: 1, Most: 1440, Basis: practice, HomeOnly: true},
	{Key: SettingLogMonths, Label: "日志与登录记录保存", LabelEN: "Logs and log-in records are kept", Kind: NumberSetting, Unit: "个月", UnitEN: "months", Default: "6", Least: 6, Most: 1200, Basis: networkLaw, Bound: networkLaw, BoundEN: "Cybersecurity Law art. 21: network logs are kept for six months at least", HomeOnly: true},
	{Key: SettingFilingDays, Label: "备案期限", LabelEN: "Days for filing", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "15", Least: 1, Most: 15, Basis: filingLaw, Bound: filingLaw, BoundEN: "Place-name regulation art. 13: within 15 days"},
	{Key: SettingAnnounceDays, Label: "公告期限", LabelEN: "Days for the announcement", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "15", Least: 1, Most: 15, Basis: announce, Bound: announce, BoundEN: "Place-name regulation art. 14: within 15 days"},
	{Key: SettingNoticeDays, Label: "公示天数", LabelEN: "Days of public notice", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "7", Least: 1, Most: 90, Basis: localDays},
	{Key: SettingSignDays, Label: "设置标志期限", LabelEN: "Days for setting signs", Kind: NumberSetting, Unit: "天（0 为不计）", UnitEN: "days (0: not counted)", Default: "60", Most: 3650, Basis: "宁波市地名管理条例第二十一条（地方规定，供参照），可按本地规定修改"},
	{Key: SettingProcessingDays, Label: "办理期限", LabelEN: "Working days for a case", Kind: NumberSetting, Unit: "个工作日（0 为不计）", UnitEN: "working days (0: not counted)", Default: "10", Most: 365, Basis: "宁波市地名管理条例第十五条（地方规定，供参照），可按本地规定修改"},
	{Key: SettingCorrectionDays, Label: "补正期限", LabelEN: "Working days for adding to an application", Kind: NumberSetting, Unit: "个工作日（0 为不计）", UnitEN: "working days (0: not counted)", Default: "10", Most: 365, Basis: localDays},
	{Key: SettingWarnDays, Label: "到期前提醒", LabelEN: "Days of warning before a deadline", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "5", Most: 60, Basis: localDays},
	{Key: SettingSignCost, Label: "更换一块标志的费用", LabelEN: "Cost of replacing one sign", Kind: NumberSetting, Unit: "元", UnitEN: "yuan", Default: "200", Most: 1000000, Basis: "估算更名费用用，按本地采购价修改"},
	{Key: SettingDocumentSize, Label: "上传文件的最大长度", LabelEN: "Largest document that is taken", Kind: NumberSetting, Unit: "MB", UnitEN: "MB", Default: "20", Least: 1, Most: 200, Basis: "系统默认：够一份 A4 彩色扫描件的批复，可按本地网络和存储修改", HomeOnly: true},
	{Key: SettingCertificateMark, Label: "地名证明字号", LabelEN: "Mark of certificate numbers", Kind: TextSetting, Default: "地名证", Most: 20, Basis: "文号的写法由本单位定"},
	{Key: SettingPackDays, Label: "任务包有效期", LabelEN: "Days for which a task pack holds", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "30", Least: 1, Most: 366, Basis: localDays, HomeOnly: true},
	{Key: SettingPackZoom, Label: "任务包地图的最深级别", LabelEN: "Deepest zoom of the map of a pack", Kind: NumberSetting, Unit: "级", UnitEN: "zoom", Default: "15", Least: 12, Most: 15, Basis: localDays, HomeOnly: true},
	{Key: SettingPackMetres, Label: "任务包地图沿界线的宽度", LabelEN: "How far from the line the map of a pack reaches", Kind: NumberSetting, Unit: "米", UnitEN: "metres", Default: "1000", Least: 100, Most: 10000, Basis: localDays, HomeOnly: true},
	{Key: SettingImagery, Label: "外业影像文件", LabelEN: "Imagery for the field", Kind: TextSetting, Most: 100, MayBeEmpty: true, Basis: "数据目录 imagery 文件夹中 MBTiles 文件的名称；由本单位提供，未设时任务包不带影像", HomeOnly: true},
	{Key: SettingLineNumber, Label: "界线编号格式（正则表达式）", LabelEN: "Form of line numbers (regular expression)", Kind: TextSetting, Most: 200, MayBeEmpty: true, Pattern: true, Basis: "省级界线编号见 GB/T 17796-2009；县、乡级界线编号由各省规定，未设时不限"},
}, namingSettings, markerSettings, roundSettings, upkeepSettings, plateSettings, hangingSettings, addressSettings, printRunSettings, shelterSettings, eventSettings, assignSettings)

// Errors of settings that callers tell apart with errors.Is.
var (
	ErrUnknownSetting = errors.New("no such setting")
	ErrFixedSetting   = errors.New("this setting is not for persons to set")
	ErrHomeSetting    = errors.New("this setting is read for the home county alone")
	ErrNoBasis        = errors.New("a setting needs the text it rests on and a reason")
)

// A SettingValueError says why a value cannot be a setting's.
type SettingValueError struct{ ZH, EN string }

func (e *SettingValueError) Error() string { return e.ZH + " / " + e.EN }

// Known gives what the program knows of a setting, or ErrUnknownSetting.
func Known(key string) (KnownSetting, error) {
	for _, k := range KnownSettings {
		if k.Key == key {
			return k, nil
		}
	}
	return KnownSetting{}, fmt.Errorf("setting %q: %w", key, ErrUnknownSetting)
}

// Check gives a value as it is stored, or a *SettingValueError.
func (k KnownSetting) Check(value string) (string, error) {
	value = strings.TrimSpace(value)
	switch k.Kind {
	case NumberSetting:
		return k.checkNumber(value)
	case BooleanSetting:
		if value != "true" && value != "false" {
			return "", &SettingValueError{"应为是或否（true、false）", "must be true or false"}
		}
	default:
		return k.checkText(value)
	}
	return value, nil
}

func (k KnownSetting) checkNumber(value string) (string, error) {
	n, err := strconv.Atoi(value)
	if err != nil {
		return "", &SettingValueError{"应为整数", "must be a whole number"}
	}
	if n < k.Least || n > k.Most {
		e := &SettingValueError{fmt.Sprintf("应在 %d 到 %d 之间", k.Least, k.Most), fmt.Sprintf("must be from %d to %d", k.Least, k.Most)}
		if k.Bound != "" {
			e.ZH, e.EN = e.ZH+"（"+k.Bound+"）", e.EN+" ("+k.BoundEN+")"
		}
		return "", e
	}
	return strconv.Itoa(n), nil
}

func (k KnownSetting) checkText(value string) (string, error) {
	switch {
	case value == "" && !k.MayBeEmpty:
		return "", &SettingValueError{"不能为空", "must not be empty"}
	case utf8.RuneCountInString(value) > k.Most:
		return "", &SettingValueError{fmt.Sprintf("不能超过 %d 个字", k.Most), fmt.Sprintf("has at most %d characters", k.Most)}
	case strings.ContainsFunc(value, func(r rune) bool { return r < 0x20 || r == 0x7f }):
		return "", &SettingValueError{"不能含控制字符", "must not contain control characters"}
	}
	if value != "" && (k.Form != "" && !regexp.MustCompile(k.Form).MatchString(value) || k.Sound != nil && !k.Sound(value)) {
		return "", &SettingValueError{"应" + k.Bound, "must be " + k.BoundEN}
	}
	if k.MonthDay && value != "" {
		if _, err := time.Parse("2006-"+monthDay, "2024-"+value); err != nil {
			return "", &SettingValueError{"应写成月-日，如 05-15；留空为不设", "must be a month and a day, such as 05-15, or empty"}
		}
	}
	if k.Pattern {
		if _, err := regexp.Compile(value); err != nil {
			return "", &SettingValueError{"不是正确的正则表达式", "is no regular expression"}
		}
	}
	return value, nil
}
