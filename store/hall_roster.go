package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"hallcheck/checklist/hall"
)

// Roster lists who is on post in a hall ("" = the own one) on the days from … to,
// inclusive, in order of time.
func (s *Store) Roster(ctx context.Context, branch, from, to string) ([]hall.Shift, error) {
	list, err := rosterIn(s.read(ctx), branch, from, to)
	return list, coded(err, "read")
}

func rosterIn(tx *gorm.DB, branch, from, to string) ([]hall.Shift, error) {
	var list []hall.Shift
	err := tx.Raw("SELECT day, person, start, ends, post FROM duties WHERE branch = "+thisBranch+" AND day >= ? AND day <= ?", branch, branch, from, to).Scan(&list).Error
	hall.SortShifts(list)
	return list, err
}

// SaveRoster puts shifts in force in this installation's hall instead of what stood on
// their days; other days stay as they are. It returns the days that changed, none when
// all of it stood there already.
func (s *Store) SaveRoster(ctx context.Context, shifts []hall.Shift) (days []string, err error) {
	byDay := map[string][]hall.Shift{}
	for _, x := range shifts {
		byDay[x.Day] = append(byDay[x.Day], x)
	}
	err = s.write(ctx, "hall", func(tx *gorm.DB) error {
		days = nil
		branch, err := ownBranch(tx)
		if err != nil {
			return err
		}
		for day, list := range byDay {
			hall.SortShifts(list)
			have, err := rosterIn(tx, branch, day, day)
			if err != nil {
				return err
			}
			if slices.Equal(have, list) {
				continue
			}
			if err := tx.Exec("DELETE FROM duties WHERE branch = ? AND day = ?", branch, day).Error; err != nil {
				return err
			}
			rows := rowsOf("duties", "branch, day, person, start, ends, post", 6)
			for _, x := range list {
				rows.add(branch, x.Day, x.Person, x.Start, x.Ends, x.Post)
			}
			if err := rows.insert(tx); err != nil {
				return err
			}
			days = append(days, day)
		}
		slices.Sort(days)
		if len(days) == 0 {
			return nil
		}
		return s.audit(tx, "hall.roster", days[0]+"…"+days[len(days)-1], itoa(len(shifts)))
	})
	if err == nil && len(days) > 0 {
		s.publish(ChangeHall, "")
	}
	return days, err
}
