package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"diming/api"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/payload"
)

type verifyPlateCmd struct {
	Text string `arg:"" help:"What the code of the plate says, as it was read: HTTPS://HOST/Q/TOKEN#…"`
	Keys string `type:"existingfile" help:"Public keys, from https://HOST/.well-known/diming-keys.json. Without it the register is asked."`
	Void string `type:"existingfile" help:"Void list, from https://HOST/.well-known/diming-void.json."`
	JSON bool   `name:"json" help:"Print JSON."`
}

func (verifyPlateCmd) Help() string {
	return "With --keys it needs no register and no network. Example: diming verify plate 'HTTPS://DIMING.EXAMPLE.CN/Q/0123456789#…' --keys diming-keys.json --void diming-void.json"
}

var errVoidPlate = errors.New("这块牌已作废 / the plate is void")

// Run says what the code of a plate says of itself, and whether the register said
// it.
func (c *verifyPlateCmd) Run(ctx context.Context, g *Globals) error {
	if c.Void != "" && c.Keys == "" {
		return errors.New("--void 须和 --keys 一起用 / --void goes with --keys")
	}
	s, err := payload.Read(c.Text)
	if err != nil {
		return plateWords(err)
	}
	keys, list, err := c.known(ctx, g)
	if err == nil {
		err = s.Check(keys)
	}
	if err != nil {
		return plateWords(err)
	}
	void := false
	if list != nil {
		if void, err = list.Names(s.Token); err != nil {
			return err
		}
	}
	if c.JSON {
		err = printJSON(plateJSON(s, list, void))
	} else {
		printPlate(s, list, void)
	}
	if err == nil && void {
		err = errVoidPlate
	}
	return err
}

// known gives the keys and the void list of the files, or of the register; no
// list where only keys were given.
func (c *verifyPlateCmd) known(ctx context.Context, g *Globals) (keys payload.Keys, list *payload.VoidList, err error) {
	if c.Keys == "" {
		err = g.within(ctx, func(r *register) error {
			store := &payload.Store{DB: r.pool}
			if keys, err = store.Keys(ctx); err != nil {
				return err
			}
			all, err := store.Void(ctx)
			made := payload.MakeVoidList(all, time.Now(), 1<<20)
			list = &made
			return err
		})
		return keys, list, err
	}
	var f api.KeysFile
	if err := readJSON(c.Keys, &f); err != nil {
		return nil, nil, err
	}
	if keys, err = f.Read(); err != nil || c.Void == "" {
		return keys, nil, err
	}
	var v api.VoidFile
	if err := readJSON(c.Void, &v); err != nil {
		return nil, nil, err
	}
	made, err := v.Read()
	if err == nil {
		err = made.Check(v.Origin, keys)
	}
	if err == nil && v.Origin != f.Origin {
		err = fmt.Errorf("密钥是 %s 的，作废名单是 %s 的 / the keys are those of one register, the void list is another's", f.Origin, v.Origin)
	}
	return keys, &made, err
}

func readJSON(path string, to any) error {
	content, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(content, to)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

// plateWords says in both languages why a code does not hold.
func plateWords(err error) error {
	for known, zh := range map[error]string{
		payload.ErrNone:     "这个码只有网址，没有离线内容：请联网打开",
		payload.ErrForm:     "这不是本系统的牌码，或没有读全",
		payload.ErrForged:   "签名不成立：不是登记机关的码，或被改动过",
		payload.ErrNoKey:    "手头没有签它的公钥：请更新公钥文件",
		payload.ErrKeyEnded: "签它的密钥那天不有效，或已废止",
	} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s / %w", zh, err)
		}
	}
	return err
}

func plateJSON(s payload.Sealed, list *payload.VoidList, void bool) map[string]any {
	shelters := make([]map[string]any, len(s.Shelters))
	for i, x := range s.Shelters {
		shelters[i] = map[string]any{"name": x.Name, "bearing_deg": x.Degrees(), "distance_m": x.DistanceM}
	}
	out := map[string]any{"address": s.Address, "token": s.Token, "name": s.Name, "made": s.Made.String(), "key": s.Key.String(), "shelters": shelters}
	if list != nil {
		out["void"], out["void_at"], out["void_complete_since"] = void, list.At, list.Complete
	}
	return out
}

func printPlate(s payload.Sealed, list *payload.VoidList, void bool) {
	fmt.Printf("签名成立 / the signature holds: %s（%s），%s 签，密钥 %s\n", s.Name, s.Token.Grouped(), s.Made, s.Key)
	for _, x := range s.Shelters {
		zh, en := x.Wind()
		fmt.Printf("避灾点 %s 向%s直线约 %d 米（制牌时） / shelter %d m %s as the crow flies, when the plate was made\n", x.Name, zh, x.DistanceM, x.DistanceM, en)
	}
	switch {
	case list == nil:
		fmt.Println("没有核对作废名单 / no void list was looked at")
	case void:
		fmt.Println("在作废名单上 / it is on the void list")
	default:
		fmt.Printf("不在作废名单上（截至 %s） / not on the void list of then\n", list.At.In(version.China).Format("2006-01-02 15:04"))
		if list.Complete != nil {
			fmt.Printf("名单只含 %s 以来作废的 / the list names only what became void since\n", list.Complete.In(version.China).Format("2006-01-02 15:04"))
		}
	}
}

type payloadCmd struct {
	Withdraw withdrawKeyCmd `cmd:"" help:"Take back a key that got out: nothing that it signed holds any longer. Example: diming payload withdraw 2026-1 --reason 泄露"`
}

type withdrawKeyCmd struct {
	Key    string `arg:"" help:"The key, such as 2026-1."`
	Reason string `required:"" help:"Why; it stays in the ledger."`
}

// Run takes a key back.
func (c *withdrawKeyCmd) Run(ctx context.Context, g *Globals) error {
	key, err := payload.ParseKey(c.Key)
	if err != nil {
		return err
	}
	return g.within(ctx, func(r *register) error {
		if err := (&payload.Store{DB: r.pool}).Withdraw(ctx, ledger.Console, key, c.Reason); err != nil {
			return err
		}
		fmt.Printf("密钥 %s 已废止，下一批换用新密钥 / key %s is withdrawn; the next run is signed under another\n", key, key)
		return nil
	})
}
