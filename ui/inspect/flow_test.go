package inspect

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

var t0 = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func text(s string) checklist.Text { return checklist.Text{ZH: s, EN: s + " en"} }

// small is a checklist with every answer type: zone a = pass, score, pass with
// a photo always; zone b (optional) = rating, number, remark; zone c = pass for
// tellers only, deduction.
func small(subject checklist.Subject) *checklist.Checklist {
	one := checklist.N(1)
	item := func(id, zone, zh string, typ checklist.Type) checklist.Item {
		return checklist.Item{
			ID: id, Zone: zone, Text: text(zh), Type: typ, Points: checklist.N(2), Weight: checklist.N(1),
			Veto: checklist.VetoNone, Photo: checklist.PhotoOnFail, Severity: checklist.Minor, RectifyDays: 3,
		}
	}
	c := &checklist.Checklist{
		ID: "small", Version: 1, Kind: checklist.KindInspection, Subject: subject, Title: text("小表"),
		Modes:   []checklist.Mode{checklist.Self, checklist.Covert},
		Scoring: checklist.Scoring{Method: checklist.Points, Full: checklist.N(100)},
		Zones:   []checklist.Zone{{ID: "a", Name: text("甲区")}, {ID: "b", Name: text("乙区"), Optional: true}, {ID: "c", Name: text("丙区")}},
		Items: []checklist.Item{
			item("a1", "a", "绿植鲜活", checklist.TypePass), item("a2", "a", "柜面整洁", checklist.TypeScore),
			item("a3", "a", "合影", checklist.TypePass), item("b1", "b", "感受", checklist.TypeRating),
			item("b2", "b", "等候时间", checklist.TypeNumber), item("b3", "b", "备注", checklist.TypeText),
			item("c1", "c", "唱收唱付", checklist.TypePass), item("c2", "c", "机具停用", checklist.TypeScore),
		},
	}
	c.Items[2].Photo = checklist.PhotoAlways
	c.Items[3].Scale = 5
	c.Items[4].Target = &checklist.Target{Op: "<=", Value: checklist.N(10)}
	c.Items[6].Roles = []checklist.Position{checklist.PositionTeller}
	c.Items[7].Deduct = &one
	return c
}

func started(t *testing.T, subject checklist.Subject) *checklist.Inspection {
	t.Helper()
	in, err := checklist.Start("i1", small(subject), checklist.Branch{Code: "001"}, checklist.Person{Name: "李静"}, checklist.Self, t0)
	require.NoError(t, err)
	return in
}

func initials(s string) string {
	return map[string]string{"绿植鲜活": "lzxh", "柜面整洁": "gmzj", "等候时间": "dhsj"}[s]
}

func shown(f *flow) string {
	out := ""
	for _, r := range f.rows() {
		if r.Item == nil {
			out += "[" + r.Zone.ID + "]"
			continue
		}
		out += r.Item.ID + " "
	}
	return out
}

func (f *flow) answerNow(t *testing.T, v checklist.Value, now time.Time) {
	t.Helper()
	require.NoError(t, f.in.Record(f.at.Sheet, f.at.Item, v, now))
}

func TestFlowGoesThroughOpenItemsInOrder(t *testing.T) {
	f := newFlow(started(t, checklist.SubjectBranch), initials)
	require.Equal(t, place{"main", "a1"}, f.at)
	pass, now := checklist.VerdictValue(checklist.Pass), t0
	answer := func(v checklist.Value) string {
		now = now.Add(3 * time.Second)
		f.answerNow(t, v, now)
		f.advance()
		return f.at.Item
	}
	require.Equal(t, "a2", answer(pass))
	require.Equal(t, "a3", answer(checklist.NumberValue(checklist.N(2))))
	require.Equal(t, "a3", answer(pass), "a photo is still wanted: the focus stays")
	require.Len(t, f.wants(f.at), 1)
	require.True(t, f.goNext())
	require.Equal(t, "b1", f.at.Item)
	require.Equal(t, "b2", answer(checklist.NumberValue(checklist.N(4))))
	require.Equal(t, "c1", answer(checklist.NumberValue(checklist.N(8))), "a remark is passed over")
	require.Equal(t, "c2", answer(pass))
	require.Equal(t, "c2", answer(checklist.OccurrencesValue(1)), "a deduction opens a finding: the focus stays")
	require.False(t, f.goNext(), "nothing is open any more")
	answered, total, reds := f.tally()
	require.Equal(t, []int{7, 8, 1}, []int{answered, total, reds})
	require.Equal(t, 0, f.openCount())
}

func TestFlowFailKeepsFocusAndWrapsAround(t *testing.T) {
	f := newFlow(started(t, checklist.SubjectBranch), initials)
	f.at.Item = "c2"
	f.answerNow(t, checklist.VerdictValue(checklist.NA), t0)
	require.False(t, f.advance(), "not applicable wants a reason")
	require.NoError(t, f.in.Note("main", "c2", "无机具", t0))
	require.True(t, f.advance())
	require.Equal(t, "a1", f.at.Item, "after the last item the search starts at the top")
	f.answerNow(t, checklist.VerdictValue(checklist.Miss), t0)
	require.False(t, f.advance())
	require.Equal(t, "a1", f.at.Item)
}

func TestFlowSkipsLeftOutZonesAndOtherPositions(t *testing.T) {
	in := started(t, checklist.SubjectPerson)
	f := newFlow(in, initials)
	require.Nil(t, f.sheet())
	require.Empty(t, f.rows())
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "s1", Person: "甲", Position: checklist.PositionLobby}))
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "s2", Person: "乙", Position: checklist.PositionTeller}))
	require.NoError(t, in.LeaveOut("b", true))
	f.show(in)
	require.Equal(t, place{"s1", "a1"}, f.at)
	require.Equal(t, "[a]a1 a2 a3 [c]c2 ", shown(f))
	f.toSheet("s2")
	require.Equal(t, "[a]a1 a2 a3 [c]c1 c2 ", shown(f))
	require.Len(t, f.parts(), 2)

	f.toSheet("s1")
	for _, id := range []string{"a1", "a2", "a3", "c2"} {
		f.at.Item = id
		require.NoError(t, in.Record("s1", id, checklist.VerdictValue(checklist.NA), t0))
	}
	require.True(t, f.goNext())
	require.Equal(t, place{"s2", "a1"}, f.at, "a full sheet leads to the next person's")
	require.NoError(t, in.RemoveSheet("s2"))
	f.show(in)
	require.Equal(t, "s1", f.at.Sheet, "a removed sheet leaves the front")
	require.Equal(t, "s2", nextSheetID(in))
}

func TestFlowFilters(t *testing.T) {
	f := newFlow(started(t, checklist.SubjectBranch), initials)
	f.answerNow(t, checklist.VerdictValue(checklist.Pass), t0)
	f.onlyOpen = true
	require.Equal(t, "[a]a1 a2 a3 [b]b1 b2 [c]c1 c2 ", shown(f), "the focused item stays although it is answered")
	f.advance()
	require.Equal(t, "[a]a2 a3 [b]b1 b2 [c]c1 c2 ", shown(f))
	for query, want := range map[string]string{"gmzj": "[a]a2 ", "GM": "[a]a2 ", "等候": "[b]b2 ", "lzxh": "[a]a1 ", "唱收唱付 en": "[c]c1 ", "zzz": "", "c2": "[c]c2 "} {
		f.query = query
		require.Equal(t, want, shown(f), query)
	}
	f.query = "dhsj"
	p, ok := f.hit()
	require.True(t, ok)
	require.Equal(t, place{"main", "b2"}, p)
}

func TestFlowStepsAndZones(t *testing.T) {
	f := newFlow(started(t, checklist.SubjectBranch), initials)
	f.step(-1)
	require.Equal(t, "a1", f.at.Item, "the first item is the end")
	f.step(2)
	require.Equal(t, "a3", f.at.Item)
	f.zoneStep(1)
	require.Equal(t, "b1", f.at.Item)
	f.zoneStep(1)
	require.Equal(t, "c1", f.at.Item)
	f.zoneStep(1)
	require.Equal(t, "c1", f.at.Item)
	f.step(9)
	require.Equal(t, "c2", f.at.Item)
	f.at.Item = "a1"
	f.answerNow(t, checklist.VerdictValue(checklist.Miss), t0)
	f.at.Item = "c1"
	f.zoneStep(-2)
	require.Equal(t, "a2", f.at.Item, "a zone is entered at its first open item")
	p := f.parts()[0]
	require.Equal(t, []int{1, 3, 1}, []int{p.Answered, p.Total, p.Red})
}

func TestFlowResumesAtCursor(t *testing.T) {
	in := started(t, checklist.SubjectBranch)
	in.Cursor = "main/b2"
	require.Equal(t, place{"main", "b2"}, newFlow(in, nil).at)
	in.Cursor = "main/gone"
	require.Equal(t, place{"main", "a1"}, newFlow(in, nil).at)
	in.Cursor = ""
	require.NoError(t, in.Record("main", "a1", checklist.VerdictValue(checklist.Pass), t0))
	in.Cursor = ""
	require.Equal(t, place{"main", "a2"}, newFlow(in, nil).at)
}

func TestTimeLeft(t *testing.T) {
	in := started(t, checklist.SubjectBranch)
	f := newFlow(in, nil)
	require.Equal(t, 30*time.Second, f.timeLeft(), "7 open items at the usual 4 s")
	now := t0
	for _, id := range []string{"a1", "a3", "b2", "c1", "c2"} {
		now = now.Add(12 * time.Second)
		require.NoError(t, in.Record("main", id, checklist.VerdictValue(checklist.NA), now))
	}
	require.Equal(t, 30*time.Second, f.timeLeft(), "2 open items at 12 s, in steps of ten seconds")
	now = now.Add(time.Hour)
	require.NoError(t, in.Record("main", "b1", checklist.VerdictValue(checklist.NA), now))
	require.Equal(t, 20*time.Second, f.timeLeft(), "an hour's interruption does not count")
}

func TestGateGroups(t *testing.T) {
	in := started(t, checklist.SubjectBranch)
	require.NoError(t, in.Record("main", "a1", checklist.VerdictValue(checklist.Miss), t0))
	groups := gateGroups(in, append(in.Gate(t0), checklist.Missing{Code: "tooShort"}))
	require.Len(t, groups, 4)
	require.Equal(t, "a", groups[0].Zone.ID)
	require.Equal(t, "photo", groups[0].Entries[0].Code)
	require.Equal(t, 1, groups[0].Entries[0].No)
	require.Equal(t, "a3", groups[0].Entries[2].Item.ID)
	require.Nil(t, groups[3].Zone)
	require.Nil(t, groups[0].Sheet, "one sheet only needs no name")
}

func TestTyped(t *testing.T) {
	c := small(checklist.SubjectBranch)
	pair := &checklist.Item{ID: "p", Type: checklist.TypeRating, Scale: 7, Expectation: text("期望"), Perception: text("感受")}
	na := checklist.VerdictValue(checklist.NA)
	num := func(m checklist.Milli) checklist.Value { return checklist.NumberValue(m) }
	none := checklist.Value{}
	for _, x := range []struct {
		it   *checklist.Item
		now  checklist.Value
		r    rune
		want shell.Deed
	}{
		{c.ItemByID("a1"), none, '1', shell.Deed{Do: shell.DoAnswer, Value: checklist.VerdictValue(checklist.Pass)}},
		{c.ItemByID("a1"), none, '2', shell.Deed{Do: shell.DoAnswer, Value: checklist.VerdictValue(checklist.Miss)}},
		{c.ItemByID("a1"), none, '0', shell.Deed{Do: shell.DoAnswer, Value: na}},
		{c.ItemByID("a1"), none, '3', shell.Deed{}},
		{c.ItemByID("a1"), none, 'x', shell.Deed{}},
		{c.ItemByID("a2"), none, '0', shell.Deed{Do: shell.DoAnswer, Value: num(0)}},
		{c.ItemByID("a2"), none, '2', shell.Deed{Do: shell.DoAnswer, Value: num(2000)}},
		{c.ItemByID("a2"), none, '3', shell.Deed{}},
		{c.ItemByID("a2"), num(1000), '.', shell.Deed{Do: shell.DoAnswer, Value: num(1500)}},
		{c.ItemByID("a2"), num(2000), '+', shell.Deed{Do: shell.DoAnswer, Value: num(2000)}},
		{c.ItemByID("a2"), none, '-', shell.Deed{Do: shell.DoAnswer, Value: na}},
		{c.ItemByID("b1"), none, '5', shell.Deed{Do: shell.DoAnswer, Value: num(5000)}},
		{c.ItemByID("b1"), none, '6', shell.Deed{}},
		{c.ItemByID("b1"), none, '0', shell.Deed{Do: shell.DoAnswer, Value: na}},
		{c.ItemByID("b2"), none, '7', shell.Deed{Do: shell.DoType, Rune: '7'}},
		{c.ItemByID("b3"), none, '-', shell.Deed{Do: shell.DoAnswer, Value: na}},
		{c.ItemByID("c2"), none, '9', shell.Deed{Do: shell.DoAnswer, Value: checklist.OccurrencesValue(9)}},
		{pair, none, '6', shell.Deed{Do: shell.DoAnswer, Value: checklist.Value{Expectation: 6}}},
		{pair, checklist.Value{Expectation: 6}, '4', shell.Deed{Do: shell.DoAnswer, Value: checklist.Value{Expectation: 6, Perception: 4}}},
		{pair, checklist.Value{Expectation: 6, Perception: 4}, '7', shell.Deed{Do: shell.DoAnswer, Value: checklist.Value{Expectation: 7}}},
		{pair, none, '8', shell.Deed{}},
	} {
		got := shell.AnswerKey(x.it, x.now, x.r)
		require.Equal(t, x.want, got, "%s %q on %+v", x.it.ID, x.r, x.now)
		if got.Do == shell.DoAnswer {
			require.NoError(t, x.it.Check(got.Value), "a key never gives an answer the item refuses")
		}
	}
}

func TestStepped(t *testing.T) {
	c := small(checklist.SubjectBranch)
	score, rating, number, deduct := c.ItemByID("a2"), c.ItemByID("b1"), c.ItemByID("b2"), c.ItemByID("c2")
	require.Equal(t, checklist.N(2), *shell.SteppedAnswer(score, checklist.Value{}, -1).Number, "a score starts from full marks")
	require.Equal(t, checklist.Milli(1500), *shell.SteppedAnswer(score, checklist.NumberValue(2000), -1).Number)
	require.Equal(t, checklist.N(0), *shell.SteppedAnswer(score, checklist.NumberValue(0), -1).Number)
	require.Equal(t, checklist.N(5), *shell.SteppedAnswer(rating, checklist.NumberValue(checklist.N(5)), 1).Number)
	require.Equal(t, checklist.N(0), *shell.SteppedAnswer(number, checklist.Value{}, 1).Number)
	require.Equal(t, checklist.N(13), *shell.SteppedAnswer(number, checklist.NumberValue(checklist.N(12)), 1).Number)
	require.Equal(t, 0, *shell.SteppedAnswer(deduct, checklist.Value{}, 1).Occurrences)
	require.Equal(t, 2, *shell.SteppedAnswer(deduct, checklist.OccurrencesValue(1), 1).Occurrences)
	require.Equal(t, 0, *shell.SteppedAnswer(deduct, checklist.OccurrencesValue(0), -1).Occurrences)
}
