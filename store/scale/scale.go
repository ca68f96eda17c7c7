// Package scale fills a headquarters' database with what thousands of halls send
// in years, for measuring: seeded, the same for the same options, and row by row
// what importing the same records would have stored.
package scale

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"hallcheck/checklist"
	"hallcheck/store"
)

//go:embed data.json
var data []byte

// words are names of an organisation that does not exist, and what its people
// write down.
type words struct {
	Org      string   `json:"org"`
	Areas    []string `json:"areas"`
	Streets  []string `json:"streets"`
	Desks    []string `json:"desks"`
	Surnames []string `json:"surnames"`
	Given    []string `json:"given"`
	Notes    []string `json:"notes"`
	NA       []string `json:"na"`
	Fixed    []string `json:"fixed"`
	Left     string   `json:"left"`
	Text     string   `json:"text"`
}

// The checklists a month has: patrols of the hall itself, and the sheets of an
// inspector from outside.
const (
	Patrol    = "lobby-patrol"
	Inspect   = "6s-environment"
	Etiquette = "staff-etiquette"
)

// Patrols is how many patrols a hall sends in a month.
const Patrols = 4

// The shares the records follow, of 1000.
const (
	silent     = 3   // halls a month that send nothing
	unfinished = 4   // visits the inspector had to leave early
	second     = 250 // etiquette visits that observe two people
	naShare    = 12  // answers that do not apply
	tracked    = 100 // failed items that open a finding
)

// Options say how much is made.
type Options struct {
	Halls  int
	Months int
	Seed   uint64
	Until  time.Time // the last month is this one's, in its zone
	Lists  map[string]*checklist.Checklist
	Hall   Hall // whether the days of the halls are among it
}

// Generator makes bundles, any of them at any time.
type Generator struct {
	Options
	words
	common map[string]bool // items that go wrong everywhere
	people []checklist.Person
}

// New reads the words and casts the inspectors.
func New(o Options) (*Generator, error) {
	g := &Generator{Options: o, common: map[string]bool{}}
	if err := json.Unmarshal(data, &g.words); err != nil {
		return nil, fmt.Errorf("scale data: %w", err)
	}
	for _, id := range []string{Patrol, Inspect, Etiquette} {
		c := o.Lists[id]
		if c == nil {
			return nil, checklist.Fail("store.unknownChecklist", "id", id, "version", "0")
		}
		for i := 3; i < len(c.Items); i += 9 {
			g.common[c.Items[i].ID] = true
		}
	}
	d := g.dice(1<<40, 0)
	for range max(4, o.Halls/40) { // one inspector goes to forty halls a month
		g.people = append(g.people, checklist.Person{ID: d.id(), Name: g.name(d), Role: checklist.Inspector})
	}
	return g, nil
}

// Bundles is how many bundles there are: one per hall and month.
func (g *Generator) Bundles() int { return g.Halls * g.Months }

// dice is the source of one part of the data: parts do not disturb each other.
type dice struct{ *rand.Rand }

func (g *Generator) dice(part, of int) dice {
	return dice{rand.New(rand.NewPCG(g.Seed, uint64(part)<<20|uint64(of)))} // #nosec G404 -- sample data
}

// id makes a random UUID, spread over the whole range as real ones are.
func (d dice) id() string {
	var u uuid.UUID
	for i, half := range []uint64{d.Uint64(), d.Uint64()} {
		for k := range 8 {
			u[i*8+k] = byte(half >> (8 * k))
		}
	}
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return u.String()
}

// chance is true in n of 1000 cases.
func (d dice) chance(n int) bool { return d.IntN(1000) < n }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

func (g *Generator) name(d dice) string { return pick(d, g.Surnames) + pick(d, g.Given) }

// hall is one branch with its people.
type hall struct {
	checklist.Branch
	no            int
	device        string
	lapses        int // of 1000 answers, how many are bad in an ordinary month
	manager, head checklist.Person
	staff         [2]checklist.Person
}

var (
	grades   = []checklist.HallGrade{checklist.Flagship, checklist.Second, checklist.Second, checklist.Second, checklist.Third, checklist.Third, checklist.Third, checklist.Third, checklist.Third, checklist.Partner}
	traffics = []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficMedium, checklist.TrafficLow}
)

// hall makes hall number no: most are ordinary, a few are weak.
func (g *Generator) hall(no int) *hall {
	d := g.dice(no, 0)
	area := no % len(g.Areas)
	h := &hall{no: no, device: d.id(), lapses: 12 + d.IntN(18) + d.IntN(18)}
	if d.chance(60) {
		h.lapses += 60 + d.IntN(60)
	}
	h.Branch = checklist.Branch{
		Code: fmt.Sprintf("%02d%05d", area+1, no), Grade: pick(d, grades), Traffic: pick(d, traffics), Active: true,
		Name: g.Areas[area] + g.Streets[no/len(g.Areas)%len(g.Streets)] + ordinal(no/len(g.Areas)/len(g.Streets)) + pick(d, g.Desks),
	}
	person := func(r checklist.Role, p checklist.Position) checklist.Person {
		return checklist.Person{ID: d.id(), Name: g.name(d), Role: r, Position: p, Branch: h.Code}
	}
	h.manager, h.head = person(checklist.LobbyManager, checklist.PositionLobby), person(checklist.BranchHead, checklist.PositionManager)
	for d := g.dice(no, 1<<19); h.head.Name == h.manager.Name; { // nobody reviews their own work, and a name says who it was
		h.head.Name = g.name(d)
	}
	h.staff = [2]checklist.Person{person("", checklist.PositionTeller), h.manager}
	return h
}

// ordinal tells halls of one street apart.
func ordinal(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d号", n+1)
}

// month is the first day of month number m of g.Months, in the halls' zone.
func (g *Generator) month(m int) time.Time {
	y, mon, _ := g.Until.Date()
	return time.Date(y, mon, 1, 0, 0, 0, 0, g.Until.Location()).AddDate(0, m-g.Months+1, 0)
}

// Bundle makes bundle number n: by month, then by hall, as they come in. One of a
// silent hall says nothing, and was never sent.
func (g *Generator) Bundle(n int) (*Bundle, error) {
	m, no := n/g.Halls, n%g.Halls
	v := &visitor{Generator: g, h: g.hall(no), m: m, month: g.month(m), d: g.dice(no, m+1)}
	b := &Bundle{Branch: v.h.Branch}
	b.Record = store.ImportRecord{
		SHA256: sumOf(g.Seed, n), Device: v.h.device, Seq: int64(m + 1), Branch: v.h.Code,
		At: v.month.AddDate(0, 1, 1).UnixMilli(), Created: v.month.AddDate(0, 1, 0).UnixMilli(),
		Name: fmt.Sprintf("%s-%s.hcb", v.h.Code, v.month.Format("2006-01")),
	}
	if v.d.chance(silent) {
		return b, nil
	}
	if g.Hall != NoHall {
		b.Loop.Hall = g.days(v.h, m)
	}
	if g.Hall == HallOnly {
		return b, nil
	}
	err := v.visits(b)
	return b, err
}

// Bundle is what one hall sends at the end of a month.
type Bundle struct {
	Record      store.ImportRecord
	Inspections []*checklist.Inspection
	Loop        store.Loop
	Branch      checklist.Branch
}
