package store

import (
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// splitNumber takes F-yyyy-seq apart; a suffix after seq is left out.
func splitNumber(number string) (year string, seq int64, ok bool) {
	p := strings.Split(number, "-")
	if len(p) < 3 || p[0] != "F" || len(p[1]) != 4 {
		return "", 0, false
	}
	seq, err := strconv.ParseInt(p[2], 10, 64)
	return p[1], seq, err == nil
}

func numberOf(year string, seq int64) string { return fmt.Sprintf("F-%s-%04d", year, seq) }

// numbers hands out the free numbers of a branch for the year of a day, one after
// the other; what it gives is taken when the transaction commits.
func numbers(tx *gorm.DB, branch, day string) (func() string, error) {
	year := day[:min(4, len(day))]
	var seq int64
	err := tx.Raw("SELECT coalesce(max(seq), 0) FROM findings WHERE branch = ? AND year = ?", branch, year).Scan(&seq).Error
	return func() string {
		seq++
		return numberOf(year, seq)
	}, err
}

// base is the number a device gave a finding of a branch; two devices that did not
// know of each other may have given the same.
type base struct {
	Branch, Year string
	Seq          int64
}

// sameNumbers are the numbers to look at again after findings came in.
type sameNumbers map[base]bool

// note takes the number a finding gets and, if there is one, that of its row so far.
func (l sameNumbers) note(tx *gorm.DB, f *checklist.Finding, stored bool) error {
	year, seq, _ := splitNumber(f.Number)
	l[base{f.Branch.Code, year, seq}] = true
	if !stored {
		return nil
	}
	var was []base
	err := tx.Raw("SELECT branch, year, seq FROM findings WHERE id = ?", f.ID).Scan(&was).Error
	for _, n := range was {
		l[n] = true
	}
	return err
}

// settle gives findings with the same number a suffix, the same on every
// computer: the first opened keeps it bare.
func (l sameNumbers) settle(tx *gorm.DB) error {
	for n := range l {
		var rows []struct{ ID, Number, Search string }
		err := tx.Raw("SELECT id, number, search FROM findings WHERE branch = ? AND year = ? AND seq = ?"+
			" ORDER BY (SELECT min(e.at) FROM finding_events e WHERE e.finding = findings.id AND e.verb = 'open'), id", n.Branch, n.Year, n.Seq).Scan(&rows).Error
		if err != nil {
			return err
		}
		for i, r := range rows {
			want := numberOf(n.Year, n.Seq)
			if i > 0 {
				want += "-" + strconv.Itoa(i+1)
			}
			if want == r.Number {
				continue
			}
			search := strings.ToLower(want) + strings.TrimPrefix(r.Search, strings.ToLower(r.Number))
			if err := tx.Exec("UPDATE findings SET number = ?, search = ? WHERE id = ?", want, search, r.ID).Error; err != nil {
				return err
			}
			if err := keepText(tx, r.ID, search); err != nil {
				return err
			}
		}
	}
	return nil
}
