package findings

import (
	"context"
	"encoding/json"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// SettingDrafts is the setting that keeps everything written here and not yet
// handed in: one JSON object, by finding id or by "new" and "bright". One key
// for all, so that the sweep of unused photos sees the photos of drafts.
const SettingDrafts = "findings.drafts"

// Draft is what somebody has written and not yet handed in.
type Draft struct {
	Branch   string               `json:"branch,omitempty"`
	Text     string               `json:"text,omitempty"`
	Photos   []checklist.PhotoRef `json:"photos,omitempty"`
	Severity checklist.Severity   `json:"severity,omitempty"`
	Zone     string               `json:"zone,omitempty"`
	S6       string               `json:"s6,omitempty"`
	Owner    string               `json:"owner,omitempty"`
	Due      string               `json:"due,omitempty"`
	People   string               `json:"people,omitempty"`
}

func (d *Draft) empty() bool {
	return len(d.Photos) == 0 && d.Branch+d.Text+d.Zone+d.S6+d.Owner+d.Due+d.People+string(d.Severity) == ""
}

// DraftHashes lists the photos the drafts in the setting's value refer to.
func DraftHashes(value string) ([]string, error) {
	all, err := parseDrafts(value)
	var out []string
	for _, d := range all {
		for _, p := range d.Photos {
			out = append(out, p.Hash)
			if p.Masked != "" {
				out = append(out, p.Masked)
			}
		}
	}
	return out, err
}

func parseDrafts(value string) (map[string]Draft, error) {
	all := map[string]Draft{}
	if value == "" {
		return all, nil
	}
	return all, json.Unmarshal([]byte(value), &all)
}

// readDraft is the draft kept under a key, empty when there is none.
func readDraft(ctx context.Context, st Settings, key string) (Draft, error) {
	value, err := st.Setting(ctx, SettingDrafts)
	if err != nil {
		return Draft{}, err
	}
	all, err := parseDrafts(value)
	return all[key], err
}

// keepDraft saves a whole draft; an empty one is dropped.
func keepDraft(s *shell.Shell, st Settings, key string, d Draft) {
	changeDraft(s, st, key, func(have *Draft) { *have = d })
}

// changeDrafts reads, changes and writes the drafts. Saves run one after the
// other, so no change is lost between.
func changeDrafts(s *shell.Shell, st Settings, change func(map[string]Draft)) {
	shell.Save(s, func(ctx context.Context) (struct{}, error) {
		value, err := st.Setting(ctx, SettingDrafts)
		if err != nil {
			return struct{}{}, err
		}
		all, err := parseDrafts(value)
		if err != nil {
			return struct{}{}, err
		}
		change(all)
		b, err := json.Marshal(all)
		if err != nil || string(b) == value || len(all) == 0 && value == "" {
			return struct{}{}, err
		}
		return struct{}{}, st.SetSetting(ctx, SettingDrafts, string(b))
	}, nil)
}

// changeDraft changes one draft and drops it when nothing is left in it.
func changeDraft(s *shell.Shell, st Settings, key string, change func(*Draft)) {
	changeDrafts(s, st, func(all map[string]Draft) {
		d := all[key]
		if change(&d); d.empty() {
			delete(all, key)
		} else {
			all[key] = d
		}
	})
}

// withPhoto adds a photo to those of a draft; the same picture twice is refused.
func withPhoto(have []checklist.PhotoRef, ref checklist.PhotoRef) ([]checklist.PhotoRef, error) {
	for _, p := range have {
		if p.Hash == ref.Hash {
			return have, checklist.Fail("photo.twice", "name", ref.Name)
		}
	}
	ref.Position = len(have)
	return append(have[:len(have):len(have)], ref), nil
}
