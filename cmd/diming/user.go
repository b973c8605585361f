package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/term"

	"diming/boundaries"
	"diming/internal/account"
	"diming/internal/ledger"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Make an account. Example: diming user add zhang.san --name 张三 --role clerk --division 330881"`
	Role     userRoleCmd     `cmd:"" help:"Give or take a role. Example: diming user role zhang.san reviewer --division 330881 --reason 任命文号"`
	Disable  userDisableCmd  `cmd:"" help:"Keep an account from logging in. Example: diming user disable zhang.san --reason 调离"`
	Enable   userEnableCmd   `cmd:"" help:"Let a disabled account log in again. Example: diming user enable zhang.san --reason 复职"`
	Password userPasswordCmd `cmd:"" help:"Set a new password, to be changed at the next log-in. Example: diming user password zhang.san --reason 忘记密码"`
	Link     userLinkCmd     `cmd:"" help:"Let an identity of the OpenID provider log in to an account. Example: diming user link zhang.san SUBJECT --issuer https://id.example.cn --reason 统一认证"`
	LoseKeys userLoseKeysCmd `cmd:"" name:"lose-keys" help:"Take the security keys from an account whose owner lost them. Example: diming user lose-keys zhou --reason 密钥遗失"`
	List     userListCmd     `cmd:"" help:"List accounts with their roles. Example: diming user list"`
}

// passwordFlags say where a password comes from: never from the command line,
// where every user of the machine and the shell's history see it.
type passwordFlags struct {
	PasswordStdin bool `name:"password-stdin" help:"Read the password from standard input."`
	AskPassword   bool `name:"ask-password" help:"Ask for the password at the terminal."`
}

// password gives the password and whether it was made here, to be printed.
func (f passwordFlags) password() (password string, made bool, err error) {
	switch {
	case f.PasswordStdin:
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if line == "" && err != nil {
			return "", false, fmt.Errorf("标准输入里没有密码 / standard input holds no password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), false, nil
	case f.AskPassword:
		return askPassword()
	}
	return account.OneTimePassword(), true, nil
}

func askPassword() (string, bool, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return "", false, errors.New("--ask-password 须在终端使用；在脚本中用 --password-stdin / needs a terminal; scripts use --password-stdin")
	}
	var typed [2]string
	for i, prompt := range []string{"新密码 New password: ", "再输一次 Again: "} {
		fmt.Fprint(os.Stderr, prompt)
		text, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return "", false, err
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", false, errors.New("两次输入不一致，请重来 / the two differ; try again")
	}
	return typed[0], false, nil
}

type userAddCmd struct {
	Login    string       `arg:"" help:"What is typed to log in."`
	Name     string       `help:"Name of the person; accounts are not shared." required:""`
	Admin    bool         `help:"Make an administrator of the whole register."`
	Role     account.Role `help:"A role to give at once."`
	Division string       `help:"Code of the division in which the role is held; all for the whole register." default:"all"`
	Reason   string       `help:"For the ledger." default:"控制台新建"`
	JSON     bool         `name:"json" help:"Print JSON."`
	passwordFlags
}

// Run makes the account, its first role and its password in one go.
func (c *userAddCmd) Run(ctx context.Context, g *Globals) error {
	return g.with(ctx, func(r *register) error {
		password, made, err := c.password()
		if err != nil {
			return err
		}
		var grants []account.Grant
		if c.Admin {
			grants = append(grants, account.Grant{Role: account.Admin})
		}
		if c.Role != "" {
			division, err := r.divisionOf(ctx, c.Division)
			if err != nil {
				return err
			}
			grants = append(grants, account.Grant{Role: c.Role, Division: division})
		}
		a, err := r.accounts.AddWithPassword(ctx, ledger.Console, c.Login, c.Name, password, c.Reason, grants...)
		if err != nil {
			return err
		}
		return tellPassword(a, password, made, c.JSON)
	})
}

// tellPassword prints an account, and a password made here, this once.
func tellPassword(a account.Account, password string, made, asJSON bool) error {
	if !made {
		password = ""
	}
	if asJSON {
		return printJSON(map[string]any{"id": a.ID, "login": a.Login, "password": password})
	}
	fmt.Printf("%s  %s  %s\n", a.ID, a.Login, a.Name)
	if made {
		fmt.Printf("密码 Password  %s\n只显示这一次；首次登录须修改 / shown this once, to be changed at the first log-in\n", password)
	}
	return nil
}

// divisionOf reads a division's code; all is the whole register.
func (r *register) divisionOf(ctx context.Context, code string) (uuid.UUID, error) {
	if code == "all" || code == "" {
		return uuid.Nil, nil
	}
	d, err := r.places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, code)
	return d.ID, err
}

type userRoleCmd struct {
	Login    string       `arg:""`
	Role     account.Role `arg:"" help:"admin auditor clerk reviewer approver numberer installer inspector patroller shelter_keeper moderator importer"`
	Division string       `help:"Code of the division; all for the whole register." default:"all"`
	Revoke   bool         `help:"Take the role away."`
	Reason   string       `required:"" help:"For the ledger."`
}

// Run gives or takes the role.
func (c *userRoleCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		a, err := r.accounts.ByLogin(ctx, c.Login)
		if err != nil {
			return err
		}
		division, err := r.divisionOf(ctx, c.Division)
		if err != nil {
			return err
		}
		change, done := r.accounts.Grant, "已授予 granted"
		if c.Revoke {
			change, done = r.accounts.Revoke, "已收回 revoked"
		}
		if err := change(ctx, ledger.Console, a.ID, account.Grant{Role: c.Role, Division: division}, c.Reason); err != nil {
			return err
		}
		fmt.Printf("%s  %s  %s  %s\n", a.Login, c.Role, c.Division, done)
		return nil
	})
}

type userDisableCmd struct {
	Login  string `arg:""`
	Reason string `required:"" help:"For the ledger."`
}

// Run disables.
func (c *userDisableCmd) Run(ctx context.Context, g *Globals) error {
	return switchUser(ctx, g, c.Login, "已停用 disabled", func(r *register, id uuid.UUID) error {
		return r.accounts.Disable(ctx, ledger.Console, id, c.Reason)
	})
}

type userEnableCmd struct {
	Login  string `arg:""`
	Reason string `required:"" help:"For the ledger."`
}

// Run enables.
func (c *userEnableCmd) Run(ctx context.Context, g *Globals) error {
	return switchUser(ctx, g, c.Login, "已启用 enabled", func(r *register, id uuid.UUID) error {
		return r.accounts.Enable(ctx, ledger.Console, id, c.Reason)
	})
}

type userLinkCmd struct {
	Login   string `arg:""`
	Subject string `arg:"" help:"The sub that the provider gives."`
	Issuer  string `required:"" env:"DIMING_OIDC_ISSUER" help:"The provider."`
	Reason  string `required:"" help:"For the ledger."`
}

// Run links.
func (c *userLinkCmd) Run(ctx context.Context, g *Globals) error {
	return switchUser(ctx, g, c.Login, "已关联 linked", func(r *register, id uuid.UUID) error {
		return r.accounts.Link(ctx, ledger.Console, id, c.Issuer, c.Subject, c.Reason)
	})
}

type userLoseKeysCmd struct {
	Login  string `arg:""`
	Reason string `required:"" help:"For the ledger."`
}

// Run removes the keys.
func (c *userLoseKeysCmd) Run(ctx context.Context, g *Globals) error {
	return switchUser(ctx, g, c.Login, "已移除安全密钥 keys removed", func(r *register, id uuid.UUID) error {
		return r.accounts.LoseKeys(ctx, ledger.Console, id, c.Reason)
	})
}

func switchUser(ctx context.Context, g *Globals, login, done string, change func(*register, uuid.UUID) error) error {
	return g.within(ctx, func(r *register) error {
		a, err := r.accounts.ByLogin(ctx, login)
		if err != nil {
			return err
		}
		if err := change(r, a.ID); err != nil {
			return err
		}
		fmt.Printf("%s  %s\n", a.Login, done)
		return nil
	})
}

type userPasswordCmd struct {
	Login  string `arg:""`
	Reason string `required:"" help:"For the ledger."`
	JSON   bool   `name:"json" help:"Print JSON."`
	passwordFlags
}

// Run sets the password.
func (c *userPasswordCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		a, err := r.accounts.ByLogin(ctx, c.Login)
		if err != nil {
			return err
		}
		password, made, err := c.password()
		if err != nil {
			return err
		}
		if err := r.accounts.SetPassword(ctx, ledger.Console, a.ID, password, c.Reason); err != nil {
			return err
		}
		return tellPassword(a, password, made, c.JSON)
	})
}

type userListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run lists.
func (c *userListCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		var items []map[string]any
		for after := ""; ; {
			page, err := r.accounts.List(ctx, after, 200)
			if err != nil {
				return err
			}
			for _, a := range page {
				after = a.Login
				roles, err := r.rolesOf(ctx, a.ID)
				if err != nil {
					return err
				}
				items = append(items, map[string]any{"id": a.ID, "login": a.Login, "name": a.Name, "disabled": !a.Disabled.IsZero(), "roles": roles})
			}
			if len(page) < 200 {
				break
			}
		}
		if c.JSON {
			return printJSON(map[string]any{"items": items})
		}
		for _, i := range items {
			state := ""
			if i["disabled"] == true {
				state = "  已停用 disabled"
			}
			fmt.Printf("%-20s %s  %s%s\n", i["login"], i["name"], strings.Join(i["roles"].([]string), ", "), state)
		}
		return nil
	})
}

// rolesOf gives an account's roles, each with the code of its division.
func (r *register) rolesOf(ctx context.Context, id uuid.UUID) ([]string, error) {
	grants, err := r.accounts.GrantsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	roles := make([]string, len(grants))
	for i, g := range grants {
		roles[i] = string(g.Role) + "@all"
		if g.Division != uuid.Nil {
			d, err := r.places.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, g.Division)
			if err := ignoreMissing(err); err != nil {
				return nil, err
			}
			roles[i] = string(g.Role) + "@" + d.Code
		}
	}
	return roles, nil
}

// ignoreMissing passes over a division that is not there.
func ignoreMissing(err error) error {
	if errors.Is(err, boundaries.ErrNotFound) {
		return nil
	}
	return err
}
