package store

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// printID is the key of a print: the first eight bytes of the picture's hash.
func printID(hash string) (int64, bool) {
	b, err := hex.DecodeString(hash)
	if err != nil || len(b) != 32 {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(b)), true
}

// SavePrint keeps the print of the picture with that hash; a second time changes
// nothing. A plain picture is kept too, so that nobody asks for it again, but is
// found under no band. Code print.invalid when the hash is none.
func (s *Store) SavePrint(ctx context.Context, hash string, p checklist.Print) error {
	id, ok := printID(hash)
	if !ok {
		return checklist.Fail("print.invalid")
	}
	f := p.File()
	bands := [checklist.PrintBands]int64{-1, -1, -1, -1}
	if !p.Plain() {
		for i, b := range f.Bands {
			bands[i] = int64(b)
		}
	}
	return s.write(ctx, "print", func(tx *gorm.DB) error {
		return tx.Exec("INSERT INTO photo_prints (id, hash, print, signs, band0, band1, band2, band3) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"+
			" ON CONFLICT (id) DO NOTHING", id, hash, p.String(), int64(f.Signs), bands[0], bands[1], bands[2], bands[3]).Error
	})
}

// Unprinted lists the pictures the database refers to whose print is not kept.
func (s *Store) Unprinted(ctx context.Context) ([]string, error) {
	var hashes []string
	err := s.read(ctx).Raw("SELECT h.hash FROM (" + photoHashes + ") h WHERE NOT EXISTS" +
		" (SELECT 1 FROM photo_prints p WHERE p.hash = h.hash) ORDER BY 1").Scan(&hashes).Error
	return hashes, coded(err, "read")
}

// PhotoUses lists where the picture with that hash, or one like it by its print,
// is used: exact uses first, then the most alike, then the latest. Left out are
// uses of the photo, the inspection or the finding that an except names. A
// picture whose print is not kept has exact uses only.
func (s *Store) PhotoUses(ctx context.Context, hash string, except ...checklist.PhotoUse) ([]checklist.PhotoUse, error) {
	var out []checklist.PhotoUse
	err := s.read(ctx).Transaction(func(tx *gorm.DB) error {
		like, err := s.alike(tx, hash)
		if err != nil {
			return err
		}
		like[hash] = 0
		out, err = s.uses(tx, like)
		return err
	}, s.snapshot())
	if err != nil {
		return nil, coded(err, "read")
	}
	out = slices.DeleteFunc(out, func(u checklist.PhotoUse) bool {
		return slices.ContainsFunc(except, func(e checklist.PhotoUse) bool { return named(e, u) })
	})
	for i := range out {
		out[i].Exact = out[i].Hash == hash
	}
	slices.SortFunc(out, func(a, b checklist.PhotoUse) int {
		switch {
		case a.Exact != b.Exact:
			return flag(b.Exact) - flag(a.Exact)
		case a.Distance != b.Distance:
			return a.Distance - b.Distance
		case a.AddedAt != b.AddedAt:
			return int(min(1, max(-1, b.AddedAt-a.AddedAt)))
		}
		return strings.Compare(a.Photo+a.Hash, b.Photo+b.Hash)
	})
	return out, nil
}

// named says whether e names the use u by photo, inspection or finding.
func named(e, u checklist.PhotoUse) bool {
	return e.Photo != "" && e.Photo == u.Photo || e.Inspection != "" && e.Inspection == u.Inspection ||
		e.Finding != "" && e.Finding == u.Finding
}

// alike finds the pictures whose prints are near that of hash, with the distance.
// Each band is an index of its own: what differs in one is found by another.
func (s *Store) alike(tx *gorm.DB, hash string) (map[string]int, error) {
	out := map[string]int{}
	id, ok := printID(hash)
	var text []string
	if !ok {
		return out, nil
	}
	if err := tx.Raw("SELECT print FROM photo_prints WHERE id = ?", id).Scan(&text).Error; err != nil || len(text) == 0 {
		return out, err
	}
	p, err := checklist.ParsePrint(text[0])
	if err != nil {
		return nil, checklist.Fail("store.damaged").Because(err)
	}
	probe := p.Probe()
	ids, err := s.maybe(tx, probe)
	if err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(ids, 500) {
		var rows []struct{ Hash, Print string }
		if err := tx.Raw("SELECT hash, print FROM photo_prints WHERE id IN ("+s.listed()+")", "["+inList(chunk)+"]").Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			q, err := checklist.ParsePrint(r.Print)
			if err != nil {
				return nil, checklist.Fail("store.damaged").Because(err)
			}
			if d := probe.Distance(q); d <= checklist.NearDistance {
				out[r.Hash] = d
			}
		}
	}
	return out, nil
}

// maybe lists the prints worth a comparison, by what the indexes alone tell.
func (s *Store) maybe(tx *gorm.DB, probe *checklist.Probe) ([]int64, error) {
	seen := map[int64]bool{}
	var out []int64
	for i, keys := range probe.Keys() {
		if len(keys) == 0 {
			continue
		}
		rows, err := tx.Raw(fmt.Sprintf("SELECT id, signs FROM photo_prints WHERE band%d IN ("+s.listed()+")", i), "["+inList(keys)+"]").Rows()
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id, signs int64
			if err := rows.Scan(&id, &signs); err != nil {
				_ = rows.Close()
				return nil, err
			}
			if !seen[id] {
				seen[id] = true
				if probe.Maybe(uint64(signs)) {
					out = append(out, id)
				}
			}
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		_ = rows.Close()
	}
	return out, nil
}

// listed reads numbers from one parameter, a list in JSON: they are more than the
// engines take parameters, and read faster than written into the statement.
func (s *Store) listed() string {
	if s.db.name == "postgres" {
		return "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(? AS json))"
	}
	return "SELECT value FROM json_each(?)"
}

// inList writes numbers with commas between them.
func inList[N int64 | uint32](list []N) string {
	b := make([]byte, 0, 12*len(list))
	for i, n := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b)
}

// HasPrint says whether the print of the picture is kept.
func (s *Store) HasPrint(ctx context.Context, hash string) (bool, error) {
	id, ok := printID(hash)
	if !ok {
		return false, nil
	}
	var n int
	err := s.read(ctx).Raw("SELECT count(*) FROM photo_prints WHERE id = ?", id).Scan(&n).Error
	return n > 0, coded(err, "read")
}
