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
	"hallcheck/store/storetest"
)

// Somebody with an enrolled device's keys, but not our program: whatever the
// program's own verbs could not have made is refused.
func TestInsiderForgeries(t *testing.T) {
	hq, b := pair(t)
	var keys bundle.Keys
	text, err := os.ReadFile(filepath.Join(b.dir, "keys", "device.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &keys))
	card, err := bundle.ReadCard(cardOf(t, hq))
	require.NoError(t, err)
	source := storetest.Sample("env", 1, 8)
	at := time.Date(2026, 11, 3, 1, 0, 0, 0, time.UTC)
	forge := func(t *testing.T, change func(*checklist.Inspection), late func(*bundle.Inspection, *bundle.Manifest)) string {
		in := storetest.Finished(t, "in-1", hall(1), at, 3, 2)
		change(in)
		rec := &bundle.Inspection{Standard: bundle.Standard{ID: "env", Version: 1, SHA256: hashOf(source)}}
		rec.Result, err = json.Marshal(checklist.Evaluate(in))
		require.NoError(t, err)
		rec.Data, err = json.Marshal(in)
		require.NoError(t, err)
		p := bundle.Parcel{Signer: keys.Signer, Recipients: []string{card.Recipient}, Manifest: bundle.Manifest{
			Org: card.Org, HQ: card.HQ(), Device: "00000001-dev", Branch: "B001", Seq: 1, App: "x", Created: at.Unix(),
		}}
		late(rec, &p.Manifest)
		rec.SealNow()
		p.Records = []bundle.Record{{Kind: bundle.KindInspection, Inspection: rec}}
		var out bytes.Buffer
		_, err := bundle.Write(t.Context(), &out, p, nil)
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "x.bundle")
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o600))
		return path
	}
	same := func(*checklist.Inspection) {}
	keep := func(*bundle.Inspection, *bundle.Manifest) {}
	answers := func(in *checklist.Inspection) map[string]*checklist.Answer { return in.Sheets[0].Answers }
	for name, c := range map[string]struct {
		change func(*checklist.Inspection)
		late   func(*bundle.Inspection, *bundle.Manifest)
		code   string
	}{
		"another branch's result": {func(in *checklist.Inspection) { in.Branch = hall(2) }, keep, bundle.ErrBranch},
		"another branch's bundle": {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.Branch = "B002" }, bundle.ErrBranch},
		"better score":            {same, func(r *bundle.Inspection, _ *bundle.Manifest) { r.Result = []byte(`{"Score":1000,"Grade":"good"}`) }, bundle.ErrRecord},
		"no result":               {same, func(r *bundle.Inspection, _ *bundle.Manifest) { r.Result = nil }, bundle.ErrRecord},
		"unknown checklist":       {same, func(r *bundle.Inspection, _ *bundle.Manifest) { r.Standard.ID = "mine" }, bundle.ErrRecord},
		"altered checklist":       {same, func(r *bundle.Inspection, _ *bundle.Manifest) { r.Standard.SHA256 = hashOf(nil) }, "store.checklistVersion"},
		"unknown item":            {func(in *checklist.Inspection) { answers(in)["item.99"] = &checklist.Answer{} }, keep, bundle.ErrRecord},
		"wrong kind of answer":    {func(in *checklist.Inspection) { answers(in)["item.1"].Value = checklist.TextValue("x") }, keep, bundle.ErrRecord},
		"null answer": {same, func(r *bundle.Inspection, _ *bundle.Manifest) {
			r.Data = bytes.Replace(r.Data, []byte(`"item.0":{`), []byte(`"item.0":null,"item.1":{`), 1)
		}, bundle.ErrRecord},
		"sheet twice":      {func(in *checklist.Inspection) { in.Sheets = append(in.Sheets, in.Sheets[0]) }, keep, bundle.ErrRecord},
		"day":              {func(in *checklist.Inspection) { in.Day = "2026-13-40" }, keep, bundle.ErrRecord},
		"ends before":      {func(in *checklist.Inspection) { in.FinishedAt = in.StartedAt - 1 }, keep, bundle.ErrRecord},
		"mode":             {func(in *checklist.Inspection) { in.Mode = checklist.Covert }, keep, bundle.ErrRecord},
		"far ahead":        {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.Seq = 10001 }, bundle.ErrAhead},
		"another org":      {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.Org = "x" }, bundle.ErrForeignHQ},
		"another hq":       {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.HQ = "x" }, bundle.ErrForeignHQ},
		"unknown device":   {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.Device = "x" }, bundle.ErrUnknownDevice},
		"another's device": {same, func(_ *bundle.Inspection, m *bundle.Manifest) { m.Device = "00000002-dev" }, bundle.ErrSignature},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "another's device" {
				d, err := hq.st.Devices(t.Context())
				require.NoError(t, err)
				other := d[0]
				other.ID = "00000002-dev"
				require.NoError(t, hq.st.SaveDevice(t.Context(), other))
			}
			hq.refusal(t, forge(t, c.change, c.late), c.code)
		})
	}
	require.Equal(t, "new", string(hq.take(t, forge(t, same, keep))[0].Status), "the forger's tools are right when nothing is changed")
}
