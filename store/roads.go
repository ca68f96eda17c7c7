package store

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Road is a place files travel over. Its password or key is not here: the
// operating system's key store, or a private file, has it.
type Road struct {
	ID       string
	Name     string // for people
	Address  string // without secret
	Active   bool
	KeepDays int    // how long headquarters leaves what it imported there
	Pinned   string // the host's public key, "" = not met yet, or none
	Tried    int64  // unix ms UTC of the last attempt, 0 = never
	Reached  int64  // of the last one that came through
	Fails    int    // attempts in a row that did not
	NextTry  int64  // not before, unless a person says so
	Code     string // why the last attempt failed, "" = it did not
	Args     map[string]string
}

// Err is the error of the last attempt, nil when it came through.
func (r *Road) Err() error { return keptError(r.Code, r.Args) }

func keptError(code string, args map[string]string) error {
	if code == "" {
		return nil
	}
	return &checklist.Error{Code: code, Args: args}
}

// kept takes an error apart for a row: its code and what its sentence needs.
func kept(err error) (code, args string) {
	if err == nil {
		return "", ""
	}
	var e *checklist.Error
	if !errors.As(err, &e) {
		return "failed", ""
	}
	return e.Code, toJSON(e.Args)
}

type roadRow struct {
	ID, Name, Address, Pinned, Code, Error string
	Active, KeepDays, Fails                int
	Tried, Reached, NextTry                int64
}

func (r roadRow) road() (Road, error) {
	out := Road{
		ID: r.ID, Name: r.Name, Address: r.Address, Active: r.Active != 0, KeepDays: r.KeepDays, Pinned: r.Pinned,
		Tried: r.Tried, Reached: r.Reached, Fails: r.Fails, NextTry: r.NextTry, Code: r.Code,
	}
	return out, fromJSON(r.Error, &out.Args)
}

// Roads lists the roads by name, then id.
func (s *Store) Roads(ctx context.Context) ([]Road, error) {
	var rows []roadRow
	err := s.read(ctx).Raw("SELECT id, name, address, active, keep_days, pinned, tried, reached, fails, next_try, code, error FROM roads ORDER BY name, id").Scan(&rows).Error
	if err != nil {
		return nil, coded(err, "read")
	}
	out := make([]Road, 0, len(rows))
	for _, r := range rows {
		one, err := r.road()
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// Road finds a road by id, or by name where only one has it; code store.road.
func (s *Store) Road(ctx context.Context, which string) (Road, error) {
	list, err := s.Roads(ctx)
	if err != nil {
		return Road{}, err
	}
	var named []Road
	for _, r := range list {
		if r.ID == which {
			return r, nil
		}
		if r.Name == which {
			named = append(named, r)
		}
	}
	if len(named) != 1 {
		return Road{}, checklist.Fail("store.road", "road", which)
	}
	return named[0], nil
}

// SaveRoad adds a road, which then gets its id, or changes its name, address, pinned
// key and whether it is used. What was tried so far is forgotten. Code store.roadName.
func (s *Store) SaveRoad(ctx context.Context, r Road) (Road, error) {
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" || r.Address == "" {
		return r, checklist.Fail("store.roadName")
	}
	if r.ID == "" {
		r.ID = uuid.NewString()[:8]
	}
	err := s.write(ctx, "road", func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO roads (id, name, address, active, keep_days, pinned, tried, reached, fails, next_try, code, error)"+
			" VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, '', '') ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address,"+
			" active = excluded.active, keep_days = excluded.keep_days, pinned = excluded.pinned, fails = 0, next_try = 0, code = '', error = ''",
			r.ID, r.Name, r.Address, flag(r.Active), r.KeepDays, r.Pinned).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "road", r.ID, r.Address)
	})
	if err == nil {
		s.publish("road", r.ID)
	}
	return r, err
}

// RemoveRoad forgets a road and what is under way on it; what arrived has arrived.
func (s *Store) RemoveRoad(ctx context.Context, id string) error {
	err := s.write(ctx, "road", func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM transfers WHERE road = ? AND (side = 'in' OR state NOT IN ('arrived', 'gone'))", id).Error; err != nil {
			return err
		}
		res := tx.Exec("DELETE FROM roads WHERE id = ?", id)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.road", "road", id)
		}
		return s.audit(tx, "road", id, "removed")
	})
	if err == nil {
		s.publish("road", id)
	}
	return err
}

// RoadTried notes how an attempt ended; next is the earliest time of the next one
// when it failed, unix ms UTC.
func (s *Store) RoadTried(ctx context.Context, id string, why error, next int64) error {
	code, args := kept(why)
	now := s.now()
	q, values := "UPDATE roads SET tried = ?, reached = ?, fails = 0, next_try = 0, code = '', error = '' WHERE id = ?", []any{now, now, id}
	if why != nil {
		q, values = "UPDATE roads SET tried = ?, fails = fails + 1, next_try = ?, code = ?, error = ? WHERE id = ?", []any{now, next, code, args, id}
	}
	err := s.write(ctx, "road", func(tx *gorm.DB) error { return tx.Exec(q, values...).Error })
	if err == nil {
		s.publish("road", id)
	}
	return err
}
