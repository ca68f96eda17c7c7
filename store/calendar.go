package store

import (
	"context"

	"gorm.io/gorm"

	"hallcheck/checklist"
)

// The settings behind Calendar.
const (
	calendarName    = "calendar.name"
	calendarFile    = "calendar.file"
	calendarWorking = "calendar.working"
)

// Calendar returns the bank's calendar of days off and shifted working days, and
// whether due dates count working days.
func (s *Store) Calendar(ctx context.Context) (c checklist.Calendar, working bool, err error) {
	c, working, err = calendarIn(s.read(ctx))
	return c, working, coded(err, "read")
}

func calendarIn(tx *gorm.DB) (c checklist.Calendar, working bool, err error) {
	var rows []struct{ Key, Value string }
	err = tx.Raw("SELECT key, value FROM settings WHERE key IN (?, ?, ?)", calendarName, calendarFile, calendarWorking).Scan(&rows).Error
	if err != nil {
		return c, false, err
	}
	set := map[string]string{}
	for _, r := range rows {
		set[r.Key] = r.Value
	}
	c, err = checklist.ParseCalendar(set[calendarName], set[calendarFile])
	return c, set[calendarWorking] == "1", err
}

// SetCalendar keeps a table of days (see checklist.ParseCalendar) and whether due
// dates count working days. Without a name the table stays as it is. A table with
// bad lines is refused as a whole with checklist.Problems.
func (s *Store) SetCalendar(ctx context.Context, name, data string, working bool) error {
	if _, err := checklist.ParseCalendar(name, data); err != nil {
		return err
	}
	set := [][2]string{{calendarWorking, itoa(flag(working))}}
	if name != "" {
		set = append(set, [2]string{calendarName, name}, [2]string{calendarFile, data})
	}
	err := s.write(ctx, "setting", func(tx *gorm.DB) error {
		for _, kv := range set {
			err := tx.Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", kv[0], kv[1]).Error
			if err != nil {
				return err
			}
		}
		return s.audit(tx, "calendar", name, itoa(flag(working)))
	})
	if err == nil {
		s.publish("calendar", "")
	}
	return err
}

// dueBy returns how due dates are counted here.
func dueBy(tx *gorm.DB) (func(day string, days int) string, error) {
	c, working, err := calendarIn(tx)
	return func(day string, days int) string { return c.Due(day, days, working) }, err
}
