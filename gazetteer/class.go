package gazetteer

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// A Class is a class of places 地名类别.
type Class struct {
	Code, Name, NameEN string
	Rank               int  // weight on the map, 1 (province) to 9
	Verified           bool // the code was confirmed
	Basis              string
}

// Classes gives the classes of places by code.
func (s *Store) Classes(ctx context.Context) (map[string]Class, error) {
	rows, err := s.DB.Query(ctx, `SELECT code, name, name_en, rank, verified, basis FROM place_class`)
	if err != nil {
		return nil, fmt.Errorf("place classes: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Class])
	if err != nil {
		return nil, fmt.Errorf("place classes: %w", err)
	}
	byCode := make(map[string]Class, len(all))
	for _, c := range all {
		byCode[c.Code] = c
	}
	return byCode, nil
}
