package inspection

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
)

// AcceptRecord takes a record from a device. digest is what the sender says
// the bytes have (the header Diming-Digest). A repeat gets the very receipt of
// the first time, whatever has changed since; other bytes under the same id are
// refused, and the phone gives them another id.
func AcceptRecord(ctx context.Context, b Books, c Clerk, from Device, digest string, text []byte) (Answer, error) {
	r, err := arrived(text, digest, ReadRecord)
	if err != nil {
		return Answer{}, err
	}
	if err := b.Lock(ctx, recordLocks(r)...); err != nil {
		return Answer{}, err
	}
	switch held, err := b.Record(ctx, r.ID); {
	case err != nil:
		return Answer{}, err
	case held != nil && held.Digest == digest:
		return Answer{Receipt: &held.Receipt, Repeat: true}, nil
	case held != nil:
		return Answer{}, refuse(CodeDiffers, "这个编号下已有另一条记录。手机会给这条记录换一个编号再发送。",
			"Another record has this id. The phone gives this one another id and sends it again.")
	}
	standing, err := recordStanding(ctx, b, from, r)
	if err != nil {
		return Answer{}, err
	}
	receipt := c.receipt(RecordItem, r.ID.String(), digest, r.Task, standing)
	err = b.KeepRecord(ctx, StoredRecord{Record: r, Text: string(text), Digest: digest, Standing: standing,
		Withdrawn: standing == Withdrawn, Receipt: receipt})
	if err == nil && r.Kind == Withdrawal && standing == Accepted {
		err = withdrawIfMeant(ctx, b, r)
	}
	return Answer{Receipt: &receipt}, err
}

// recordLocks are the record itself and the one it is about: a withdrawal and
// what it withdraws may come at one moment.
func recordLocks(r Record) []string {
	keys := []string{"record " + r.ID.String()}
	if r.About != nil {
		keys = append(keys, "record "+r.About.String())
	}
	slices.Sort(keys)
	return keys
}

// arrived reads what came, after comparing it with the digest that the sender
// gave for it: what was damaged on its way could still be a record.
func arrived[T any](text []byte, digest string, read func([]byte) (T, error)) (T, error) {
	if Digest(text) != digest {
		var none T
		return none, refuse(CodeDamaged, "数据在传输中损坏，手机会自动重发。", "The data was damaged on its way; the phone sends it again by itself.")
	}
	return read(text)
}

// recordStanding is how a record stands that comes for the first time.
func recordStanding(ctx context.Context, b Books, from Device, r Record) (string, error) {
	if r.Device != from.ID || r.Observer != from.Owner {
		return "", refuse(CodeNotYourDevice, "这条记录不是由当前登录的人在这部手机上所记。请由记录人登录后发送。",
			"This record was not made on this phone by the person who is logged in; its observer must log in to send it.")
	}
	standing, err := rightsStanding(ctx, b, from, r.Task, r.Side)
	if err != nil {
		return "", err
	}
	if err := mayBeAbout(ctx, b, r); err != nil {
		return "", err
	}
	if withdrawn, err := withdrawnBefore(ctx, b, r); err != nil || withdrawn {
		return Withdrawn, err
	}
	stands, err := b.ObjectStands(ctx, r.Task, r.Object)
	if err == nil && !stands {
		standing = Proposal
	}
	return standing, err
}

// rightsStanding is Accepted where the device's owner acts for the side in a
// task that is open, Proposal where they once might or the task is closed.
func rightsStanding(ctx context.Context, b Books, d Device, task uuid.UUID, side boundaries.Side) (string, error) {
	if d.Withdrawn {
		return "", refuse(CodeDeviceWithdrawn, "这部手机的登记已被撤销，不能再发送。数据仍在手机上，请重新登录。",
			"This phone's registration was withdrawn. The data is still on the phone; log in again.")
	}
	known, open, err := b.Task(ctx, task)
	if err != nil {
		return "", err
	}
	if !known {
		return "", refuse(CodeTaskUnknown, "服务器上没有这项任务。数据仍在手机上，请联系单位核对服务器地址。",
			"This server has no such task. The data is still on the phone; ask the office whether this is the right server.")
	}
	rights, err := b.Rights(ctx, d, task)
	switch {
	case err != nil:
		return "", err
	case slices.Contains(rights.Now, side) && open:
		return Accepted, nil
	case slices.Contains(rights.Now, side) || slices.Contains(rights.Once, side):
		return Proposal, nil
	}
	return "", refuse(CodeNotYourTask, "您从未以这一方的身份参加这项任务。数据仍在手机上，请联系单位分派任务。",
		"You never took part in this task for this side. The data is still on the phone; ask the office to assign the task.")
}

// mayBeAbout refuses a withdrawal of what the other side recorded.
func mayBeAbout(ctx context.Context, b Books, r Record) error {
	if r.Kind != Withdrawal {
		return nil
	}
	about, err := b.Record(ctx, *r.About)
	if err == nil && about != nil && !withdraws(r, about.Record) {
		return refuse(CodeAboutNotYours, "只能撤回本方在同一任务中的观察记录，撤回本身不能再撤回。对方的记录有不同意见时，请记异议。",
			"Only an observation of your own side in the same task can be withdrawn, and no withdrawal. If you disagree with the other side's record, record a disagreement.")
	}
	return err
}

// withdraws tells whether a withdrawal takes effect on a record.
func withdraws(w, r Record) bool {
	return w.Kind == Withdrawal && r.Kind != Withdrawal && *w.About == r.ID && w.Task == r.Task && w.Side == r.Side
}

// withdrawnBefore tells whether the withdrawal of a record was here before it.
func withdrawnBefore(ctx context.Context, b Books, r Record) (bool, error) {
	about, err := b.About(ctx, r.ID)
	return slices.ContainsFunc(about, func(w StoredRecord) bool { return w.Standing == Accepted && withdraws(w.Record, r) }), err
}
