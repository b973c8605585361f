package job

import (
	"context"

	"github.com/jackc/pgx/v5"

	"diming/importers"
)

// forget notes that the file of a job is gone, and takes out of its account
// what the file says of persons: names and numbers stand in person_detail
// alone, where they can be erased. What was read and what became of it stays.
func (j Job) forget(ctx context.Context, tx pgx.Tx) error {
	if j.Plan.As == importers.Officers {
		for i := range j.Inspection.Headings {
			j.Inspection.Headings[i].Samples = []string{}
		}
		if j.Report != nil {
			for i := range j.Report.Rejections {
				j.Report.Rejections[i].Value = ""
			}
		}
	}
	report := ""
	if j.Report != nil {
		report = text(j.Report)
	}
	_, err := tx.Exec(ctx, `UPDATE import_job SET file_gone = coalesce(file_gone, clock_timestamp()), inspection = $2, report = nullif($3, '') WHERE id = $1`,
		j.ID, text(j.Inspection), report)
	return err
}
