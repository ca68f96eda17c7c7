package chart

// Bar is one bar with its words.
type Bar struct {
	Label string
	Value int64  // in any unit, the same for all bars; at least 0
	Text  string // the value as it is said
	Note  string // muted words behind it
	Role  Role   // Accent unless something is to be said by it as well
}

// Bars is a ranking as bars, one below the other, in the order given. The axis
// begins at zero: half the length is half the value.
type Bars struct {
	Title string
	Bars  []Bar
	Full  int64 // the value of a whole track; 0 = the greatest bar
	Mark  int64 // a dashed line through all bars, such as a mean; 0 = none
	Said  string
	Empty string // words where there is no bar
}

// The measures of bars, in points.
const (
	barRow   = 18.0
	barThick = 9.0
	barGap   = 8.0
)

// Draw lays the bars out.
func (b Bars) Draw(p Paper) Drawing {
	d := newPen(p)
	y := d.title(b.Title)
	size := sizeText * d.k
	row := barRow * d.k
	if len(b.Bars) == 0 {
		d.words(b.Empty, 0, y, p.W, row, size, Muted, Left, false)
		return d.done(y+row, b.Title)
	}
	nameW, textW, noteW, full := 0.0, 0.0, 0.0, b.Full
	for _, x := range b.Bars {
		nameW = max(nameW, d.width(x.Label, size, false))
		textW = max(textW, d.width(x.Text, size, true))
		noteW = max(noteW, d.width(x.Note, sizeSmall*d.k, false))
		full = max(full, x.Value)
	}
	gap := barGap * d.k
	nameW = min(nameW, p.W*0.42)
	if noteW > 0 {
		noteW = min(noteW+gap, p.W*0.25)
	}
	left := nameW + gap
	long := max(p.W-left-textW-gap-noteW, 10)
	length := func(v int64) float64 { return long * float64(v) / float64(max(full, 1)) }
	top := y
	for _, x := range b.Bars {
		h := barThick * d.k
		d.words(x.Label, 0, y, nameW, row, size, Ink, Left, false)
		d.box(left, y+(row-h)/2, long, h, Track, h/3)
		d.box(left, y+(row-h)/2, max(length(x.Value), 1), h, x.Role, h/3)
		d.words(x.Text, left+long+gap/2, y, textW+gap/2, row, size, Ink, Right, true)
		d.words(x.Note, p.W-noteW+gap, y, noteW-gap, row, sizeSmall*d.k, Muted, Left, false)
		y += row
	}
	if b.Mark > 0 {
		d.line(Dash, left+length(b.Mark), top, left+length(b.Mark), y, 1, Muted)
		d.words(b.Said, left, y, p.W-left, size*lead, sizeSmall*d.k, Muted, Left, false)
		y += size * lead
	}
	return d.done(y, b.Title)
}
