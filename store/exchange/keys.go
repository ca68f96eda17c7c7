// Package exchange moves finished inspections from a branch to headquarters:
// it makes and keeps the keys, decides what goes into a bundle, publishes it so
// that a half file is never taken for a whole one, and takes bundles in so that
// each counts exactly once, whatever is sent twice, late, altered or cut short.
package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// Words gives the sentence of a text key with its name, value pairs filled in,
// for the files that are written for people. nil = the bare keys.
type Words func(key string, pairs ...string) string

func (w Words) say(key string, pairs ...string) string {
	if w == nil {
		return key
	}
	return w(key, pairs...)
}

// RecoveryFile lies in the data folder after InitHQ until it is printed.
const RecoveryFile = "recovery-key.txt"

// keyFile is what <dir>/keys/ holds, readable for the owner only (mode 0600).
// The keys are not wrapped further: the disk's own encryption protects them.
type keyFile struct {
	bundle.Keys
	Recovery string        `json:",omitempty"` // headquarters: public half of the recovery key
	Former   []bundle.Keys `json:",omitempty"` // headquarters: keys before the present ones, newest first
}

// signers are the keys headquarters signs its notes with: all a branch may still
// know it by.
func (k keyFile) signers() []string {
	out := []string{k.Signer}
	for _, f := range k.Former {
		out = append(out, f.Signer)
	}
	return out
}

func keyPath(dir string, face checklist.Face) string {
	if face == checklist.FaceHQ {
		return filepath.Join(dir, "keys", "hq.json")
	}
	return filepath.Join(dir, "keys", "device.json")
}

func cardPath(dir string) string { return filepath.Join(dir, "keys", "hq-card.note") }

// InitHQ makes headquarters' keys. The recovery identity is written once to
// RecoveryFile, with the sentence to print it and lock it away, and is kept
// nowhere else. Codes exchange.notHQ, exchange.keysExist, bundle.io.
func InitHQ(ctx context.Context, st *store.Store, dir string, words Words) error {
	p, err := st.Profile(ctx)
	if err != nil {
		return err
	}
	if p.Face != checklist.FaceHQ {
		return checklist.Fail("exchange.notHQ")
	}
	if _, err := os.Stat(keyPath(dir, p.Face)); err == nil {
		return checklist.Fail("exchange.keysExist")
	}
	own, err := bundle.NewKeys(p.OrgID)
	if err != nil {
		return fmt.Errorf("make keys: %w", err)
	}
	paper, err := bundle.NewKeys(p.OrgID)
	if err != nil {
		return fmt.Errorf("make recovery key: %w", err)
	}
	public, err := paper.Recipient()
	if err != nil {
		return err
	}
	text := words.say("exchange.recovery") + "\n\n" + p.Org + "\n" + public + "\n\n" + paper.Identity + "\n"
	if err := writeFile(filepath.Join(dir, RecoveryFile), []byte(text)); err != nil {
		return err
	}
	if err := saveKeys(dir, p.Face, keyFile{Keys: own, Recovery: public}); err != nil {
		return err
	}
	return st.SetHQKey(ctx, own.Verifier)
}

// sameKey refuses keys that are not those of the database (exchange.otherKeys): a
// second computer of headquarters must have the first one's. Those of a database
// that knows none yet, or the former ones, become its own.
func sameKey(ctx context.Context, st *store.Store, dir string, k keyFile) error {
	known, err := st.HQKey(ctx)
	if err != nil || known == k.Verifier {
		return err
	}
	former := known == ""
	for _, f := range k.Former {
		former = former || f.Verifier == known
	}
	if !former {
		return checklist.Fail("exchange.otherKeys", "file", keyPath(dir, checklist.FaceHQ))
	}
	return st.SetHQKey(ctx, k.Verifier)
}

// Card writes headquarters' card for the branches and returns its fingerprint,
// 8 groups of 4 digits to compare by telephone.
func Card(ctx context.Context, st *store.Store, dir string, w io.Writer) (fingerprint string, err error) {
	c, keys, err := ownCard(ctx, st, dir)
	if err != nil {
		return "", err
	}
	msg, err := bundle.WriteCard(c, keys.Signer)
	if err != nil {
		return "", fmt.Errorf("sign card: %w", err)
	}
	if _, err := w.Write(msg); err != nil {
		return "", checklist.Fail(bundle.ErrIO, "why", "card").Because(err)
	}
	return c.Fingerprint(), nil
}

func ownCard(ctx context.Context, st *store.Store, dir string) (bundle.Card, keyFile, error) {
	p, err := st.Profile(ctx)
	if err != nil {
		return bundle.Card{}, keyFile{}, err
	}
	if p.Face != checklist.FaceHQ {
		return bundle.Card{}, keyFile{}, checklist.Fail("exchange.notHQ")
	}
	k, err := loadKeys(dir, p.Face)
	if err != nil {
		return bundle.Card{}, keyFile{}, err
	}
	if err := sameKey(ctx, st, dir, k); err != nil {
		return bundle.Card{}, keyFile{}, err
	}
	to, err := k.Recipient()
	if err != nil {
		return bundle.Card{}, keyFile{}, badKeys(dir, p.Face, err)
	}
	return bundle.Card{Org: p.OrgID, Name: p.Org, Recipient: to, Recovery: k.Recovery, Verifier: k.Verifier}, k, nil
}

// InitBranch makes the device's keys if it has none, takes over headquarters'
// card if there is one, and writes the enrolment request into dir. Called again
// with another card it keeps the keys. Without a card bundles are signed but can
// be read by anybody. Codes exchange.notBranch, exchange.card, bundle.io.
func InitBranch(ctx context.Context, st *store.Store, dir string, card []byte) (enrolPath string, err error) {
	p, err := st.Profile(ctx)
	if err != nil {
		return "", err
	}
	if p.Face != checklist.FaceBranch {
		return "", checklist.Fail("exchange.notBranch")
	}
	hq := ""
	if len(card) > 0 {
		c, err := bundle.ReadCard(card)
		if err != nil {
			return "", err
		}
		if err := writeFile(cardPath(dir), card); err != nil {
			return "", err
		}
		if err := st.SetOrg(ctx, c.Org, c.Name); err != nil {
			return "", err
		}
		p.OrgID, hq = c.Org, c.HQ()
	}
	k, fresh, err := someKeys(dir, p.Device)
	if err != nil {
		return "", err
	}
	to, err := k.Recipient()
	if err != nil {
		return "", badKeys(dir, p.Face, err)
	}
	former, err := st.FormerDevices(ctx)
	if err != nil {
		return "", err
	}
	e := bundle.Enrol{
		Org: p.OrgID, HQ: hq, Device: p.Device, Branch: p.Branch, Recipient: to, Verifier: k.Verifier,
		Replaces: strings.Join(former, " "),
	}
	msg, err := bundle.WriteEnrol(e, k.Signer)
	if err != nil {
		return "", fmt.Errorf("sign enrolment request: %w", err)
	}
	enrolPath = filepath.Join(dir, e.FileName())
	if err := writeFile(enrolPath, msg); err != nil || !fresh {
		return enrolPath, err
	}
	return enrolPath, saveKeys(dir, p.Face, k) // last: HasKeys means that all is done
}

// HasKeys says whether InitHQ or InitBranch came to its end here.
func HasKeys(dir string, face checklist.Face) bool {
	_, err := os.Stat(keyPath(dir, face))
	return !errors.Is(err, fs.ErrNotExist)
}

// ownKeys loads the device's keys, making them before the first export. Later on
// missing keys, or another device's, are lost ones: headquarters knows this device by
// others. Code exchange.keysLost.
func (x *Exchange) ownKeys(ctx context.Context, device string) (keyFile, error) {
	k, fresh, err := someKeys(x.Dir, device)
	if err != nil {
		return k, err
	}
	if !fresh && k.Names(device) {
		return k, nil
	}
	sent, err := x.Store.HasExported(ctx)
	if err == nil && (sent || !fresh) {
		err = checklist.Fail("exchange.keysLost")
	}
	if err != nil {
		return k, err
	}
	return k, saveKeys(x.Dir, checklist.FaceBranch, k)
}

// someKeys loads the device's keys, or makes fresh ones that are not yet stored.
func someKeys(dir, device string) (k keyFile, fresh bool, err error) {
	k, err = loadKeys(dir, checklist.FaceBranch)
	if checklist.CodeOf(err) != "exchange.noKeys" {
		return k, false, err
	}
	if k.Keys, err = bundle.NewKeys(device); err != nil {
		return keyFile{}, false, fmt.Errorf("make keys: %w", err)
	}
	return k, true, nil
}

// HasCard says whether exports of this branch are encrypted to a headquarters,
// and gives the fingerprint of its card.
func HasCard(dir string) (fingerprint string, ok bool) {
	c, err := pinnedCard(dir)
	return c.Fingerprint(), err == nil && c.Org != ""
}

// cardFile is the card a person at the branch took over; the zero Card without one.
func cardFile(dir string) (bundle.Card, error) {
	b, err := os.ReadFile(cardPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return bundle.Card{}, nil
	}
	if err != nil {
		return bundle.Card{}, checklist.Fail("exchange.keys", "file", cardPath(dir)).Because(err)
	}
	return bundle.ReadCard(b)
}

func saveKeys(dir string, face checklist.Face, k keyFile) error {
	b, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(keyPath(dir, face), append(b, '\n'))
}

func loadKeys(dir string, face checklist.Face) (keyFile, error) {
	b, err := os.ReadFile(keyPath(dir, face))
	if errors.Is(err, fs.ErrNotExist) {
		return keyFile{}, checklist.Fail("exchange.noKeys")
	}
	var k keyFile
	if err == nil {
		err = json.Unmarshal(b, &k)
	}
	if err == nil && (k.Signer == "" || k.Verifier == "" || !strings.HasPrefix(k.Identity, "AGE-SECRET-KEY-")) {
		err = errors.New("incomplete")
	}
	if err != nil {
		return keyFile{}, badKeys(dir, face, err)
	}
	return k, nil
}

func badKeys(dir string, face checklist.Face, err error) error {
	return checklist.Fail("exchange.keys", "file", keyPath(dir, face)).Because(err)
}
