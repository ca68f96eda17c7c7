package store

import (
	"context"
	"slices"

	"hallcheck/checklist"
)

// Parcel is a bundle written here and how far it has come.
type Parcel struct {
	ExportRecord
	checklist.Delivery
}

// Parcels lists the newest n bundles of this installation with how far each has
// come. Bundles whose path begins with outbox leave over roads; others were handed over.
func (s *Store) Parcels(ctx context.Context, outbox func(path string) bool, n int) ([]Parcel, error) {
	list, err := s.Exports(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Parcel, 0, min(n, len(list)))
	for some := range slices.Chunk(list[:min(n, len(list))], maxRows) {
		sums := make([]string, len(some))
		for i, e := range some {
			sums[i] = e.SHA256
		}
		signed, err := s.signed(ctx, sums)
		if err != nil {
			return nil, err
		}
		hops, err := s.hops(ctx, sums)
		if err != nil {
			return nil, err
		}
		for _, e := range some {
			p := Parcel{e, checklist.DeliveryOf(signed[e.SHA256], !outbox(e.Path), hops[e.SHA256])}
			if p.At == 0 {
				p.At = e.Created
			}
			out = append(out, p)
		}
	}
	return out, nil
}

func (s *Store) signed(ctx context.Context, sums []string) (map[string]*checklist.Signed, error) {
	var rows []Receipt
	if err := s.read(ctx).Raw("SELECT "+receiptColumns+" FROM receipts WHERE sha256 IN (?)", sums).Scan(&rows).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := map[string]*checklist.Signed{}
	for _, r := range rows {
		out[r.SHA256] = &checklist.Signed{Imported: r.Outcome == OutcomeImported, Code: r.Code, Words: r.Words, At: r.At}
	}
	return out, nil
}

func (s *Store) hops(ctx context.Context, sums []string) (map[string][]checklist.Hop, error) {
	list, err := s.transfers(ctx, "side = 'out' AND sha256 IN (?) ORDER BY road", sums)
	out := map[string][]checklist.Hop{}
	for _, t := range list {
		out[t.SHA256] = append(out[t.SHA256], checklist.Hop{
			Whole: t.State == TransferArrived || t.State == TransferGone, Moving: t.State == TransferMoving,
			Size: t.Size, Moved: t.Moved, At: t.At, Code: t.Code, Args: t.Args,
		})
	}
	return out, err
}

// Deliveries says for finished inspections how far their present state has come;
// one that no bundle carries is unsent. parcels are what Parcels listed.
func (s *Store) Deliveries(ctx context.Context, ids []string, parcels []Parcel) (map[string]checklist.Delivery, error) {
	type key struct {
		lane string
		seq  int64
	}
	by := map[key]*Parcel{}
	for i := range parcels {
		by[key{parcels[i].Lane, parcels[i].Seq}] = &parcels[i]
	}
	out := map[string]checklist.Delivery{}
	for some := range slices.Chunk(ids, maxRows) {
		var rows []struct {
			ID     string
			Device *string
			Seq    *int64
		}
		err := s.read(ctx).Raw("SELECT n.id, i.device, i.seq FROM inspections n LEFT JOIN export_items i ON i.inspection = n.id AND i.rev = n.rev"+
			" AND n.sent_rev = n.rev WHERE n.id IN (?) ORDER BY i.seq", some).Scan(&rows).Error
		if err != nil {
			return nil, coded(err, "read")
		}
		for _, r := range rows {
			d := checklist.Delivery{State: checklist.DeliveryUnsent}
			if r.Device != nil {
				d.State = checklist.DeliveryArrived // older than what is listed
				if p := by[key{*r.Device, *r.Seq}]; p != nil {
					d = p.Delivery
				}
			}
			if have, ok := out[r.ID]; !ok || farther(d, have) {
				out[r.ID] = d
			}
		}
	}
	return out, nil
}

// farther says whether a later bundle with the same content tells more: what
// headquarters has, it has.
func farther(_, have checklist.Delivery) bool { return have.State != checklist.DeliveryReceived }
