package store

import (
	"context"
	"database/sql"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// The kinds of names a record is searched by.
const (
	nameHall   = "hall"   // key = code of the branch
	namePerson = "person" // key = name of the inspector
	nameList   = "list"   // key = id of the checklist
)

// recordName is a row of record_names. Of one key there are several texts where a
// name changed; every text a record was stored with stays, whatever becomes of the
// record.
type recordName struct{ kind, key, text string }

// searchText is what the words of a filter are looked for in; no word goes across
// its lines. recordNames has the same lines.
func (s *Store) searchText(in *checklist.Inspection) string {
	return strings.ToLower(strings.Join([]string{
		in.Checklist.Title.ZH, in.Checklist.Title.EN, in.Branch.Name, in.Branch.Code, in.Inspector.Name, s.initials(in.Branch.Name),
	}, "\n"))
}

func recordNames(list string, title checklist.Text, branch, branchName, inspector, search string) [3]recordName {
	initials := search[strings.LastIndexByte(search, '\n')+1:]
	return [3]recordName{
		{nameHall, branch, strings.ToLower(branchName+"\n"+branch) + "\n" + initials},
		{namePerson, inspector, strings.ToLower(inspector)},
		{nameList, list, strings.ToLower(title.ZH + "\n" + title.EN)},
	}
}

// nameSet collects names, each once.
type nameSet struct {
	have map[recordName]bool
	rows *rowList
}

func newNames() *nameSet {
	n := &nameSet{have: map[recordName]bool{}, rows: rowsOf("record_names", "kind, key, text", 3)}
	n.rows.upsert = " ON CONFLICT (kind, key, text) DO NOTHING"
	return n
}

func (n *nameSet) add(names [3]recordName) {
	for _, x := range names {
		if !n.have[x] {
			n.have[x] = true
			n.rows.add(x.kind, x.key, x.text)
		}
	}
}

// noteNames keeps the names of records just written.
func noteNames(tx *gorm.DB, list []newRecord) error {
	names := newNames()
	for _, p := range list {
		x := p.in
		names.add(recordNames(x.Checklist.ID, x.Checklist.Title, x.Branch.Code, x.Branch.Name, x.Inspector.Name, p.search))
	}
	return names.rows.insert(tx)
}

// fillNames collects the names of a database that was made before they were kept.
func (s *Store) fillNames(ctx context.Context) error {
	var missing []int
	err := s.read(ctx).Raw("SELECT 1 FROM inspections WHERE NOT EXISTS (SELECT 1 FROM record_names) LIMIT 1").Scan(&missing).Error
	if err != nil || len(missing) == 0 {
		return err
	}
	names := newNames()
	err = scan(s.read(ctx), "SELECT i.checklist, c.title_zh, c.title_en, i.branch, i.branch_name, i.inspector, i.search FROM inspections i"+
		" JOIN checklists c ON c.id = i.checklist AND c.version = i.version", nil, func(r *sql.Rows) error {
		var list, branch, branchName, inspector, search string
		var title checklist.Text
		if err := r.Scan(&list, &title.ZH, &title.EN, &branch, &branchName, &inspector, &search); err != nil {
			return err
		}
		names.add(recordNames(list, title, branch, branchName, inspector, search))
		return nil
	})
	if err != nil {
		return err
	}
	return s.attempt(ctx, names.rows.insert)
}
