package placefile

import (
	"context"

	"github.com/google/uuid"

	"diming/gazetteer/certificate"
	"diming/gazetteer/papers"
)

// certificatesMost is how many certificates of one place an archive lists.
const certificatesMost = 1000

// kindWords are what certificates are called.
var kindWords = map[certificate.Kind]string{certificate.Renamed: "更名证明", certificate.Standard: "标准地名证明", certificate.OnePlace: "同址证明"}

// Certificates gives the certificates that were issued of a place to those who
// keep the register there: what each says, and never for whom.
func Certificates(s *certificate.Store) Provider {
	return func(ctx context.Context, place uuid.UUID, inside bool) ([]papers.ArchiveRecord, error) {
		if !inside {
			return nil, nil
		}
		all, err := s.List(ctx, certificate.Filter{Whole: true, Place: &place, Limit: certificatesMost})
		if err != nil {
			return nil, err
		}
		var records []papers.ArchiveRecord
		for _, c := range all {
			r := papers.ArchiveRecord{Kind: "certificate", On: c.IssuedOn.String(), Title: kindWords[c.Kind] + " " + c.Number, Text: c.Facts.Name + "（" + c.Issuer + "）"}
			if !c.RevokedOn.IsZero() {
				r.Text += "，" + c.RevokedOn.String() + "撤销：" + c.RevokedWhy
			}
			records = append(records, r)
		}
		return records, nil
	}
}
