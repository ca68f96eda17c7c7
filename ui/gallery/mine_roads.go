package gallery

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/ui/settings"
)

// Roads implements settings.Roads.
func (c crew) Roads(ctx context.Context) ([]settings.Road, error) {
	if err := answer(ctx, c.state); err != nil || c.state == Empty {
		return nil, err
	}
	return []settings.Road{
		{ID: "a", Name: "分行共享盘", Address: `\\files\hallcheck`, Active: true, Reached: Day.UnixMilli()},
		{
			ID: "b", Name: "files.jnbank.cn:22", Address: "sftp://hall@files.jnbank.cn:22/upload", Active: true,
			Fingerprint: "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDXZWRY3nA1XbQ8lQk",
			Err:         checklist.Fail("road.full", "place", "files.jnbank.cn:22", "why", "Failure"),
		},
	}, nil
}

// AddRoad implements settings.Roads.
func (crew) AddRoad(context.Context, settings.NewRoad) error { return failure() }

// TryRoad implements settings.Roads.
func (crew) TryRoad(context.Context, string) error { return nil }

// UseRoad implements settings.Roads.
func (crew) UseRoad(context.Context, string, bool) error { return nil }

// RemoveRoad implements settings.Roads.
func (crew) RemoveRoad(context.Context, string) error { return nil }
