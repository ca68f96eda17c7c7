package standard_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func start(t testing.TB, id string) *checklist.Inspection {
	t.Helper()
	c, err := standard.Read(id, builtin(t)[id+".yaml"])
	require.NoError(t, err)
	in, err := checklist.Start("i", c, checklist.Branch{}, checklist.Person{Name: "周敏"}, c.Modes[0], now)
	require.NoError(t, err)
	return in
}

func fill(t *testing.T, in *checklist.Inspection, data string) (*standard.Answers, error) {
	t.Helper()
	a, err := standard.ReadAnswers("answers.yaml", []byte(data))
	if a == nil {
		return nil, err
	}
	return a, a.Fill(in, now)
}

func TestAnswersFillABranchSheet(t *testing.T) {
	for name, data := range map[string]string{
		"yaml": `
checklist: 6s-environment
grade: second
answers:
  env.outdoor.signboard: {value: fail, note: "缺一个字", photos: [IMG_0001.jpg]}
  env.outdoor.plates: {value: pass}
  env.outdoor.led-screen: pass
  env.outdoor.ground: {occurrences: 2, note: 烟头}
  env.lobby.floor-clean: {value: na, note: "装修封闭"}
`,
		"json with tabs": "{\n\t\"checklist\": \"6s-environment\",\n\t\"grade\": \"second\",\n\t\"answers\": {\n" +
			"\t\t\"env.outdoor.signboard\": {\"value\": \"fail\", \"note\": \"\\u7f3a\\u4e00\\u4e2a\\u5b57\", \"photos\": [\"IMG_0001.jpg\"]},\n" +
			"\t\t\"env.outdoor.plates\": {\"value\": \"pass\"}, \"env.outdoor.led-screen\": \"pass\",\n" +
			"\t\t\"env.outdoor.ground\": {\"value\": {\"occurrences\": 2}, \"note\": \"烟头\"},\n" +
			"\t\t\"env.lobby.floor-clean\": {\"value\": \"na\", \"note\": \"装修封闭\"}\n\t}\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			in := start(t, "6s-environment")
			a, err := fill(t, in, data)
			require.NoError(t, err)
			require.Equal(t, checklist.Second, in.Branch.Grade)
			got := in.Answer("main", "env.outdoor.signboard")
			require.Equal(t, checklist.Miss, got.Value.Verdict)
			require.Equal(t, "缺一个字", got.Note)
			require.Equal(t, 2, *in.Answer("main", "env.outdoor.ground").Value.Occurrences)
			require.Equal(t, checklist.NA, in.Answer("main", "env.lobby.floor-clean").Value.Verdict)
			require.Equal(t, []string{"IMG_0001.jpg"}, a.Sheets[0].Items[0].Photos)
			require.Equal(t, "main", a.Sheets[0].ID)
			require.Equal(t, 5, checklist.Evaluate(in).Answered)
		})
	}
}

func TestAnswersFillSheetsAndRespondents(t *testing.T) {
	in := start(t, "staff-etiquette")
	id := in.Checklist.Items[0].ID
	_, err := fill(t, in, "sheets:\n- {person: 柜员A, position: teller, answers: {"+id+": {value: pass}}}\n- {person: 大堂B, position: lobby, answers: {"+id+": {value: fail}}}\n")
	require.NoError(t, err)
	r := checklist.Evaluate(in)
	require.Equal(t, []string{"柜员A", "大堂B"}, []string{r.Persons[0].Person, r.Persons[1].Person})
	require.Equal(t, "50.0", r.Score.String())

	in = start(t, "staff-etiquette")
	a, err := standard.ReadAnswers("a", []byte("answers: {"+id+": {value: pass}}"))
	require.NoError(t, err)
	a.Position = checklist.PositionTeller
	require.NoError(t, a.Fill(in, now))
	require.Equal(t, checklist.PositionTeller, in.Sheet("p1").Position)

	in = start(t, "servqual")
	_, err = fill(t, in, "respondents:\n- weights: {tangibles: 40, reliability: 60}\n  answers: {sq.tangibles.equipment: {expectation: 6, perception: 4}, sq.tangibles.premises: {value: na}}\n")
	require.NoError(t, err)
	require.Equal(t, checklist.N(40), in.Sheet("r1").Weights["tangibles"])
	require.Equal(t, 1, checklist.Evaluate(in).Survey.Respondents)

	in = start(t, "mystery-shopper")
	_, err = fill(t, in, "phase: initial\npressure: high\nleftOut: [marketing]\nanswers: {ms.wrapup.impression: {value: 很好, recording: A12}}")
	require.NoError(t, err)
	require.Equal(t, []string{"marketing"}, in.LeftOut)
	require.Equal(t, "high", in.Pressure)
	require.Equal(t, "A12", in.Answer("main", "ms.wrapup.impression").Recording)
}

func TestBrokenAnswers(t *testing.T) {
	for name, x := range map[string]struct {
		id, data string
		want     []string
	}{
		"all at once": {"6s-environment", `checklist: lobby-patrol
phase: initial
leftOut: [lobby]
answers:
  env.outdoor.signboard: {value: yes}
  env.outdoor.plates: {value: true}
  env.outdoor.nothing: {value: pass}
  env.outdoor.ground: {value: two}
  env.outdoor.led-screen: {occurrences: 1}
  env.lobby.floor-clean: {note: x}
`, []string{
			"1 checklist answers.checklist", "2 phase inspection.phase", "3 leftOut inspection.zone",
			"5 env.outdoor.signboard answers.boolean", "6 env.outdoor.plates answers.boolean", "7 env.outdoor.nothing item.unknown",
			"8 env.outdoor.ground type.number", "9 env.outdoor.led-screen answers.deduct", "10 env.lobby.floor-clean answers.value",
		}},
		"wrong values": {"6s-environment", "answers:\n  env.outdoor.signboard: maybe\n  env.outdoor.ground: 99\n", []string{"2 env.outdoor.signboard answer.type", "3 env.outdoor.ground answer.type"}},
		"pair":         {"servqual", "respondents:\n- answers:\n    sq.tangibles.equipment: 4\n", []string{"3 sq.tangibles.equipment answers.pair"}},
		"more than one value": {"6s-environment", `answers:
  env.outdoor.ground: {value: 2, occurrences: 1}
  env.lobby.floor-clean: {value: na, occurrences: 1}
  env.outdoor.plates: {value: pass, expectation: 3}
  env.outdoor.signboard:
    value: pass
    perception: 7
  env.lobby.displays: {occurrences: 1, expectation: 3, perception: 2}
  env.selfservice.machines: {value: {occurrences: 2}, occurrences: 1}
`, []string{
			"2 env.outdoor.ground answers.both", "3 env.lobby.floor-clean answers.both", "4 env.outdoor.plates answers.noPair",
			"7 env.outdoor.signboard answers.noPair", "8 env.lobby.displays answers.noPair",
			"9 answers.env.selfservice.machines.occurrences key.twice",
		}},
		"more than a pair": {"servqual", `respondents:
- answers:
    sq.tangibles.equipment: {value: 4, expectation: 6, perception: 4}
    sq.tangibles.premises: {value: na, expectation: 6}
    sq.tangibles.staff-look: {expectation: 6, perception: 4, occurrences: 1}
`, []string{"3 sq.tangibles.equipment answers.both", "4 sq.tangibles.premises answers.both", "5 sq.tangibles.staff-look answers.deduct"}},
		"unknown key":    {"6s-environment", "answer: {}\nanswers:\n  env.outdoor.plates: {value: pass, foto: x}\n", []string{"1 answer key.unknown", "3 answers.env.outdoor.plates.foto key.unknown"}},
		"none":           {"6s-environment", "checklist: x\n", []string{"1  answers.none"}},
		"two forms":      {"6s-environment", "answers: {}\nsheets: []\n", []string{"2 sheets answers.forms"}},
		"not of people":  {"6s-environment", "sheets:\n- {person: a, answers: {}}\n", []string{"1 sheets answers.subject"}},
		"respondents":    {"staff-etiquette", "respondents:\n- {answers: {}}\n", []string{"1 respondents answers.respondents"}},
		"nobody":         {"staff-etiquette", "sheets:\n- {position: teller, answers: {}}\n", []string{"2 sheets sheet.person"}},
		"wrong position": {"staff-etiquette", "sheets:\n- {person: a, position: boss, answers: {}}\n", []string{"2 sheets[1].position enum"}},
		"answer twice":   {"6s-environment", "answers:\n  env.outdoor.plates: pass\n  env.outdoor.plates: fail\n", []string{"3 answers.env.outdoor.plates key.twice"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fill(t, start(t, x.id), x.data)
			require.Equal(t, x.want, problems(t, err))
		})
	}
}

func TestNoAnswersYet(t *testing.T) {
	in := start(t, "6s-environment")
	_, err := fill(t, in, "answers:\n")
	require.NoError(t, err)
	require.Nil(t, checklist.Evaluate(in).Score)
}

func TestFinishedInspectionTakesNoAnswers(t *testing.T) {
	in := start(t, "6s-environment")
	require.NoError(t, in.Finish("had to leave", now))
	_, err := fill(t, in, "answers: {env.outdoor.plates: pass}")
	require.Equal(t, []string{"1 env.outdoor.plates inspection.finished"}, problems(t, err))
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte("answers: {env.outdoor.plates: {value: pass, photos: [a.jpg]}, env.outdoor.ground: {occurrences: 2}}"))
	f.Add([]byte(`{"sheets": [{"person": "a", "answers": {"x": true}}], "leftOut": ["lobby"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := standard.ReadAnswers("fuzz", data)
		if err != nil {
			return
		}
		in := start(t, "6s-environment")
		_ = a.Fill(in, now)
		_, err = json.Marshal(checklist.Evaluate(in))
		require.NoError(t, err)
	})
}
