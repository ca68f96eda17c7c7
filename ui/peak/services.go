package peak

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/checklist/report"
)

// Store is what the page reads and writes.
type Store interface {
	HallCells(ctx context.Context, branch, from, to string) ([]hall.Cell, error)
	HallRules(ctx context.Context) (hall.Rules, error)
	Profile(ctx context.Context) (checklist.Profile, error)
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Papers writes the peak notice as .pdf or .png.
type Papers interface {
	SavePeak(ctx context.Context, path string, d report.PeakDoc) error
}

// Services is what the page uses.
type Services struct {
	Store  Store
	Papers Papers
}
