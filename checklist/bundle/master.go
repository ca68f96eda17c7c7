package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"hallcheck/checklist"
)

// KindMaster is the record of what headquarters keeps for all: the branch's own
// row, its people, checklists and targets.
const KindMaster = "master"

// Master carries one part of the master data to one branch. Exactly one of the
// fields after Rev is set; a list is the whole list, in which a branch keeps what
// it added itself.
type Master struct {
	Rev       int64               `json:"rev"` // grows with every change at headquarters; the largest counts
	Branch    *checklist.Branch   `json:"branch,omitempty"`
	People    *[]checklist.Person `json:"people,omitempty"`
	Checklist *Standard           `json:"checklist,omitempty"` // with Source
	Targets   *[]Target           `json:"targets,omitempty"`
}

// Target is what a branch is to reach.
type Target struct {
	Indicator string `json:"indicator"`
	Period    string `json:"period"`
	Value     int64  `json:"value"`              // thousandths of the indicator's unit
	Baseline  *int64 `json:"baseline,omitempty"` // where it started, thousandths
	At        int64  `json:"at"`                 // unix ms UTC
	By        string `json:"by"`
}

// The most of one part.
const maxMaster = 5000

func (m *Master) check() error {
	parts := 0
	for _, set := range []bool{m.Branch != nil, m.People != nil, m.Checklist != nil, m.Targets != nil} {
		if set {
			parts++
		}
	}
	if parts != 1 || m.Rev < 1 {
		return refuse(ErrRecord, "master")
	}
	var people []checklist.Person
	var targets []Target
	if m.People != nil {
		people = *m.People
	}
	if m.Targets != nil {
		targets = *m.Targets
	}
	if len(people) > maxMaster || len(targets) > maxMaster {
		return refuse(ErrRecord, "master")
	}
	if b := m.Branch; b != nil && (b.Code == "" || b.Name == "") {
		return refuse(ErrRecord, "branch")
	}
	for _, p := range people {
		if p.ID == "" || p.Name == "" {
			return refuse(ErrRecord, "person "+p.ID)
		}
	}
	for _, t := range targets {
		if t.Indicator == "" || t.Period == "" {
			return refuse(ErrRecord, "target "+t.Indicator)
		}
	}
	if c := m.Checklist; c != nil {
		sum := sha256.Sum256([]byte(c.Source))
		if hex.EncodeToString(sum[:]) != c.SHA256 || c.ID == "" || c.Version < 1 {
			return refuse(ErrRecord, "checklist "+c.ID+"@"+strconv.Itoa(c.Version))
		}
	}
	return nil
}

func (m *Master) shared() []Shared { return nil }
