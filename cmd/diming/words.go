package main

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/archive"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// advice says what an error means and what to do, in the officer's language.
var advice = []struct {
	err  error
	text string
}{
	{gazetteer.ErrClass, "没有这个地名类别代码；类别代码为五位数字，如 22200 农村居民点、21610 村、23514 道路，全部见 diming classes"},
	{gazetteer.ErrDivision, "这是行政区划：更名、撤销须按区划变更办理，不能当作一般地名修改"},
	{gazetteer.ErrLaterName, "已批准了自更晚日期起的名称，本次更名会把它抹去；请先核对日期，或用 --from 指到那之后"},
	{gazetteer.ErrReason, "请写明依据或原因（--reason），它会记入账本"},
	{gazetteer.ErrWithdrawn, "这个地名已从登记中撤回，不能再改"},
	{gazetteer.ErrNoName, "请给出标准名称"},
	{gazetteer.ErrNotFound, "登记中没有这个编号的地名；编号可在检索结果的 id 中找到"},
	{boundaries.ErrNotFound, "这个日期没有这个代码的行政区划；旧代码由谁承接，可查 diming divisions carried-by 代码"},
	{ledger.ErrErased, "没有这个人的数据，或已经删除"},
	{account.ErrLogin, "登录名为 2 到 64 个字母、数字或汉字，也可含 . _ -，不能以它们开头"},
	{account.ErrTaken, "已有账户使用这个登录名，请换一个；全部账户见 diming user list"},
	{account.ErrNotFound, "没有这个登录名的账户；全部账户见 diming user list"},
	{account.ErrName, "请用 --name 写明使用人：一人一户，不得共用"},
	{account.ErrReason, "请写明依据或原因（--reason），它会记入账本"},
	{account.ErrRole, "没有这种角色；角色有 admin auditor clerk reviewer approver numberer installer inspector patroller shelter_keeper moderator importer"},
	{account.ErrLinkedToMore, "这个身份已关联到账户，一个身份只能登录一个账户"},
	{account.ErrHeld, "这个账户在那里已有这个角色"},
	{account.ErrNotHeld, "这个账户在那里没有这个角色；现有角色见 diming user list"},
	{account.ErrDuties, "三员分立：系统管理员、审计员和业务角色不能由同一账户担任，请另建账户"},
	{account.ErrLastAdmin, "这是最后一名管理全部登记的系统管理员：请先用 diming user add --admin 或 diming user role 另设一名"},
	{archive.ErrExists, "已存在，不覆盖：请换一个名字"},
	{archive.ErrOccupied, "登记不是空的，不能读入到其上：请用新的 DIMING_DATA 或空数据库"},
	{archive.ErrNewer, "这份导出来自更新的版本：请先升级 diming"},
	{archive.ErrNotWhole, "这不是一份完整的导出：导出中断过，或文件没有拷全；请重新导出或重新拷贝"},
	{errNoRegister, "这里没有登记库。请用 DIMING_DATA 或 --data 指到登记库的目录；新建用 diming migrate"},
}

// sentence says an error so that a person knows what to do.
func sentence(err error) string {
	var missing *pg.MissingError
	if errors.As(err, &missing) {
		return missing.Error()
	}
	text := err.Error()
	var taken *gazetteer.TakenError
	if errors.As(err, &taken) {
		return fmt.Sprintf("%s\n“%s”在应当唯一的范围内已有：地名编号 %s（地名管理条例第九条）", text, taken.Text, taken.Other)
	}
	var weak *account.WeakError
	if errors.As(err, &weak) {
		return text + "\n密码太弱：请用足够长、含大小写字母和数字等多种字符、不含登录名、近期未用过的密码"
	}
	var damage *archive.Damage
	if errors.As(err, &damage) {
		return text + "\n导出的文件与导出时不同，登记没有任何改动：请从原件重新拷贝"
	}
	for _, a := range advice {
		if errors.Is(err, a.err) {
			return text + "\n" + a.text
		}
	}
	var dead *pgconn.ConnectError
	if errors.As(err, &dead) {
		return text + "\n数据库连接不上：请检查 DIMING_DATABASE_URL 和数据库是否已启动。"
	}
	return text
}

// readDate reads a day from a flag; the first known one is a guard against
// slips such as 1026 for 2026.
func readDate(flag, text string) (version.Date, error) {
	day, err := version.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("%s %q：日期写法是 2026-12-01，且须是历书上有的日子 / %w", flag, text, err)
	}
	if day.Before(version.Day(1900, 1, 1)) {
		return day, fmt.Errorf("%s %q：早于 1900 年，请核对 / before 1900", flag, text)
	}
	return day, nil
}
