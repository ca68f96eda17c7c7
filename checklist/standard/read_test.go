package standard_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

func builtin(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../assets/checklists/*.yaml")
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		require.NoError(t, err)
		out[filepath.Base(n)] = b
	}
	return out
}

func TestBuiltinChecklistsLoad(t *testing.T) {
	items := map[string]int{}
	all := 0
	for name, data := range builtin(t) {
		c, err := standard.Read(name, data)
		require.NoError(t, err, name)
		require.Equal(t, name, c.ID+".yaml")
		items[c.ID] = len(c.Items)
		all += len(c.Items)

		written, err := standard.Write(c)
		require.NoError(t, err, name)
		again, err := standard.Read(name, written)
		require.NoError(t, err, name)
		require.Equal(t, c, again, name)
	}
	require.Equal(t, 267, all)
	require.Equal(t, map[string]int{
		"6s-environment": 43, "three-clean-one-bright": 16, "staff-etiquette": 33, "morning-meeting": 12, "lobby-patrol": 14,
		"gbt32320-self-assessment": 50, "mystery-shopper": 47, "servqual": 22, "touchpoint-walk": 14, "staff-behaviour-review": 16,
	}, items)
}

func TestWhatTheBuiltinChecklistsSay(t *testing.T) {
	c, err := standard.Read("m", builtin(t)["mystery-shopper.yaml"])
	require.NoError(t, err)
	require.Equal(t, checklist.Milli(1300), c.Focus.Phase["initial"]["norms"])
	require.Equal(t, checklist.Milli(1400), c.Focus.Pressure["high"]["processing"])
	require.True(t, c.ZoneByID("marketing").Optional)
	require.Equal(t, checklist.N(59), c.Scoring.VetoCap)
	require.Equal(t, checklist.Points, c.Scoring.Method)
	full := checklist.Milli(0)
	for _, it := range c.Items {
		full += it.Points
	}
	require.Equal(t, checklist.N(100), full)

	c, err = standard.Read("s", builtin(t)["servqual.yaml"])
	require.NoError(t, err)
	require.Equal(t, 30, c.Scale.MinSample)
	require.Equal(t, "好网点的机具应当新、好用。", c.Items[0].Expectation.ZH)

	c, err = standard.Read("t", builtin(t)["touchpoint-walk.yaml"])
	require.NoError(t, err)
	require.Equal(t, "回访电话或短信", c.ItemByID("tp.after.follow-up").Blueprint.Front.ZH)
}

// small is a checklist with nothing wrong; its line numbers stand in the table.
const small = `schema: 1
id: small
version: 1
title: {zh: "小", en: "Small"}
purpose: {zh: "试", en: "Try"}
kind: inspection
subject: branch
modes: [announced, self]
frequency: weekly
scoring:
  method: points
  full: 100
  veto_cap: 59
  grades:
    - {id: good, min: 60, zh: "好", en: "Good"}
    - {id: bad, min: 0, zh: "差", en: "Bad"}
indicators:
  - {id: clean, zh: "洁", en: "Clean"}
zones:
  - {id: lobby, zh: "大堂", en: "Lobby"}
items:
  - id: x.lobby.floor
    zone: lobby
    text: {zh: "地面", en: "Floor"}
    guidance: {zh: "看", en: "Look"}
    type: pass
    points: 2
    weight: 1
    veto: inspection
    photo: on_fail
    severity: minor
    rectify_days: 0
    indicator: clean
  - id: x.lobby.wait
    zone: lobby
    text: {zh: "等候", en: "Wait"}
    guidance: {zh: "量", en: "Measure"}
    type: number
    points: 2
    weight: {second: 1, partner: 0.5}
    veto: none
    photo: never
    severity: major
    rectify_days: 7
    unit: min
    target: {op: "<=", value: 15}
`

// problems writes them as "line key code", one each.
func problems(t *testing.T, err error) []string {
	t.Helper()
	var p checklist.Problems
	require.ErrorAs(t, err, &p)
	var out []string
	for _, x := range p {
		out = append(out, fmt.Sprintf("%d %s %s", x.Line, x.Key, x.Code))
		for _, lang := range []string{"zh", "en"} {
			require.True(t, assets.Has(lang, "problem."+x.Code), x.Code)
			var pairs []string
			for k, v := range x.Args {
				pairs = append(pairs, k, v)
			}
			require.NotRegexp(t, `\{[a-z]+\}`, assets.T(lang, "problem."+x.Code, pairs...), "every placeholder has its argument")
		}
	}
	return out
}

func TestBrokenFiles(t *testing.T) {
	_, err := standard.Read("small.yaml", []byte(small))
	require.NoError(t, err)
	for name, x := range map[string]struct {
		change []string // old, new pairs
		want   []string
	}{
		"unknown key":       {[]string{"kind: inspection", "kind: inspection\ncolour: red"}, []string{"7 colour key.unknown"}},
		"unknown item key":  {[]string{"    photo: on_fail", "    photo: on_fail\n    foto: x"}, []string{"31 items[1].foto key.unknown"}},
		"missing keys":      {[]string{"frequency: weekly\n", "", "    severity: minor\n", ""}, []string{"1 frequency key.missing", "21 items[1].severity key.missing"}},
		"empty key":         {[]string{"frequency: weekly", "frequency:"}, []string{"9 frequency key.missing"}},
		"missing English":   {[]string{`"小", en: "Small"`, `"小"`}, []string{"4 title.en key.missing"}},
		"wrong words":       {[]string{"type: pass", "type: tick", "[announced, self]", "[announced, secret]"}, []string{"8 modes[2] enum", "26 items[1].type enum"}},
		"mode twice":        {[]string{"[announced, self]", "[self, self]"}, []string{"8 modes[2] id.twice"}},
		"id twice":          {[]string{"x.lobby.wait", "x.lobby.floor"}, []string{"34 items[2] item.twice"}},
		"grade twice":       {[]string{"id: bad", "id: good"}, []string{"16 scoring.grades[2] id.twice"}},
		"unknown zone":      {[]string{"    zone: lobby\n    text: {zh: \"等候\"", "    zone: roof\n    text: {zh: \"等候\""}, []string{"35 items[2].zone zone.unknown"}},
		"unknown indicator": {[]string{"indicator: clean", "indicator: tidy"}, []string{"33 items[1].indicator indicator.unknown"}},
		"veto no indicator": {[]string{"    indicator: clean\n", "", "veto: inspection", "veto: indicator"}, []string{"22 items[1] indicator.missing"}},
		"bad numbers":       {[]string{"points: 2\n    weight: 1", "points: two\n    weight: -1", "rectify_days: 7", "rectify_days: 1.5"}, []string{"27 items[1].points type.number", "28 items[1].weight number.range", "44 items[2].rectify_days type.whole"}},
		"exponent":          {[]string{"points: 2\n    weight: 1", "points: 1e3\n    weight: .inf"}, []string{"27 items[1].points type.number", "28 items[1].weight type.text"}},
		"veto without cap":  {[]string{"  veto_cap: 59\n", ""}, []string{"21 x.lobby.floor veto.cap"}},
		"no target":         {[]string{"    target: {op: \"<=\", value: 15}\n", ""}, []string{"34 items[2] target.missing"}},
		"rating no scale":   {[]string{"type: pass", "type: rating"}, []string{"22 items[1] scale.missing"}},
		"rating scale six":  {[]string{"type: pass", "type: rating\n    scale: 6"}, []string{"27 items[1].scale enum"}},
		"deduct on a pass":  {[]string{"type: pass", "type: pass\n    deduct: 1"}, []string{"27 items[1].deduct key.only"}},
		"grades rise":       {[]string{"min: 60", "min: 0"}, []string{"16 scoring.grades[2].min grades.order"}},
		"grades end high":   {[]string{"min: 0", "min: 10"}, []string{"16 scoring.grades[2] grades.zero"}},
		"id characters":     {[]string{"id: x.lobby.floor", "id: X.lobby.floor", "id: small", "id: Sma ll"}, []string{"2 id id.format", "22 items[1].id item.id", "34 x.lobby.wait item.prefix"}},
		"another prefix":    {[]string{"id: x.lobby.wait", "id: y.lobby.wait"}, []string{"34 y.lobby.wait item.prefix"}},
		"two-part id":       {[]string{"id: x.lobby.wait", "id: x.wait"}, []string{"34 items[2].id item.id"}},
		"key twice":         {[]string{"id: small", "id: small\nid: large"}, []string{"3 id key.twice"}},
		"no second weight":  {[]string{"{second: 1, partner: 0.5}", "{partner: 0.5, first: 2}"}, []string{"40 items[2].weight.second key.missing", "40 items[2].weight.first key.unknown"}},
		"bare boolean":      {[]string{`"小"`, `true`}, []string{"4 title.zh type.quote"}},
		"text for a map":    {[]string{`{zh: "小", en: "Small"}`, `Small`}, []string{"4 title type.map"}},
		"map for a list":    {[]string{"[announced, self]", "{a: 1}"}, []string{"8 modes type.list", "8 modes type.empty"}},
		"alias":             {[]string{`{zh: "小", en: "Small"}`, `&t {zh: "小", en: "Small"}`, `{zh: "试", en: "Try"}`, `*t`}, []string{"5 purpose yaml.alias"}},
		"newer schema":      {[]string{"schema: 1", "schema: 2"}, []string{"1 schema number.range"}},
		"gap without scale": {[]string{"method: points", "method: gap"}, []string{"1 scale key.missing", "22 items[1].expectation key.missing", "22 items[1].perception key.missing", "34 items[2].expectation key.missing", "34 items[2].perception key.missing"}},
		"syntax":            {[]string{`{zh: "小"`, `{zh: "小`}, []string{"4  file.syntax"}},
		"two documents":     {[]string{"items:", "---\nitems:"}, []string{"22  file.documents"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := small
			for i := 0; i < len(x.change); i += 2 {
				require.Contains(t, s, x.change[i])
				s = strings.Replace(s, x.change[i], x.change[i+1], 1)
			}
			c, err := standard.Read("small.yaml", []byte(s))
			require.Nil(t, c)
			require.Equal(t, x.want, problems(t, err))
		})
	}
}

func TestFilesThatAreNoChecklist(t *testing.T) {
	for name, x := range map[string]struct{ data, want string }{
		"empty":        {"", "0  file.empty"},
		"comment":      {"# nothing\n", "0  file.empty"},
		"text":         {"hello", "1  type.map"},
		"list":         {"- a\n", "1  type.map"},
		"too big":      {strings.Repeat("#", standard.MaxBytes+1), "0  file.tooBig"},
		"gbk":          {"title: \xd0\xa1\xb1\xed", "0  file.encoding"},
		"nul":          {"a: \x00", "0  file.encoding"},
		"brackets":     {strings.Repeat("[", 1<<20), "1  file.deep"},
		"braces":       {strings.Repeat("{a: ", 1<<18), "1  file.deep"},
		"dashes":       {strings.Repeat("- ", 1<<20), "1  file.deep"},
		"questions":    {strings.Repeat("? ", 1<<20), "1  file.deep"},
		"tags":         {strings.Repeat("!!a\n", 1<<18), "1001  file.deep"},
		"anchors":      {strings.Repeat("&a ", 1<<18), "1  file.deep"},
		"many keys":    {strings.Repeat("a: 1\n", 1<<18), "5001  file.deep"},
		"many folds":   {strings.Repeat("a: >\n", 1<<18), "5001  file.deep"},
		"many dashes":  {"a:\n" + strings.Repeat("  -\n", 1<<18), "5002  file.deep"},
		"broken lines": {"a: [1\nb: 2", "2  file.syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := standard.Read(name, []byte(x.data))
			require.Equal(t, []string{x.want}, problems(t, err))
			require.Less(t, time.Since(start), 5*time.Second)
		})
	}
}

func TestProblemsStayShort(t *testing.T) {
	_, err := standard.Read("bar", []byte(strings.Repeat("|", 1<<20)))
	require.Equal(t, []string{"1  file.syntax"}, problems(t, err))
	require.Less(t, len(err.Error()), 500)
}

func TestTooManyItems(t *testing.T) {
	_, err := standard.Read("many", []byte("items:\n"+strings.Repeat("  - {}\n", standard.MaxItems+1)))
	require.Contains(t, problems(t, err), "1 items items.many")
}

func TestAliasBombIsHarmless(t *testing.T) {
	bomb := "a: &a [x, x]\n"
	for i := 'b'; i < 'z'; i++ {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c]\n", i, i, i-1, i-1, i-1, i-1)
	}
	start := time.Now()
	_, err := standard.Read("bomb", []byte(bomb+"title: *y\n"))
	require.Contains(t, problems(t, err), "26 title yaml.alias")
	require.Less(t, time.Since(start), time.Second)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("a: &a [*a]\n<<: *a\n? {x: y}\n: |\n  text\n"))
	f.Add([]byte(`{"schema": 1, "items": [{"id": "\u5f20"}], "title": null}`))
	for _, data := range builtin(f) {
		f.Add(data[:2000])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := standard.Read("fuzz.yaml", data)
		if err != nil {
			var p checklist.Problems
			require.ErrorAs(t, err, &p)
			require.NotEmpty(t, p)
			return
		}
		written, err := standard.Write(c)
		require.NoError(t, err)
		again, err := standard.Read("fuzz.yaml", written)
		require.NoError(t, err)
		require.Equal(t, c, again)
	})
}
