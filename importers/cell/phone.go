package cell

import (
	"regexp"
	"strings"
)

// A Phone is one telephone number, digits and hyphens alone.
type Phone string

var (
	mobile    = regexp.MustCompile(`^(\+?86-?)?1[3-9][0-9]{9}$`)
	landline  = regexp.MustCompile(`^(\+?86-?)?(\(?0[0-9]{2,3}\)?-?)?[0-9]{7,8}(-[0-9]{1,6})?$`)
	service   = regexp.MustCompile(`^(1[0-9]{2,4}|400-?[0-9]{3}-?[0-9]{4}|9[0-9]{4})$`)
	separator = regexp.MustCompile(`[,;/、|\n\r\t]+|或|和|及`)
	remark    = regexp.MustCompile(`\([^)0-9]*\)`) // (夜间)
)

// Mobile tells a number of a mobile phone, which is a person's own unless
// somebody says that it is a duty phone.
func (p Phone) Mobile() bool { return mobile.MatchString(string(p)) }

// Phones reads the numbers of a cell in their order: full-width digits are
// taken, and several are told apart by 、 / ; , and the like, or by spaces
// where each part is a number of its own.
func Phones(s string) ([]Phone, error) {
	var all []Phone
	for _, part := range separator.Split(remark.ReplaceAllString(Narrow(s), ""), -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		found, ok := phones(part)
		if !ok {
			return nil, ErrPhone
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, ErrPhone
	}
	return all, nil
}

// phones reads one part: a number written with spaces, or numbers side by side.
func phones(part string) ([]Phone, bool) {
	if p, ok := phone(strings.ReplaceAll(part, " ", "")); ok {
		return []Phone{p}, true
	}
	if p, ok := phone(strings.Join(strings.Fields(part), "-")); ok { // 0570 4012345
		return []Phone{p}, true
	}
	var all []Phone
	for _, word := range strings.Fields(part) {
		p, ok := phone(word)
		if !ok {
			return nil, false
		}
		all = append(all, p)
	}
	return all, len(all) > 1
}

func phone(text string) (Phone, bool) {
	if mobile.MatchString(strings.ReplaceAll(text, "-", "")) {
		text = strings.ReplaceAll(text, "-", "")
	}
	if !mobile.MatchString(text) && !landline.MatchString(text) && !service.MatchString(text) {
		return "", false
	}
	return Phone(strings.NewReplacer("(", "", ")", "-").Replace(strings.ReplaceAll(text, ")-", ")"))), true
}
