package document

import (
	"fmt"
	"io"
	"mime"
	"slices"
	"strings"
)

// A Claim is what the sender says of a file.
type Claim struct {
	Name      string // of the file, "" if not said
	MediaType string // "" if not said
}

// Check gives the kind of a file if it is among those allowed and is what its
// name and its declared media type say; a *RefusedError otherwise.
func Check(r io.ReaderAt, size int64, c Claim, allowed Kinds) (Kind, error) {
	if size == 0 {
		return "", &RefusedError{"文件是空的，请重新选择。", "The file is empty; choose it again."}
	}
	extension := extensionOf(CleanName(c.Name))
	k, o, err := identify(r, size)
	switch {
	case err != nil:
		return "", err
	case k == "" && extension == "":
		return "", &RefusedError{"这个文件是" + o.zh + "，不能接收。请上传 " + allowed.extensions() + " 文件。",
			"The file is " + o.en + ", which is not taken. Bring " + allowed.extensions() + "."}
	case k == "":
		return "", lie(extension, o.zh, o.en, allowed)
	}
	s := specOf(k)
	switch {
	case extension != "" && !slices.Contains(s.extensions, extension):
		return "", lie(extension, s.zh, s.en, allowed)
	case !declares(c.MediaType, s):
		return "", &RefusedError{fmt.Sprintf("上传时声明的类型是 %s，内容却是%s。请重新选择文件。", plain(c.MediaType), s.zh),
			fmt.Sprintf("The declared type is %s, but the content is %s. Choose the file again.", plain(c.MediaType), s.en)}
	case !slices.Contains(allowed, k):
		return "", &RefusedError{"这里不接收" + s.zh + "。请上传 " + allowed.extensions() + " 文件。",
			"This takes no such file: it is " + s.en + ". Bring " + allowed.extensions() + "."}
	}
	return k, nil
}

func lie(extension, zh, en string, allowed Kinds) error {
	return &RefusedError{fmt.Sprintf("文件名是 .%s，内容却是%s。请核对后上传 %s 文件。", extension, zh, allowed.extensions()),
		fmt.Sprintf("The name ends in .%s, but the content is %s. Check it, and bring %s.", extension, en, allowed.extensions())}
}

// saysNothing are declared types by which senders say that they do not know.
var saysNothing = []string{"", "application/octet-stream", "binary/octet-stream", "application/x-www-form-urlencoded", "application/x-download", "application/force-download"}

func declares(declared string, s spec) bool {
	t, _, err := mime.ParseMediaType(declared)
	if declared != "" && err != nil {
		return false
	}
	return slices.Contains(saysNothing, t) || t == s.mediaType || slices.Contains(s.others, t)
}

// plain gives a declared type as it may stand in a sentence.
func plain(declared string) string {
	declared = visible(declared)
	if r := []rune(declared); len(r) > 60 {
		declared = string(r[:60]) + "…"
	}
	return strings.TrimSpace(declared)
}
