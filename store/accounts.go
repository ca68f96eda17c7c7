package store

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"gorm.io/gorm"

	"hallcheck/checklist"
)

// Why nothing may be done in somebody's name yet.
const (
	accountNeeded = "account.needed" // a password has to be given
	accountUnset  = "account.unset"  // the bank wants one and none is set
	accountOld    = "account.old"    // it was given by somebody else, or is too old
)

// argon2id's cost, RELIABILITY K10; about 0.15 s on a slow core.
const (
	argonTime   = 3
	argonMemory = 64 << 10 // KiB
	argonSalt   = 16
	argonKey    = 32
)

type accountRow struct {
	Person, Hash                     string
	SetAt, Temporary, Wrong, WrongAt int64
}

// Account says how it stands with a person's password.
func (s *Store) Account(ctx context.Context, person string) (checklist.Account, error) {
	row, err := accountOf(s.read(ctx), person)
	if err != nil {
		return checklist.Account{}, coded(err, "read")
	}
	profile, err := s.passwordProfile(ctx)
	if err != nil {
		return checklist.Account{}, err
	}
	a := checklist.Account{Has: row.Hash != "", Needed: profile != checklist.PasswordsFree}
	a.Change = a.Has && s.stale(row, profile)
	a.Wait = s.wait(row)
	return a, nil
}

// SignIn makes a person the one who acts, who proves it with a password; a person
// without one is let in as by ActAs. After the fifth wrong one in a row nobody may
// try for a minute, then two, up to thirty, also after a new start. A password
// that must be changed lets in far enough to change it (Account.Change). Codes:
// store.person, account.wrong, account.locked.
func (s *Store) SignIn(ctx context.Context, name, password string) (checklist.Person, error) {
	p, err := s.personNamed(ctx, name)
	if err != nil {
		return checklist.Person{}, err
	}
	if err := s.prove(ctx, p, password); err != nil {
		return checklist.Person{}, err
	}
	why, err := s.whyBarred(ctx, p, true)
	if err != nil {
		return checklist.Person{}, err
	}
	s.enter(p, why)
	return p, nil
}

// prove holds a password against the one kept; somebody without one needs none.
func (s *Store) prove(ctx context.Context, p checklist.Person, password string) error {
	var refused error
	err := s.write(ctx, workAccount, func(tx *gorm.DB) error {
		refused = nil
		row, err := accountOf(tx, p.ID)
		if err != nil || row.Hash == "" {
			return err
		}
		if left := s.wait(row); left > 0 {
			refused = lockedFor(left)
			return nil
		}
		right, err := matches(row.Hash, password)
		if err != nil {
			return err
		}
		if right {
			return tx.Exec("UPDATE accounts SET wrong = 0, wrong_at = 0 WHERE person = ?", p.ID).Error
		}
		row.Wrong, row.WrongAt = row.Wrong+1, s.now()
		refused = checklist.Fail("account.wrong", "name", p.Name)
		if left := s.wait(row); left > 0 {
			refused = lockedFor(left)
		}
		if err := tx.Exec("UPDATE accounts SET wrong = ?, wrong_at = ? WHERE person = ?", row.Wrong, row.WrongAt, p.ID).Error; err != nil {
			return err
		}
		return s.audit(tx, "account.wrong", p.ID, itoa(int(row.Wrong)))
	})
	return errors.Join(err, refused)
}

func lockedFor(left time.Duration) error {
	return checklist.Fail("account.locked", "minutes", itoa(int((left+time.Minute-1)/time.Minute)))
}

// SetPassword changes the password of who acts; old proves the person again and
// is "" for the first one. Codes: account.wrong, account.locked, account.same;
// checklist.Problems with everything that speaks against the new one.
func (s *Store) SetPassword(ctx context.Context, old, password string) error {
	p := s.actor()
	if err := s.prove(ctx, p, old); err != nil {
		return err
	}
	if old == password && old != "" {
		return checklist.Fail("account.same")
	}
	if err := s.putPassword(ctx, p, password, false); err != nil {
		return err
	}
	s.enter(p, "")
	return nil
}

// ResetPassword gives somebody else a password to be changed at the next sign-in.
// Branch heads, supervisors and administrators may: account.mayNot.
func (s *Store) ResetPassword(ctx context.Context, person, password string) error {
	if err := s.mayManage(); err != nil {
		return err
	}
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == person && p.ID != s.actor().ID {
			return s.putPassword(ctx, p, password, true)
		}
	}
	return checklist.Fail("store.person", "name", person)
}

func (s *Store) putPassword(ctx context.Context, p checklist.Person, password string, temporary bool) error {
	profile, err := s.passwordProfile(ctx)
	if err != nil {
		return err
	}
	common := s.opt.Common
	if common == nil {
		common = func(string) bool { return false }
	}
	if bad := profile.Problems(password, p.Name, common); len(bad) > 0 {
		return bad
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	err = s.write(ctx, workAccount, func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO accounts (person, hash, set_at, temporary, wrong, wrong_at) VALUES (?, ?, ?, ?, 0, 0)"+
			" ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, temporary = excluded.temporary, wrong = 0, wrong_at = 0",
			p.ID, hash, s.now(), flag(temporary)).Error
		if err != nil {
			return err
		}
		return s.audit(tx, "account.set", p.ID, itoa(flag(temporary)))
	})
	if err == nil {
		s.publish("person", p.ID)
	}
	return err
}

// stale says whether a password must be changed first. A clock that was set back
// makes none older.
func (s *Store) stale(row accountRow, profile checklist.PasswordProfile) bool {
	limit := profile.MaxAge()
	return row.Temporary != 0 || limit > 0 && s.now()-row.SetAt > limit.Milliseconds()
}

// wait is how long nobody may try. A clock that was set back waits the whole time
// again; one that was set forward cannot be told from time that has passed.
func (s *Store) wait(row accountRow) time.Duration {
	whole := checklist.PasswordWait(int(row.Wrong))
	passed := time.Duration(s.now()-row.WrongAt) * time.Millisecond
	if passed < 0 {
		return whole
	}
	return max(whole-passed, 0)
}

// SetPasswordRules says which rules passwords keep from now on. Who may reset a
// password may: account.mayNot, account.profile, policy.laidDown.
func (s *Store) SetPasswordRules(ctx context.Context, profile checklist.PasswordProfile) error {
	if !profile.Valid() {
		return checklist.Fail("account.profile", "value", string(profile))
	}
	if err := s.mayManage(); err != nil {
		return err
	}
	if err := s.laidDown(ctx, checklist.SettingPasswords, string(profile)); err != nil {
		return err
	}
	err := s.write(ctx, "rules", func(tx *gorm.DB) error {
		if err := putSetting(tx, checklist.SettingPasswords, string(profile)); err != nil {
			return err
		}
		return s.audit(tx, "account.rules", "", string(profile))
	})
	if err != nil {
		return err
	}
	return s.barAgain(ctx)
}

// barAgain looks whether who acts still may, under rules that have changed.
func (s *Store) barAgain(ctx context.Context) error {
	p := s.actor()
	why, err := s.whyBarred(ctx, p, true)
	if err == nil && why != "" {
		s.enter(p, why)
	}
	return err
}

func (s *Store) mayManage() error {
	if err := s.Barred(); err != nil {
		return err
	}
	who := s.actor()
	switch who.Role {
	case checklist.BranchHead, checklist.HQSupervisor, checklist.Admin:
		return nil
	}
	return checklist.Fail("account.mayNot", "name", who.Name)
}

func (s *Store) passwordProfile(ctx context.Context) (checklist.PasswordProfile, error) {
	v, err := s.Setting(ctx, checklist.SettingPasswords)
	return checklist.PasswordProfile(v), err
}

// workAccount names the work that is done before somebody has proved who it is.
const workAccount = "account"

// bar says at the start whether the person of this installation may act at once.
func (s *Store) bar(ctx context.Context) error {
	p := s.actor()
	if p.ID == "" {
		return nil
	}
	why, err := s.whyBarred(ctx, p, false)
	if err == nil {
		s.enter(p, why)
	}
	return err
}

// whyBarred says why nothing may be done in a person's name yet, "" = it may;
// proved is whether the password, if there is one, was given.
func (s *Store) whyBarred(ctx context.Context, p checklist.Person, proved bool) (string, error) {
	a, err := s.Account(ctx, p.ID)
	switch {
	case err != nil:
		return "", err
	case a.Has && !proved:
		return accountNeeded, nil
	case a.Change:
		return accountOld, nil
	case a.Needed && !a.Has:
		return accountUnset, nil
	}
	return "", nil
}

// Barred says why nothing may be done yet in the name of who acts: account.needed,
// account.unset or account.old; nil when all is well.
func (s *Store) Barred() error {
	s.who.Lock()
	defer s.who.Unlock()
	if s.who.barred == "" {
		return nil
	}
	return checklist.Fail(s.who.barred, "name", s.who.person.Name)
}

// barred refuses work in the name of somebody who has not proved it. What the
// program does for itself goes on.
func (s *Store) barred(work string) error {
	switch work {
	case workAccount, "setting", "checklist", "print":
		return nil
	}
	return s.Barred()
}

// enter makes a person the one who acts.
func (s *Store) enter(p checklist.Person, barred string) {
	s.who.Lock()
	s.who.person, s.who.barred = p, barred
	s.who.Unlock()
	s.publish("profile", "")
}

func accountOf(db *gorm.DB, person string) (accountRow, error) {
	var rows []accountRow
	err := db.Raw("SELECT person, hash, set_at, temporary, wrong, wrong_at FROM accounts WHERE person = ?", person).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return accountRow{}, err
	}
	return rows[0], nil
}

// hashPassword writes the usual form $argon2id$v=19$m=…,t=…,p=1$salt$key.
func hashPassword(password string) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonKey)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, argonMemory, argonTime, enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// matches holds a password against a hash, at the cost the hash was made with.
func matches(hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	var version int
	var memory, passes uint32
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, checklist.Fail("store.damaged")
	}
	_, err := fmt.Sscanf(parts[2], "v=%d", &version)
	if err == nil {
		_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &passes)
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if err = errors.Join(err, saltErr, keyErr); err != nil || version != argon2.Version || passes == 0 || memory > 1<<20 || len(key) == 0 {
		return false, checklist.Fail("store.damaged").Because(err)
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, 1, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1, nil
}
