package checklist_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

var photo = checklist.PhotoRef{ID: "ph", Hash: strings.Repeat("a", 64), Name: "IMG_1.jpg"}

// gate lists what is missing after six minutes as "sheet/item code".
func gate(in *checklist.Inspection) []string {
	var out []string
	for _, m := range in.Gate(morning.Add(6 * time.Minute)) {
		out = append(out, m.Sheet+"/"+m.Item+" "+m.Code)
	}
	return out
}

func TestGateWantsEveryAnswer(t *testing.T) {
	note := checklist.Item{ID: "note", Type: checklist.TypeText}
	in := begin(t, list(yesNo("a", 1), yesNo("b", 1), note), checklist.Branch{})
	require.Equal(t, []string{"main/a unanswered", "main/b unanswered"}, gate(in), "free remarks may stay empty")
	say(t, in, "main", map[string]any{"a": true, "b": true})
	require.Empty(t, gate(in))
	say(t, in, "main", map[string]any{"a": checklist.Value{}})
	require.Equal(t, []string{"main/a unanswered"}, gate(in))
}

func TestGateWantsReasonForNA(t *testing.T) {
	in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
	say(t, in, "main", map[string]any{"a": "na"})
	require.Equal(t, []string{"main/a naReason"}, gate(in))
	require.NoError(t, in.Note("main", "a", " 装修 ", morning))
	require.Empty(t, gate(in))
	require.Equal(t, "装修", in.Answer("main", "a").Note)
}

func TestGateAsksNothingOfLeftOutZonesAndOtherRoles(t *testing.T) {
	b, c := yesNo("b", 1), yesNo("c", 1)
	b.Zone, c.Roles = "extra", []checklist.Position{checklist.PositionTeller}
	l := list(yesNo("a", 1), b, c)
	l.Zones, l.Subject = append(l.Zones, checklist.Zone{ID: "extra", Optional: true}), checklist.SubjectPerson
	in := begin(t, l, checklist.Branch{})
	require.Equal(t, []string{"/ sheets"}, gate(in), "at least one person")
	require.NoError(t, in.AddSheet(checklist.Sheet{ID: "p1", Person: "周敏", Position: checklist.PositionLobby}))
	require.NoError(t, in.LeaveOut("extra", true))
	require.Equal(t, []string{"p1/a unanswered"}, gate(in))
}

func TestGateWantsPhotos(t *testing.T) {
	always, onFail, never := yesNo("always", 1), yesNo("onFail", 1), yesNo("never", 1)
	always.Photo, onFail.Photo = checklist.PhotoAlways, checklist.PhotoOnFail
	in := begin(t, list(always, onFail, never), checklist.Branch{})
	say(t, in, "main", map[string]any{"always": true, "onFail": true, "never": false})
	require.Equal(t, []string{"main/always photo"}, gate(in))
	say(t, in, "main", map[string]any{"onFail": false})
	require.NoError(t, in.Attach("main", "always", photo, morning))
	require.Equal(t, []string{"main/onFail photo"}, gate(in))
	require.NoError(t, in.Cite("main", "onFail", "A12 03:10", morning))
	require.Equal(t, []string{"main/onFail photo"}, gate(in), "a recording proves on covert visits only")
	in.Mode = checklist.Covert
	require.Empty(t, gate(in))
}

func TestGateWantsEvidenceAndNoteForVetoes(t *testing.T) {
	red := yesNo("red", 0)
	red.Veto = checklist.VetoInspection
	in := begin(t, list(red), checklist.Branch{})
	say(t, in, "main", map[string]any{"red": false})
	require.Equal(t, []string{"main/red vetoEvidence", "main/red vetoNote"}, gate(in))
	require.NoError(t, in.Attach("main", "red", photo, morning))
	require.NoError(t, in.Note("main", "red", "泄露客户信息", morning))
	require.Empty(t, gate(in))
}

func TestGateOfACovertWrapUp(t *testing.T) {
	recording, impression := yesNo("recording", 0), checklist.Item{ID: "impression", Type: checklist.TypeText, Zone: "wrapup"}
	recording.Zone = "wrapup"
	c := list(recording, impression)
	c.Modes = []checklist.Mode{checklist.Covert}
	in := begin(t, c, checklist.Branch{})
	require.Equal(t, []string{"main/recording unanswered", "main/impression unanswered"}, gate(in))
	say(t, in, "main", map[string]any{"recording": false, "impression": checklist.TextValue(strings.Repeat("好", 79))})
	require.Equal(t, []string{"main/recording wrapupNote", "main/impression impression"}, gate(in))
	require.Equal(t, map[string]string{"have": "79", "need": "80"}, in.Gate(morning.Add(time.Hour))[1].Args)
	require.NoError(t, in.Note("main", "recording", "没电，明天补访", morning))
	say(t, in, "main", map[string]any{"impression": checklist.TextValue(strings.Repeat("好", 80))})
	require.Empty(t, gate(in))
}

func TestGateWantsFiveMinutesOfVisits(t *testing.T) {
	for _, x := range []struct {
		mode checklist.Mode
		kind checklist.Kind
		want bool
	}{
		{checklist.Announced, checklist.KindInspection, true},
		{checklist.Covert, checklist.KindMystery, true},
		{checklist.Self, checklist.KindInspection, false},
		{checklist.Announced, checklist.KindPatrol, false},
		{checklist.Announced, checklist.KindMeeting, false},
	} {
		in := begin(t, list(yesNo("a", 1)), checklist.Branch{})
		say(t, in, "main", map[string]any{"a": true})
		in.Mode, in.Checklist.Kind = x.mode, x.kind
		missing := in.Gate(morning.Add(3*time.Minute + time.Second))
		require.Equal(t, x.want, len(missing) == 1, x)
		if x.want {
			require.Equal(t, checklist.Missing{Code: "tooShort", Args: map[string]string{"minutes": "2"}}, missing[0])
		}
		require.Empty(t, in.Gate(morning.Add(5*time.Minute)))
	}
}

func TestGateBoundsNumbers(t *testing.T) {
	it := checklist.Item{ID: "n", Type: checklist.TypeNumber}
	in := begin(t, list(it), checklist.Branch{})
	for _, bad := range []checklist.Milli{-1, checklist.N(999_999) + 1} {
		require.Equal(t, "answer.type", checklist.CodeOf(in.Record("main", "n", checklist.NumberValue(bad), morning)))
	}
	require.NoError(t, in.Record("main", "n", checklist.NumberValue(checklist.N(999_999)), morning))
}
