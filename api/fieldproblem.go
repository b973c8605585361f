package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
)

// What phones are told beside the refusals of the protocol. The sentences are
// shown on the phone as they are.
var (
	phoneNeeded    = kind{"device-needed", 401, "这部手机需要重新登录", "Log in again on this phone", "这部手机的登记已到期、已收回或不存在。数据仍在手机上，请在手机上重新登录，然后继续发送。", "This phone's registration has ended, was taken back, or is unknown. The data is still on the phone; log in again on it and go on."}
	phoneTaken     = kind{"device-taken", 409, "这部手机已登记给别人", "The phone belongs to somebody else", "这部手机的编号或密钥已登记给另一个人（或另一份邀请）。应用会为您新建一个编号再登记。", "This phone's id or key is registered for somebody else, or for another invitation; the app makes another for you."}
	badPhone       = kind{"bad-device", 422, "手机登记不全", "Incomplete registration", "登记手机须有编号、名称（不超过60字）和公钥，请更新应用后重试。", "A phone is registered with its id, a name of at most 60 characters and its public key; update the app and try again."}
	invitationOver = kind{"invitation-over", 410, "邀请已失效", "The invitation is over", "这份邀请不存在、已到期或已收回，请向邀请您的单位索取新的邀请。", "There is no such invitation, or it has ended; ask who invited you for another."}
	badInvitation  = kind{"bad-invitation", 422, "邀请不全", "Incomplete invitation", "邀请须写明来宾姓名、代表哪一方和截止时间（一年以内）。", "An invitation names the guest, the side and an end within a year."}
	packOver       = kind{"pack-withdrawn", 410, "任务包已收回或到期", "The pack is over", "这个任务包已被单位收回或已到期。已记的内容仍在手机上，可以发送；需要时请重新下载任务包。", "The pack was withdrawn or has expired. What was recorded is still on the phone and can be sent; take the pack again if you need it."}
	noFieldPart    = kind{"field-not-found", 404, "没有找到", "Not found", "没有这项外业内容，请刷新任务列表。", "There is no such part of the field work; reload the list of tasks."}
	taskNotYours   = kind{"task-not-yours", 403, "不是您的任务", "Not your task", "您现在不参加这项任务，或任务已转给别人。已记的内容仍在手机上，可以发送。", "You take no part in this task now, or it went to others. What was recorded is still on the phone and can be sent."}
	batchTooBig    = kind{"batch-too-big", 413, "一次发送太多", "Too much at once", "一次最多发送200条记录，手机会分批再发。", "At most 200 records are sent at once; the phone sends them in parts."}
	noSheet        = kind{"no-sheet", 404, "没有这份记录清单", "No such sheet", "服务器上还没有这份待签记录清单，扫描件没有归档。请先让野外的手机把清单和记录发送上来，刷新后再归档。", "This sheet has not arrived, and the scan was not filed. Have the phones send their sheet and records first, then reload and file it again."}
	badFieldPart   = kind{"bad-field-part", 422, "编号有误", "Malformed id", "编号的写法不对，请从任务页打开。", "The id is malformed; open it from the page of the task."}
	noTileInPack   = kind{"tile-not-in-pack", 404, "任务包里没有这一块", "Not in the pack", "任务包里没有这一块地图或照片。", "The pack holds no such tile or photo."}
)

// fieldErrors are the rows of the table of errors for phones and what they bring.
var fieldErrors = []row{
	{fieldsync.ErrDevice, phoneNeeded},
	{fieldsync.ErrDeviceTaken, phoneTaken},
	{fieldsync.ErrDeviceKey, badPhone},
	{fieldsync.ErrInvitation, invitationOver},
	{fieldsync.ErrInvited, badInvitation},
	{fieldsync.ErrPackOver, packOver},
	{fieldsync.ErrNotFound, noFieldPart},
	{fieldsync.ErrSheet, noSheet},
}

// fieldStatus are the statuses of the protocol's refusals; all others are 422:
// sent again as it is it would be refused again.
var fieldStatus = map[string]int{
	inspection.CodeDamaged:         http.StatusBadRequest,
	inspection.CodeDiffers:         http.StatusConflict,
	inspection.CodeFileOffset:      http.StatusConflict,
	inspection.CodeTaskUnknown:     http.StatusNotFound,
	inspection.CodeNotYourTask:     http.StatusForbidden,
	inspection.CodeNotYourDevice:   http.StatusForbidden,
	inspection.CodeDeviceWithdrawn: http.StatusForbidden,
	inspection.CodeAboutNotYours:   http.StatusForbidden,
	inspection.CodeFileTooLarge:    http.StatusRequestEntityTooLarge,
}

// phoneProblem is how a refusal of the protocol is answered; nil where the
// error is none.
func phoneProblem(ctx context.Context, err error) *Problem {
	var r *inspection.Refusal
	if !errors.As(err, &r) {
		return nil
	}
	status, known := fieldStatus[r.Code]
	if !known {
		status = http.StatusUnprocessableEntity
	}
	p := kind{r.Code, status, "没有收下", "Not taken", r.ZH, r.EN}.in(ctx)
	if r.Code == inspection.CodeFileOffset || r.Code == inspection.CodeFileDamaged || r.Code == inspection.CodeFileNotAPhoto {
		p.Have = &r.Have
	}
	return p
}

// fieldPart reads the id of a part of a task's field work from an address.
func fieldPart(ctx context.Context, text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return id, badFieldPart.in(ctx)
	}
	return id, nil
}

// fieldDigest checks a SHA-256 of an address.
func fieldDigest(ctx context.Context, text string) error {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != sha256.Size {
		return badFieldPart.in(ctx)
	}
	return nil
}
