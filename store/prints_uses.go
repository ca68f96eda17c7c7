package store

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// useRow is a photo with the place it stands in. Checklist and version lead to
// the item's text, body holds a bright spot, words what was written by hand.
type useRow struct {
	Photo, Hash, Masked, Inspection, Finding, Number, Bright string
	Branch, BranchName, Day, Item, Checklist, Words, Text    string
	Body, Kind, Side                                         string
	Version                                                  int
	Taken, Added                                             int64
}

// The places where photos stand. The masked copy of a photo is the same picture.
const (
	usesInInspections = "SELECT p.id AS photo, p.hash, p.masked, p.inspection, i.branch, i.branch_name, i.day, p.item, i.checklist, i.version," +
		" p.kind, p.taken, p.added FROM photo_refs p JOIN inspections i ON i.branch = p.branch AND i.id = p.inspection WHERE p.hash IN (?) OR p.masked IN (?)"
	usesInFindings = "SELECT p.id AS photo, p.hash, p.masked, p.side, f.inspection, f.id AS finding, f.number, f.branch, f.branch_name, f.day," +
		" f.item, f.words, f.item_text AS text, p.taken, p.added FROM subject_photos p JOIN findings f ON f.id = p.subject" +
		" WHERE p.side <> 'bright' AND (p.hash IN (?) OR p.masked IN (?))"
	usesInBright = "SELECT p.id AS photo, p.hash, p.masked, p.side, b.id AS bright, b.body, p.taken, p.added FROM subject_photos p" +
		" JOIN bright_spots b ON b.id = p.subject WHERE b.gone = 0 AND p.side = 'bright' AND (p.hash IN (?) OR p.masked IN (?))"
)

// uses lists the uses of the pictures in like, by hash, with their distance. A
// finding's photo that came from an inspection is one use, told with both.
func (s *Store) uses(tx *gorm.DB, like map[string]int) ([]checklist.PhotoUse, error) {
	hashes := make([]string, 0, len(like))
	for h := range like {
		hashes = append(hashes, h)
	}
	var out []checklist.PhotoUse
	at := map[string]int{} // place in out by photo id
	for _, q := range []string{usesInInspections, usesInFindings, usesInBright} {
		var rows []useRow
		if err := tx.Raw(q, hashes, hashes).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for i := range rows {
			u, err := s.use(tx, &rows[i], like)
			if err != nil {
				return nil, err
			}
			if k, ok := at[u.Photo]; ok {
				first := &out[k]
				if first.Finding == "" {
					first.Finding, first.Number = u.Finding, u.Number
				}
				continue
			}
			at[u.Photo] = len(out)
			out = append(out, u)
		}
	}
	return slices.DeleteFunc(out, func(u checklist.PhotoUse) bool {
		id, _, past := strings.Cut(u.Photo, pastMark)
		_, now := at[id]
		return past && now // the photo as it was before it was masked
	}), nil
}

func (s *Store) use(tx *gorm.DB, r *useRow, like map[string]int) (checklist.PhotoUse, error) {
	u := checklist.PhotoUse{
		Photo: r.Photo, Hash: r.Hash, Masked: r.Masked, Inspection: r.Inspection, Finding: r.Finding, Number: r.Number, Bright: r.Bright,
		Branch: r.Branch, BranchName: r.BranchName, Day: r.Day, Item: r.Item, Kind: checklist.PhotoKind(r.Kind),
		TakenAt: r.Taken, AddedAt: r.Added,
	}
	d, direct := like[r.Hash]
	if m, ok := like[r.Masked]; ok && r.Masked != "" && (!direct || m < d) {
		u.Hash, d = r.Masked, m
	}
	u.Distance = d
	if u.Kind == "" {
		u.Kind = checklist.PhotoEvidence
	}
	if r.Side == sideAfter {
		u.Kind = checklist.PhotoAfter
	}
	switch {
	case r.Bright != "":
		var b checklist.BrightSpot
		if err := fromJSON(r.Body, &b); err != nil {
			return u, err
		}
		u.Branch, u.BranchName, u.Day, u.Item = b.Branch.Code, b.Branch.Name, b.Day, b.Item
		u.Text = checklist.Text{ZH: b.Text}
	case r.Finding != "":
		if r.Words != "" {
			u.Text = checklist.Text{ZH: r.Words}
		} else if err := fromJSON(r.Text, &u.Text); err != nil {
			return u, err
		}
	default:
		c := s.lists.get(listKey{r.Checklist, r.Version})
		if c == nil {
			var err error
			if c, err = s.parseStored(tx, r.Checklist, r.Version); err != nil {
				return u, err
			}
		}
		if it := c.ItemByID(r.Item); it != nil {
			u.Text = it.Text
		}
	}
	return u, nil
}
