package signs

import (
	"context"
	"fmt"

	"diming/internal/version"
)

// CountScans adds to the numbers of a day how often codes were scanned. Codes that
// are not in the register are left out.
func (s *Store) CountScans(ctx context.Context, day version.Date, counts map[Token]int64) error {
	tokens, ns := make([]string, 0, len(counts)), make([]int64, 0, len(counts))
	for t, n := range counts {
		tokens, ns = append(tokens, string(t)), append(ns, n)
	}
	_, err := s.DB.Exec(ctx, `INSERT INTO code_scan_day (token, day, n)
		SELECT u.token, $3, u.n FROM unnest($1::text[], $2::bigint[]) u(token, n) JOIN sign_code USING (token)
		ON CONFLICT (token, day) DO UPDATE SET n = code_scan_day.n + excluded.n`, tokens, ns, day)
	if err != nil {
		return fmt.Errorf("count scans of %s: %w", day, err)
	}
	return nil
}
