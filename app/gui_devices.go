//go:build !headless

package main

import (
	"context"

	"hallcheck/app/cli"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
	"hallcheck/ui/settings"
)

// registry joins headquarters' page of devices to the store.
type registry struct{ st *store.Store }

// Devices lists what headquarters knows of each branch's computers.
func (r registry) Devices(ctx context.Context) ([]settings.Device, error) {
	list, err := r.st.DeviceStates(ctx)
	if err != nil {
		return nil, err
	}
	alarms, err := r.st.Alarms(ctx, false)
	if err != nil {
		return nil, err
	}
	names, err := cli.PersonNames(ctx, r.st)
	if err != nil {
		return nil, err
	}
	open := map[string][]settings.Alarm{}
	for _, a := range alarms {
		open[a.Device] = append(open[a.Device], settings.Alarm{Code: a.Code, Detail: a.Detail, At: a.At})
	}
	out := make([]settings.Device, len(list))
	for i, d := range list {
		out[i] = settings.Device{
			ID: d.ID, Short: bundle.Short(d.ID), Branch: d.Branch, Name: d.BranchName, State: d.State, Last: d.Last, Seen: d.Seen,
			Lost: d.Lost, Missing: d.Missing, Fingerprint: d.Fingerprint, Proposer: names[d.Proposer], Told: d.Noted > 0, Alarms: open[d.ID],
		}
	}
	return out, nil
}

// ChangeDevice does what a person decided about a device.
func (r registry) ChangeDevice(ctx context.Context, id, change, reason string) (half bool, err error) {
	switch change {
	case settings.DeviceApprove:
		d, err := exchange.Approve(ctx, r.st, id)
		return d.State == exchange.DevicePending, err
	case settings.DeviceRetire:
		return false, exchange.Retire(ctx, r.st, id)
	case settings.DeviceRevoke:
		return false, exchange.RevokeFor(ctx, r.st, id, reason)
	case settings.DeviceReset:
		_, err := exchange.Reset(ctx, r.st, id, 0)
		return false, err
	default:
		return false, r.st.SettleAlarms(ctx, id, reason)
	}
}

// Rules are those that would be published.
func (r registry) Rules(ctx context.Context) (settings.Rules, error) {
	p, err := r.st.Policy(ctx)
	if err != nil {
		return settings.Rules{}, err
	}
	draft, _, err := r.st.DraftRules(ctx)
	if err != nil {
		return settings.Rules{}, err
	}
	two, err := exchange.SecondPerson(ctx, r.st)
	return settings.Rules{
		Version: p.Version, Redaction: draft.Redaction, MinApp: draft.MinApp, SyncDays: draft.SyncDays, TwoPeople: two, Limits: draft.Limits,
	}, err
}

// PublishRules puts rules in force; those of passwords stay as they were set.
func (r registry) PublishRules(ctx context.Context, n settings.Rules) error {
	draft, _, err := r.st.DraftRules(ctx)
	if err != nil {
		return err
	}
	if two, err := exchange.SecondPerson(ctx, r.st); err != nil {
		return err
	} else if two != n.TwoPeople {
		if err := r.st.SetSetting(ctx, exchange.SettingSecondPerson, map[bool]string{true: "1", false: "0"}[n.TwoPeople]); err != nil {
			return err
		}
	}
	draft.Redaction, draft.MinApp, draft.SyncDays, draft.Limits = n.Redaction, n.MinApp, n.SyncDays, n.Limits
	if err := r.st.SetRules(ctx, draft); err != nil {
		return err
	}
	_, err = r.st.PublishRules(ctx)
	return err
}
