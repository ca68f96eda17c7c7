package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// Rules are what headquarters lays down for all branches.
type Rules struct {
	Redaction bool   `json:"redaction,omitempty"` // every photo must be decided about before it leaves
	MinApp    string `json:"minApp,omitempty"`    // the oldest program that may send, "" = any
	SyncDays  int    `json:"syncDays,omitempty"`  // how old the last word from headquarters may be, 0 = any
	Passwords string `json:"passwords,omitempty"` // checklist.PasswordProfile, PasswordsOwn, or "" = the branch's own choice

	Limits hall.Limits `json:"limits,omitzero"` // what all halls are judged by; none = each hall's own
}

// PasswordsOwn in Rules lays down that nobody needs a password.
const PasswordsOwn = "free"

// The settings of policies.
const (
	rulesDraft = "policy.draft" // rules not published yet
	rulesAll   = "policy.all"   // the version from which on every branch's policy has them
	hqHeard    = "hq.heard"     // at a branch: date of the newest word from headquarters, unix ms
)

// Policy is the rules in force, at headquarters those published last, at a branch
// those it follows.
type Policy struct {
	Rules
	Version int64 // 0 = none
	Created int64 // by headquarters' clock, unix ms UTC

	// Of this device, at a branch: "" when the policy does not know it.
	State string
	From  int64
}

// policyBody is how a Policy is stored.
type policyBody struct {
	Rules
	Created int64  `json:"created,omitempty"`
	State   string `json:"state,omitempty"`
	From    int64  `json:"from,omitempty"`
	Note    string `json:"note,omitempty"` // name of the note at a branch
}

// Policy returns the rules in force; the zero Policy before the first.
func (s *Store) Policy(ctx context.Context) (Policy, error) {
	p, _, err := currentPolicy(s.read(ctx))
	return p, coded(err, "read")
}

func currentPolicy(db *gorm.DB) (Policy, policyBody, error) {
	var rows []struct {
		Version int64
		Body    string
	}
	var b policyBody
	err := db.Raw("SELECT version, body FROM policies ORDER BY version DESC LIMIT 1").Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return Policy{}, b, err
	}
	if err := fromJSON(rows[0].Body, &b); err != nil {
		return Policy{}, b, err
	}
	return Policy{Rules: b.Rules, Version: rows[0].Version, Created: b.Created, State: b.State, From: b.From}, b, nil
}

// DraftRules returns the rules as they would be published, and whether they differ
// from those in force.
func (s *Store) DraftRules(ctx context.Context) (r Rules, changed bool, err error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return r, false, err
	}
	v, err := s.Setting(ctx, rulesDraft)
	if err != nil || v == "" {
		return p.Rules, false, err
	}
	err = fromJSON(v, &r)
	return r, r != p.Rules, err
}

// SetRules changes the rules to be published; no branch hears of them yet. Codes
// policy.days, policy.passwords; limits that cannot be are told as checklist.Problems.
func (s *Store) SetRules(ctx context.Context, r Rules) error {
	r.MinApp = strings.TrimSpace(r.MinApp)
	if r.SyncDays < 0 || r.SyncDays > 3650 {
		return checklist.Fail("policy.days", "days", itoa(r.SyncDays))
	}
	if p := checklist.PasswordProfile(r.Passwords); r.Passwords != PasswordsOwn && !p.Valid() {
		return checklist.Fail("policy.passwords", "value", r.Passwords)
	}
	if r.Limits.Given() {
		if err := r.Limits.Check(); err != nil {
			return err
		}
	}
	return s.write(ctx, "policy", func(tx *gorm.DB) error {
		if err := putSetting(tx, rulesDraft, toJSON(r)); err != nil {
			return err
		}
		return s.audit(tx, "policy.set", "", toJSON(r))
	})
}

// PublishRules puts the rules in force: every branch with a device gets a policy of
// a larger version.
func (s *Store) PublishRules(ctx context.Context) (version int64, err error) {
	r, _, err := s.DraftRules(ctx)
	if err != nil {
		return 0, err
	}
	err = s.write(ctx, "policy", func(tx *gorm.DB) error {
		if version, err = s.nextPolicy(tx, r); err != nil {
			return err
		}
		if err := putSetting(tx, rulesAll, itoa(int(version))); err != nil {
			return err
		}
		return s.audit(tx, "policy.publish", itoa(int(version)), toJSON(r))
	})
	if err == nil {
		s.publish("policy", "")
	}
	return version, err
}

func (s *Store) nextPolicy(tx *gorm.DB, r Rules) (version int64, err error) {
	if err := tx.Raw("SELECT coalesce(max(version), 0) + 1 FROM policies").Scan(&version).Error; err != nil {
		return 0, err
	}
	return version, tx.Exec("INSERT INTO policies (version, at, body) VALUES (?, ?, ?)", version, s.now(), toJSON(policyBody{Rules: r, Created: s.now()})).Error
}

func putSetting(tx *gorm.DB, key, value string) error {
	return tx.Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value).Error
}

// MakePolicies lets sign make the policy of every branch whose devices or rules
// changed since it was last told, and stores the notes; it returns how many. devices
// are all of a branch but those that are only asked for.
func (s *Store) MakePolicies(ctx context.Context, sign func(branch string, p Policy, devices []Device) (Note, error)) (int, error) {
	made := 0
	err := s.write(ctx, "policy", func(tx *gorm.DB) error {
		made = 0
		var all int64
		if err := tx.Raw("SELECT coalesce(max(CAST(value AS BIGINT)), 0) FROM settings WHERE key = '" + rulesAll + "'").Scan(&all).Error; err != nil {
			return err
		}
		var due []string
		err := tx.Raw("SELECT DISTINCT branch FROM devices WHERE state <> 'pending' AND (noted = 0 OR noted < ?) ORDER BY branch", all).Scan(&due).Error
		if err != nil || len(due) == 0 {
			return err
		}
		p, _, err := currentPolicy(tx)
		if err != nil {
			return err
		}
		if p.Version, err = s.nextPolicy(tx, p.Rules); err != nil {
			return err
		}
		p.Created = s.now()
		for some := range slices.Chunk(due, maxRows) {
			if err := s.makeSome(tx, some, p, sign); err != nil {
				return err
			}
		}
		made = len(due)
		return nil
	})
	return made, err
}

// TellPolicyAgain lets a branch be told its policy once more, under a later version.
func (s *Store) TellPolicyAgain(ctx context.Context, branch string) error {
	return s.write(ctx, "policy", func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE devices SET noted = 0 WHERE branch = ? AND state <> 'pending'", branch).Error; err != nil {
			return err
		}
		return s.audit(tx, "policy.again", branch, "")
	})
}

func (s *Store) makeSome(tx *gorm.DB, branches []string, p Policy, sign func(string, Policy, []Device) (Note, error)) error {
	var list []Device
	err := tx.Raw("SELECT "+deviceColumns+" FROM devices WHERE state <> 'pending' AND branch IN (?) ORDER BY branch, id", branches).Scan(&list).Error
	if err != nil {
		return err
	}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Branch == list[0].Branch {
			n++
		}
		note, err := sign(list[0].Branch, p, list[:n])
		if err != nil {
			return err
		}
		if err := s.putNote(tx, note); err != nil {
			return err
		}
		list = list[n:]
	}
	return tx.Exec("UPDATE devices SET noted = ? WHERE state <> 'pending' AND branch IN (?)", p.Version, branches).Error
}

// TakePolicy follows a policy at a branch when it is newer than the one here; same
// is true for the very one. Codes note.old, note.form for another one of the same
// version. Records refused only because headquarters did not know this device, or
// its numbers had gone astray, are to be sent again once it is let send: again says
// how many.
func (s *Store) TakePolicy(ctx context.Context, p Policy, note string) (same bool, again int, err error) {
	halls := false // the limits of the hall were changed
	err = s.write(ctx, "policy", func(tx *gorm.DB) error {
		same, again, halls = false, 0, false
		have, body, err := currentPolicy(tx)
		switch {
		case err != nil:
			return err
		case have.Version > p.Version:
			return checklist.Fail("note.old", "have", itoa(int(have.Version)), "version", itoa(int(p.Version)))
		case have.Version == p.Version && body.Note == note && have.Rules == p.Rules && have.Created == p.Created:
			same = true
			return nil
		case have.Version == p.Version:
			return checklist.Fail("note.form", "why", "version")
		}
		b := policyBody{Rules: p.Rules, Created: p.Created, State: p.State, From: p.From, Note: note}
		if err := tx.Exec("INSERT INTO policies (version, at, body) VALUES (?, ?, ?)", p.Version, s.now(), toJSON(b)).Error; err != nil {
			return err
		}
		if halls, err = s.follow(tx, p); err != nil {
			return err
		}
		if p.State == "active" {
			if again, err = s.recover(tx); err != nil {
				return err
			}
		}
		return s.audit(tx, "policy", itoa(int(p.Version)), toJSON(b))
	})
	if err == nil && !same {
		s.forgetDrafts() // aggregates in memory carry whether photos must be decided about
		s.publish("policy", "")
		if halls {
			s.publish(ChangeHall, "")
		}
		if p.Passwords != "" && s.Barred() == nil {
			err = s.barAgain(ctx)
		}
	}
	return same, again, err
}

// follow puts a branch's own settings where the policy wants them; halls says whether
// limits of the hall were changed. What headquarters lets go of stays as it is, the
// branch's own again.
func (s *Store) follow(tx *gorm.DB, p Policy) (halls bool, err error) {
	if p.Redaction {
		if err := putSetting(tx, checklist.SettingPrivacy, "1"); err != nil {
			return false, err
		}
	}
	switch p.Passwords {
	case "":
	case PasswordsOwn:
		err = putSetting(tx, checklist.SettingPasswords, string(checklist.PasswordsFree))
	default:
		err = putSetting(tx, checklist.SettingPasswords, p.Passwords)
	}
	if err != nil || !p.Limits.Given() {
		return false, err
	}
	return s.followLimits(tx, p.Limits)
}

// astray are the refusals that are over once headquarters lets this device send.
var astray = []string{
	"bundle.unknownDevice", "bundle.revoked", "bundle.signature", "bundle.branch", "bundle.replay", "bundle.ahead", "bundle.fork",
	"exchange.devicePending",
}

// recover lets what was refused for the device's sake be sent again.
func (s *Store) recover(tx *gorm.DB) (int, error) {
	var rows []sentBundle
	err := tx.Raw("SELECT e.device, e.seq, e.sha256 FROM exports e JOIN receipts r ON r.sha256 = e.sha256"+
		" WHERE r.outcome = 'refused' AND r.code IN (?) ORDER BY e.device, e.seq", astray).Scan(&rows).Error
	all := 0
	for _, r := range rows {
		n, err := s.unsend(tx, r, underWay)
		if err != nil {
			return 0, err
		}
		all += n
	}
	return all, err
}

// laidDown refuses a change of a setting that headquarters' policy has laid down:
// policy.laidDown.
func (s *Store) laidDown(ctx context.Context, key, value string) error {
	if key != checklist.SettingPrivacy && key != checklist.SettingPasswords {
		return nil
	}
	p, err := s.Policy(ctx)
	switch {
	case err != nil || p.Version == 0:
		return err
	case key == checklist.SettingPrivacy && p.Redaction && value != "1" && s.isBranch(ctx),
		key == checklist.SettingPasswords && p.Passwords != "" && s.isBranch(ctx) &&
			value != strings.Replace(p.Passwords, PasswordsOwn, "", 1):
		return checklist.Fail("policy.laidDown", "version", itoa(int(p.Version)))
	}
	return nil
}

func (s *Store) isBranch(ctx context.Context) bool {
	p, err := s.Profile(ctx)
	return err == nil && p.Face == checklist.FaceBranch
}

// Heard notes the date of a word from headquarters; the newest counts.
func (s *Store) Heard(ctx context.Context, at int64) error {
	return s.write(ctx, "receipt", func(tx *gorm.DB) error {
		var v string
		if err := tx.Raw("SELECT value FROM settings WHERE key = ?", hqHeard).Scan(&v).Error; err != nil {
			return err
		}
		if number64(v) >= at {
			return nil
		}
		return putSetting(tx, hqHeard, itoa64(at))
	})
}

// PolicyAge is how long ago headquarters was heard of at a branch.
type PolicyAge struct {
	Policy
	Heard int64 // date of its newest word, unix ms UTC, 0 = never
	Days  int   // whole days since, by this computer's clock
	Stale bool  // longer than the policy allows
}

// PolicyAge says whether the last word from headquarters is older than its policy
// allows: this computer may then not know of a device that was stopped.
func (s *Store) PolicyAge(ctx context.Context) (PolicyAge, error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return PolicyAge{}, err
	}
	v, err := s.Setting(ctx, hqHeard)
	out := PolicyAge{Policy: p, Heard: max(number64(v), p.Created)}
	if out.Heard > 0 {
		out.Days = max(0, int((s.now()-out.Heard)/day))
		out.Stale = p.SyncDays > 0 && out.Days > p.SyncDays
	}
	return out, err
}

// HQSilence says how many days headquarters has not been heard of when that is longer
// than its policy allows, and how many it allows; 0 days = it is not.
func (s *Store) HQSilence(ctx context.Context) (days, limit int, err error) {
	a, err := s.PolicyAge(ctx)
	if err != nil || !a.Stale {
		return 0, a.SyncDays, err
	}
	return a.Days, a.SyncDays, nil
}

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }

// number64 reads a stored number, 0 when there is none.
func number64(v string) int64 {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
