package store

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// The items of the master data a branch gets, each when it changed; checklists add
// "list:" with their id and version.
const (
	MasterBranch  = "branch"
	MasterPeople  = "people"
	MasterTargets = "targets"
	masterList    = "list:"
)

// Master is one part of headquarters' master data for one branch; the field of its
// item is set.
type Master struct {
	Item    string
	Rev     int64 // grows with every change at headquarters
	Branch  checklist.Branch
	People  []checklist.Person
	Targets []ranking.Target

	List    string // id of a checklist
	Version int
	Source  []byte
}

// MasterSent is a part of the master data as a branch got it.
type MasterSent struct {
	Branch string
	Item   string
	SHA256 string
	Rev    int64
}

// DueMaster is a part of the master data that a branch does not have as it is now.
type DueMaster struct {
	Master
	Sent MasterSent
}

// The settings of the master data.
const (
	masterRev    = "master.rev"    // at headquarters the last one used; at a branch, with ".<item>", the last one taken
	masterPeople = "master.people" // ids of the people headquarters keeps here
	foreignList  = "list.from."    // with id@version: the branch whose file brought a checklist
)

// DueMaster lists what changed for the given branches since they got it, by branch
// and item. A part that was always empty is not sent.
func (s *Store) DueMaster(ctx context.Context, branches []string) ([]DueMaster, error) {
	var out []DueMaster
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		out = nil
		m, err := readMaster(tx, s.opt.Builtin)
		if err != nil {
			return err
		}
		for _, b := range branches {
			list, err := m.due(b)
			if err != nil {
				return err
			}
			out = append(out, list...)
		}
		return nil
	}, s.snapshot())
	return out, coded(err, "read")
}

// masters is headquarters' master data, read once for thousands of branches.
type masters struct {
	rev      int64
	branches map[string]checklist.Branch
	people   map[string][]checklist.Person
	targets  map[string][]ranking.Target
	lists    []Master
	sent     map[string]map[string]string // branch → item → sum
}

func readMaster(tx *gorm.DB, builtin map[string][]byte) (*masters, error) {
	m := &masters{
		branches: map[string]checklist.Branch{}, people: map[string][]checklist.Person{},
		targets: map[string][]ranking.Target{}, sent: map[string]map[string]string{},
	}
	var rev string
	if err := tx.Raw("SELECT value FROM settings WHERE key = ?", masterRev).Scan(&rev).Error; err != nil {
		return nil, err
	}
	m.rev = number64(rev) + 1
	var rows []branchRow
	if err := tx.Raw("SELECT code, name, grade, traffic, active, owner FROM branches").Scan(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		m.branches[r.Code] = r.branch()
	}
	var people []personRow
	if err := tx.Raw("SELECT id, name, role, position, branch FROM people WHERE branch <> '' ORDER BY name, id").Scan(&people).Error; err != nil {
		return nil, err
	}
	for _, r := range people {
		m.people[r.Branch] = append(m.people[r.Branch], r.person())
	}
	targets, err := readTargets(tx, " ORDER BY branch, period, indicator")
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		m.targets[t.Branch] = append(m.targets[t.Branch], t)
	}
	var sent []MasterSent
	if err := tx.Raw("SELECT branch, item, sha256 FROM master_sent").Scan(&sent).Error; err != nil {
		return nil, err
	}
	for _, x := range sent {
		if m.sent[x.Branch] == nil {
			m.sent[x.Branch] = map[string]string{}
		}
		m.sent[x.Branch][x.Item] = x.SHA256
	}
	return m, m.readLists(tx, builtin)
}

// readLists reads the checklists that are headquarters' own: neither built in nor
// brought by a branch's file.
func (m *masters) readLists(tx *gorm.DB, builtin map[string][]byte) error {
	ours := map[string]bool{}
	for _, b := range builtin {
		ours[sum(b)] = true
	}
	var rows []listRow
	err := tx.Raw("SELECT id, version, sha256, source FROM checklists WHERE NOT EXISTS" +
		" (SELECT 1 FROM settings WHERE key = '" + foreignList + "' || checklists.id || '@' || checklists.version) ORDER BY id, version").Scan(&rows).Error
	for _, r := range rows {
		if ours[r.Sha256] {
			continue
		}
		m.lists = append(m.lists, Master{Item: masterList + r.ID + "@" + itoa(r.Version), List: r.ID, Version: r.Version, Source: []byte(r.Source)})
	}
	return err
}

func (m *masters) due(branch string) (out []DueMaster, err error) {
	b, ok := m.branches[branch]
	if !ok {
		return nil, nil
	}
	list := []Master{{Item: MasterBranch, Branch: b}}
	if p := m.people[branch]; len(p) > 0 || m.sent[branch][MasterPeople] != "" {
		list = append(list, Master{Item: MasterPeople, People: append([]checklist.Person{}, p...)})
	}
	if t := m.targets[branch]; len(t) > 0 || m.sent[branch][MasterTargets] != "" {
		list = append(list, Master{Item: MasterTargets, Targets: append([]ranking.Target{}, t...)})
	}
	for _, x := range append(list, m.lists...) {
		x.Rev = m.rev
		sum := x.sum()
		if m.sent[branch][x.Item] != sum {
			out = append(out, DueMaster{x, MasterSent{Branch: branch, Item: x.Item, SHA256: sum, Rev: m.rev}})
		}
	}
	return out, nil
}

// sum is the SHA-256 of what a branch is told, without when.
func (m Master) sum() string {
	m.Rev = 0
	m.Targets = slices.Clone(m.Targets)
	for i := range m.Targets {
		m.Targets[i].At, m.Targets[i].By = 0, ""
	}
	return sum([]byte(toJSON(m)))
}

// MasterKnown notes that a branch has its own row as its request said.
func (s *Store) MasterKnown(ctx context.Context, b checklist.Branch) error {
	return s.write(ctx, "master", func(tx *gorm.DB) error {
		return markMaster(tx, []MasterSent{{Branch: b.Code, Item: MasterBranch, SHA256: Master{Item: MasterBranch, Branch: b}.sum()}})
	})
}

// markMaster notes that bundles carried parts of the master data.
func markMaster(tx *gorm.DB, list []MasterSent) error {
	newest := int64(0)
	for _, m := range list {
		newest = max(newest, m.Rev)
		err := tx.Exec("INSERT INTO master_sent (branch, item, sha256) VALUES (?, ?, ?) ON CONFLICT (branch, item) DO UPDATE SET sha256 = excluded.sha256",
			m.Branch, m.Item, m.SHA256).Error
		if err != nil {
			return err
		}
	}
	if newest == 0 {
		return nil
	}
	return raiseSetting(tx, masterRev, newest)
}

// raiseSetting stores a number where it is larger than the one there.
func raiseSetting(tx *gorm.DB, key string, n int64) error {
	var v string
	if err := tx.Raw("SELECT value FROM settings WHERE key = ?", key).Scan(&v).Error; err != nil || number64(v) >= n {
		return err
	}
	return putSetting(tx, key, itoa64(n))
}

// ForeignList notes, before a branch's checklist is installed at headquarters, that
// it is that branch's own and not for all.
func (s *Store) ForeignList(ctx context.Context, id string, version int, branch string) error {
	return s.write(ctx, "checklist", func(tx *gorm.DB) error {
		var n int
		err := tx.Raw("SELECT count(*) FROM checklists WHERE id = ? AND version = ?", id, version).Scan(&n).Error
		if err != nil || n > 0 {
			return err
		}
		return putSetting(tx, foreignList+id+"@"+itoa(version), branch)
	})
}

// mergeMaster follows headquarters' master data at a branch: its word wins, what the
// branch added itself stays. A part older than the one here is left aside.
func (s *Store) mergeMaster(tx *gorm.DB, list []Master) (n int, err error) {
	for _, m := range list {
		var v string
		if err := tx.Raw("SELECT value FROM settings WHERE key = ?", masterRev+"."+m.Item).Scan(&v).Error; err != nil {
			return 0, err
		}
		if number64(v) >= m.Rev {
			continue
		}
		switch m.Item {
		case MasterBranch:
			err = s.putBranch(tx, m.Branch)
		case MasterPeople:
			err = s.mergePeople(tx, m.People)
		case MasterTargets:
			err = replaceTargets(tx, m.Targets)
		}
		if err != nil {
			return 0, err
		}
		if err := putSetting(tx, masterRev+"."+m.Item, itoa64(m.Rev)); err != nil {
			return 0, err
		}
		if err := s.audit(tx, "master", m.Item, itoa64(m.Rev)); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// mergePeople takes headquarters' list of a branch's people over. Somebody entered
// here under the same name is the same person and keeps the id; whoever headquarters
// no longer lists keeps the name and loses the role, but for the person of this
// installation.
func (s *Store) mergePeople(tx *gorm.DB, list []checklist.Person) error {
	var rows []personRow
	if err := tx.Raw("SELECT id, name, role, position, branch FROM people ORDER BY role = '', id").Scan(&rows).Error; err != nil {
		return err
	}
	byID, byName := map[string]personRow{}, map[string]personRow{}
	for _, r := range rows {
		byID[r.ID] = r
		if _, twice := byName[r.Name]; !twice {
			byName[r.Name] = r
		}
	}
	var was, now []string
	var v, me string
	if err := tx.Raw("SELECT value FROM settings WHERE key = ?", masterPeople).Scan(&v).Error; err != nil {
		return err
	}
	if v != "" {
		if err := fromJSON(v, &was); err != nil {
			return err
		}
	}
	if err := tx.Raw("SELECT person FROM profile").Scan(&me).Error; err != nil {
		return err
	}
	for _, p := range list {
		if _, ok := byID[p.ID]; !ok {
			if same, ok := byName[p.Name]; ok {
				p.ID = same.ID
			}
		}
		now = append(now, p.ID)
		if err := putPerson(tx, p); err != nil {
			return err
		}
	}
	for _, id := range was {
		if r, ok := byID[id]; ok && id != me && !slices.Contains(now, id) {
			r.Role = ""
			if err := putPerson(tx, r.person()); err != nil {
				return err
			}
		}
	}
	return putSetting(tx, masterPeople, toJSON(now))
}

func replaceTargets(tx *gorm.DB, list []ranking.Target) error {
	if err := tx.Exec("DELETE FROM targets").Error; err != nil {
		return err
	}
	for _, t := range list {
		if err := putTarget(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// SavePeople adds people or changes them, all or none: somebody of the same name in
// the same branch is the same person. Code store.personName.
func (s *Store) SavePeople(ctx context.Context, list []checklist.Person) error {
	err := s.write(ctx, "person", func(tx *gorm.DB) error {
		var rows []personRow
		if err := tx.Raw("SELECT id, name, role, position, branch FROM people ORDER BY role = '', id").Scan(&rows).Error; err != nil {
			return err
		}
		have := map[[2]string]string{}
		for _, r := range slices.Backward(rows) {
			have[[2]string{r.Branch, r.Name}] = r.ID
		}
		for _, p := range list {
			key := [2]string{p.Branch, p.Name}
			if id := have[key]; id != "" {
				p.ID = id
			} else if p.ID == "" {
				p.ID = uuid.NewString()
			}
			have[key] = p.ID
			if p.Name == "" {
				return checklist.Fail("store.personName")
			}
			if err := putPerson(tx, p); err != nil {
				return err
			}
		}
		return s.audit(tx, "people", "", itoa(len(list)))
	})
	if err == nil {
		s.publish("person", "")
	}
	return err
}
