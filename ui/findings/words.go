package findings

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

func itoa(n int) string { return strconv.Itoa(n) }

// today is the day at the hall's clock, yyyy-mm-dd.
func today(s *shell.Shell) string { return s.Now().Format(time.DateOnly) }

// days counts calendar days from one yyyy-mm-dd to another.
func days(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

func addDays(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// pill is the tone, the icon and the words of a small mark.
type pill struct {
	tone kit.Tone
	icon string
	text string
}

// statusPill says where a finding stands.
func statusPill(s *shell.Shell, st checklist.FindingStatus) pill {
	p := pill{text: s.T("finding.status." + string(st))}
	switch st {
	case checklist.InProgress:
		p.tone = kit.Accent
	case checklist.FindingSubmitted, checklist.FixedOnSite:
		p.tone, p.icon = kit.Accent, "clock"
	case checklist.ExtensionAsked:
		p.tone, p.icon = kit.Warn, "clock"
	case checklist.FindingRejected:
		p.tone, p.icon = kit.Fail, "undo"
	case checklist.FindingClosed:
		p.tone, p.icon = kit.Pass, "tick"
	case checklist.FindingCancelled:
		p.icon = "dash"
	}
	return p
}

// standPill is statusPill, or that headquarters has to decide again.
func standPill(s *shell.Shell, r *checklist.FindingRow) pill {
	if r.Unheard {
		return pill{kit.Warn, "warn", s.T("findings.unheard")}
	}
	return statusPill(s, r.Status)
}

func severityPill(s *shell.Shell, v checklist.Severity) pill {
	p := pill{text: s.T("severity." + string(v))}
	switch v {
	case checklist.Major:
		p.tone = kit.Warn
	case checklist.Critical:
		p.tone, p.icon = kit.Fail, "warn"
	}
	return p
}

// repeatPill is empty for a first occurrence.
func repeatPill(s *shell.Shell, n int) pill {
	if n < 2 {
		return pill{}
	}
	return pill{kit.Warn, "refresh", s.T("findings.repeat", "n", itoa(n))}
}

// duePill says how the due date stands, in words.
func duePill(s *shell.Shell, r *checklist.FindingRow) pill {
	now := today(s)
	left := days(now, r.Due)
	switch {
	case r.Status == checklist.FindingCancelled || r.Due == "":
		return pill{}
	case r.Status == checklist.FindingClosed:
		if r.SubmitDay != "" && r.SubmitDay > r.Due {
			return pill{kit.Warn, "", s.T("findings.due.closedLate")}
		}
		return pill{kit.Pass, "", s.T("findings.due.onTime")}
	case r.Status == checklist.FixedOnSite:
		return pill{kit.Pass, "", s.T("findings.due.onTime")}
	case r.Status == checklist.FindingSubmitted && r.SubmitDay != "" && r.SubmitDay <= r.Due:
		return pill{kit.Pass, "", s.T("findings.due.onTime")}
	case r.Overdue(now):
		return pill{kit.Fail, "clock", s.T("findings.due.over", "n", itoa(-left))}
	case left == 0:
		return pill{kit.Warn, "clock", s.T("findings.due.today")}
	case left == 1:
		return pill{kit.Warn, "", s.T("findings.due.tomorrow")}
	default:
		return pill{text: s.T("findings.due.left", "n", itoa(left))}
	}
}

// rowOf is a finding as a list shows it.
func rowOf(f *checklist.Finding) *checklist.FindingRow {
	r := &checklist.FindingRow{
		ID: f.ID, Number: f.Number, Branch: f.Branch, Zone: f.Zone, ZoneName: f.ZoneName, S6: f.S6, Text: f.Text, ItemText: f.ItemText,
		Severity: f.Severity, Status: f.Status, Owner: f.Owner, Department: f.Department, Day: f.Day, Due: f.Due,
		SubmitDay: f.SubmitDay, ClosedDay: f.ClosedDay, Returns: f.Returns, Extensions: f.Extensions,
	}
	if f.Repeat != nil {
		r.Repeat = f.Repeat.Count
	}
	return r
}

// headline is what is wrong in one line.
func headline(s *shell.Shell, r *checklist.FindingRow) string {
	return strings.Join(strings.Fields(r.Headline(s.Lang())), " ")
}

// place is number, zone and 6S word, at headquarters with the hall.
func place(s *shell.Shell, r *checklist.FindingRow) string {
	parts := []string{r.Number}
	if s.Face() == checklist.FaceHQ {
		parts = append(parts, r.Branch.Name)
	}
	if z := zone(s, r.Zone, r.ZoneName); z != "" {
		parts = append(parts, z)
	}
	if r.S6 != "" {
		parts = append(parts, s.T("s6."+r.S6))
	}
	return strings.Join(parts, " · ")
}

func zone(s *shell.Shell, id string, name checklist.Text) string {
	if t := name.In(s.Lang()); t != "" {
		return t
	}
	return id
}

// joined puts a chip's word behind what is already written.
func joined(s *shell.Shell, have, word string) string {
	have = strings.TrimSpace(have)
	if have == "" {
		return word
	}
	return have + s.T("findings.semicolon") + word
}

// numbered writes the digit that chooses a chip in front of its word.
func numbered(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w
		if i < 9 {
			out[i] = itoa(i+1) + " " + w
		}
	}
	return out
}

// plain takes the digit off a numbered word again.
func plain(word string) string {
	if len(word) > 2 && word[0] >= '1' && word[0] <= '9' && word[1] == ' ' {
		return word[2:]
	}
	return word
}
