package check

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/checklisttest"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell/shelltest"
)

// desk is headquarters with four records: one under appeal, one fresh, one with a
// veto and one that is incomplete.
type desk struct {
	t       *testing.T
	reviews map[string]*checklist.Review
	order   []string
	asked   checklist.Filter
	n       int
	me      checklist.Person
}

func newDesk(t *testing.T, list string) *desk {
	d := &desk{t: t, reviews: map[string]*checklist.Review{}, me: checklist.Person{ID: "q2", Name: "孙立", Role: checklist.HQSupervisor}}
	c := checklisttest.Checklist(t, list)
	halls := checklisttest.Branches(4)
	for i, id := range []string{"appealed", "fresh", "vetoed", "short"} {
		in, err := checklisttest.Start(c, halls[i], time.Date(2026, 11, 20-i, 9, 0, 0, 0, time.UTC))
		require.NoError(t, err)
		require.NoError(t, checklisttest.Fill(in, uint64(i+1), checklisttest.Morning))
		in.ID, in.Status, in.FinishedAt = id, checklist.Finished, in.StartedAt+1_500_000
		switch id {
		case "vetoed":
			if list != "6s-environment" {
				continue
			}
			in.Answer(checklist.MainSheet, "env.safety.exits").Value = checklist.VerdictValue(checklist.Miss)
		case "short":
			in.Incomplete = "停电"
		}
		d.reviews[id], d.order = checklist.FoldReview(in, nil), append(d.order, id)
	}
	r := d.reviews["appealed"]
	require.NoError(t, r.Pass(d.act(checklist.Person{ID: "q1", Name: "李督导", Role: checklist.HQSupervisor}), ""))
	require.NoError(t, r.AppealTo(d.act(checklist.Person{ID: "h", Name: "王行长", Role: checklist.BranchHead}), "当时已报修", nil))
	return d
}

func (d *desk) act(p checklist.Person) checklist.Act {
	return checklist.Act{By: p, At: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), Device: "d", NewID: func() string { d.n++; return fmt.Sprint("e", d.n) }}
}

func (d *desk) Summaries(_ context.Context, f checklist.Filter) ([]checklist.Summary, int, error) {
	if f.Limit != 1 {
		d.asked = f
	}
	var out []checklist.Summary
	for _, id := range d.order {
		r := d.reviews[id]
		decided := r.State != checklist.ReviewWaiting && r.State != checklist.ReviewTaken && r.Appeal != checklist.AppealOpen
		if f.Review == checklist.ReviewToDo && decided || f.Review == checklist.ReviewAppeals && r.Appeal != checklist.AppealOpen || f.Review == checklist.ReviewAgain {
			continue
		}
		in, own := r.Record, checklist.Evaluate(r.Record)
		x := checklist.Summary{
			ID: id, Checklist: in.Checklist.ID, Title: in.Checklist.Title, Branch: in.Branch, Day: in.Day, Status: in.Status, Incomplete: in.Incomplete,
			Score: own.Score, Grade: own.Grade, Vetoes: len(own.Vetoes), Review: r.State, Appeal: r.Appeal, Returns: r.Returns, Inspector: in.Inspector.Name,
			StartedAt: in.StartedAt, FinishedAt: in.FinishedAt,
		}
		out = append(out, x)
	}
	return out, len(out), nil
}

func (d *desk) Checklists(context.Context) ([]*checklist.Checklist, error) {
	return []*checklist.Checklist{d.reviews["fresh"].Record.Checklist}, nil
}

func (d *desk) Review(_ context.Context, id string) (*checklist.Review, error) {
	r := d.reviews[id]
	return checklist.FoldReview(r.Record, r.Events), nil
}

func (d *desk) EditReviews(_ context.Context, ids []string, verb func(*checklist.Review, checklist.Act) error) (checklist.ReviewOutcome, error) {
	var out checklist.ReviewOutcome
	for _, id := range ids {
		r := checklist.FoldReview(d.reviews[id].Record, d.reviews[id].Events)
		if err := verb(r, d.act(d.me)); err != nil {
			out.Refused = append(out.Refused, checklist.ReviewRefusal{ID: id, Err: err})
			continue
		}
		if r.Ruled() != nil {
			score := *r.Ruled().Score
			out.Moved = []checklist.RankMove{{Branch: r.Record.Branch, Was: 7, Is: 3, IsScore: &score}, {Branch: checklist.Branch{Name: "望京支行"}, Was: 3, Is: 4}, {Branch: checklist.Branch{Name: "西单支行"}, Was: 9, Is: 9, WasScore: &score, IsScore: &score}}
		}
		r.Committed()
		d.reviews[id] = r
		out.Reviews = append(out.Reviews, r)
	}
	return out, nil
}

func (d *desk) Thumb(string) (string, error)   { return "", nil }
func (d *desk) Working(string) (string, error) { return "", nil }

func open(t *testing.T) (*desk, *shelltest.Env) {
	t.Helper()
	d := newDesk(t, "6s-environment")
	e := shelltest.Open(t, nil, New(Services{Store: d, Photos: d, Me: &d.me}))
	return d, e
}

func TestListAndDetail(t *testing.T) {
	d, e := open(t)
	require.Equal(t, checklist.ReviewToDo, d.asked.Review)
	require.Equal(t, []string{"2026-10-01", ""}, []string{d.asked.From, d.asked.To})
	require.True(t, e.Has("申诉中"))
	require.True(t, e.Has("当时已报修"))
	require.True(t, e.Has("裁定申诉"))
	e.Type("j")
	e.Type("j")
	require.True(t, e.Has("59.0"))
	require.True(t, e.Has("撤销否决"))
	e.Type("k")
	require.Empty(t, e.Overflows())
	n, err := Waiting(d)(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestPassReturnUndo(t *testing.T) {
	d, e := open(t)
	e.Type("1") // an appeal is not passed again
	require.Equal(t, checklist.AppealOpen, d.reviews["appealed"].Appeal)
	e.Type("j")
	e.Type("1")
	require.Equal(t, checklist.ReviewPassed, d.reviews["fresh"].State)
	require.Contains(t, e.Shell.Toasted(), "已通过")
	e.Type("u")
	require.Equal(t, checklist.ReviewWaiting, d.reviews["fresh"].State)
	require.Len(t, d.reviews["fresh"].Events, 2, "both stay in the history")

	e.Type("2")
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("退回")
	require.Equal(t, []any{checklist.ReviewReturned, "照片看不清"}, []any{d.reviews["fresh"].State, d.reviews["fresh"].Reason})
}

func TestSeveralAtOnce(t *testing.T) {
	d, e := open(t)
	for range 4 {
		e.Press(fyne.KeySpace)
	}
	require.True(t, e.Has("通过已选 4 份"))
	e.Type("1")
	require.Equal(t, checklist.ReviewPassed, d.reviews["fresh"].State)
	require.Equal(t, checklist.ReviewPassed, d.reviews["vetoed"].State)
	require.Contains(t, e.Shell.Toasted(), "3 份已通过")
	require.Contains(t, e.Shell.Toasted(), "另有 1 份未办")
	e.Type("u")
	require.Equal(t, checklist.ReviewWaiting, d.reviews["vetoed"].State)
}

func TestRuling(t *testing.T) {
	d, e := open(t)
	e.Type("r")
	require.True(t, e.Has("维持：得分仍为"))
	shelltest.Find[*kit.Segmented](e, 0).Choose("na")
	require.True(t, e.Has("改判：得分"))
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("裁定")
	r := d.reviews["appealed"]
	require.Equal(t, checklist.AppealChanged, r.Appeal)
	require.Len(t, r.Corrections, 1)
	require.Equal(t, "申诉属实", r.Corrections[0].Reason)
	require.Contains(t, e.Shell.Toasted(), "名次变动："+r.Record.Branch.Name+" 7→3、望京支行 3→4、西单支行 "+r.Ruled().Score.String()+"→"+r.Ruled().Score.String()+" 分，名次仍为 9")
}

// Whoever rules may give an answer any value its item takes, of every answer of the
// record: another mark, so many deductions, a rating, a number, the other verdict.
func TestRulingGivesAnyValue(t *testing.T) {
	d := newDesk(t, "mystery-shopper")
	e := shelltest.Open(t, nil, New(Services{Store: d, Photos: d, Me: &d.me}))
	in := d.reviews["appealed"].Record
	e.Type("r")
	require.True(t, e.Has("维持：得分仍为"))
	more := func() *kit.SearchSelect {
		for i := 0; ; i++ {
			if s := shelltest.Find[*kit.SearchSelect](e, i); s.Hint == "改判记录里的另一项…" {
				return s
			}
		}
	}()
	take := func(item string) { // the form lists some from the start, the rest is offered
		t.Helper()
		for _, c := range more.Choices {
			if c.ID == checklist.MainSheet+"\n"+item {
				more.OnChosen(c.ID)
				return
			}
		}
	}
	want := map[string]checklist.Value{}
	rule := func(it *checklist.Item, choice, typed string, v checklist.Value) {
		t.Helper()
		take(it.ID)
		rowOf[*kit.Segmented](t, e, it.Text.ZH).Choose(choice)
		for _, r := range typed {
			require.True(t, rowOf[*kit.Stepper](t, e, it.Text.ZH).Type(r))
		}
		want[it.ID] = v
	}
	seen := map[checklist.Type]bool{}
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		kind := it.Type
		if it.Deduct != nil {
			kind = "deduct"
		}
		if seen[kind] || it.Type == checklist.TypeText || !in.Applies(in.Sheets[0], it) {
			continue
		}
		seen[kind] = true
		switch kind {
		case checklist.TypePass:
			rule(it, "fail", "", checklist.VerdictValue(checklist.Miss))
		case checklist.TypeScore:
			rule(it, "other", "0.5", checklist.NumberValue(500))
		case checklist.TypeRating:
			rule(it, "other", "4", checklist.NumberValue(checklist.N(4)))
		case checklist.TypeNumber:
			rule(it, "other", "17", checklist.NumberValue(checklist.N(17)))
		case "deduct":
			rule(it, "other", "2", checklist.OccurrencesValue(2))
		}
	}
	require.Len(t, seen, 5)
	require.Empty(t, e.Overflows())
	require.True(t, e.Has("改判：得分"))
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("裁定")
	r := d.reviews["appealed"]
	require.Equal(t, checklist.AppealChanged, r.Appeal)
	got := map[string]checklist.Value{}
	for _, c := range r.Corrections {
		got[c.Item] = *c.Value
	}
	require.Equal(t, want, got)
}

// rowOf finds the first W behind the text of an item in the dialog.
func rowOf[W fyne.CanvasObject](t *testing.T, e *shelltest.Env, text string) W {
	t.Helper()
	var found W
	at, done := false, false
	shelltest.Walk(e.Window.Canvas().Overlays().Top(), func(o fyne.CanvasObject) bool {
		if x, ok := o.(*kit.Paragraph); ok && strings.HasPrefix(x.Text, text) {
			at = true
		}
		if x, ok := o.(W); ok && at && !done {
			found, done = x, true
		}
		return !done
	})
	require.True(t, done, text)
	return found
}

// A number that was chosen and not given keeps the form open.
func TestRulingWantsTheNumber(t *testing.T) {
	d, e := open(t)
	e.Type("r")
	for _, o := range rowOf[*kit.Segmented](t, e, "").Options {
		require.NotEqual(t, "fail", o.ID, "how it counts already is no ruling")
	}
	rowOf[*kit.Segmented](t, e, "").Choose("other")
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("裁定")
	require.Equal(t, checklist.AppealOpen, d.reviews["appealed"].Appeal)
}

func TestRulingByTheReviewerIsRefused(t *testing.T) {
	d, e := open(t)
	d.me = checklist.Person{ID: "q1", Name: "李督导", Role: checklist.HQSupervisor}
	e.Shell.Reload()
	require.True(t, e.Has("这份记录由李督导复核通过，申诉须由其他人裁定。"))
	e.Type("r")
	require.Equal(t, checklist.AppealOpen, d.reviews["appealed"].Appeal)
	require.Contains(t, e.Shell.Toasted(), "其他人裁定")
}

func TestLiftAndAccept(t *testing.T) {
	d, e := open(t)
	e.Type("j")
	e.Type("j")
	e.Type("v")
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("撤销否决")
	require.True(t, d.reviews["vetoed"].Lifted(checklist.MainSheet, "env.safety.exits"))
	e.Type("j")
	e.Type("a")
	shelltest.Find[*kit.Chips](e, 0).Choose(0)
	e.Tap("采信不完整记录")
	require.Equal(t, "孙立", d.reviews["short"].Accepted.Name)
}
