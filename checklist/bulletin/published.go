package bulletin

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// Published is what one branch gets of an issued bulletin: the paper, its own row
// with why it stands there, and of the others only what cannot be traced to one.
type Published struct {
	Format   int            `json:"format"`
	ID       string         `json:"id"` // of the data set
	Branch   string         `json:"branch"`
	Number   string         `json:"number,omitempty"`
	Edition  int            `json:"edition"`
	Replaces string         `json:"replaces,omitempty"` // id of the edition before
	Title    string         `json:"title,omitempty"`
	Subject  checklist.Text `json:"subject"`
	Office   string         `json:"office"`
	Day      string         `json:"day"`
	From     string         `json:"from"`
	To       string         `json:"to"`
	Out      string         `json:"out,omitempty"`   // day it was laid out for the branch, yyyy-mm-dd
	Lists    []string       `json:"lists,omitempty"` // ids of the checklists it is about

	All          Spread        `json:"all"`
	Peers        *Spread       `json:"peers,omitempty"` // its peer group; nil = fewer halls than may be ranked
	Own          *Own          `json:"own,omitempty"`   // nil = not inspected
	Zones        []ZoneMean    `json:"zones,omitempty"` // means of all halls
	Requirements []Requirement `json:"requirements,omitempty"`
	Changed      *RowChange    `json:"changed,omitempty"` // its own place since the edition before; Hall means nothing here

	PDF []byte `json:"pdf,omitempty"`

	Opened bool `json:"-"` // somebody at the branch has read it
}

// Spread is a group of halls without a name.
type Spread struct {
	Grade   checklist.HallGrade `json:"grade,omitempty"`
	Traffic checklist.Traffic   `json:"traffic,omitempty"`
	Halls   int                 `json:"halls"`
	Mean    *checklist.Tenths   `json:"mean,omitempty"`
	Last    *checklist.Tenths   `json:"last,omitempty"` // mean of the period before
	Best    *checklist.Tenths   `json:"best,omitempty"`
	Middle  *checklist.Tenths   `json:"middle,omitempty"` // median, the lower one of two
	Lowest  *checklist.Tenths   `json:"lowest,omitempty"`
	Scores  []checklist.Tenths  `json:"scores,omitempty"` // of a peer group, falling
}

// Own is the branch's own row.
type Own struct {
	Rank       int               `json:"rank,omitempty"` // 0 = no ranks are published
	PeerRank   int               `json:"peerRank,omitempty"`
	Score      checklist.Tenths  `json:"score"`
	Grade      checklist.Text    `json:"grade,omitzero"`
	N          int               `json:"n"`
	Vetoes     int               `json:"vetoes"`
	Problems   int               `json:"problems"`
	Critical   int               `json:"critical"`
	OnTime     *int              `json:"onTime,omitempty"` // per mille
	Last       *checklist.Tenths `json:"last,omitempty"`
	LastRank   int               `json:"lastRank,omitempty"`
	RankChange int               `json:"rankChange,omitempty"`
	Weak       []WeakZone        `json:"weak,omitempty"` // the weakest first, at most three
	Notes      []Note            `json:"notes,omitempty"`
}

// WeakZone is a weak zone by name, with the mean of all halls beside it.
type WeakZone struct {
	Name  checklist.Text    `json:"name"`
	Score checklist.Tenths  `json:"score"`
	Lost  checklist.Milli   `json:"lost"`
	Mean  *checklist.Tenths `json:"mean,omitempty"`
}

// ZoneMean is a zone over all halls.
type ZoneMean struct {
	Name checklist.Text    `json:"name"`
	Mean *checklist.Tenths `json:"mean,omitempty"`
}

// For cuts the branch's part out of a data set.
func (d *Data) For(id, branch string) Published {
	p := Published{
		Format: format, ID: id, Branch: branch, Number: d.Number, Edition: d.Edition, Title: d.Title, Office: d.Office, Day: d.Day,
		From: d.From, To: d.To, Requirements: d.Requirements,
	}
	if d.Replaces != nil {
		p.Replaces = d.Replaces.ID
	}
	if d.Composite != nil {
		p.Subject = checklist.Text{ZH: d.Composite.Name, EN: d.Composite.Name}
	} else if len(d.Lists) > 0 {
		p.Subject = d.Lists[0].Title
	}
	for _, l := range d.Lists {
		p.Lists = append(p.Lists, l.ID)
	}
	every := make([]int, len(d.Rows))
	for i := range every {
		every[i] = i
	}
	p.All = d.spread(every, false)
	if d.traceless() {
		p.All.Mean, p.All.Last = d.Basics.Mean, d.Basics.LastMean
		for i := range d.ZoneSums {
			z := &d.ZoneSums[i]
			p.Zones = append(p.Zones, ZoneMean{d.Zones[z.Zone].Name, z.Mean})
		}
	}
	hall := slices.IndexFunc(d.Halls, func(h Hall) bool { return h.Code == branch })
	if hall < 0 {
		return p
	}
	d.own(&p, hall)
	if d.Changes != nil {
		for _, c := range d.Changes.Rows {
			if c.Hall == hall {
				c.Hall = 0
				p.Changed = &c
			}
		}
	}
	return p
}

// Shows says whether the branch sees in it what a record of its own came to, made
// with a checklist on a day.
func (p *Published) Shows(list, day string) bool {
	return p.Own != nil && p.Out != "" && p.From <= day && day <= p.To && slices.Contains(p.Lists, list)
}

// traceless says that there are enough halls for a mean that nobody can take apart.
func (d *Data) traceless() bool { return len(d.Rows) >= ranking.FewestRanked }

// own fills in the hall's own row and its peer group.
func (d *Data) own(p *Published, hall int) {
	at := slices.IndexFunc(d.Rows, func(r Row) bool { return r.Hall == hall })
	for i := range d.Groups {
		g := &d.Groups[i]
		peers := ranking.PeersOf(checklist.Branch{Grade: d.Halls[hall].Grade, Traffic: d.Halls[hall].Traffic})
		if g.Grade == peers.Grade && g.Traffic == peers.Traffic && d.Basics.Ranked() {
			s := d.spread(g.Rows, true)
			s.Grade, s.Traffic, s.Mean, s.Last = g.Grade, g.Traffic, &g.Mean, g.LastMean
			p.Peers = &s
		}
	}
	if at < 0 {
		return
	}
	r := &d.Rows[at]
	o := &Own{
		Score: r.Score, Grade: d.GradeName(r.Grade), N: r.N, Vetoes: r.Vetoes, Problems: r.Problems, Critical: r.Critical, OnTime: r.OnTime,
		Last: r.Last, Notes: r.Notes,
	}
	if d.Basics.Ranked() {
		o.Rank, o.LastRank, o.RankChange = r.Rank, r.LastRank, r.RankChange
		if p.Peers != nil {
			o.PeerRank = r.PeerRank
		}
	}
	for _, w := range r.Weak {
		x := WeakZone{Name: d.Zones[w.Zone].Name, Score: w.Score, Lost: w.Lost}
		for i := range d.ZoneSums {
			if d.ZoneSums[i].Zone == w.Zone && d.traceless() {
				x.Mean = d.ZoneSums[i].Mean
			}
		}
		o.Weak = append(o.Weak, x)
	}
	p.Own = o
}

// spread sums rows up without a name. A group smaller than may be ranked shows
// only how many halls it has.
func (d *Data) spread(rows []int, scores bool) Spread {
	s := Spread{Halls: len(rows)}
	if len(rows) < ranking.FewestRanked {
		return s
	}
	var list []checklist.Tenths
	for _, i := range rows {
		list = append(list, d.Rows[i].Score)
	}
	slices.SortFunc(list, func(a, b checklist.Tenths) int { return int(b - a) })
	s.Best, s.Middle, s.Lowest = &list[0], &list[len(list)/2], &list[len(list)-1]
	if scores && len(list) <= mostScores {
		s.Scores = list
	}
	return s
}

// mostScores bounds the list of a peer group's scores.
const mostScores = 500

// The bounds of what comes from outside.
const (
	MostPDF     = 5 << 20
	mostListed  = 2000
	mostLetters = 4000
)

// Check says whether what came from outside can be kept. Code bulletin.damaged.
func (p *Published) Check() error {
	ok := p.Format >= 1 && p.Format <= format && len(p.ID) == 64 && strings.Trim(p.ID, "0123456789abcdef") == "" && p.Branch != "" &&
		p.Edition >= 1 && len(p.PDF) <= MostPDF && len(p.Zones) <= mostListed && len(p.Requirements) <= maxRequirements &&
		(p.Own == nil || len(p.Own.Weak) <= 3) && (p.Peers == nil || len(p.Peers.Scores) <= mostListed)
	for _, s := range []string{p.Number, p.Title, p.Office, p.Subject.ZH, p.Subject.EN} {
		ok = ok && len(s) <= mostLetters
	}
	for _, l := range p.Lists {
		ok = ok && l != "" && len(l) <= mostLetters
	}
	_, err := time.Parse(time.DateOnly, p.Out)
	ok = ok && len(p.Lists) <= mostListed && (p.Out == "" || err == nil)
	plan := Plan{From: p.From, To: p.To, Checklist: "x", Day: p.Day}
	if !ok || plan.Check() != nil || len(p.PDF) > 0 && !strings.HasPrefix(string(p.PDF[:min(5, len(p.PDF))]), "%PDF-") {
		return checklist.Fail("bulletin.damaged", "id", Short(p.ID))
	}
	return nil
}

// Body is the part as it is kept and sent.
func (p *Published) Body() []byte {
	b, err := json.Marshal(p)
	if err != nil {
		panic("bulletin: encode: " + err.Error()) // plain data
	}
	return b
}
