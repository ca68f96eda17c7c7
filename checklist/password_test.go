package checklist_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
)

func TestPasswordProblems(t *testing.T) {
	common := func(s string) bool { return s == "password1" }
	for _, x := range []struct {
		profile  checklist.PasswordProfile
		password string
		want     []string
	}{
		{checklist.PasswordsFree, "大堂经理的口令", []string{"password.short"}},
		{checklist.PasswordsFree, "大堂经理的好口令", nil},
		{checklist.PasswordsASVS, "correct horse battery", nil},
		{checklist.PasswordsASVS, "Password1", []string{"password.common"}},
		{checklist.PasswordsASVS, "short", []string{"password.short"}},
		{checklist.PasswordsASVS, "xx李静xxxxxx", []string{"password.name"}},
		{checklist.PasswordsMLPS, "correcthorse", []string{"password.kinds"}},
		{checklist.PasswordsMLPS, "Correct7horse", nil},
		{checklist.PasswordsMLPS, "李静1", []string{"password.short", "password.name", "password.kinds"}},
	} {
		var got []string
		for _, e := range x.profile.Problems(x.password, "李静", common) {
			got = append(got, e.Code)
		}
		require.Equal(t, x.want, got, "%s %s", x.profile, x.password)
	}
}

func TestPasswordWait(t *testing.T) {
	want := map[int]time.Duration{0: 0, 4: 0, 5: time.Minute, 6: 2 * time.Minute, 9: 16 * time.Minute, 10: 30 * time.Minute, 500: 30 * time.Minute}
	for n, d := range want {
		require.Equal(t, d, checklist.PasswordWait(n), n)
	}
}
