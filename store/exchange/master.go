package exchange

import (
	"context"

	"hallcheck/checklist/bundle"
)

// collectMaster makes parcels of the master data that changed since a branch got it.
func collectMaster(context.Context, *sender) ([]*parcel, error) { return nil, nil }

// understandMaster takes master data over: only headquarters may send it.
func understandMaster(_ context.Context, r *receiver, _ *incoming, rec *bundle.Record, _ *bundle.Manifest) error {
	return r.onlyFromHQ(rec.Kind)
}
