// Command tapper is the program the fault tests kill. "tapper tap DIR ROUND"
// answers items until it dies, and prints one line for each answer after the
// store said it is saved; "tapper check DIR" reads such lines and counts what is
// lost.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
)

// items is how many answers go into one inspection before the next is started.
const items = 200

// Verdict is what check found.
type Verdict struct {
	Acks, Rows, Lost int
	Troubles         []store.Trouble
}

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(ctx context.Context, args []string, in io.Reader, out, problems io.Writer) int {
	err := errors.New("usage: tapper tap DIR ROUND [early] | tapper check DIR < acks")
	switch {
	case len(args) >= 3 && args[0] == "tap":
		err = tap(ctx, args[1], args[2], len(args) > 3 && canAckEarly, out)
	case len(args) == 2 && args[0] == "check":
		err = check(ctx, args[1], in, out)
	}
	if err != nil {
		_, _ = fmt.Fprintln(problems, err)
		return 1
	}
	return 0
}

func open(ctx context.Context, dir string) (*store.Store, error) {
	c := checklist.Checklist{
		ID: "long", Version: 1, Kind: checklist.KindInspection, Subject: checklist.SubjectBranch,
		Modes: []checklist.Mode{checklist.Self}, Scoring: checklist.Scoring{Method: checklist.Points, Full: checklist.N(100)},
		Zones: []checklist.Zone{{ID: "z"}},
	}
	for i := range items {
		c.Items = append(c.Items, checklist.Item{ID: strconv.Itoa(i), Zone: "z", Type: checklist.TypePass, Points: checklist.N(1), Weight: checklist.N(1)})
	}
	source, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{
		Dir: dir, Builtin: map[string][]byte{"long.json": source},
		Parse: func(_ string, b []byte) (*checklist.Checklist, error) {
			var c checklist.Checklist
			return &c, json.Unmarshal(b, &c)
		},
	})
}

// tap records answers for ever: the number of the tap is the note.
func tap(ctx context.Context, dir, round string, early bool, out io.Writer) error {
	s, err := open(ctx, dir)
	if err != nil {
		return err
	}
	hall := checklist.Branch{Code: "B1", Name: "东城支行", Active: true}
	err = s.Setup(ctx, checklist.Profile{Face: checklist.FaceBranch, Branch: hall, User: checklist.Person{Name: "王芳"}})
	if err != nil && checklist.CodeOf(err) != "store.alreadySetUp" {
		return err
	}
	c, err := s.Checklist(ctx, "long", 1)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("r%s-%d", round, n/items)
		if n%items == 0 {
			in, err := checklist.Start(id, c, hall, checklist.Person{Name: "王芳"}, checklist.Self, time.Now())
			if err != nil {
				return err
			}
			if err := s.StartInspection(ctx, in); err != nil {
				return err
			}
		}
		item := strconv.Itoa(n % items)
		ack := func() { _, _ = fmt.Fprintf(out, "%s %s %d\n", id, item, n) }
		if early {
			ack()
		}
		_, err := s.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
			return errors.Join(in.Record(checklist.MainSheet, item, checklist.VerdictValue(checklist.Miss), now),
				in.Note(checklist.MainSheet, item, strconv.Itoa(n), now))
		})
		if err != nil {
			return err
		}
		if !early {
			ack()
		}
	}
}

// check opens what is left and looks for every acknowledged answer.
func check(ctx context.Context, dir string, acks io.Reader, out io.Writer) error {
	s, err := open(ctx, dir)
	if err != nil {
		return err
	}
	rep, err := s.Check(ctx, true, nil)
	if err != nil {
		return err
	}
	v := Verdict{Rows: rep.Answers, Troubles: rep.Troubles}
	loaded := map[string]*checklist.Inspection{}
	lines := bufio.NewScanner(acks)
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) != 3 {
			continue // the line the kill cut off was never a promise
		}
		v.Acks++
		in, ok := loaded[f[0]]
		if !ok {
			in, err = s.Inspection(ctx, f[0])
			if err != nil && checklist.CodeOf(err) != "store.unknownInspection" {
				return err
			}
			loaded[f[0]] = in
		}
		if in == nil || in.Answer(checklist.MainSheet, f[1]) == nil || in.Answer(checklist.MainSheet, f[1]).Note != f[2] {
			v.Lost++
		}
	}
	if err := errors.Join(lines.Err(), s.Close()); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(v)
}
