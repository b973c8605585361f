package inspection

import (
	"fmt"
	"strings"
)

// A Refusal says why something is not taken: a code that programs know, also
// the last part of the problem's type, and a sentence for the person.
type Refusal struct {
	Code   string
	ZH, EN string
	Have   int64 // of a file: how many bytes the server holds
}

func (r *Refusal) Error() string { return r.ZH + " / " + r.EN }

// The codes of refusals.
const (
	CodeUnreadable       = "record-unreadable"  // not canonical, a field too many or too few, a value out of range
	CodeAppTooOld        = "app-too-old"        // written by a version that this server takes no more
	CodeAppTooNew        = "app-too-new"        // written by a version that this server does not know yet
	CodeDamaged          = "damaged-in-transit" // other bytes arrived than were sent; send again
	CodeDiffers          = "record-differs"     // another record, sheet or signature has this id
	CodeTaskUnknown      = "task-unknown"
	CodeNotYourTask      = "not-your-task"
	CodeNotYourDevice    = "not-your-device" // made on another phone, or by another person on this one
	CodeDeviceWithdrawn  = "device-withdrawn"
	CodeAboutNotYours    = "about-not-yours" // a withdrawal of what the other side recorded
	CodeFileOffset       = "file-offset"
	CodeFileTooLarge     = "file-too-large"
	CodeFileDamaged      = "file-damaged"
	CodeFileNotAPhoto    = "file-not-a-photo"
	CodeSignatureInvalid = "signature-invalid"
)

// Version is of the protocol that this server speaks.
const Version = 1

func refuse(code, zh, en string, args ...any) *Refusal {
	return &Refusal{Code: code, ZH: filled(zh, args), EN: filled(en, args)}
}

// filled puts args in the place of {} one after the other.
func filled(text string, args []any) string {
	for _, a := range args {
		text = strings.Replace(text, "{}", fmt.Sprint(a), 1)
	}
	return text
}

// unreadable is for bytes that are no record, sheet or signature of this version.
func unreadable(zh, en string, args ...any) *Refusal {
	return refuse(CodeUnreadable, "这条记录读不懂："+zh+"。记录仍在手机上，请更新应用后重新发送，或联系管理员。",
		"The record cannot be read: "+en+". It is still on the phone; update the app and send it again, or ask the administrator.", args...)
}
