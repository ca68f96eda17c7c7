//go:build !headless

package main

import (
	"context"
	"math/rand/v2"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/store/exchange/road"
	pages "hallcheck/ui/exchange"
	"hallcheck/ui/settings"
)

// carriage joins the pages to the carrier.
type carriage struct {
	st *store.Store
	c  *exchange.Carrier
}

// Sync does one round, at once.
func (g carriage) Sync(ctx context.Context, report func(done, total int)) (pages.Carried, error) {
	out, err := g.c.Sync(ctx, exchange.SyncOptions{Now: true}, func(s exchange.Step) {
		if s.Total > 0 {
			report(int(s.Done*100/s.Total), 100)
		}
	})
	var got pages.Carried
	if out.Err != nil {
		got.Errs = append(got.Errs, out.Err)
	}
	for _, r := range out.Roads {
		got.Sent, got.Fetched = got.Sent+len(r.Sent), got.Fetched+len(r.Fetched)
		if r.Err != nil {
			got.Errs = append(got.Errs, r.Err)
		}
		for _, f := range r.Failed {
			got.Errs = append(got.Errs, f.Err)
		}
	}
	for _, k := range out.Skipped {
		got.Errs = append(got.Errs, k.Err)
	}
	return got, err
}

// SendAgain lets everything that was refused be sent again.
func (g carriage) SendAgain(ctx context.Context) (int, error) { return g.st.SendAgain(ctx, nil) }

// roads are those in use, for the outbox.
func (g carriage) roads(ctx context.Context) ([]pages.Road, error) {
	list, err := g.st.Roads(ctx)
	var out []pages.Road
	for _, r := range list {
		if !r.Active {
			continue
		}
		queue, err := g.st.Queue(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, pages.Road{ID: r.ID, Name: r.Name, Reached: r.Reached, NextTry: r.NextTry, Waiting: len(queue), Err: r.Err()})
	}
	return out, err
}

// Roads lists the roads for the settings.
func (g carriage) Roads(ctx context.Context) ([]settings.Road, error) {
	list, err := g.st.Roads(ctx)
	out := make([]settings.Road, 0, len(list))
	for _, r := range list {
		out = append(out, settings.Road{
			ID: r.ID, Name: r.Name, Address: r.Address, Active: r.Active, Reached: r.Reached, Err: r.Err(), Fingerprint: road.Fingerprint(r.Pinned),
		})
	}
	return out, err
}

// AddRoad tries a road and keeps it.
func (g carriage) AddRoad(ctx context.Context, n settings.NewRoad) error {
	_, err := g.c.AddRoad(ctx, exchange.NewRoad{Address: n.Address, Name: n.Name, Secret: n.Secret, Fingerprint: n.Fingerprint})
	return err
}

// TryRoad tries a kept road.
func (g carriage) TryRoad(ctx context.Context, id string) error { return g.c.TryRoad(ctx, id) }

// UseRoad takes a road into use, or out of it.
func (g carriage) UseRoad(ctx context.Context, id string, active bool) error {
	return g.c.UseRoad(ctx, id, active)
}

// RemoveRoad forgets a road and its password.
func (g carriage) RemoveRoad(ctx context.Context, id string) error { return g.c.RemoveRoad(ctx, id) }

// queued fills in how far the records and files of an outbox have come.
func (g carriage) queued(ctx context.Context, out *pages.Outbox) error {
	var err error
	if out.Roads, err = g.roads(ctx); err != nil {
		return err
	}
	parcels, err := g.st.Parcels(ctx, g.c.Carries, pastFiles)
	if err != nil {
		return err
	}
	for i := range out.Past[:min(len(out.Past), len(parcels))] {
		out.Past[i].Delivery = parcels[i].Delivery
	}
	latest, _, err := g.st.Summaries(ctx, checklist.Filter{Status: checklist.Finished, Limit: shownRecords})
	if err != nil {
		return err
	}
	all := append([]checklist.Summary{}, out.Waiting...)
	seen := map[string]bool{}
	for _, w := range all {
		seen[w.ID] = true
	}
	for _, r := range latest {
		if !seen[r.ID] {
			all = append(all, r)
		}
	}
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	states, err := g.st.Deliveries(ctx, ids, parcels)
	if err != nil {
		return err
	}
	out.Records = []pages.Record{}
	for _, want := range checklist.DeliveryStates {
		for _, r := range all {
			if d := states[r.ID]; d.State == want {
				out.Records = append(out.Records, pages.Record{Summary: r, Delivery: d})
			}
		}
	}
	return nil
}

// shownRecords is how many finished records the outbox shows beside those that wait.
const shownRecords = 200

// The rounds nobody asks for.
const (
	firstRound   = 20 * time.Second // after the start, so that the window comes first
	roundMinutes = 15               // between two, unless the settings say otherwise
	lookEvery    = 30 * time.Second // for a change of the settings
)

// carry does a round every so many minutes, as the settings say, until ctx ends. How
// it went stands with the roads; a failure waits for the next one.
func (d *desk) carry(ctx context.Context, c *exchange.Carrier) {
	next := time.Now().Add(firstRound)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(lookEvery, max(time.Until(next), time.Second))):
		}
		minutes := d.roundMinutes(ctx)
		if minutes == 0 || time.Now().Before(next) {
			continue
		}
		_, _ = c.Sync(ctx, exchange.SyncOptions{}, nil)
		next = time.Now().Add(time.Duration(float64(minutes) * float64(time.Minute) * (0.9 + 0.2*rand.Float64()))) // #nosec G404 -- spreads the halls of a bank
	}
}

// roundMinutes is how many minutes lie between two rounds, 0 = none are done.
func (d *desk) roundMinutes(ctx context.Context) int {
	v, err := d.st.Setting(ctx, settings.SettingSync)
	if err != nil {
		return 0
	}
	if v == "" {
		return roundMinutes
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return 0
	}
	return n
}
