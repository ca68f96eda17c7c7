package demo

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/google/uuid"

	"hallcheck/checklist"
)

//go:embed data.json
var data []byte

// stock is data.json: names of an organisation that does not exist, and what
// inspectors write down.
type stock struct {
	Org        string              `json:"org"`
	Counties   []county            `json:"counties"`
	Streets    []string            `json:"streets"`
	Desks      []string            `json:"desks"`
	Surnames   []string            `json:"surnames"`
	Given      []string            `json:"given"`
	HQUser     string              `json:"hqUser"`
	Inspectors []string            `json:"inspectors"`
	Notes      map[string][]string `json:"notes"`
	Fallback   string              `json:"fallback"`
	NAReasons  []string            `json:"naReasons"`
	NANotes    map[string][]string `json:"naNotes"` // of single items
	Override   string              `json:"override"`
}

// county is a part of the organisation; share is how many of 81 halls it has.
type county struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Share int    `json:"share"`
	City  bool   `json:"city"`
}

// dice is the seeded source of one part of the example: parts do not disturb
// each other, and ids come from it too.
type dice struct {
	*rand.Rand
	src *rand.ChaCha8
}

func newDice(seed int64, part string) *dice {
	src := rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "hallcheck demo %d %s", seed, part)))
	return &dice{Rand: rand.New(src), src: src} // #nosec G404 -- sample data
}

func (d *dice) id() string { return uuid.Must(uuid.NewRandomFromReader(d.src)).String() }

// chance is true in n of 1000 cases.
func (d *dice) chance(n int) bool { return d.IntN(1000) < n }

func pick[T any](d *dice, list []T) T { return list[d.IntN(len(list))] }

// fate is what goes wrong in a hall this month.
type fate int

const (
	usual      fate = iota
	absent          // was not inspected
	late            // its bundle has not arrived
	incomplete      // its inspector had to leave
	vetoed          // a veto item was violated
)

// hall is one branch with its people.
type hall struct {
	checklist.Branch
	no      int
	fate    fate
	lapses  int // of 1000 answers, how many are bad
	head    checklist.Person
	manager checklist.Person // lobby manager
	staff   []checklist.Person
	device  string
}

// cast is the organisation.
type cast struct {
	stock
	seed       int64
	orgID      string
	hqDevice   string
	supervisor checklist.Person
	inspectors []checklist.Person
	halls      []*hall
	common     map[string]bool // items that go wrong everywhere
}

func newCast(seed int64, halls int) (*cast, error) {
	c := &cast{seed: seed, common: map[string]bool{}}
	if err := json.Unmarshal(data, &c.stock); err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}
	d := newDice(seed, "organisation")
	c.orgID, c.hqDevice = d.id(), d.id()
	c.supervisor = checklist.Person{ID: d.id(), Name: c.HQUser, Role: checklist.HQSupervisor}
	for _, n := range c.Inspectors {
		c.inspectors = append(c.inspectors, checklist.Person{ID: d.id(), Name: n, Role: checklist.Inspector})
	}
	for _, id := range []string{"env.selfservice.machines", "env.counter.personal-items", "env.lobby.displays", "env.forms.desk-tidy", "etq.steps.suggest", "etq.voices.farewell"} {
		c.common[id] = true
	}
	for i := range halls {
		c.halls = append(c.halls, c.hall(i, halls))
	}
	c.deal(d)
	return c, nil
}

// hall makes hall number i: its county, name, grade, traffic and people.
func (c *cast) hall(i, of int) *hall {
	d := newDice(c.seed, fmt.Sprintf("hall %d", i))
	k, first := c.county(i, of)
	where, n := c.Counties[k], i-first+1
	h := &hall{no: i, device: d.id(), lapses: 25 + d.IntN(70) + d.IntN(90)}
	h.Code, h.Active = fmt.Sprintf("%s%02d", where.Code, n), true
	h.Name = where.Name + c.Streets[(i*7+k)%len(c.Streets)] + pick(d, c.Desks)
	switch {
	case n == 1 && where.City:
		h.Grade, h.Traffic, h.Name = checklist.Flagship, checklist.TrafficHigh, where.Name+c.Desks[0]
	case n == 1:
		h.Grade, h.Traffic, h.Name = checklist.Second, checklist.TrafficHigh, where.Name+c.Desks[0]
	case d.chance(450):
		h.Grade = checklist.Second
	case d.chance(780):
		h.Grade = checklist.Third
	default:
		h.Grade = checklist.Partner
	}
	if h.Traffic == "" {
		h.Traffic = []checklist.Traffic{checklist.TrafficHigh, checklist.TrafficMedium, checklist.TrafficMedium, checklist.TrafficLow}[d.IntN(4)]
	}
	person := func(role checklist.Role, p checklist.Position) checklist.Person {
		return checklist.Person{ID: d.id(), Name: pick(d, c.Surnames) + pick(d, c.Given), Role: role, Position: p, Branch: h.Code}
	}
	h.head = person(checklist.BranchHead, checklist.PositionManager)
	h.manager = person(checklist.LobbyManager, checklist.PositionLobby)
	for range 3 + d.IntN(3) {
		h.staff = append(h.staff, person("", checklist.PositionTeller))
	}
	h.staff = append(h.staff, person("", checklist.PositionWealth))
	return h
}

// county spreads the halls over the counties by their shares and returns the
// county of hall i with the number of its first hall.
func (c *cast) county(i, of int) (k, first int) {
	all := 0
	for _, x := range c.Counties {
		all += x.Share
	}
	sum, start := 0, 0
	for k, x := range c.Counties {
		sum += x.Share
		end := of * sum / all
		if i < end {
			return k, start
		}
		start = end
	}
	return len(c.Counties) - 1, start
}

// deal gives some halls their bad luck; the kept ones have none.
func (c *cast) deal(d *dice) {
	n := len(c.halls)
	order := d.Perm(n)
	for _, f := range []struct {
		fate fate
		n    int
	}{{absent, (n + 26) / 27}, {late, (n + 40) / 41}, {incomplete, (n + 26) / 27}, {vetoed, (n + 19) / 20}} {
		for got := 0; got < f.n && len(order) > 0; order = order[1:] {
			h := c.halls[order[0]]
			if h.no < kept || n < 8 {
				continue
			}
			h.fate = f.fate
			got++
		}
	}
}
