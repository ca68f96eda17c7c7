package hall

import (
	"encoding/json"
	"time"
)

// SettingNotice is the setting that holds what the hall's peak notice says beside
// the chart, as JSON.
const SettingNotice = "hall.notice"

// Notice is what a peak notice says beside the chart.
type Notice struct {
	Hotline string `json:"hotline,omitempty"` // "" = a line to write it on
	Advice  string `json:"advice,omitempty"`  // "" = try machines, or book
}

// ReadNotice reads the setting; "" is the empty notice.
func ReadNotice(text string) (n Notice, err error) {
	if text == "" {
		return n, nil
	}
	err = json.Unmarshal([]byte(text), &n)
	return n, err
}

// Text is the setting's text.
func (n Notice) Text() (string, error) {
	b, err := json.Marshal(n)
	return string(b), err
}

// NoticeWeeks is how long a peak notice is valid when nobody says otherwise.
const NoticeWeeks = 4

// ValidTo is until when a notice made on a day is valid when nobody says otherwise,
// yyyy-mm-dd.
func ValidTo(made time.Time) string { return made.AddDate(0, 0, 7*NoticeWeeks).Format(time.DateOnly) }
