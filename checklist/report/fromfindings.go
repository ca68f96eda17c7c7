package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
)

// FindingPaper is what all papers of findings are made with.
type FindingPaper struct {
	Lang  checklist.Lang
	Org   string
	Today string         // yyyy-mm-dd
	Zone  *time.Location // of the times on pictures; nil = China (UTC+8)
	// List names a checklist; nil, or an empty title, prints its id.
	List  func(id string, version int) checklist.Text
	Photo Opener // is asked for PhotoRef.Drawn
}

// picture names a picture of a paper, masked and with its marks, with when it was
// taken.
func (o *FindingPaper) picture(p checklist.PhotoRef, label string) Picture {
	at, zone := p.TakenAt, o.Zone
	if at == 0 {
		at = p.AddedAt
	}
	if zone == nil {
		zone = chinaTime
	}
	if at > 0 {
		label = strings.TrimSpace(label + " " + time.UnixMilli(at).In(zone).Format("01-02 15:04"))
	}
	return Picture{Hash: p.Drawn(), Label: label}
}

// hashes names the pictures of one side of a finding.
func (o *FindingPaper) hashes(ps []checklist.PhotoRef) (out []string) {
	for _, p := range ps {
		out = append(out, o.picture(p, "").Hash)
	}
	return out
}

func (o *FindingPaper) first(ps []checklist.PhotoRef) string {
	if len(ps) == 0 {
		return ""
	}
	return o.picture(ps[0], "").Hash
}

// words is a text from outside as papers carry it.
func paperText(s string) string { return checklist.MaskNumbers(strings.TrimSpace(s)) }

func problemOf(f *checklist.Finding, l checklist.Lang) string { return paperText(f.Headline(l)) }

func occurrence(f *checklist.Finding) int {
	if f.Repeat == nil {
		return 0
	}
	return max(2, f.Repeat.Count)
}

// zoneOf is where a finding is.
func zoneOf(f *checklist.Finding, l checklist.Lang) string {
	if s := f.ZoneName.In(l); s != "" {
		return s
	}
	return f.Zone
}

// lateDays is how many days a finding is overdue today, 0 = not.
func lateDays(f *checklist.Finding, today string) int {
	due, err := time.Parse(time.DateOnly, f.Due)
	now, err2 := time.Parse(time.DateOnly, today)
	if err != nil || err2 != nil || !f.Overdue(today) {
		return 0
	}
	return int(now.Sub(due).Hours() / 24)
}

// require is what has to be done about a finding, in words: the standard it
// missed, and why it came back when it did.
func (o *FindingPaper) require(f *checklist.Finding) string {
	t := wordsOf(o.Lang)
	out := []string{t.t("nt.require")}
	if item := f.ItemText.In(o.Lang); item != "" && strings.TrimSpace(f.Text) != "" {
		out[0] = t.t("nt.requireItem", "item", item)
	}
	switch {
	case f.Repeat != nil:
		out = append(out, t.t("nt.requireRepeat"))
	case f.Severity == checklist.Critical:
		out = append(out, t.t("nt.requireCritical"))
	}
	return strings.Join(out, t.t("nt.and"))
}

// ByBranch parts findings by branch, in the order in which the branches come.
func ByBranch(fs []*checklist.Finding) (out [][]*checklist.Finding) {
	at := map[string]int{}
	for _, f := range fs {
		i, ok := at[f.Branch.Code]
		if !ok {
			i, out = len(out), append(out, nil)
			at[f.Branch.Code] = i
		}
		out[i] = append(out[i], f)
	}
	return out
}

// NoticeFor makes a notice of the findings of one branch; cancelled ones are left
// out. Number, Issuer, Issued and Return are for the caller to fill in. The reply
// is due on the last due date.
func NoticeFor(o FindingPaper, fs []*checklist.Finding) NoticeDoc {
	t := wordsOf(o.Lang)
	d := NoticeDoc{Lang: o.Lang, Org: o.Org, Issued: o.Today, Photo: o.Photo}
	var visits, basis []string
	for _, f := range fs {
		if f.Status == checklist.FindingCancelled {
			continue
		}
		d.To = f.Branch.Name
		d.ReplyBy = max(d.ReplyBy, f.Due)
		visits = append(visits, strings.Trim(t.t("nt.visitOf", "day", f.Day, "mode", t.core("mode", string(f.Mode))), " ,"))
		basis = append(basis, o.basis(f))
		d.Items = append(d.Items, o.noticeItem(f))
	}
	d.Visit = strings.Join(distinct(visits), t.t("and"))
	d.Basis = strings.Join(distinct(basis), t.t("and"))
	return d
}

func (o *FindingPaper) basis(f *checklist.Finding) string {
	t := wordsOf(o.Lang)
	if f.Checklist == "" {
		return t.t("nt.byHand")
	}
	name := f.Checklist
	if o.List != nil {
		if s := o.List(f.Checklist, f.Version).In(o.Lang); s != "" {
			name = s
		}
	}
	return t.t("nt.basisOf", "list", name, "n", strconv.Itoa(f.Version))
}

func (o *FindingPaper) noticeItem(f *checklist.Finding) NoticeItem {
	t := wordsOf(o.Lang)
	it := NoticeItem{
		Number: f.Number, Text: problemOf(f, o.Lang), Place: zoneOf(f, o.Lang), Photos: o.hashes(f.Photos), Severity: f.Severity,
		Repeat: occurrence(f), Require: o.require(f), Owner: f.Owner, Due: f.Due,
		Done: paperText(f.Done), After: o.hashes(f.After), DoneDay: f.SubmitDay,
	}
	switch f.Status {
	case checklist.FindingClosed:
		it.Review, it.Reviewer = t.t("nt.accepted"), f.Verifier.Name
	case checklist.FindingRejected:
		it.Review, it.Reviewer = t.t("nt.rejected", "reason", paperText(f.Reason)), f.Verifier.Name
	default:
	}
	return it
}

// distinct leaves every text standing once, where it first stood.
func distinct(list []string) (out []string) {
	for _, s := range list {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// FindingListFor makes the list of findings; scope says in words what was chosen.
func FindingListFor(o FindingPaper, scope string, fs []*checklist.Finding) FindingListDoc {
	d := FindingListDoc{Lang: o.Lang, Org: o.Org, Scope: scope, Today: o.Today, Photo: o.Photo}
	for _, f := range fs {
		d.Rows = append(d.Rows, FindingRow{
			Number: f.Number, Branch: f.Branch.Name, Zone: zoneOf(f, o.Lang), S6: f.S6, Text: problemOf(f, o.Lang), Severity: f.Severity,
			Owner: f.Owner, Department: f.Department, Found: f.Day, Due: f.Due, Status: f.Status, Closed: f.ClosedDay,
			OverdueDays: lateDays(f, o.Today), Repeat: occurrence(f), Returns: f.Returns, Cause: paperText(f.Cause), Done: paperText(f.Done),
			Before: o.first(f.Photos), After: o.first(f.After),
		})
	}
	return d
}

// AlbumFor makes an album of the findings that have a picture; those without one
// after it only when all is true.
func AlbumFor(o FindingPaper, scope string, fs []*checklist.Finding, all bool) AlbumDoc {
	t := wordsOf(o.Lang)
	d := AlbumDoc{Lang: o.Lang, Org: o.Org, Scope: scope, Photo: o.Photo}
	d.Made, _ = time.Parse(time.DateOnly, o.Today)
	for _, f := range fs {
		if len(f.Photos) == 0 && len(f.After) == 0 || len(f.After) == 0 && !all {
			continue
		}
		p := AlbumPair{Heading: strings.TrimSpace(f.Number + " " + problemOf(f, o.Lang))}
		facts := []string{zoneOf(f, o.Lang), f.Branch.Name}
		if f.Owner != "" {
			facts = append(facts, t.t("al.owner", "owner", f.Owner))
		}
		facts = append(facts, t.t("al.found", "day", f.Day))
		if f.ClosedDay != "" {
			facts = append(facts, t.t("al.closed", "day", f.ClosedDay))
		} else {
			facts = append(facts, t.t("al.due", "day", f.Due))
		}
		p.Lines = append(p.Lines, dots(facts...))
		if done := paperText(f.Done); done != "" {
			p.Lines = append(p.Lines, t.t("al.done", "text", done))
		}
		p.Before, p.After = o.side(f.Photos, "shot.before"), o.side(f.After, "shot.after")
		d.Pairs = append(d.Pairs, p)
	}
	return d
}

// side is the first picture of one side of a finding.
func (o *FindingPaper) side(ps []checklist.PhotoRef, label string) Picture {
	if len(ps) == 0 {
		return Picture{Label: wordsOf(o.Lang).t(label)}
	}
	return o.picture(ps[0], wordsOf(o.Lang).t(label))
}

// dots joins what is not empty by middle dots.
func dots(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), " · ")
}
