package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
)

// The states of a transfer.
const (
	TransferWaiting = "waiting"
	TransferMoving  = "moving"
	TransferArrived = "arrived"
	TransferFailed  = "failed" // this file alone; it is tried again later
	TransferGone    = "gone"   // arrived, and removed from the road since
)

// The sides of a transfer.
const (
	SideOut = "out"
	SideIn  = "in"
)

// Transfer is one file on its way over one road.
type Transfer struct {
	Road   string
	Name   string // on the road
	Side   string
	Branch string // whom it is for, or from; "" = headquarters
	SHA256 string // of the file; "" while it is not known
	Size   int64  // bytes
	Moved  int64  // of them, as far as they are there
	State  string
	Tries  int
	At     int64 // of the last change, unix ms UTC
	Code   string
	Args   map[string]string
}

// Err is why the last attempt failed, nil when it did not.
func (t *Transfer) Err() error { return keptError(t.Code, t.Args) }

// Keep puts the reason of a failure into a transfer; nil takes it out.
func (t *Transfer) Keep(why error) {
	code, args := kept(why)
	t.Code, t.Args = code, nil
	_ = fromJSON(args, &t.Args) // written by kept a line before
}

const transferColumns = "road, name, side, branch, sha256, size, moved, state, tries, at, code, error"

type transferRow struct {
	Road, Name, Side, Branch, Sha256, State, Code, Error string
	Size, Moved, At                                      int64
	Tries                                                int
}

func (s *Store) transfers(ctx context.Context, where string, args ...any) ([]Transfer, error) {
	var rows []transferRow
	err := s.read(ctx).Raw("SELECT "+transferColumns+" FROM transfers WHERE "+where, args...).Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	out := make([]Transfer, 0, len(rows))
	for _, r := range rows {
		t := Transfer{
			Road: r.Road, Name: r.Name, Side: r.Side, Branch: r.Branch, SHA256: r.Sha256, Size: r.Size, Moved: r.Moved,
			State: r.State, Tries: r.Tries, At: r.At, Code: r.Code,
		}
		if err := fromJSON(r.Error, &t.Args); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Transfers lists what goes over a road one way, by name.
func (s *Store) Transfers(ctx context.Context, road, side string) ([]Transfer, error) {
	return s.transfers(ctx, "road = ? AND side = ? ORDER BY name", road, side)
}

// Queue lists what is to leave over a road and did not arrive yet, by name.
func (s *Store) Queue(ctx context.Context, road string) ([]Transfer, error) {
	return s.transfers(ctx, "road = ? AND side = 'out' AND state IN ('waiting', 'moving', 'failed') ORDER BY name", road)
}

// SaveTransfers adds transfers or changes them by road and name, all or none.
func (s *Store) SaveTransfers(ctx context.Context, list ...Transfer) error {
	if len(list) == 0 {
		return nil
	}
	err := s.write(ctx, "transfer", func(tx *gorm.DB) error {
		for some := range slices.Chunk(list, maxRows/16) {
			rows := rowsOf("transfers", transferColumns, 12)
			rows.upsert = " ON CONFLICT (road, name) DO UPDATE SET side = excluded.side, branch = excluded.branch, sha256 = excluded.sha256," +
				" size = excluded.size, moved = excluded.moved, state = excluded.state, tries = excluded.tries, at = excluded.at," +
				" code = excluded.code, error = excluded.error"
			for _, t := range some {
				args := ""
				if t.Args != nil {
					args = toJSON(t.Args)
				}
				rows.add(t.Road, t.Name, t.Side, t.Branch, t.SHA256, t.Size, t.Moved, t.State, t.Tries, s.now(), t.Code, args)
			}
			if err := rows.insert(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.publish("transfer", list[0].SHA256)
	}
	return err
}

// Unqueued lists the bundles written here that have no transfer on a road yet,
// oldest first.
func (s *Store) Unqueued(ctx context.Context, road string) ([]ExportRecord, error) {
	var rows []struct {
		Device, Sha256, Path string
		Seq, Created         int64
	}
	err := s.read(ctx).Raw("SELECT device, seq, sha256, created, path FROM exports e WHERE NOT EXISTS"+
		" (SELECT 1 FROM transfers t WHERE t.sha256 = e.sha256 AND t.road = ? AND t.side = 'out') ORDER BY device, seq", road).Scan(&rows).Error
	out := make([]ExportRecord, 0, len(rows))
	for _, r := range rows {
		out = append(out, ExportRecord{Lane: r.Device, Seq: r.Seq, SHA256: r.Sha256, Created: r.Created, Path: r.Path})
	}
	return out, coded(err, "read")
}

// Unneeded lists what may be removed from a road: files headquarters took in before
// a time and whose receipts are on a road, and files it sent before another.
func (s *Store) Unneeded(ctx context.Context, road string, taken, sent int64) ([]Transfer, error) {
	return s.transfers(ctx, "road = ? AND state = 'arrived' AND (side = 'out' AND at < ? OR side = 'in' AND at < ? AND EXISTS"+
		" (SELECT 1 FROM receipts r JOIN notes n ON n.name = r.note WHERE r.sha256 = transfers.sha256 AND n.sent > 0)) ORDER BY name", road, sent, taken)
}

// Carried lists the bundles of the outbox that need not stay here: whole on every
// road in use and, at a branch, signed for.
func (s *Store) Carried(ctx context.Context, receipts bool) ([]ExportRecord, error) {
	q := "SELECT device, seq, sha256, created, path FROM exports e WHERE EXISTS (SELECT 1 FROM roads WHERE active = 1)" +
		" AND NOT EXISTS (SELECT 1 FROM roads r WHERE r.active = 1 AND NOT EXISTS (SELECT 1 FROM transfers t" +
		" WHERE t.sha256 = e.sha256 AND t.road = r.id AND t.side = 'out' AND t.state IN ('arrived', 'gone')))"
	if receipts {
		q += " AND EXISTS (SELECT 1 FROM receipts c WHERE c.sha256 = e.sha256 AND c.outcome = 'imported')"
	}
	var rows []struct {
		Device, Sha256, Path string
		Seq, Created         int64
	}
	err := s.read(ctx).Raw(q + " ORDER BY device, seq").Scan(&rows).Error
	out := make([]ExportRecord, 0, len(rows))
	for _, r := range rows {
		out = append(out, ExportRecord{Lane: r.Device, Seq: r.Seq, SHA256: r.Sha256, Created: r.Created, Path: r.Path})
	}
	return out, coded(err, "read")
}
