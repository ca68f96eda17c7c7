package bundle

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// PolicyFormat is the newest form of a policy that is understood. The second is the
// first with a line of limits, which it always has: a program that knows the first
// alone does not take it for a policy at all and follows none of it. A policy without
// limits is written as it ever was.
const PolicyFormat = 2

const (
	policyHead = "hallcheck-policy/v" // and the number of the form
	maxDevices = 150                  // of one branch in one policy
)

// The states of a device in a policy. A retired one may still deliver what it had
// packed, a revoked one nothing.
const (
	DeviceActive  = "active"
	DeviceRetired = "retired"
	DeviceRevoked = "revoked"
)

// Policy is what headquarters lays down for one branch. A branch follows the one
// with the largest version.
type Policy struct {
	Org     string
	Branch  string // code
	Version int64  // only grows
	Created int64  // unix seconds UTC
	Card    Card   // whom to encrypt to and whose signature to believe from now on

	Redaction bool        // every photo must be decided about before it leaves
	MinApp    string      // the oldest program that may send, "" = any
	SyncDays  int         // how old the last word from headquarters may be, 0 = any
	Passwords string      // the rules of passwords by name, "" = the branch's own choice
	Limits    hall.Limits // what halls are judged by; none = each hall's own
	Devices   []PolicyDevice
}

// PolicyDevice is a line of the registry of a branch's devices.
type PolicyDevice struct {
	ID       string
	State    string
	From     int64 // the first number headquarters accepts
	Verifier string
}

// Text writes the policy as it is signed.
func (p Policy) Text() []byte {
	var b bytes.Buffer
	form := 1
	if p.Limits.Given() {
		form = 2
	}
	fmt.Fprintf(&b, "%s%d\norg %s branch %s version %d created %s\n", policyHead, form, token(p.Org), token(p.Branch), p.Version, stamp(p.Created))
	fmt.Fprintf(&b, "name %s recipient %s recovery %s verifier %s\n", token(p.Card.Name), token(p.Card.Recipient),
		token(p.Card.Recovery), token(p.Card.Verifier))
	redaction := "optional"
	if p.Redaction {
		redaction = "required"
	}
	fmt.Fprintf(&b, "redaction %s min-app %s sync-days %d passwords %s\n", redaction, token(p.MinApp), p.SyncDays, token(p.Passwords))
	if l := p.Limits; l.Given() {
		fmt.Fprintf(&b, "limits wait-amber %d wait-red %d wait-goal %d serve-amber %d serve-red %d ratio-amber %d ratio-red %d"+
			" open-share %d abandoned %d on-post %d machines %d meeting-minutes %d\n", l.WaitAmber, l.WaitRed, l.WaitGoal, l.ServeAmber, l.ServeRed,
			l.RatioAmber, l.RatioRed, l.OpenShare, l.Abandoned, l.OnPost, l.Machines, l.MeetingMinutes)
	}
	for _, d := range p.Devices {
		fmt.Fprintf(&b, "device %s state %s from %d verifier %s\n", token(d.ID), token(d.State), d.From, token(d.Verifier))
	}
	fmt.Fprintf(&b, "end %d\n", len(p.Devices))
	return b.Bytes()
}

// FileName is policy-<branch>-<version>.note.
func (p Policy) FileName() string {
	return "policy-" + fileSafe(p.Branch) + "-" + strconv.FormatInt(p.Version, 10) + noteExt
}

// Device returns the registry's line of a device, nil without one.
func (p *Policy) Device(id string) *PolicyDevice {
	for i := range p.Devices {
		if p.Devices[i].ID == id {
			return &p.Devices[i]
		}
	}
	return nil
}

// WritePolicy signs a policy with every key of headquarters a branch may still know
// it by: the old key vouches for the new one.
func WritePolicy(p Policy, signers ...string) ([]byte, error) { return signAll(p.Text(), signers) }

// policyForm is the form a note claims to be a policy of, 0 for any other note.
func policyForm(msg []byte) int {
	head, _, _ := strings.Cut(string(msg[:min(len(msg), 64)]), "\n")
	digits, ok := strings.CutPrefix(head, policyHead)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || digits != strconv.Itoa(n) {
		return 0
	}
	return n
}

// ReadPolicy reads a policy that verifier must have signed. Codes note.form,
// note.signature, note.newer for one of a form that is not known here.
func ReadPolicy(msg []byte, verifier string) (Policy, error) {
	form := policyForm(msg)
	r, text, err := openNote(msg, policyHead+strconv.Itoa(form), ErrNote)
	if err != nil {
		return Policy{}, err
	}
	if err := verifyAny(msg, verifier); err != nil {
		return Policy{}, err
	}
	if form > PolicyFormat {
		return Policy{}, checklist.Fail(ErrNoteNewer)
	}
	p := Policy{Org: r.word("org"), Branch: r.word("branch"), Version: r.number("version"), Created: r.stamp("created")}
	p.Card = Card{Org: p.Org, Name: r.word("name"), Recipient: r.word("recipient"), Recovery: r.word("recovery"), Verifier: r.word("verifier")}
	p.Redaction, p.MinApp, p.SyncDays = r.word("redaction") == "required", r.word("min-app"), int(r.number("sync-days"))
	p.Passwords = r.word("passwords")
	if form == 2 {
		p.Limits = r.limits()
	}
	for r.bad == "" && len(p.Devices) <= maxDevices {
		key := r.next()
		if key == "end" {
			break
		}
		if key != "device" {
			r.fail(key)
		}
		p.Devices = append(p.Devices, PolicyDevice{ID: r.next(), State: r.word("state"), From: r.number("from"), Verifier: r.word("verifier")})
	}
	if r.bad != "" || p.Branch == "" || p.Version < 1 || !bytes.Equal(p.Text(), text) {
		return Policy{}, refuse(ErrNote, "form")
	}
	if !isRecipient(p.Card.Recipient) || !isRecipient(p.Card.Recovery) || p.Card.Verifier == "" {
		return Policy{}, refuse(ErrNote, "recipient")
	}
	return p, nil
}

// limits reads the line of limits; they must be possible ones.
func (r *lineReader) limits() hall.Limits {
	if r.next() != "limits" {
		r.fail("limits")
	}
	n := func(key string) int { return int(min(r.number(key), 1<<20)) } // what is cut is out of bounds
	l := hall.Limits{WaitAmber: n("wait-amber"), WaitRed: n("wait-red"), WaitGoal: n("wait-goal"), ServeAmber: n("serve-amber"), ServeRed: n("serve-red")}
	l.RatioAmber, l.RatioRed, l.OpenShare, l.Abandoned = n("ratio-amber"), n("ratio-red"), n("open-share"), n("abandoned")
	l.OnPost, l.Machines, l.MeetingMinutes = n("on-post"), n("machines"), n("meeting-minutes")
	if l.Check() != nil {
		r.fail("limits")
	}
	return l
}

// OlderApp says whether a program version comes before another; what is not a
// number in it does not count.
func OlderApp(have, want string) bool {
	if want == "" {
		return false
	}
	a, b := versionParts(have), versionParts(want)
	for i := range max(len(a), len(b)) {
		var x, y int
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return x < y
		}
	}
	return false
}

func versionParts(v string) (out []int) {
	v, _, _ = strings.Cut(strings.TrimPrefix(v, "v"), "-")
	for _, p := range strings.Split(v, ".") {
		n, err := strconv.Atoi(p)
		if err != nil {
			return out
		}
		out = append(out, n)
	}
	return out
}
