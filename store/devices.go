package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Device is a branch installation headquarters knows.
type Device struct {
	ID          string
	Branch      string // code
	Verifier    string // note verifier key
	Recipient   string // age recipient, "" = none
	State       string // pending, active, retired, revoked
	FromSeq     int64  // first sequence accepted under this key
	Name        string
	At          int64  // unix ms UTC
	Noted       int64  // the policy that tells its branch of this state, 0 = none yet
	Proposer    string // id of the person at headquarters who compared the fingerprint first
	Approver    string // id of who let it send
	Replaces    string // ids of the devices it stands in for, separated by spaces
	Fingerprint string // of its request
}

const deviceColumns = "id, branch, verifier, recipient, state, from_seq, name, at, noted, proposer, approver, replaces, fingerprint"

// Devices lists the installations headquarters knows, by branch, then id.
func (s *Store) Devices(ctx context.Context) ([]Device, error) {
	var out []Device
	err := s.read(ctx).Raw("SELECT " + deviceColumns + " FROM devices ORDER BY branch, id").Scan(&out).Error
	return out, coded(err, "read")
}

// SaveDevice adds a device, or changes it by id; its branch is told of it by the
// next policy. reason is what a person said to it, for the audit.
func (s *Store) SaveDevice(ctx context.Context, d Device) error {
	return s.SaveDevices(ctx, []Device{d}, "")
}

// SaveDevices is SaveDevice of several, all or none.
func (s *Store) SaveDevices(ctx context.Context, list []Device, reason string) error {
	err := s.write(ctx, "device", func(tx *gorm.DB) error { return s.putDevices(tx, list, reason) })
	for _, d := range list {
		if err == nil {
			s.publish("device", d.ID)
		}
	}
	return err
}

func (s *Store) putDevices(tx *gorm.DB, list []Device, reason string) error {
	for _, d := range list {
		if d.At == 0 {
			d.At = s.now()
		}
		err := tx.Exec("INSERT INTO devices ("+deviceColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)"+
			" ON CONFLICT (id) DO UPDATE SET branch = excluded.branch, verifier = excluded.verifier, recipient = excluded.recipient,"+
			" state = excluded.state, from_seq = excluded.from_seq, name = excluded.name, at = excluded.at, noted = 0,"+
			" proposer = excluded.proposer, approver = excluded.approver, replaces = excluded.replaces, fingerprint = excluded.fingerprint",
			d.ID, d.Branch, d.Verifier, d.Recipient, d.State, d.FromSeq, d.Name, d.At, d.Proposer, d.Approver, d.Replaces, d.Fingerprint).Error
		if err != nil {
			return err
		}
		if err := s.audit(tx, "device", d.ID, strings.TrimSpace(d.State+" "+d.Branch+" "+reason)); err != nil {
			return err
		}
	}
	return nil
}

// LetIn saves a device that may send from now on, with those whose place it takes,
// and lets everything headquarters has for its branch be sent to it: what went out so
// far was not encrypted to it. All or none: a device that is let in and gets nothing
// would look like one for which there is nothing.
func (s *Store) LetIn(ctx context.Context, d Device, replaced []Device) error {
	err := s.write(ctx, "device", func(tx *gorm.DB) error {
		if err := s.putDevices(tx, append(slices.Clone(replaced), d), ""); err != nil {
			return err
		}
		return s.resendTo(tx, d.Branch, d.ID)
	})
	if err == nil {
		s.publish("device", d.ID)
	}
	return err
}

// DeviceStatus is a device with what headquarters has of it.
type DeviceStatus struct {
	Device
	BranchName string
	Last       int64   // highest number taken in, 0 = none
	Count      int64   // bundles taken in
	Seen       int64   // when the last was taken in, unix ms UTC, 0 = never
	Lost       int64   // how many numbers below Last are not here
	Missing    []int64 // these, at most missingShown of them
	Alarms     int     // that nobody settled
}

// missingShown is how many missing numbers of a device are listed.
const missingShown = 100

// DeviceStates lists all devices with what came from them, by branch, then id.
func (s *Store) DeviceStates(ctx context.Context) ([]DeviceStatus, error) {
	var out []DeviceStatus
	err := s.read(ctx).Transaction(func(tx *gorm.DB) (err error) {
		out, err = deviceStates(tx)
		return err
	}, s.snapshot())
	return out, coded(err, "read")
}

func deviceStates(tx *gorm.DB) ([]DeviceStatus, error) {
	var rows []struct {
		Device
		BranchName         string
		Last, Count, Seen  int64
		Below, AlarmsCount int64
	}
	err := tx.Raw("SELECT d.id, d.branch, d.verifier, d.recipient, d.state, d.from_seq, d.name, d.at, d.noted, d.proposer, d.approver," +
		" d.replaces, d.fingerprint, coalesce(b.name, d.name) AS branch_name, coalesce(i.last, 0) AS last, coalesce(i.n, 0) AS count," +
		" coalesce(i.seen, 0) AS seen, coalesce(i.below, 0) AS below, coalesce(a.n, 0) AS alarms_count" +
		" FROM devices d LEFT JOIN branches b ON b.code = d.branch" +
		" LEFT JOIN (SELECT m.device, max(m.seq) AS last, count(*) AS n, max(m.at) AS seen," +
		" sum(CASE WHEN m.seq < e.from_seq THEN 1 ELSE 0 END) AS below FROM imports m JOIN devices e ON e.id = m.device" +
		" WHERE m.outcome = 'imported' GROUP BY m.device) i ON i.device = d.id" +
		" LEFT JOIN (SELECT device, count(*) AS n FROM device_alarms WHERE done = 0 GROUP BY device) a ON a.device = d.id" +
		" ORDER BY d.branch, d.id").Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make([]DeviceStatus, len(rows))
	for i, r := range rows {
		out[i] = DeviceStatus{Device: r.Device, BranchName: r.BranchName, Last: r.Last, Count: r.Count, Seen: r.Seen, Alarms: int(r.AlarmsCount)}
		if from := max(r.FromSeq, 1); r.Last >= from {
			out[i].Lost = r.Last - from + 1 - (r.Count - r.Below)
		}
		if out[i].Lost > 0 {
			if out[i].Missing, err = missingSeqs(tx, r.ID, max(r.FromSeq, 1)); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// missingSeqs lists the first numbers of a device from…last that are not here.
func missingSeqs(tx *gorm.DB, device string, from int64) ([]int64, error) {
	var have, out []int64
	err := tx.Raw("SELECT seq FROM imports WHERE outcome = 'imported' AND device = ? AND seq >= ? ORDER BY seq", device, from).Scan(&have).Error
	for _, n := range have {
		for ; from < n && len(out) < missingShown; from++ {
			out = append(out, from)
		}
		from = n + 1
	}
	return out, err
}

// Gaps lists the devices of whose bundles some are missing: numbers below the
// highest taken in that never came.
func (s *Store) Gaps(ctx context.Context) ([]DeviceStatus, error) {
	list, err := s.DeviceStates(ctx)
	return slices.DeleteFunc(list, func(d DeviceStatus) bool { return d.Lost == 0 }), err
}

// Silence is an active branch from which nothing was taken in for a while.
type Silence struct {
	Branch  checklist.Branch
	Last    int64 // when something was taken in last, unix ms UTC, 0 = never
	Days    int   // whole days since, or since its first device was let send; -1 = it has no device
	Devices int   // active ones
}

const day = 24 * 60 * 60 * 1000 // ms

// Silences lists the active branches from which nothing was taken in for days days
// or more, the longest silent first. A branch that may send for a shorter time than
// that is not silent yet; one without a device is.
func (s *Store) Silences(ctx context.Context, days int) ([]Silence, error) {
	var rows []struct {
		Branch               branchRow `gorm:"embedded"`
		Last, Since, Devices int64
	}
	err := s.read(ctx).Raw("SELECT b.code, b.name, b.grade, b.traffic, b.active, b.owner, coalesce(i.last, 0) AS last, coalesce(d.since, 0) AS since," +
		" coalesce(d.n, 0) AS devices FROM branches b" +
		" LEFT JOIN (SELECT branch, max(at) AS last FROM imports WHERE outcome = 'imported' GROUP BY branch) i ON i.branch = b.code" +
		" LEFT JOIN (SELECT branch, min(at) AS since, count(*) AS n FROM devices WHERE state = 'active' GROUP BY branch) d ON d.branch = b.code" +
		" WHERE b.active = 1 ORDER BY b.code").Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	var out []Silence
	for _, r := range rows {
		x := Silence{Branch: r.Branch.branch(), Last: r.Last, Days: -1, Devices: int(r.Devices)}
		if from := max(r.Last, r.Since); from > 0 {
			x.Days = int((s.now() - from) / day)
		}
		if x.Days < 0 || x.Days >= days {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Silence) int {
		switch {
		case a.Days == b.Days:
			return 0
		case a.Days < 0 || (b.Days >= 0 && a.Days > b.Days):
			return -1
		}
		return 1
	})
	return out, nil
}

// The alarms of a device.
const (
	AlarmFork     = "device.fork"     // one number, two contents: cloned laptop, restored backup
	AlarmChain    = "device.chain"    // a bundle that does not follow the one before it
	AlarmAhead    = "device.ahead"    // a number far beyond the last
	AlarmConflict = "device.conflict" // a record or move known with other content
)

// Alarm is something about a device that a person must look into; it stays until
// somebody settles it.
type Alarm struct {
	ID     string // of the bundle that raised it
	Device string
	Branch string // code
	Code   string
	Detail string
	At     int64  // unix ms UTC
	Done   int64  // when it was settled, 0 = open
	Actor  string // who settled it
	Reason string
}

// neighbour is a bundle of a device around the one that comes in.
type neighbour struct {
	Sha256, Prev string
	Seq          int64
}

// checkChain compares what bundles say of the one before them: where a bundle names
// a predecessor that is not the one here, and is not here at all, two computers or
// two states of one disk count the same numbers. Numbers given up leave holes, and
// are no alarm.
func (s *Store) checkChain(tx *gorm.DB, r ImportRecord, around []neighbour, in map[string]bool) error {
	for _, n := range around {
		named, have := r.Prev, n.Sha256
		switch n.Seq {
		case r.Seq + 1:
			named, have = n.Prev, r.SHA256
		case r.Seq - 1:
		default:
			continue
		}
		if named == "" || named == have || in[named] {
			continue
		}
		var known int
		if err := tx.Raw("SELECT count(*) FROM imports WHERE outcome = 'imported' AND sha256 = ?", named).Scan(&known).Error; err != nil {
			return err
		}
		if known > 0 {
			continue
		}
		if err := s.raise(tx, r, AlarmChain, itoa(int(min(r.Seq, n.Seq)))+" → "+itoa(int(max(r.Seq, n.Seq)))); err != nil {
			return err
		}
	}
	return nil
}

// alarmRefusal raises the alarm that goes with a refusal whose sender is proved.
func (s *Store) alarmRefusal(tx *gorm.DB, r ImportRecord) error {
	code := map[string]string{
		"bundle.fork": AlarmFork, "bundle.ahead": AlarmAhead,
		"store.conflict": AlarmConflict, "store.eventContent": AlarmConflict, "store.reviewContent": AlarmConflict,
		"store.hallContent": AlarmConflict,
	}[r.Code]
	if code == "" || r.Device == "" {
		return nil
	}
	return s.raise(tx, r, code, itoa(int(r.Seq)))
}

func (s *Store) raise(tx *gorm.DB, r ImportRecord, code, detail string) error {
	res := tx.Exec("INSERT INTO device_alarms (id, device, branch, code, detail, at, done, actor, reason) VALUES (?, ?, ?, ?, ?, ?, 0, '', '')"+
		" ON CONFLICT (id) DO NOTHING", r.SHA256, r.Device, r.Branch, code, detail, s.now())
	if res.Error != nil || res.RowsAffected == 0 {
		return res.Error
	}
	return s.audit(tx, "alarm", r.Device, code+" "+detail)
}

// Alarms lists the alarms nobody settled, or all, newest first.
func (s *Store) Alarms(ctx context.Context, all bool) ([]Alarm, error) {
	q := "SELECT id, device, branch, code, detail, at, done, actor, reason FROM device_alarms"
	if !all {
		q += " WHERE done = 0"
	}
	var out []Alarm
	err := s.read(ctx).Raw(q + " ORDER BY at DESC, id").Scan(&out).Error
	return out, coded(err, "read")
}

// SettleAlarms settles the open alarms of a device with what a person found out.
// Codes store.reason without words, store.noAlarm when none is open.
func (s *Store) SettleAlarms(ctx context.Context, device, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return checklist.Fail("device.reason")
	}
	err := s.write(ctx, "device", func(tx *gorm.DB) error {
		res := tx.Exec("UPDATE device_alarms SET done = ?, actor = ?, reason = ? WHERE device = ? AND done = 0", s.now(), s.actor().Name, reason, device)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("device.noAlarm", "device", device)
		}
		return s.audit(tx, "alarm.settle", device, reason)
	})
	if err == nil {
		s.publish("device", device)
	}
	return err
}
