package exchange_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store/exchange"
	"hallcheck/store/storetest"
)

func (s *site) review(t testing.TB, id string, verb func(*checklist.Review, checklist.Act) error) checklist.ReviewOutcome {
	t.Helper()
	out, err := s.st.EditReview(t.Context(), id, verb)
	require.NoError(t, err)
	return out
}

// states says where a record stands as its list says it.
func (s *site) states(t testing.TB, id string) []any {
	t.Helper()
	for _, r := range s.inspections(t) {
		if r.ID == id {
			out := []any{r.Review, r.Appeal}
			if r.Counted() != nil {
				out = append(out, r.Counted().String())
			}
			return out
		}
	}
	return nil
}

func (s *site) sound(t testing.TB) {
	t.Helper()
	rep, err := s.st.Check(t.Context(), true, nil)
	require.NoError(t, err)
	require.Empty(t, rep.Troubles)
}

// send exports from one site and imports at the other, twice.
func send(t testing.TB, from, to *site) exchange.Outcome {
	t.Helper()
	p := from.export(t, t.TempDir())
	out := to.take(t, p.Path)
	require.NoError(t, out[0].Err)
	require.Equal(t, exchange.StatusNew, out[0].Status)
	before := to.dump(t)
	require.Equal(t, exchange.StatusSame, to.take(t, p.Path)[0].Status)
	require.Equal(t, before, to.dump(t))
	return out[0]
}

// A record is returned, corrected, passed, appealed against with a photo and ruled
// on; the branch always learns what and why, and both sides say the same in the end.
func TestReviewsTravelBothWays(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 2, picture(t, 3, 64, 48))
	send(t, b, hq)
	hq.review(t, "in-1", func(r *checklist.Review, a checklist.Act) error {
		return r.Return(a, "照片看不清", "重拍填单台")
	})
	preview, err := hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir(), IDs: []string{}}, nil)
	require.NoError(t, err)
	seen, err := b.x.Preview(t.Context(), []string{preview.Bundles[0].Path})
	require.NoError(t, err)
	require.Equal(t, 1, seen[0].Others)
	require.Equal(t, 1, b.take(t, preview.Bundles[0].Path)[0].Others)
	here, err := b.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, []any{checklist.ReviewReturned, "照片看不清", "重拍填单台"}, []any{here.State, here.Reason, here.Todo})
	_, err = hq.x.Export(t.Context(), exchange.ExportOptions{To: t.TempDir()}, nil)
	require.Equal(t, "exchange.nothing", checklist.CodeOf(err), "sent once")

	correct := func() error {
		_, err := b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error {
			return in.Reopen(checklist.Person{Name: "李静"}, "按要求重拍", now)
		})
		if err != nil {
			return err
		}
		require.Equal(t, []any{checklist.ReviewReturned, checklist.AppealNone}, b.states(t, "in-1")[:2], "why stays to be seen while it is corrected")
		_, err = b.st.Edit(t.Context(), "in-1", func(in *checklist.Inspection, now time.Time) error { return in.Finish("", now) })
		return err
	}
	require.NoError(t, correct())
	require.Equal(t, []any{checklist.ReviewWaiting, checklist.AppealNone, "75.0"}, b.states(t, "in-1"))
	out := send(t, b, hq)
	require.Equal(t, []string{"in-1"}, out.Updated)
	again, err := hq.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, []any{checklist.ReviewWaiting, 1}, []any{again.State, again.Returns})

	hq.review(t, "in-1", func(r *checklist.Review, a checklist.Act) error { return r.Pass(a, "") })
	send(t, hq, b)
	require.Equal(t, "check.closed", checklist.CodeOf(correct()))
	head := storetest.As(t, b.st, "周行长", checklist.BranchHead)
	proof, err := b.ph.Add(t.Context(), bytes.NewReader(picture(t, 9, 64, 48)), "proof.jpg", "file", time.Now())
	require.NoError(t, err)
	b.review(t, "in-1", func(r *checklist.Review, a checklist.Act) error {
		return r.AppealTo(a, "当时停电", []checklist.PhotoRef{proof})
	})
	require.Equal(t, 1, send(t, b, hq).Others)
	require.Equal(t, []any{checklist.ReviewPassed, checklist.AppealOpen, "75.0"}, hq.states(t, "in-1"))
	there, err := hq.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	require.Equal(t, []any{head.Name, "当时停电"}, []any{there.Appellant.Name, there.AppealReason})
	require.True(t, hq.ph.Has(there.AppealPhotos[0].Hash), "the picture came along")
	require.NotEqual(t, proof.Hash, there.AppealPhotos[0].Hash, "as the copy without place and camera")

	storetest.As(t, hq.st, "孙立", checklist.HQSupervisor)
	na := checklist.VerdictValue(checklist.NA)
	hq.review(t, "in-1", func(r *checklist.Review, a checklist.Act) error {
		return r.Change(a, "属实", []checklist.Correction{{Sheet: checklist.MainSheet, Item: "item.7", Value: &na, Reason: "停电"}})
	})
	send(t, hq, b)
	for _, s := range []*site{hq, b} {
		require.Equal(t, []any{checklist.ReviewPassed, checklist.AppealChanged, "85.7"}, s.states(t, "in-1"))
		s.sound(t)
		r, err := s.st.Review(t.Context(), "in-1")
		require.NoError(t, err)
		require.Equal(t, []any{4, "属实", "孙立"}, []any{len(r.Events), r.Ruling, r.Ruler.Name})
	}
}

// An enrolled device with a program of its own cannot decide in headquarters' name
// nor in another's.
func TestBranchCannotReviewItself(t *testing.T) {
	hq, b := pair(t)
	b.inspect(t, "in-1", 2)
	send(t, b, hq)
	hq.review(t, "in-1", func(r *checklist.Review, a checklist.Act) error { return r.Pass(a, "") })
	there, err := hq.st.Review(t.Context(), "in-1")
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	var keys bundle.Keys
	require.NoError(t, json.Unmarshal(text, &keys))
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	good := checklist.ReviewEvent{
		ID: "ev", Inspection: "in-1", Rev: there.Record.Rev, Clock: 7, Device: "00000001-dev", Day: "2026-11-04", Verb: checklist.ReviewAppeal, Note: "不服",
		By: checklist.Person{ID: "h", Name: "周行长", Role: checklist.BranchHead, Branch: "B001"},
	}
	seq := int64(1)
	forge := func(change func(*checklist.ReviewEvent)) string {
		e := good
		change(&e)
		seq++
		p := bundle.Parcel{
			Signer: keys.Signer, Recipients: []string{card.Recipient},
			Manifest: bundle.Manifest{Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: seq, App: "x", Created: 1_793_000_000},
			Records:  []bundle.Record{{Kind: bundle.KindReview, Review: &bundle.Review{Events: []checklist.ReviewEvent{e}}}},
		}
		var out bytes.Buffer
		_, err := bundle.Write(t.Context(), &out, p, nil)
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "x.bundle")
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		return path
	}
	na := checklist.VerdictValue(checklist.NA)
	for name, change := range map[string]func(*checklist.ReviewEvent){
		"as headquarters":       func(e *checklist.ReviewEvent) { e.By.Role = checklist.HQSupervisor },
		"a pass":                func(e *checklist.ReviewEvent) { e.Verb, e.Until = checklist.ReviewPass, "2026-12-31" },
		"another device":        func(e *checklist.ReviewEvent) { e.Device = "00000002-dev" },
		"another branch's head": func(e *checklist.ReviewEvent) { e.By.Branch = "B002" },
		"the lobby manager":     func(e *checklist.ReviewEvent) { e.By.Role = checklist.LobbyManager },
		"a ruling of its own": func(e *checklist.ReviewEvent) {
			e.Verb, e.Corrections = checklist.ReviewChange, []checklist.Correction{{Sheet: "main", Item: "item.7", Value: &na}}
		},
		"no clock":                func(e *checklist.ReviewEvent) { e.Clock = 0 },
		"photos that are missing": func(e *checklist.ReviewEvent) { e.Photos = []checklist.PhotoRef{storetest.Photo("p", 'a')} },
	} {
		t.Run(name, func(t *testing.T) { hq.refusal(t, forge(change), bundle.ErrRecord) })
	}
	// It may take back its own moves only: the pass stands, whatever name it gives.
	undo := forge(func(e *checklist.ReviewEvent) {
		e.Verb, e.Note, e.Other = checklist.ReviewWithdraw, "", there.Events[0].ID
		e.By.ID, e.By.Name = there.PassedBy.ID, there.PassedBy.Name
	})
	require.Equal(t, 1, hq.take(t, undo)[0].Others)
	require.Equal(t, []any{checklist.ReviewPassed, checklist.AppealNone, "75.0"}, hq.states(t, "in-1"))
	hq.sound(t)
}
