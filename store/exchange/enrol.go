package exchange

import (
	"context"
	"io"
	"os"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// The states of a device.
const (
	DeviceActive  = "active"
	DeviceRevoked = "revoked"
)

// Enrolment is a request as it is shown before it is accepted.
type Enrolment struct {
	Device      string
	Branch      checklist.Branch
	Fingerprint string // 8 groups of 4 digits, to compare with the branch
	HasCard     bool   // the branch encrypts to a headquarters

	request bundle.Enrol
}

// ReadEnrol reads an enrolment request without accepting it: code exchange.enrol.
func ReadEnrol(file string) (Enrolment, error) {
	f, err := os.Open(file)
	if err != nil {
		return Enrolment{}, checklist.Fail(bundle.ErrIO, "why", "open").Because(err)
	}
	defer f.Close()
	msg, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return Enrolment{}, checklist.Fail(bundle.ErrIO, "why", "read").Because(err)
	}
	e, err := bundle.ReadEnrol(msg)
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Device: e.Device, Branch: e.Branch, Fingerprint: e.Fingerprint(), HasCard: e.HQ != "", request: e}, nil
}

// Enrol accepts a request: the device may send from now on, and its branch joins
// the list of branches if it is new there. The same request again changes
// nothing. Codes exchange.notHQ, exchange.enrol, exchange.enrolOrg (made with
// another headquarters' card), exchange.enrolKnown (same device, other key).
func Enrol(ctx context.Context, st *store.Store, dir, file string) (store.Device, error) {
	card, _, err := ownCard(ctx, st, dir)
	if err != nil {
		return store.Device{}, err
	}
	e, err := ReadEnrol(file)
	if err != nil {
		return store.Device{}, err
	}
	if e.HasCard && (e.request.HQ != card.HQ() || e.request.Org != card.Org) {
		return store.Device{}, checklist.Fail("exchange.enrolOrg")
	}
	known, err := st.Devices(ctx)
	if err != nil {
		return store.Device{}, err
	}
	d := store.Device{
		ID: e.Device, Branch: e.Branch.Code, Verifier: e.request.Verifier, Recipient: e.request.Recipient,
		State: DeviceActive, FromSeq: 1, Name: e.Branch.Name,
	}
	for _, k := range known {
		if k.ID != d.ID {
			continue
		}
		if k.Verifier != d.Verifier {
			return store.Device{}, checklist.Fail("exchange.enrolKnown", "device", bundle.Short(d.ID))
		}
		if k.State == DeviceActive && k.Branch == d.Branch && k.Recipient == d.Recipient {
			return k, addBranch(ctx, st, e.Branch)
		}
	}
	if err := addBranch(ctx, st, e.Branch); err != nil {
		return store.Device{}, err
	}
	return d, st.SaveDevice(ctx, d)
}

// addBranch adds a branch that is not known yet; headquarters' own data win.
func addBranch(ctx context.Context, st *store.Store, b checklist.Branch) error {
	list, err := st.Branches(ctx)
	if err != nil {
		return err
	}
	for _, have := range list {
		if have.Code == b.Code {
			return nil
		}
	}
	return st.SaveBranches(ctx, []checklist.Branch{b})
}

// Revoke stops a device: its bundles are refused from now on, what it sent
// before stays. Code bundle.unknownDevice.
func Revoke(ctx context.Context, st *store.Store, device string) error {
	list, err := st.Devices(ctx)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.ID == device {
			d.State, d.At = DeviceRevoked, 0
			return st.SaveDevice(ctx, d)
		}
	}
	return checklist.Fail(bundle.ErrUnknownDevice, "device", bundle.Short(device))
}
