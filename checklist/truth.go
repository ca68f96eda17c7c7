package checklist

import (
	"strconv"
	"time"
)

// PhotoUse is one place where a picture was used: in an inspection, a finding or
// a bright spot.
type PhotoUse struct {
	Photo      string    `json:"photo"` // id of the PhotoRef
	Hash       string    `json:"hash"`  // of the picture there
	Masked     string    `json:"-"`     // of the copy with the mosaic, "" = nothing is covered
	Inspection string    `json:"inspection,omitempty"`
	Finding    string    `json:"finding,omitempty"`
	Number     string    `json:"number,omitempty"` // of the finding
	Bright     string    `json:"bright,omitempty"` // id of the bright spot
	Branch     string    `json:"branch"`           // code
	BranchName string    `json:"branchName"`
	Day        string    `json:"day"` // yyyy-mm-dd
	Item       string    `json:"item,omitempty"`
	Text       Text      `json:"text,omitzero"` // of the item, else what was written
	Kind       PhotoKind `json:"kind"`
	TakenAt    int64     `json:"taken,omitempty"` // unix ms UTC; 0 = unknown
	AddedAt    int64     `json:"added"`
	Exact      bool      `json:"exact,omitempty"`    // the same file
	Distance   int       `json:"distance,omitempty"` // thousandths, see Print.Distance
	Match      Match     `json:"match,omitempty"`    // of the pictures themselves, where they were compared
}

// Shown is the picture to show of the use: never what somebody covered.
func (u *PhotoUse) Shown() string {
	if u.Masked != "" {
		return u.Masked
	}
	return u.Hash
}

// Match says what a comparison of two whole pictures came to.
type Match string

// The outcomes; the empty Match means that only prints were compared.
const (
	MatchSame  Match = "same"  // one is the other, as far as can be seen
	MatchOther Match = "other" // another shot, however like
)

// Hint is something about a photo that whoever decides may want to know. It is
// never a judgement: there are good reasons for each of them.
type Hint struct {
	Code  string    `json:"code"`            // sentence under "hint." + Code
	Use   *PhotoUse `json:"use,omitempty"`   // the latest of the earlier uses
	Count int       `json:"count,omitempty"` // earlier uses
	Days  int       `json:"days,omitempty"`
}

// The codes of hints.
const (
	HintUsedBefore  = "photo.usedBefore"     // the same file was used earlier
	HintLooksLike   = "photo.looksLike"      // the same picture, re-encoded, resized or cut
	HintOld         = "photo.old"            // taken more than a day before the inspection
	HintFuture      = "photo.future"         // taken after it was added: a clock is wrong
	HintNoTime      = "photo.noTime"         // the file does not say when
	HintBeforeFixed = "photo.afterBeforeFix" // shows the state after, taken before the problem
)

const (
	oldAfter   = 24 * time.Hour
	clockSlack = 5 * time.Minute // clocks of phone and computer differ
	sameMoment = 2 * time.Second // capture times that near are one
)

// PhotoHints are the hints about a photo of an inspection or a rectification
// that was made at the given time; uses are all the uses of the same and of like
// pictures, of which only those added earlier count. A like picture taken at
// another moment is another shot, unless the pictures were compared and are one.
func PhotoHints(ref PhotoRef, uses []PhotoUse, at time.Time) []Hint {
	var out []Hint
	if h, ok := earlier(ref, uses); ok {
		out = append(out, h)
	}
	taken := time.UnixMilli(ref.TakenAt)
	switch {
	case ref.TakenAt == 0:
		out = append(out, Hint{Code: HintNoTime})
	case ref.TakenAt > ref.AddedAt+clockSlack.Milliseconds():
		out = append(out, Hint{Code: HintFuture})
	case at.Sub(taken) > oldAfter:
		out = append(out, Hint{Code: HintOld, Days: int(at.Sub(taken) / oldAfter)})
	}
	return out
}

// AfterHints are the hints about a photo that shows the finding fixed, submitted
// at the given time: those of PhotoHints, and one when it was taken before the
// photos of the problem or, where these do not say, before the finding's day.
func (f *Finding) AfterHints(ref PhotoRef, uses []PhotoUse, at time.Time) []Hint {
	out := PhotoHints(ref, uses, at)
	var first int64
	for _, p := range f.Photos {
		if p.TakenAt > 0 && (first == 0 || p.TakenAt < first) {
			first = p.TakenAt
		}
	}
	if day, err := time.ParseInLocation(time.DateOnly, f.Day, at.Location()); err == nil && first == 0 {
		first = day.UnixMilli()
	}
	if ref.TakenAt > 0 && ref.TakenAt < first {
		out = append(out, Hint{Code: HintBeforeFixed})
	}
	return out
}

// earlier sums up the earlier uses: of the same file when there are any, else of
// like pictures.
func earlier(ref PhotoRef, uses []PhotoUse) (Hint, bool) {
	var exact, near Hint
	exact.Code, near.Code = HintUsedBefore, HintLooksLike
	for i := range uses {
		u := &uses[i]
		if u.Photo == ref.ID || u.AddedAt > ref.AddedAt || u.AddedAt == ref.AddedAt && u.Photo > ref.ID {
			continue
		}
		h := &near
		switch {
		case u.Exact:
			h = &exact
		case u.Match == MatchOther || u.Match == "" && otherMoment(ref.TakenAt, u.TakenAt):
			continue
		}
		h.Count++
		if h.Use == nil || u.AddedAt > h.Use.AddedAt {
			h.Use = u
		}
	}
	if exact.Use != nil {
		return exact, true
	}
	return near, near.Use != nil
}

func otherMoment(a, b int64) bool {
	return a > 0 && b > 0 && max(a, b)-min(a, b) > sameMoment.Milliseconds()
}

// Pairs are the names and values for the hint's sentence.
func (h Hint) Pairs(l Lang) []string {
	out := []string{"days", strconv.Itoa(h.Days), "n", strconv.Itoa(h.Count)}
	if h.Use != nil {
		out = append(out, "day", h.Use.Day, "branch", h.Use.BranchName, "item", h.Use.Text.In(l), "number", h.Use.Number)
	}
	return out
}
