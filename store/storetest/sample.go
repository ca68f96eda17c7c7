// Package storetest is the conformance suite of the store: the same tests run on
// every engine, and both must come to the same bytes.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hallcheck/checklist"
	"hallcheck/store"
)

// Parse reads the samples' own form, JSON, so that the suite needs no YAML.
func Parse(_ string, data []byte) (*checklist.Checklist, error) {
	var c checklist.Checklist
	return &c, json.Unmarshal(data, &c)
}

// Sample is a small points checklist of n pass items in two zones; the first
// item is a veto.
func Sample(id string, version, n int) []byte {
	c := checklist.Checklist{
		Schema: 1, ID: id, Version: version, Title: checklist.Text{ZH: "环境检查", EN: "Environment check"},
		Kind: checklist.KindInspection, Subject: checklist.SubjectBranch,
		Modes:   []checklist.Mode{checklist.Announced, checklist.Self},
		Scoring: checklist.Scoring{Method: checklist.Points, Full: checklist.N(100), VetoCap: checklist.N(59)},
		Zones:   []checklist.Zone{{ID: "front"}, {ID: "back", Optional: true}},
	}
	c.Scoring.Grades = []checklist.Grade{{ID: "good", Min: checklist.N(80)}, {ID: "poor"}}
	for i := range n {
		it := checklist.Item{
			ID: "item." + strconv.Itoa(i), Zone: c.Zones[i*2/n].ID, Type: checklist.TypePass, Points: checklist.N(2),
			Weight: checklist.N(1), Veto: checklist.VetoNone, Photo: checklist.PhotoNever, Severity: checklist.Minor,
		}
		if i == 0 {
			it.Veto, it.Severity = checklist.VetoInspection, checklist.Critical
		}
		c.Items = append(c.Items, it)
	}
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain data
	}
	return b
}

// Clock is a clock that goes on by Step at each look.
type Clock struct {
	At   time.Time
	Step time.Duration
	mu   sync.Mutex
}

// NewClock starts at a fixed instant, in a zone far from UTC.
func NewClock() *Clock {
	return &Clock{At: time.Date(2026, 11, 3, 9, 0, 0, 0, time.FixedZone("CST", 8*3600)), Step: time.Second}
}

// Now returns the instant and moves on.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.At = c.At.Add(c.Step)
	return c.At
}

// Pass lets time go by, or back.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.At = c.At.Add(d)
}

// empty is the database file of a new installation. Making its tables takes a second
// under the race detector: once is enough for the tests of a package.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "hallcheck-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(context.Background(), store.Options{Dir: dir, Clock: NewClock().Now, Parse: Parse})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "app.db"))
})

// Options are the options of a store with samples and a moving clock. Without an address
// its tables are there already.
func Options(t testing.TB, addr string) store.Options {
	t.Helper()
	dir := t.TempDir()
	if addr == "" {
		b, err := empty()
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "app.db"), b, 0o600))
	}
	return store.Options{
		Addr: addr, Dir: dir, Clock: NewClock().Now, Parse: Parse,
		Builtin: map[string][]byte{"env.json": Sample("env", 1, 8)},
		Initials: func(name string) string {
			return map[string]string{"东城支行": "dczh", "安定门支行": "admzh"}[name]
		},
	}
}

// Branch is the hall the tests work in.
var Branch = checklist.Branch{Code: "B001", Name: "东城支行", Grade: checklist.Second, Traffic: checklist.TrafficHigh, Active: true}

// SetUp makes the store a branch installation with fixed ids.
func SetUp(t testing.TB, s *store.Store) {
	t.Helper()
	require.NoError(t, s.Setup(t.Context(), checklist.Profile{
		Face: checklist.FaceBranch, Org: "总行", OrgID: "org-1", Branch: Branch, Device: "device-1",
		User: checklist.Person{ID: "person-1", Name: "王芳", Role: checklist.LobbyManager},
	}))
}

// Draft stores a new draft of the sample checklist and returns its id.
func Draft(t testing.TB, s *store.Store, id string, at time.Time) string {
	t.Helper()
	c, err := s.Checklist(t.Context(), "env", 0)
	require.NoError(t, err)
	p, err := s.Profile(t.Context())
	require.NoError(t, err)
	in, err := checklist.Start(id, c, p.Branch, p.User, checklist.Self, at)
	require.NoError(t, err)
	require.NoError(t, s.StartInspection(t.Context(), in))
	return id
}

// Fill answers every item, the first fails of them with a note, and finishes.
func Fill(t testing.TB, s *store.Store, id string, fails int) *checklist.Inspection {
	t.Helper()
	in, err := s.Edit(t.Context(), id, func(in *checklist.Inspection, now time.Time) error {
		for i := range in.Checklist.Items {
			item, v := in.Checklist.Items[i].ID, checklist.Pass
			if i >= len(in.Checklist.Items)-fails {
				v = checklist.Miss
				err := errors.Join(
					in.Note(checklist.MainSheet, item, fmt.Sprintf("原因%d", i), now),
					in.Cite(checklist.MainSheet, item, "录音 01:02", now)) // evidence for the veto item
				if err != nil {
					return err
				}
			}
			if err := in.Record(checklist.MainSheet, item, checklist.VerdictValue(v), now); err != nil {
				return err
			}
		}
		return in.Finish("", now)
	})
	require.NoError(t, err)
	return in
}

// people is a checklist of observed persons.
func people() []byte {
	c, err := Parse("", Sample("staff", 1, 2))
	if err != nil {
		panic(err) // our own bytes
	}
	c.Subject, c.Kind = checklist.SubjectPerson, checklist.KindObservation
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain data
	}
	return b
}
