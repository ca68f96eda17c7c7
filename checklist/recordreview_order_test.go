package checklist_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func reviewText(t *testing.T, r *checklist.Review) string {
	t.Helper()
	x := *r
	x.Committed()
	b, err := json.Marshal(&x)
	require.NoError(t, err)
	return string(b)
}

// Random moves of several people on several computers, taken in in random order
// and with repeats, come to the same review; a void move changes nothing.
func TestReviewsAgreeInAnyOrder(t *testing.T) {
	people := []checklist.Person{hq, hq2, hqVisitor, head}
	seen := map[checklist.ReviewVerb]int{}
	for seed := range int64(200) {
		random := rand.New(rand.NewSource(seed))
		values := allPass()
		values["s"], values["q"] = checklist.Miss, checklist.Miss
		in := visited(t, shopper, values)
		in.Incomplete = "x"
		var pool []checklist.ReviewEvent
		n := 0
		for range 14 {
			var some []checklist.ReviewEvent
			for _, e := range pool {
				if random.Intn(3) > 0 {
					some = append(some, e)
				}
			}
			now := *in
			r := checklist.FoldReview(&now, some)
			p := people[random.Intn(len(people))]
			day := fmt.Sprintf("2026-11-%02d", 11+random.Intn(15))
			verbs := r.Allowed(p, day)
			if len(verbs) == 0 {
				continue
			}
			at, _ := time.Parse(time.DateOnly, day)
			a := checklist.Act{By: p, At: at, Device: fmt.Sprint("d", random.Intn(3)), NewID: func() string { n++; return fmt.Sprintf("%d-%d", random.Int31(), n) }}
			require.NoError(t, anyReviewMove(r, a, verbs[random.Intn(len(verbs))]))
			for _, e := range r.Fresh() {
				seen[e.Verb]++
			}
			pool = append(pool, r.Fresh()...)
			if random.Intn(6) == 0 {
				in.Rev++
			}
		}
		want := reviewText(t, checklist.FoldReview(in, pool))
		for range 8 {
			mixed := append(append([]checklist.ReviewEvent{}, pool...), pool[:len(pool)/2]...)
			random.Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
			require.Equal(t, want, reviewText(t, checklist.FoldReview(in, mixed)), "seed %d", seed)
		}
		r := checklist.FoldReview(in, pool)
		var kept []checklist.ReviewEvent
		for _, l := range r.History() {
			if !l.Void {
				kept = append(kept, l.ReviewEvent)
			}
		}
		k := checklist.FoldReview(in, kept)
		k.Events = r.Events
		require.Equal(t, want, reviewText(t, k), "what does not count changes nothing")
	}
	for _, v := range checklist.ReviewVerbs() {
		require.Positive(t, seen[v], "%s was tried", v)
	}
}

func anyReviewMove(r *checklist.Review, a checklist.Act, v checklist.ReviewVerb) error {
	switch v {
	case checklist.ReviewTake:
		return r.Take(a)
	case checklist.ReviewPass:
		return r.Pass(a, "")
	case checklist.ReviewReturn:
		return r.Return(a, "看不清", "重拍")
	case checklist.ReviewVoidIt:
		return r.Void(a, "未到场")
	case checklist.ReviewAccept:
		return r.AcceptIncomplete(a, "停电")
	case checklist.ReviewLift:
		h := r.Vetoes()[0]
		return r.LiftVeto(a, h.Sheet, h.Item, "误判")
	case checklist.ReviewAppeal:
		return r.AppealTo(a, "不服", nil)
	case checklist.ReviewUphold:
		return r.Uphold(a, "有照片")
	case checklist.ReviewChange:
		v := checklist.VerdictValue(checklist.Pass)
		return r.Change(a, "属实", []checklist.Correction{{Sheet: "main", Item: "q", Value: &v, Reason: "属实"}})
	default:
		return r.Withdraw(a)
	}
}
