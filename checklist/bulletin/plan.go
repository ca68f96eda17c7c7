package bulletin

import (
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/ranking"
)

// Plan is a bulletin being prepared: what it is about, and what the clerk writes.
type Plan struct {
	From      string        `json:"from"`
	To        string        `json:"to"`
	Checklist string        `json:"checklist,omitempty"` // id; "" with a composite
	Composite string        `json:"composite,omitempty"` // id
	Peers     ranking.Peers `json:"peers,omitzero"`

	Prefix    string `json:"prefix,omitempty"` // 通报 in 通报〔2026〕3号
	No        int    `json:"no,omitempty"`     // 0 = no number yet
	Head      string `json:"head,omitempty"`
	Title     string `json:"title,omitempty"`
	Addressee string `json:"addressee,omitempty"`
	Opening   string `json:"opening,omitempty"`
	Closing   string `json:"closing,omitempty"`
	Office    string `json:"office,omitempty"` // "" = the organisation
	Day       string `json:"day,omitempty"`    // "" = the day it is frozen

	Requirements []Requirement `json:"requirements,omitempty"`

	Names  bool     `json:"names"`
	Top    int      `json:"top,omitempty"`  // 0 = 10
	Low    int      `json:"low,omitempty"`  // 0 = 5
	Grid   int      `json:"grid,omitempty"` // 2 or 4; 0 = 4
	Bright []string `json:"bright"`         // ids to show; nil = the newest
	Shots  []string `json:"shots"`          // ids of findings to show; nil = the worst

	Replaces string `json:"replaces,omitempty"` // id of the bulletin it takes the place of
	Why      string `json:"why,omitempty"`
}

// The limits of a plan.
const (
	maxText         = 4000 // characters of one text
	maxRequirements = 30
	maxShots        = 40
	usualTop        = 10
	usualLow        = 5
	usualGrid       = 4
)

// Key names what the plan is about: one plan is kept for each.
func (p *Plan) Key() string {
	return strings.Join([]string{p.From, p.To, p.Checklist, p.Composite, string(p.Peers.Grade), string(p.Peers.Traffic)}, "|")
}

// Check says what is wrong with a plan. Codes: bulletin.period, bulletin.subject,
// bulletin.long, bulletin.day, bulletin.number, bulletin.requirement.
func (p *Plan) Check() error {
	from, err1 := time.Parse(time.DateOnly, p.From)
	to, err2 := time.Parse(time.DateOnly, p.To)
	if err1 != nil || err2 != nil || to.Before(from) || to.Sub(from) > 370*24*time.Hour {
		return checklist.Fail("bulletin.period", "from", p.From, "to", p.To)
	}
	if (p.Checklist == "") == (p.Composite == "") {
		return checklist.Fail("bulletin.subject")
	}
	for _, s := range []string{p.Prefix, p.Head, p.Title, p.Addressee, p.Opening, p.Closing, p.Office, p.Why} {
		if len([]rune(s)) > maxText {
			return checklist.Fail("bulletin.long", "max", strconv.Itoa(maxText))
		}
	}
	if p.Day != "" {
		if _, err := time.Parse(time.DateOnly, p.Day); err != nil {
			return checklist.Fail("bulletin.day", "day", p.Day)
		}
	}
	if p.No < 0 || p.No > 9999 {
		return checklist.Fail("bulletin.number", "n", strconv.Itoa(p.No))
	}
	return p.checkRequirements()
}

func (p *Plan) checkRequirements() error {
	if len(p.Requirements) > maxRequirements {
		return checklist.Fail("bulletin.requirement", "n", strconv.Itoa(len(p.Requirements)))
	}
	for i, r := range p.Requirements {
		_, err := time.Parse(time.DateOnly, r.Due)
		if strings.TrimSpace(r.Text) == "" || len([]rune(r.Text)) > maxText || r.Due != "" && err != nil {
			return checklist.Fail("bulletin.requirement", "n", strconv.Itoa(i+1))
		}
	}
	return nil
}

// NumberText is the number as it is printed, 通报〔2026〕3号; "" without one.
func NumberText(prefix string, year string, no int) string {
	if no == 0 {
		return ""
	}
	return prefix + "〔" + year + "〕" + strconv.Itoa(no) + "号"
}

// NumberOf reads n out of a printed number with the prefix and year, 0 = another
// prefix, another year, or no number.
func NumberOf(text, prefix, year string) int {
	rest, ok := strings.CutPrefix(text, prefix+"〔"+year+"〕")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(rest, "号"))
	if err != nil {
		return 0
	}
	return n
}

// Entry is a frozen bulletin as a list shows it.
type Entry struct {
	ID       string // SHA-256 of its data set
	Number   string
	Edition  int
	From, To string
	Subject  string // Plan.Key
	Before   string // id of the edition it takes the place of, "" = none
	State    State
	At       int64 // frozen, unix ms UTC
	By       string
	IssuedAt int64 // 0 = not yet
	IssuedBy string
}
