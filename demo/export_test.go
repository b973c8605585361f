package demo

import "context"

// Older loads what a demo held before there were lines.
func (d *Demo) Older(ctx context.Context) error {
	_, err := d.names(ctx)
	return err
}
