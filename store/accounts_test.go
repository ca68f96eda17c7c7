package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/storetest"
)

const secret = "三月的海棠开了7次"

// door is a branch whose lobby manager has a password, on a clock of its own.
func door(t *testing.T) (opt store.Options, now *storetest.Clock, s *store.Store, me checklist.Person) {
	t.Helper()
	now = &storetest.Clock{At: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	opt = storetest.Options(t, "")
	opt.Clock = now.Now
	opt.Common = func(p string) bool { return p == "12345678" }
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁银行", Branch: checklist.Branch{Code: "01", Name: "市中支行"},
		User: checklist.Person{Name: "李静", Role: checklist.LobbyManager},
	}))
	require.NoError(t, s.SetPassword(t.Context(), "", secret))
	p, err := s.Profile(t.Context())
	require.NoError(t, err)
	return opt, now, s, p.User
}

func again(t *testing.T, s *store.Store, opt store.Options) *store.Store {
	t.Helper()
	require.NoError(t, s.Close())
	s, err := store.Open(t.Context(), opt)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func code(err error) string { return checklist.CodeOf(err) }

// TestNothingIsDoneBeforeSignIn: after a start nothing is written in the name of
// somebody with a password until it was given, and it stands nowhere on the disk.
func TestNothingIsDoneBeforeSignIn(t *testing.T) {
	opt, _, s, me := door(t)
	s = again(t, s, opt)
	require.Equal(t, "account.needed", code(s.Barred()))
	person := checklist.Person{Name: "王强", Role: checklist.BranchHead}
	require.Equal(t, "account.needed", code(s.SavePerson(t.Context(), person)))
	_, err := s.SignIn(t.Context(), "李静", "不是这个口令啊")
	require.Equal(t, "account.wrong", code(err))
	require.Equal(t, "account.needed", code(s.SavePerson(t.Context(), person)))

	got, err := s.SignIn(t.Context(), "李静", secret)
	require.NoError(t, err)
	require.Equal(t, me, got)
	require.NoError(t, s.SavePerson(t.Context(), person))
	_, err = s.ActAs(t.Context(), "王强")
	require.NoError(t, err, "who has no password may be put on duty")
	_, err = s.ActAs(t.Context(), "李静")
	require.Equal(t, "account.needed", code(err))

	require.NoError(t, s.Close())
	files, err := filepath.Glob(filepath.Join(opt.Dir, "app.db*"))
	require.NoError(t, err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		require.NotContains(t, string(b), secret, f)
	}
}

// TestGuessingIsSlow: the fifth wrong one shuts the door, a new start or a clock
// set back does not open it, time does.
func TestGuessingIsSlow(t *testing.T) {
	opt, now, s, _ := door(t)
	for i := range 5 {
		_, err := s.SignIn(t.Context(), "李静", "wrong password")
		want := "account.wrong"
		if i == 4 {
			want = "account.locked"
		}
		require.Equal(t, want, code(err), i)
	}
	_, err := s.SignIn(t.Context(), "李静", secret)
	require.Equal(t, "account.locked", code(err), "the right one must wait too")
	s = again(t, s, opt)
	now.Pass(-10 * 24 * time.Hour)
	_, err = s.SignIn(t.Context(), "李静", secret)
	require.Equal(t, "account.locked", code(err))
	now.Pass(10*24*time.Hour + 61*time.Second)
	_, err = s.SignIn(t.Context(), "李静", "wrong password")
	require.Equal(t, "account.locked", code(err), "the sixth waits two minutes")
	now.Pass(119 * time.Second)
	_, err = s.SignIn(t.Context(), "李静", secret)
	require.Equal(t, "account.locked", code(err))
	now.Pass(2 * time.Second)
	_, err = s.SignIn(t.Context(), "李静", secret)
	require.NoError(t, err)
	_, err = s.SignIn(t.Context(), "李静", "wrong password")
	require.Equal(t, "account.wrong", code(err), "a right one starts the count anew")
}

// TestPasswordRules: the bank's profile is kept, a password set by somebody else
// must be changed, and one of 等保 after 90 days.
func TestPasswordRules(t *testing.T) {
	opt, now, s, me := door(t)
	require.NoError(t, s.SavePerson(t.Context(), checklist.Person{ID: "head", Name: "王强", Role: checklist.BranchHead}))
	require.Equal(t, "account.mayNot", code(s.ResetPassword(t.Context(), "head", "Guess7guess")))
	require.Equal(t, "account.wrong", code(s.SetPassword(t.Context(), "nonsense", "Guess7guess")))
	require.Equal(t, "account.same", code(s.SetPassword(t.Context(), secret, secret)))
	var bad checklist.Problems
	require.ErrorAs(t, s.SetPassword(t.Context(), secret, "12345678"), &bad)
	require.Equal(t, "password.common", bad[0].Code)

	require.NoError(t, s.SetSetting(t.Context(), checklist.SettingPasswords, string(checklist.PasswordsMLPS)))
	_, err := s.ActAs(t.Context(), "王强")
	require.NoError(t, err)
	require.Equal(t, "account.unset", code(s.ResetPassword(t.Context(), me.ID, "Guess7guess")), "who has none sets one first")
	require.NoError(t, s.SetPassword(t.Context(), "", "Head7office"))
	require.NoError(t, s.ResetPassword(t.Context(), me.ID, "Guess7guess"))
	_, err = s.SignIn(t.Context(), "李静", "Guess7guess")
	require.NoError(t, err)
	require.Equal(t, "account.old", code(s.SavePerson(t.Context(), checklist.Person{Name: "新人"})))
	require.NoError(t, s.SetPassword(t.Context(), "Guess7guess", "Spring9rain"))
	require.NoError(t, s.SavePerson(t.Context(), checklist.Person{Name: "新人"}))

	now.Pass(91 * 24 * time.Hour)
	s = again(t, s, opt)
	_, err = s.SignIn(t.Context(), "李静", "Spring9rain")
	require.NoError(t, err)
	require.Equal(t, "account.old", code(s.Barred()))
	require.NoError(t, s.SetPassword(t.Context(), "Spring9rain", "Autumn9rain"))
	require.NoError(t, s.Barred())
}

// TestHeadquartersRulesAskForAPassword: rules that come in a policy hold at once,
// and nobody at the branch takes them away.
func TestHeadquartersRulesAskForAPassword(t *testing.T) {
	_, _, s, _ := door(t)
	require.NoError(t, s.SavePerson(t.Context(), checklist.Person{ID: "head", Name: "王强", Role: checklist.BranchHead}))
	_, err := s.ActAs(t.Context(), "王强")
	require.NoError(t, err)
	_, _, err = s.TakePolicy(t.Context(), store.Policy{Version: 1, Created: 1, Rules: store.Rules{Passwords: string(checklist.PasswordsASVS)}}, "policy-01-1.note")
	require.NoError(t, err)
	require.Equal(t, "account.unset", code(s.Barred()))
	require.NoError(t, s.SetPassword(t.Context(), "", "Guan7head"))
	require.Equal(t, "policy.laidDown", code(s.SetPasswordRules(t.Context(), checklist.PasswordsFree)))
}

// TestRulesThatWantNothingBarNobody: a policy that lays down that nobody needs a
// password leaves those without one at work.
func TestRulesThatWantNothingBarNobody(t *testing.T) {
	_, _, s, _ := door(t)
	require.NoError(t, s.SavePerson(t.Context(), checklist.Person{ID: "head", Name: "王强", Role: checklist.BranchHead}))
	_, err := s.ActAs(t.Context(), "王强")
	require.NoError(t, err)
	_, _, err = s.TakePolicy(t.Context(), store.Policy{Version: 1, Created: 1, Rules: store.Rules{Passwords: store.PasswordsOwn}}, "policy-01-1.note")
	require.NoError(t, err)
	require.NoError(t, s.Barred())
}
