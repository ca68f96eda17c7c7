package store

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

type profileRow struct {
	Face, Org, OrgID, Device, Branch, Person string
}

type branchRow struct {
	Code, Name, Grade, Traffic string
	Active                     int
	Owner                      string
}

func (r branchRow) branch() checklist.Branch {
	return checklist.Branch{
		Code: r.Code, Name: r.Name, Grade: checklist.HallGrade(r.Grade),
		Traffic: checklist.Traffic(r.Traffic), Active: r.Active != 0, Owner: r.Owner,
	}
}

type personRow struct {
	ID, Name, Role, Position, Branch string
}

func (r personRow) person() checklist.Person {
	return checklist.Person{
		ID: r.ID, Name: r.Name, Role: checklist.Role(r.Role),
		Position: checklist.Position(r.Position), Branch: r.Branch,
	}
}

// Setup is the first run: it stores who and where this installation is, with
// its branch and its person; empty ids are made. A second Setup is refused
// (store.alreadySetUp).
func (s *Store) Setup(ctx context.Context, p checklist.Profile) error {
	for _, text := range []*string{&p.Org, &p.User.Name, &p.Branch.Code, &p.Branch.Name} {
		*text = strings.TrimSpace(*text)
	}
	if p.User.Name == "" {
		return checklist.Fail("store.personName")
	}
	if p.Face != checklist.FaceBranch && p.Face != checklist.FaceHQ {
		return checklist.Fail("store.face", "face", string(p.Face))
	}
	for _, id := range []*string{&p.OrgID, &p.Device, &p.User.ID} {
		if *id == "" {
			*id = uuid.NewString()
		}
	}
	if p.Face == checklist.FaceBranch {
		p.User.Branch = p.Branch.Code
		p.Branch.Active = true
	} else {
		p.Branch = checklist.Branch{}
	}
	err := s.write(ctx, "profile", func(tx *gorm.DB) error {
		res := tx.Exec("INSERT INTO profile (id, face, org, org_id, device, branch, person) VALUES (1, ?, ?, ?, ?, ?, ?)"+
			" ON CONFLICT (id) DO NOTHING", string(p.Face), p.Org, p.OrgID, p.Device, p.Branch.Code, p.User.ID)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.alreadySetUp")
		}
		if p.Face == checklist.FaceBranch {
			if err := s.putBranch(tx, p.Branch); err != nil {
				return err
			}
		}
		if err := putPerson(tx, p.User); err != nil {
			return err
		}
		s.setActor(p.Device, p.User) // put back below when the commit fails
		return s.audit(tx, "setup", p.Device, string(p.Face)+" "+p.Branch.Code)
	})
	if err != nil {
		return errors.Join(err, s.loadActor(ctx))
	}
	s.publish("profile", "")
	return nil
}

// Profile says who and where this installation is, with the person who acts now;
// code store.notSetUp before Setup.
func (s *Store) Profile(ctx context.Context) (checklist.Profile, error) {
	var rows []profileRow
	if err := s.read(ctx).Raw("SELECT face, org, org_id, device, branch, person FROM profile").Scan(&rows).Error; err != nil {
		return checklist.Profile{}, coded(err, "read")
	}
	if len(rows) == 0 {
		return checklist.Profile{}, checklist.Fail("store.notSetUp")
	}
	r := rows[0]
	p := checklist.Profile{Face: checklist.Face(r.Face), Org: r.Org, OrgID: r.OrgID, Device: r.Device, User: s.actor()}
	if r.Branch == "" {
		return p, nil
	}
	var b []branchRow
	if err := s.read(ctx).Raw("SELECT code, name, grade, traffic, active, owner FROM branches WHERE code = ?", r.Branch).Scan(&b).Error; err != nil {
		return checklist.Profile{}, coded(err, "read")
	}
	if len(b) == 1 {
		p.Branch = b[0].branch()
	}
	return p, nil
}

// SetOrg takes over headquarters' organisation, when a branch gets its card.
func (s *Store) SetOrg(ctx context.Context, id, name string) error {
	err := s.write(ctx, "profile", func(tx *gorm.DB) error {
		res := tx.Exec("UPDATE profile SET org = ?, org_id = ?", name, id)
		if res.Error != nil {
			return res.Error
		}
		if res.RowsAffected == 0 {
			return checklist.Fail("store.notSetUp")
		}
		return s.audit(tx, "org", id, name)
	})
	if err == nil {
		s.publish("profile", "")
	}
	return err
}

// ActAs makes a stored person without a password the one who acts until the store
// is closed; SignIn is for those who have one (account.needed). Code store.person
// when nobody has that name.
func (s *Store) ActAs(ctx context.Context, name string) (checklist.Person, error) {
	p, err := s.personNamed(ctx, name)
	if err != nil {
		return checklist.Person{}, err
	}
	if s.actor().ID == p.ID {
		return p, nil
	}
	why, err := s.whyBarred(ctx, p, false)
	if err != nil {
		return checklist.Person{}, err
	}
	if why == accountNeeded {
		return checklist.Person{}, checklist.Fail(accountNeeded, "name", p.Name)
	}
	s.enter(p, why)
	return p, nil
}

func (s *Store) personNamed(ctx context.Context, name string) (checklist.Person, error) {
	var rows []personRow
	err := s.read(ctx).Raw("SELECT id, name, role, position, branch FROM people WHERE name = ? ORDER BY role = '', id", strings.TrimSpace(name)).Scan(&rows).Error
	if err != nil {
		return checklist.Person{}, coded(err, "read")
	}
	if len(rows) == 0 {
		return checklist.Person{}, checklist.Fail("store.person", "name", name)
	}
	return rows[0].person(), nil
}

func (s *Store) actor() checklist.Person {
	s.who.Lock()
	defer s.who.Unlock()
	return s.who.person
}

func (s *Store) device() string {
	s.who.Lock()
	defer s.who.Unlock()
	return s.who.device
}

func (s *Store) setActor(device string, p checklist.Person) {
	s.who.Lock()
	defer s.who.Unlock()
	s.who.device, s.who.person = device, p
}

func (s *Store) loadActor(ctx context.Context) error {
	var rows []struct{ Device, ID, Name, Role, Position, Branch string }
	err := s.read(ctx).Raw("SELECT f.device, p.id, p.name, p.role, p.position, p.branch FROM profile f JOIN people p ON p.id = f.person").Scan(&rows).Error
	if err != nil {
		return coded(err, "open")
	}
	if len(rows) == 1 {
		r := rows[0]
		s.setActor(r.Device, personRow{r.ID, r.Name, r.Role, r.Position, r.Branch}.person())
	}
	return nil
}

// Setting returns a stored setting, "" when it was never set.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var v string
	err := s.read(ctx).Raw("SELECT value FROM settings WHERE key = ?", key).Scan(&v).Error
	return v, coded(err, "read")
}

// SetSetting stores a setting; code policy.laidDown for one that headquarters lays down,
// hall.names for who may not let everybody read the names of others.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	if err := s.laidDown(ctx, key, value); err != nil {
		return err
	}
	if who := s.actor(); key == hall.SettingNames && !hall.SeesNames(who.Role, "") {
		return checklist.Fail("hall.names", "name", who.Name)
	}
	if key == checklist.SettingPrivacy { // aggregates in memory carry it
		defer s.forgetDrafts()
	}
	return s.write(ctx, "setting", func(tx *gorm.DB) error {
		if key == checklist.SettingRankingGate { // every sum depends on it
			if err := setGate(tx, value); err != nil {
				return err
			}
		}
		return putSetting(tx, key, value)
	})
}

// Branches lists the halls by code.
func (s *Store) Branches(ctx context.Context) ([]checklist.Branch, error) {
	var rows []branchRow
	if err := s.read(ctx).Raw("SELECT code, name, grade, traffic, active, owner FROM branches ORDER BY code").Scan(&rows).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := make([]checklist.Branch, len(rows))
	for i, r := range rows {
		out[i] = r.branch()
	}
	return out, nil
}

// SaveBranches adds the halls or changes them by code, all or none; code
// store.branchCode for one without code or name.
func (s *Store) SaveBranches(ctx context.Context, list []checklist.Branch) error {
	err := s.write(ctx, "branches", func(tx *gorm.DB) error {
		for _, b := range list {
			if err := s.putBranch(tx, b); err != nil {
				return err
			}
		}
		return s.audit(tx, "branches", "", itoa(len(list)))
	})
	if err == nil {
		s.publish("branch", "")
	}
	return err
}

// cleanBranch trims a hall's code and name; code store.branchCode without them.
func cleanBranch(b checklist.Branch) (checklist.Branch, error) {
	b.Code, b.Name = strings.TrimSpace(b.Code), strings.TrimSpace(b.Name)
	if b.Code == "" || b.Name == "" {
		return b, checklist.Fail("store.branchCode", "code", b.Code, "name", b.Name)
	}
	return b, nil
}

func (s *Store) putBranch(tx *gorm.DB, b checklist.Branch) error {
	b, err := cleanBranch(b)
	if err != nil {
		return err
	}
	return tx.Exec("INSERT INTO branches (code, name, grade, traffic, active, owner, initials) VALUES (?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (code) DO UPDATE SET name = excluded.name, grade = excluded.grade, traffic = excluded.traffic,"+
		" active = excluded.active, owner = excluded.owner, initials = excluded.initials",
		b.Code, b.Name, string(b.Grade), string(b.Traffic), flag(b.Active), b.Owner, s.initials(b.Name)).Error
}

func (s *Store) initials(name string) string {
	if s.opt.Initials == nil {
		return ""
	}
	return strings.ToLower(s.opt.Initials(name))
}

// People lists everybody by name, then id.
func (s *Store) People(ctx context.Context) ([]checklist.Person, error) {
	var rows []personRow
	if err := s.read(ctx).Raw("SELECT id, name, role, position, branch FROM people ORDER BY name, id").Scan(&rows).Error; err != nil {
		return nil, coded(err, "read")
	}
	out := make([]checklist.Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, nil
}

// SavePerson adds a person, or changes the one with the same id.
func (s *Store) SavePerson(ctx context.Context, p checklist.Person) error {
	p.Name = strings.TrimSpace(p.Name)
	if p.Name == "" {
		return checklist.Fail("store.personName")
	}
	if p.ID == "" {
		p.ID = uuid.NewString()
	}
	err := s.write(ctx, "person", func(tx *gorm.DB) error {
		if err := putPerson(tx, p); err != nil {
			return err
		}
		return s.audit(tx, "person", p.ID, p.Name+" "+string(p.Role))
	})
	if err != nil {
		return err
	}
	if a := s.actor(); a.ID == p.ID {
		s.setActor(s.device(), p)
	}
	s.publish("person", p.ID)
	return nil
}

func putPerson(tx *gorm.DB, p checklist.Person) error {
	return tx.Exec("INSERT INTO people (id, name, role, position, branch) VALUES (?, ?, ?, ?, ?)"+
		" ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role,"+
		" position = excluded.position, branch = excluded.branch",
		p.ID, p.Name, string(p.Role), string(p.Position), p.Branch).Error
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
