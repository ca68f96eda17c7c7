package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
	"sync"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// listKey names one version of a checklist.
type listKey struct {
	id      string
	version int
}

// lists holds the checklists parsed so far. A version never changes, so its
// value is shared by all who read it.
type lists struct {
	mu     *sync.Mutex
	parsed map[listKey]*checklist.Checklist
}

func newLists() lists {
	return lists{mu: &sync.Mutex{}, parsed: map[listKey]*checklist.Checklist{}}
}

func (l lists) get(k listKey) *checklist.Checklist {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.parsed[k]
}

func (l lists) put(c *checklist.Checklist) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.parsed[listKey{c.ID, c.Version}] = c
}

type listRow struct {
	ID      string
	Version int
	File    string
	Source  string
	Sha256  string
	Kind    string
	TitleZH string `gorm:"column:title_zh"`
	TitleEN string `gorm:"column:title_en"`
}

// installBuiltin stores the built-in checklists that are not there yet; the sum
// of their bytes spares reading them all again at each start.
func (s *Store) installBuiltin(ctx context.Context) error {
	var have []string
	if err := s.read(ctx).Raw("SELECT sha256 FROM checklists").Scan(&have).Error; err != nil {
		return coded(err, "open")
	}
	known := map[string]bool{}
	for _, h := range have {
		known[h] = true
	}
	names := make([]string, 0, len(s.opt.Builtin))
	for n := range s.opt.Builtin {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		data := s.opt.Builtin[n]
		if known[sum(data)] {
			continue
		}
		_, err := s.InstallChecklist(ctx, n, data)
		if err != nil && checklist.CodeOf(err) != "store.checklistVersion" {
			return err
		}
	}
	return nil
}

// InstallChecklist reads, checks and stores a checklist file. The same bytes
// again change nothing; other bytes under a stored id and version are refused
// (store.checklistVersion), since inspections were made with the stored ones.
func (s *Store) InstallChecklist(ctx context.Context, name string, source []byte) (*checklist.Checklist, error) {
	c, err := s.opt.Parse(name, source)
	if err != nil {
		return nil, err
	}
	added := false
	err = s.write(ctx, "checklist", func(tx *gorm.DB) error {
		var rows []listRow
		if err := tx.Raw("SELECT sha256 FROM checklists WHERE id = ? AND version = ?", c.ID, c.Version).Scan(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 1 {
			if rows[0].Sha256 == sum(source) {
				return nil
			}
			return checklist.Fail("store.checklistVersion", "id", c.ID, "version", strconv.Itoa(c.Version))
		}
		added = true
		err := tx.Exec("INSERT INTO checklists (id, version, file, sha256, title_zh, title_en, kind, installed, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			c.ID, c.Version, name, sum(source), c.Title.ZH, c.Title.EN, string(c.Kind), s.now(), string(source)).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "checklist", c.ID+" "+strconv.Itoa(c.Version), sum(source))
	})
	if err != nil {
		return nil, err
	}
	s.lists.put(c)
	if added {
		s.publish("checklist", c.ID)
	}
	return c, nil
}

// Checklists returns the newest version of each checklist, by id. The values are
// shared: read them only.
func (s *Store) Checklists(ctx context.Context) ([]*checklist.Checklist, error) {
	var rows []listRow
	err := s.read(ctx).Raw("SELECT id, max(version) AS version FROM checklists GROUP BY id ORDER BY id").Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	out := make([]*checklist.Checklist, len(rows))
	for i, r := range rows {
		if out[i], err = s.Checklist(ctx, r.ID, r.Version); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Checklist returns one version, 0 = the newest; code store.unknownChecklist.
// The value is shared: read it only.
func (s *Store) Checklist(ctx context.Context, id string, version int) (*checklist.Checklist, error) {
	if c := s.lists.get(listKey{id, version}); c != nil {
		return c, nil
	}
	return s.parseStored(s.read(ctx), id, version)
}

func (s *Store) parseStored(db *gorm.DB, id string, version int) (*checklist.Checklist, error) {
	var rows []listRow
	err := db.Raw("SELECT id, version, file, source FROM checklists WHERE id = ? AND (version = ? OR ? = 0) ORDER BY version DESC LIMIT 1",
		id, version, version).Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	if len(rows) == 0 {
		return nil, checklist.Fail("store.unknownChecklist", "id", id, "version", strconv.Itoa(version))
	}
	if c := s.lists.get(listKey{id, rows[0].Version}); c != nil {
		return c, nil
	}
	c, err := s.opt.Parse(rows[0].File, []byte(rows[0].Source))
	if err != nil {
		return nil, err
	}
	s.lists.put(c)
	return c, nil
}

// ChecklistSource returns the bytes a checklist was installed from and the name
// of the file; version 0 = the newest.
func (s *Store) ChecklistSource(ctx context.Context, id string, version int) (name string, source []byte, err error) {
	var rows []listRow
	err = s.read(ctx).Raw("SELECT file, source FROM checklists WHERE id = ? AND (version = ? OR ? = 0) ORDER BY version DESC LIMIT 1",
		id, version, version).Scan(&rows).Error
	if err != nil {
		return "", nil, coded(err, "read")
	}
	if len(rows) == 0 {
		return "", nil, checklist.Fail("store.unknownChecklist", "id", id, "version", strconv.Itoa(version))
	}
	return rows[0].File, []byte(rows[0].Source), nil
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
