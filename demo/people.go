package demo

import (
	"context"
	"errors"
	"fmt"

	"diming/boundaries"
	"diming/internal/account"
)

// Password is that of all accounts of the demo. Everybody may know it: these
// accounts refuse to exist under a public URL that is not local.
const Password = "Qinghu-Demo-2026"

// neighbourCode is the county across the longest line, of which the demo has an
// inspector too: 玉山县.
const neighbourCode = "361123"

// Where two of the keepers of shelters serve: 清湖街道 and its 清湖一村.
const (
	townCode    = "330881003"
	villageCode = "330881003200"
)

// People makes the demo's accounts, one for each kind of work, where they do
// not exist yet: in its county, but for those who serve the whole register.
func (d *Demo) People(ctx context.Context, accounts *account.Store) error {
	county, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, countyCode)
	if err != nil {
		return fmt.Errorf("demo accounts: %w", err)
	}
	beyond, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, neighbourCode)
	if err != nil {
		return fmt.Errorf("demo accounts: %w", err)
	}
	town, err1 := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, townCode)
	village, err2 := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, villageCode)
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("demo accounts: %w", err)
	}
	here := func(roles ...account.Role) []account.Grant {
		grants := make([]account.Grant, len(roles))
		for i, r := range roles {
			grants[i] = account.Grant{Role: r, Division: county.ID}
		}
		return grants
	}
	for _, p := range []struct {
		login, name string
		grants      []account.Grant
	}{
		{"officer", "示例·地名干部", here(account.Clerk, account.Reviewer, account.Moderator, account.Numberer, account.Importer)},
		{"numberer", "示例·门牌管理员", here(account.Numberer)}, // releases what the officer signed
		{"approver", "示例·审批人", here(account.Approver)},
		{"importer", "示例·数据员", here(account.Importer)},
		{"inspector", "示例·联检员", here(account.Inspector)},
		{"keeper", "示例·管护员", here(account.Patroller)},
		{"installer", "示例·安装员", here(account.Installer)},
		{"neighbour", "示例·邻县联检员", []account.Grant{{Role: account.Inspector, Division: beyond.ID}}},
		{"emergency", "示例·应急管理", here(account.ShelterKeeper)},
		{"township", "示例·街道值守", []account.Grant{{Role: account.ShelterKeeper, Division: town.ID}}},
		{"villagekeeper", "示例·村避灾点管理员", []account.Grant{{Role: account.ShelterKeeper, Division: village.ID}}},
		{"auditor", "示例·审计员", []account.Grant{{Role: account.Auditor}}},
		{"admin", "示例·管理员", []account.Grant{{Role: account.Admin}}},
	} {
		if err := accounts.AddDemo(ctx, p.login, p.name, Password, p.grants...); err != nil {
			return err
		}
	}
	return nil
}
