package signs

import (
	"context"
	"net/url"

	"github.com/google/uuid"
)

// PageURL is where the code of t leads under an origin, as somebody types it.
func PageURL(origin *url.URL, t Token) string { return origin.String() + "/Q/" + string(t) }

// Addresses gives where the codes of places lead under an origin. A place that
// has no code is not among them.
func (s *Store) Addresses(ctx context.Context, origin *url.URL, places []uuid.UUID) (map[uuid.UUID]string, error) {
	tokens, err := s.TokensFor(ctx, places)
	if err != nil {
		return nil, err
	}
	all := make(map[uuid.UUID]string, len(tokens))
	for place, t := range tokens {
		all[place] = PageURL(origin, t)
	}
	return all, nil
}
