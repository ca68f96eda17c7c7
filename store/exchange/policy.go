package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// packPolicies signs a policy for every branch whose devices, or the rules for all,
// changed since it was told last.
func (x *Exchange) packPolicies(ctx context.Context, card bundle.Card, keys keyFile) error {
	_, err := x.Store.MakePolicies(ctx, func(branch string, p store.Policy, devices []store.Device) (store.Note, error) {
		out := bundle.Policy{
			Org: card.Org, Branch: branch, Version: p.Version, Created: p.Created / 1000, Card: card,
			Redaction: p.Redaction, MinApp: p.MinApp, SyncDays: p.SyncDays, Passwords: p.Passwords, Limits: p.Limits,
		}
		for _, d := range devices {
			out.Devices = append(out.Devices, bundle.PolicyDevice{ID: d.ID, State: d.State, From: max(d.FromSeq, 1), Verifier: d.Verifier})
		}
		msg, err := bundle.WritePolicy(out, keys.signers()...)
		return store.Note{Name: out.FileName(), Branch: branch, Kind: store.NotePolicy, Version: p.Version, Body: string(msg)}, err
	})
	return err
}

// takePolicy follows a policy that is newer than the one here. A new key of
// headquarters is believed because the one whose card is here signed it.
func (x *Exchange) takePolicy(ctx context.Context, o NoteOutcome, p checklist.Profile, card bundle.Card, data []byte) (NoteOutcome, error) {
	pol, err := bundle.ReadPolicy(data, card.Verifier)
	if err == nil {
		err = addressed(p, card, pol.Org, pol.Branch)
	}
	if err != nil {
		return o.refuse(err), nil
	}
	o.Version = pol.Version
	next := store.Policy{
		Rules:   store.Rules{Redaction: pol.Redaction, MinApp: pol.MinApp, SyncDays: pol.SyncDays, Passwords: pol.Passwords, Limits: pol.Limits},
		Version: pol.Version, Created: pol.Created * 1000,
	}
	if d := pol.Device(p.Device); d != nil {
		next.State, next.From = d.State, d.From
		if k, err := loadKeys(x.Dir, p.Face); err == nil && k.Verifier != d.Verifier {
			next.State = "" // the registry has another key under our id
		}
	}
	same, again, err := x.Store.TakePolicy(ctx, next, o.Name)
	switch code := checklist.CodeOf(err); {
	case code == bundle.ErrNoteOld || code == bundle.ErrNote:
		return o.refuse(err), nil
	case err != nil:
		return o, err
	}
	o.Same, o.Again = same, again
	if pol.Card != card {
		if err := x.repin(pol.Card); err != nil {
			return o, err
		}
	}
	return o, x.Store.Heard(ctx, next.Created)
}

// pinned is a card that came after the one a person took over, by policies each of
// which the key before had signed.
type pinned struct {
	Since string // Fingerprint of the card the person took over
	Card  bundle.Card
}

func pinPath(dir string) string { return filepath.Join(dir, "keys", "hq-pinned.json") }

// repin believes headquarters' new card from now on.
func (x *Exchange) repin(c bundle.Card) error {
	first, err := cardFile(x.Dir)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(pinned{Since: first.Fingerprint(), Card: c}, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(pinPath(x.Dir), append(b, '\n'))
}

// pinnedCard is the card of the headquarters this branch believes: the one a person
// took over, or what policies made of it since; the zero Card without one.
func pinnedCard(dir string) (bundle.Card, error) {
	c, err := cardFile(dir)
	if err != nil || c.Org == "" {
		return c, err
	}
	b, err := os.ReadFile(pinPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	var p pinned
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	if err != nil {
		return bundle.Card{}, checklist.Fail("exchange.keys", "file", pinPath(dir)).Because(err)
	}
	if p.Since != c.Fingerprint() || p.Card.Org != c.Org {
		return c, nil // a person has taken over another card since
	}
	return p.Card, nil
}

// heard notes the dates of receipts.
func (x *Exchange) heard(ctx context.Context, list []store.Receipt) error {
	newest := int64(0)
	for _, r := range list {
		newest = max(newest, r.At)
	}
	return x.Store.Heard(ctx, newest)
}

// allowed refuses an export that headquarters' policy forbids; recording goes on.
// Codes exchange.minApp, exchange.deviceRevoked, exchange.deviceRetired.
func (s *sender) allowed(ctx context.Context) error {
	p, err := s.x.Store.Policy(ctx)
	switch {
	case err != nil || s.profile.Face == checklist.FaceHQ:
		return err
	case p.State == DeviceRevoked:
		return checklist.Fail("exchange.deviceRevoked")
	case p.State == DeviceRetired:
		return checklist.Fail("exchange.deviceRetired")
	case bundle.OlderApp(s.x.App, p.MinApp):
		return checklist.Fail("exchange.minApp", "have", s.x.App, "want", p.MinApp)
	}
	s.from = p.From
	return nil
}

// Rekey gives headquarters a new key. The old one goes on signing policies and
// receipts, so that branches believe the new one without anybody's doing, and
// bundles that are still under way to the old one are opened. Every branch gets a
// policy. Codes exchange.notHQ, exchange.noKeys.
func Rekey(ctx context.Context, st *store.Store, dir string) error {
	card, old, err := ownCard(ctx, st, dir)
	if err != nil {
		return err
	}
	fresh, err := bundle.NewKeys(card.Org)
	if err != nil {
		return err
	}
	k := keyFile{Keys: fresh, Recovery: old.Recovery, Former: append([]bundle.Keys{old.Keys}, old.Former...)}
	if len(k.Former) > maxFormer {
		k.Former = k.Former[:maxFormer]
	}
	if err := saveKeys(dir, checklist.FaceHQ, k); err != nil {
		return err
	}
	if err := st.SetHQKey(ctx, fresh.Verifier); err != nil {
		return err
	}
	_, err = st.PublishRules(ctx)
	return err
}

// maxFormer is how many former keys headquarters keeps: a branch that heard of none
// of so many changes takes the new card by hand.
const maxFormer = 5

// former are the names of headquarters' former recipients, and the identities that
// open what was encrypted to them.
func (k keyFile) former() (ids, hqs []string, err error) {
	for _, f := range k.Former {
		to, err := f.Recipient()
		if err != nil {
			return nil, nil, err
		}
		ids, hqs = append(ids, f.Identity), append(hqs, bundle.RecipientID(to))
	}
	return ids, hqs, nil
}
