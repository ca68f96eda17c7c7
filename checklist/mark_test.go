package checklist_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var (
	arrow  = checklist.Mark{Kind: checklist.MarkArrow, Points: []checklist.Point{{X: 100, Y: 200}, {X: 5000, Y: 6000}}, Colour: checklist.Blue, Width: 40}
	mosaic = checklist.Mark{Kind: checklist.MarkMosaicBox, Points: []checklist.Point{{X: 1000, Y: 1000}, {X: 3000, Y: 2500}}, Width: 1}
	pin    = checklist.Mark{Kind: checklist.MarkPin, Points: []checklist.Point{{X: 10000, Y: 0}}, Colour: checklist.White, Width: 40}
	hidden = strings.Repeat("b", 64)
)

func TestPhotoRefWithoutMarksKeepsItsBytes(t *testing.T) {
	b, err := json.Marshal(checklist.PhotoRef{ID: "p", Hash: "h", Name: "a.jpg", Kind: checklist.PhotoEvidence, Source: "file", AddedAt: 5})
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"p","hash":"h","name":"a.jpg","kind":"evidence","source":"file","added":5,"w":0,"h":0,"size":0,"type":"","pos":0}`, string(b))
	require.NotContains(t, string(b), "masked")
	require.NotContains(t, string(b), "marks")
}

func TestMaskedPhotoLeavesNoTraceOfItsOriginal(t *testing.T) {
	original := strings.Repeat("a", 64)
	p := checklist.PhotoRef{ID: "p", Hash: original, Name: "a.heic", Size: 123456, Type: "image/heic", TakenAt: 77}
	require.Equal(t, original, p.Shown())
	require.Equal(t, p, p.Leaving())
	p, err := p.Marked(checklist.Marks{arrow, mosaic, pin}, hidden, checklist.PrivacyOpen)
	require.NoError(t, err)
	require.Equal(t, checklist.PrivacyMasked, p.Privacy, "a mosaic is a decision")
	require.Equal(t, hidden, p.Shown())
	out := p.Leaving()
	require.Equal(t, hidden, out.Hash)
	require.Equal(t, []checklist.Mark{arrow, pin}, out.Marks)
	require.Equal(t, int64(77), out.TakenAt)
	require.NoError(t, out.CheckMarks())
	require.ErrorIs(t, p.CheckMarks(), checklist.Fail("mark.mosaic"), "one that has not left yet")
	b, err := json.Marshal(out)
	require.NoError(t, err)
	for _, trace := range []string{original, "123456", "image/heic", "mosaic", `"masked":"`} {
		require.NotContains(t, string(b), trace)
	}
	again, err := out.Marked(checklist.Marks{arrow}, "", checklist.PrivacyOpen)
	require.NoError(t, err)
	require.Equal(t, checklist.PrivacyMasked, again.Privacy, "what came masked stays masked")
}

func TestMarksAreHeldToTheirLimits(t *testing.T) {
	with := func(change func(*checklist.Mark)) checklist.Marks {
		m := arrow
		m.Points = append([]checklist.Point{}, arrow.Points...)
		change(&m)
		return checklist.Marks{m}
	}
	many := make([]checklist.Point, checklist.MaxMarkPoints+1)
	for name, bad := range map[string]checklist.Marks{
		"kind":        with(func(m *checklist.Mark) { m.Kind = "star" }),
		"one point":   with(func(m *checklist.Mark) { m.Points = m.Points[:1] }),
		"three":       with(func(m *checklist.Mark) { m.Points = many[:3] }),
		"outside":     with(func(m *checklist.Mark) { m.Points[1].X = 10001 }),
		"negative":    with(func(m *checklist.Mark) { m.Points[1].Y = -1 }),
		"no width":    with(func(m *checklist.Mark) { m.Width = 0 }),
		"broad":       with(func(m *checklist.Mark) { m.Width = 2001 }),
		"colour":      with(func(m *checklist.Mark) { m.Colour = "pink" }),
		"no colour":   with(func(m *checklist.Mark) { m.Colour = "" }),
		"arrow text":  with(func(m *checklist.Mark) { m.Text = "x" }),
		"empty text":  {{Kind: checklist.MarkText, Points: many[:1], Colour: checklist.Blue, Width: 40}},
		"long text":   {{Kind: checklist.MarkText, Points: many[:1], Colour: checklist.Blue, Width: 40, Text: strings.Repeat("字", 201)}},
		"not utf-8":   {{Kind: checklist.MarkText, Points: many[:1], Colour: checklist.Blue, Width: 40, Text: "\xff"}},
		"many points": {{Kind: checklist.MarkPen, Points: many, Colour: checklist.Blue, Width: 40}},
		"blue mosaic": {{Kind: checklist.MarkMosaicBox, Points: many[:2], Colour: checklist.Blue, Width: 40}},
	} {
		require.ErrorIs(t, bad.Check(), checklist.Fail("mark.invalid"), name)
	}
	all := make(checklist.Marks, checklist.MaxMarks+1)
	for i := range all {
		all[i] = arrow
	}
	require.NoError(t, all[1:].Check())
	require.ErrorIs(t, all.Check(), checklist.Fail("mark.tooMany"))
	for i := range 11 {
		all[i] = checklist.Mark{Kind: checklist.MarkPen, Points: many[:checklist.MaxMarkPoints], Colour: checklist.Blue, Width: 40}
	}
	require.ErrorIs(t, all[:11].Check(), checklist.Fail("mark.invalid"), "all points together")
	require.Equal(t, []int{0, 1, 1, 2}, []int{checklist.Marks{arrow, pin, arrow, pin}.Pin(0), checklist.Marks{arrow, pin, arrow, pin}.Pin(1), checklist.Marks{arrow, pin, arrow, pin}.Pin(2), checklist.Marks{arrow, pin, arrow, pin}.Pin(3)})
}

func TestMosaicAndMaskedPictureGoTogether(t *testing.T) {
	p := checklist.PhotoRef{ID: "p", Hash: strings.Repeat("a", 64)}
	for _, c := range []struct {
		m      checklist.Marks
		masked string
		as     checklist.Privacy
		code   string
	}{
		{checklist.Marks{mosaic}, "", checklist.PrivacyMasked, "mark.mosaic"},
		{checklist.Marks{arrow}, hidden, checklist.PrivacyMasked, "mark.mosaic"},
		{checklist.Marks{mosaic}, p.Hash, checklist.PrivacyMasked, "mark.mosaic"},
		{checklist.Marks{arrow}, "", checklist.PrivacyMasked, "mark.privacy"},
		{nil, "", "maybe", "mark.privacy"},
	} {
		_, err := p.Marked(c.m, c.masked, c.as)
		require.Equal(t, c.code, checklist.CodeOf(err))
	}
	p, err := p.Marked(nil, "", checklist.PrivacyClear)
	require.NoError(t, err)
	require.True(t, p.Decided())
}

func TestMarkIsAVerbOfTheDraft(t *testing.T) {
	in, it := markable(t)
	now := time.UnixMilli(9_000_000)
	before := in.Answer(checklist.MainSheet, it).Photos
	require.ErrorIs(t, in.Mark(checklist.MainSheet, it, "other", nil, "", "", now), checklist.Fail("photo.unknown"))
	in.Committed()
	require.NoError(t, in.Mark(checklist.MainSheet, it, "p1", []checklist.Mark{arrow, mosaic}, hidden, "", now))
	a := in.Answer(checklist.MainSheet, it)
	require.Equal(t, int64(9_000_000), a.At)
	require.Equal(t, hidden, a.Photos[0].Masked)
	require.Equal(t, []checklist.Mark{arrow, mosaic}, a.Photos[0].Marks)
	require.Empty(t, before[0].Masked, "a state handed out before is not changed")
	require.Equal(t, []checklist.Touched{{Sheet: checklist.MainSheet, Item: it}}, in.Touched())
	require.NoError(t, in.Finish("赶时间", now))
	require.ErrorIs(t, in.Mark(checklist.MainSheet, it, "p1", nil, "", "", now), checklist.Fail("inspection.finished"))
}

func TestDrawnNamesPictureAndMarks(t *testing.T) {
	p := checklist.PhotoRef{Hash: strings.Repeat("a", 64)}
	require.Equal(t, p.Hash, p.Drawn())
	p, err := p.Marked(checklist.Marks{mosaic}, hidden, "")
	require.NoError(t, err)
	require.Equal(t, hidden, p.Drawn(), "a mosaic is burnt in, not drawn")
	p, err = p.Marked(checklist.Marks{mosaic, arrow}, hidden, "")
	require.NoError(t, err)
	hash, marks, err := checklist.ParseDrawn(p.Drawn())
	require.NoError(t, err)
	require.Equal(t, hidden, hash)
	require.Equal(t, checklist.Marks{arrow}, marks)
	_, _, err = checklist.ParseDrawn(hidden + "#[{}]")
	require.ErrorIs(t, err, checklist.Fail("mark.invalid"))
	_, _, err = checklist.ParseDrawn(hidden + "#x")
	require.ErrorIs(t, err, checklist.Fail("mark.invalid"))
}

func TestGateAsksForADecisionAboutEveryPhoto(t *testing.T) {
	in, it := markable(t)
	now := time.UnixMilli(9_000_000)
	require.NoError(t, in.Attach(checklist.MainSheet, it, checklist.PhotoRef{ID: "p2", Hash: strings.Repeat("c", 64), Name: "b.jpg"}, now))
	require.Empty(t, in.Gate(now), "nobody demands it")
	in.PrivacyRequired = true
	require.Equal(t, []checklist.Missing{
		{Sheet: checklist.MainSheet, Item: it, Code: "privacy", Args: map[string]string{"name": "a.jpg"}},
		{Sheet: checklist.MainSheet, Item: it, Code: "privacy", Args: map[string]string{"name": "b.jpg"}},
	}, in.Gate(now))
	require.ErrorIs(t, in.Finish("", now), checklist.Fail("gate.closed"))
	require.NoError(t, in.Mark(checklist.MainSheet, it, "p1", nil, "", checklist.PrivacyClear, now))
	require.NoError(t, in.Mark(checklist.MainSheet, it, "p2", []checklist.Mark{mosaic}, hidden, "", now))
	require.NoError(t, in.Finish("", now))
	b, err := json.Marshal(in)
	require.NoError(t, err)
	require.NotContains(t, string(b), "PrivacyRequired", "a setting is no part of the record")
}

// markable is a draft with one photo "p1" on the item named.
func markable(t *testing.T) (*checklist.Inspection, string) {
	t.Helper()
	c := &checklist.Checklist{
		ID: "c", Subject: checklist.SubjectBranch, Kind: checklist.KindInspection, Modes: []checklist.Mode{checklist.Self},
		Items: []checklist.Item{{ID: "i1", Type: checklist.TypePass, Points: checklist.N(1), Veto: checklist.VetoNone}},
	}
	in, err := checklist.Start("x", c, checklist.Branch{}, checklist.Person{}, checklist.Self, time.UnixMilli(1_000_000))
	require.NoError(t, err)
	require.NoError(t, in.Record(checklist.MainSheet, "i1", checklist.VerdictValue(checklist.Miss), time.UnixMilli(2_000_000)))
	require.NoError(t, in.Attach(checklist.MainSheet, "i1", checklist.PhotoRef{ID: "p1", Hash: strings.Repeat("a", 64), Name: "a.jpg"}, time.UnixMilli(3_000_000)))
	return in, "i1"
}

// FuzzMarks: marks from a file are refused or safe to draw; never a panic.
func FuzzMarks(f *testing.F) {
	for _, m := range []checklist.Marks{{arrow}, {mosaic, pin}} {
		b, err := json.Marshal(m)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p checklist.PhotoRef
		if json.Unmarshal(b, &p.Marks) != nil || p.CheckMarks() != nil {
			return
		}
		require.LessOrEqual(t, len(p.Marks), checklist.MaxMarks)
		for _, m := range p.Marks {
			require.False(t, m.Kind.Mosaic())
			require.NotEmpty(t, m.Points)
			for _, q := range m.Points {
				require.True(t, q.X >= 0 && q.X <= checklist.MarkRange && q.Y >= 0 && q.Y <= checklist.MarkRange)
			}
		}
	})
}
