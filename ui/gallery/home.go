package gallery

import (
	"context"

	"hallcheck/checklist"
)

// Home is the sample hall: a flagship branch, its lobby manager, three records unsent.
type Home struct{}

// Profile implements shell.Home.
func (Home) Profile(context.Context) (checklist.Profile, error) {
	return checklist.Profile{
		Face: checklist.FaceBranch, Org: "济宁分行", OrgID: "7c1f0c1e", Device: "a3b8d1b6-0b3b-4b1a-9c1a-1a2b3c4d5e6f",
		Branch: ownHall(),
		User:   checklist.Person{ID: "p1", Name: "李静", Role: checklist.LobbyManager, Branch: "3701101"},
	}, nil
}

func ownHall() checklist.Branch {
	return checklist.Branch{Code: "3701101", Name: "济宁市中支行", Grade: checklist.Flagship, Traffic: checklist.TrafficHigh, Active: true}
}

// Setting implements shell.Home: nothing was set.
func (Home) Setting(context.Context, string) (string, error) { return "", nil }

// SetSetting implements shell.Home; a gallery keeps nothing.
func (Home) SetSetting(context.Context, string, string) error { return nil }

// Unsent implements shell.Home.
func (Home) Unsent(context.Context) ([]string, error) { return []string{"1", "2", "3"}, nil }

// Subscribe implements shell.Home; nothing ever changes here.
func (Home) Subscribe(func(checklist.Change)) func() { return func() {} }
