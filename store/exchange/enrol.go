package exchange

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// The states of a device. One that is pending was asked for and not let send yet; a
// retired one may still deliver what it had packed, and gets nothing any more; a
// revoked one is refused at once.
const (
	DevicePending = "pending"
	DeviceActive  = bundle.DeviceActive
	DeviceRetired = bundle.DeviceRetired
	DeviceRevoked = bundle.DeviceRevoked
)

// SettingSecondPerson is headquarters' setting whether a second person must approve
// a device: "1" yes, "0" no, "" as SecondPerson says.
const SettingSecondPerson = "device.second"

// Enrolment is a request as it is shown before it is accepted.
type Enrolment struct {
	Device      string
	Branch      checklist.Branch
	Fingerprint string // 8 groups of 4 digits, to compare with the branch
	HasCard     bool   // the branch encrypts to a headquarters
	Replaces    string // device whose keys were lost, "" = none

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
	return parseEnrol(msg)
}

func parseEnrol(msg []byte) (Enrolment, error) {
	e, err := bundle.ReadEnrol(msg)
	if err != nil {
		return Enrolment{}, err
	}
	first, _, _ := strings.Cut(e.Replaces, " ")
	return Enrolment{
		Device: e.Device, Branch: e.Branch, Fingerprint: e.Fingerprint(), HasCard: e.HQ != "", Replaces: first, request: e,
	}, nil
}

// Enrol accepts a request whose fingerprint was compared: the device may send from
// now on, and its branch joins the list of branches if it is new there. Where two
// people must approve, it stays pending until a second one does (Approve). The same
// request again changes nothing. Codes exchange.notHQ, exchange.enrol,
// exchange.enrolOrg (made with another headquarters' card), exchange.enrolKnown
// (same device, other key).
func Enrol(ctx context.Context, st *store.Store, dir, file string) (store.Device, error) {
	e, err := ReadEnrol(file)
	if err != nil {
		return store.Device{}, err
	}
	d, err := request(ctx, st, dir, e)
	if err != nil || d.State == DeviceActive {
		return d, err
	}
	return approve(ctx, st, d)
}

// request writes a request down; a device that is known keeps its state, unless it
// was stopped: then it is asked for again.
func request(ctx context.Context, st *store.Store, dir string, e Enrolment) (store.Device, error) {
	card, _, err := ownCard(ctx, st, dir)
	if err != nil {
		return store.Device{}, err
	}
	if e.HasCard && (!knownHQ(dir, card, e.request.HQ) || e.request.Org != card.Org) {
		return store.Device{}, checklist.Fail("exchange.enrolOrg")
	}
	known, err := st.Devices(ctx)
	if err != nil {
		return store.Device{}, err
	}
	d := store.Device{
		ID: e.Device, Branch: e.Branch.Code, Verifier: e.request.Verifier, Recipient: e.request.Recipient,
		State: DevicePending, FromSeq: 1, Name: e.Branch.Name, Replaces: e.request.Replaces, Fingerprint: e.Fingerprint,
	}
	for _, k := range known {
		if k.ID != d.ID {
			continue
		}
		if k.Verifier != d.Verifier {
			return store.Device{}, checklist.Fail("exchange.enrolKnown", "device", bundle.Short(d.ID))
		}
		d.FromSeq, d.Proposer = k.FromSeq, k.Proposer
		same := k.Branch == d.Branch && k.Recipient == d.Recipient
		if same && (k.State == DeviceActive || k.State == DevicePending) {
			return k, addBranch(ctx, st, e.Branch)
		}
		if d.Proposer = ""; same {
			d.Replaces = k.Replaces
		}
	}
	if err := addBranch(ctx, st, e.Branch); err != nil {
		return store.Device{}, err
	}
	alone := !slices.ContainsFunc(known, func(k store.Device) bool { return k.Branch == d.Branch && k.ID != d.ID && k.State == DeviceActive })
	if alone { // it says nothing about what another computer there knows
		if err := st.MasterKnown(ctx, e.Branch); err != nil {
			return store.Device{}, err
		}
	}
	return d, st.SaveDevice(ctx, d)
}

// knownHQ says whether a recipient is, or was, headquarters'.
func knownHQ(dir string, card bundle.Card, hq string) bool {
	if hq == card.HQ() {
		return true
	}
	k, err := loadKeys(dir, checklist.FaceHQ)
	if err != nil {
		return false
	}
	_, former, err := k.former()
	for _, f := range former {
		if err == nil && f == hq {
			return true
		}
	}
	return false
}

// takeRequest writes down a request that came over a road; nobody has compared its
// fingerprint yet, so that the device is pending.
func (x *Exchange) takeRequest(ctx context.Context, o NoteOutcome, data []byte) (NoteOutcome, error) {
	e, err := parseEnrol(data)
	if err != nil {
		return o.refuse(err), nil
	}
	d, err := request(ctx, x.Store, x.Dir, e)
	switch code := checklist.CodeOf(err); {
	case strings.HasPrefix(code, "exchange.enrol"):
		return o.refuse(err), nil
	case err != nil:
		return o, err
	}
	o.Same = d.State == DeviceActive || d.Fingerprint != e.Fingerprint
	return o, nil
}

// SecondPerson says whether letting a device send takes two people: as the setting
// says, else as soon as headquarters has two administrators.
func SecondPerson(ctx context.Context, st *store.Store) (bool, error) {
	v, err := st.Setting(ctx, SettingSecondPerson)
	if err != nil || v != "" {
		return v == "1", err
	}
	people, err := st.People(ctx)
	n := 0
	for _, p := range people {
		if p.Role == checklist.Admin && p.Branch == "" {
			n++
		}
	}
	return n >= 2, err
}

// FindDevice finds a device by its id or the beginning of it. Codes
// bundle.unknownDevice, device.many.
func FindDevice(ctx context.Context, st *store.Store, id string) (store.Device, error) {
	list, err := st.Devices(ctx)
	if err != nil {
		return store.Device{}, err
	}
	var found []store.Device
	for _, d := range list {
		if d.ID == id {
			return d, nil
		}
		if len(id) >= 4 && (strings.HasPrefix(d.ID, id) || strings.HasPrefix(bundle.Short(d.ID), id)) {
			found = append(found, d)
		}
	}
	switch len(found) {
	case 0:
		return store.Device{}, checklist.Fail("device.unknown", "device", id)
	case 1:
		return found[0], nil
	default:
		return store.Device{}, checklist.Fail("device.many", "device", id, "count", itoa(int64(len(found))))
	}
}

// Approve lets a pending device send, after its fingerprint was compared with the
// branch. Where two people must, the first one's word is kept and the device stays
// pending. Codes device.unknown, device.notPending, device.samePerson.
func Approve(ctx context.Context, st *store.Store, device string) (store.Device, error) {
	d, err := FindDevice(ctx, st, device)
	if err != nil {
		return d, err
	}
	if d.State != DevicePending {
		return d, checklist.Fail("device.notPending", "device", bundle.Short(d.ID))
	}
	return approve(ctx, st, d)
}

func approve(ctx context.Context, st *store.Store, d store.Device) (store.Device, error) {
	p, err := st.Profile(ctx)
	if err != nil {
		return d, err
	}
	two, err := SecondPerson(ctx, st)
	if err != nil {
		return d, err
	}
	d.At = 0
	switch {
	case two && d.Proposer == "":
		d.Proposer = p.User.ID
		return d, st.SaveDevice(ctx, d)
	case two && d.Proposer == p.User.ID:
		return d, checklist.Fail("device.samePerson", "name", p.User.Name)
	}
	d.State, d.Approver = DeviceActive, p.User.ID
	list, err := replaced(ctx, st, d)
	if err != nil {
		return d, err
	}
	return d, st.LetIn(ctx, d, list)
}

// replaced retires the devices of the same branch whose place another takes.
func replaced(ctx context.Context, st *store.Store, d store.Device) (out []store.Device, err error) {
	known, err := st.Devices(ctx)
	for _, k := range known {
		for _, id := range strings.Fields(d.Replaces) {
			if k.ID == id && k.Branch == d.Branch && (k.State == DeviceActive || k.State == DevicePending) {
				k.State, k.At = DeviceRetired, 0
				out = append(out, k)
			}
		}
	}
	return out, err
}

// Revoke stops a device: its bundles are refused from now on, what it sent before
// stays. Code device.unknown.
func Revoke(ctx context.Context, st *store.Store, device string) error {
	return setState(ctx, st, device, DeviceRevoked, "")
}

// RevokeFor is Revoke with the reason a person gave.
func RevokeFor(ctx context.Context, st *store.Store, device, reason string) error {
	return setState(ctx, st, device, DeviceRevoked, reason)
}

// Retire takes a device out of service: it is told to stop, what it had packed is
// still taken in, and nobody misses it.
func Retire(ctx context.Context, st *store.Store, device string) error {
	return setState(ctx, st, device, DeviceRetired, "")
}

func setState(ctx context.Context, st *store.Store, device, state, reason string) error {
	d, err := FindDevice(ctx, st, device)
	if err != nil {
		return err
	}
	if state == DeviceRetired && d.State != DeviceActive {
		return checklist.Fail("device.notActive", "device", bundle.Short(d.ID))
	}
	d.State, d.At = state, 0
	return st.SaveDevices(ctx, []store.Device{d}, reason)
}

// Reset says from which number on a device is taken in: after numbers went astray, as
// in a restored backup or a jump. 0 = behind the last one taken in. The device goes
// on there as soon as it has the policy. Codes device.unknown, device.from (a number
// that is taken).
func Reset(ctx context.Context, st *store.Store, device string, from int64) (store.Device, error) {
	d, err := FindDevice(ctx, st, device)
	if err != nil {
		return d, err
	}
	last, err := st.LastSeq(ctx, d.ID)
	if err != nil {
		return d, err
	}
	if from == 0 {
		from = last + 1
	}
	if from <= last || from > 99999999 {
		return d, checklist.Fail("device.from", "from", itoa(from), "last", itoa(last))
	}
	d.FromSeq, d.At = from, 0
	return d, st.SaveDevices(ctx, []store.Device{d}, "from "+itoa(from))
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

// Renew gives a branch's computer a new id and new keys, after they were lost or its
// numbers went astray, and writes the request to be enrolled again. Records are the
// same as before; what headquarters does not have for certain is sent again. The old
// key file is kept beside the new one. Codes exchange.notBranch, bundle.io.
func Renew(ctx context.Context, st *store.Store, dir string) (enrolPath string, again int, err error) {
	p, err := st.Profile(ctx)
	if err != nil {
		return "", 0, err
	}
	if p.Face != checklist.FaceBranch {
		return "", 0, checklist.Fail("exchange.notBranch")
	}
	old := keyPath(dir, p.Face)
	if _, err := os.Stat(old); err == nil {
		if err := os.Rename(old, filepath.Join(filepath.Dir(old), "device-"+bundle.Short(p.Device)+".json")); err != nil {
			return "", 0, checklist.Fail(bundle.ErrIO, "why", "keys").Because(err)
		}
	}
	if _, again, err = st.RenewDevice(ctx, uuid.NewString()); err != nil {
		return "", 0, err
	}
	var card []byte
	if c, err := cardFile(dir); err == nil && c.Org != "" {
		if card, err = os.ReadFile(cardPath(dir)); err != nil {
			return "", 0, checklist.Fail("exchange.keys", "file", cardPath(dir)).Because(err)
		}
	}
	enrolPath, err = InitBranch(ctx, st, dir, card)
	return enrolPath, again, err
}

// UseRecovery lets imports open files with headquarters' recovery key from the paper
// too, whatever headquarters they name, until the program ends. text is the file or
// what was typed; the key is written nowhere. Code exchange.recoveryKey.
func (x *Exchange) UseRecovery(text []byte) error {
	for _, w := range strings.Fields(string(text)) {
		if strings.HasPrefix(w, "AGE-SECRET-KEY-1") {
			if _, err := (bundle.Keys{Identity: w}).Recipient(); err == nil {
				x.recovery = w
				return nil
			}
		}
	}
	return checklist.Fail("exchange.recoveryKey")
}
