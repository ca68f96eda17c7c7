// Command tapper is the program the fault tests kill. "tapper tap DIR ROUND"
// answers items, some with a photo, moves a finding and presses keys of the hall desk now
// and then and finishes what is full, until it dies, and prints one line for each after the store said it is
// saved; "tapper check DIR" reads such lines and counts what is lost.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
	"hallcheck/store"
	"hallcheck/store/photos"
)

const (
	items  = 60 // answers in one inspection before the next is started
	apart  = 10 // answers from one photo to the next
	weight = 10 // KiB of a photo
)

// Verdict is what check found.
type Verdict struct {
	Acks, Rows, Lost int
	Moves, Finished  int // of findings; inspections with all theirs
	Keys             int // of the hall desk
	Photos           int // of acknowledged answers; a missing or changed one counts as lost
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

// tap records answers for ever: the number of the tap is the note. It stays on one
// thread, so that a system call named by its number is the same one every time.
func tap(ctx context.Context, dir, round string, early bool, out io.Writer) error {
	runtime.LockOSThread()
	s, err := open(ctx, dir)
	if err != nil {
		return err
	}
	album, err := photos.Open(dir)
	if err != nil {
		return err
	}
	branch := checklist.Branch{Code: "B1", Name: "东城支行", Active: true}
	err = s.Setup(ctx, checklist.Profile{Face: checklist.FaceBranch, Branch: branch, User: checklist.Person{Name: "王芳", Role: checklist.LobbyManager}})
	if err != nil && checklist.CodeOf(err) != "store.alreadySetUp" {
		return err
	}
	c, err := s.Checklist(ctx, "long", 1)
	if err != nil {
		return err
	}
	hand, err := s.OpenFinding(ctx, checklist.FindingDraft{Text: "轮次" + round})
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("r%s-%d", round, n/items)
		if n%items == 0 {
			in, err := checklist.Start(id, c, branch, checklist.Person{Name: "王芳"}, checklist.Self, time.Now())
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
		if err := answer(ctx, s, album, id, item, n); err != nil {
			return err
		}
		if early {
			continue
		}
		ack()
		if err := loop(ctx, s, hand.ID, id, n, out); err != nil {
			return err
		}
	}
}

// answer records one item with its note, and with a photo now and then, which is
// stored before it is referred to.
func answer(ctx context.Context, s *store.Store, album *photos.Store, id, item string, n int) error {
	var photo checklist.PhotoRef
	if n%apart == 0 {
		name := id + "-" + item
		data := bytes.Repeat(fmt.Appendf(nil, "%-64s", name), weight<<10/64)
		sum := sha256.Sum256(data)
		photo = checklist.PhotoRef{
			ID: name, Hash: hex.EncodeToString(sum[:]), Name: name + ".jpg", Kind: checklist.PhotoEvidence,
			Source: "file", Size: int64(len(data)), Type: "image/jpeg",
		}
		if err := album.PutOriginal(ctx, photo.Hash, bytes.NewReader(data)); err != nil {
			return err
		}
	}
	_, err := s.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
		err := errors.Join(in.Record(checklist.MainSheet, item, checklist.VerdictValue(checklist.Miss), now),
			in.Note(checklist.MainSheet, item, strconv.Itoa(n), now))
		if err == nil && photo.ID != "" {
			err = in.Attach(checklist.MainSheet, item, photo, now)
		}
		return err
	})
	return err
}

// loop makes every tenth tap a move of the finding and a key of the hall desk too, and
// finishes an inspection whose items are all answered, which opens a finding for each.
func loop(ctx context.Context, s *store.Store, finding, inspection string, n int, out io.Writer) error {
	if n%10 == 4 {
		written, err := s.Append(ctx, hall.Entry{Kind: hall.KindWait, Ticket: strconv.Itoa(n)})
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "desk %s %d\n", written[0].ID, n)
	}
	if n%10 == 9 {
		_, err := s.EditFinding(ctx, finding, func(f *checklist.Finding, a checklist.Act) error { return f.RootCause(a, strconv.Itoa(n)) })
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(out, "move %s %d\n", finding, n)
	}
	if n%items != items-1 {
		return nil
	}
	_, err := s.Edit(ctx, inspection, func(in *checklist.Inspection, now time.Time) error { return in.Finish("到时间了", now) })
	if err == nil {
		_, _ = fmt.Fprintf(out, "finish %s %d\n", inspection, items)
	}
	return err
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
	album, err := photos.Open(dir)
	if err != nil {
		return err
	}
	v := Verdict{Rows: rep.Answers, Troubles: rep.Troubles}
	l := looker{s: s, album: album, verdict: &v, inspections: map[string]*checklist.Inspection{}, findings: map[string]*checklist.Finding{}}
	lines := bufio.NewScanner(acks)
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) == 3 { // the line the kill cut off was never a promise
			if err := l.look(ctx, f[0], f[1], f[2]); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(lines.Err(), s.Close()); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(v)
}

// looker counts acknowledged work that is not there.
type looker struct {
	s           *store.Store
	album       *photos.Store
	verdict     *Verdict
	inspections map[string]*checklist.Inspection
	findings    map[string]*checklist.Finding
	desk        map[string]string // ticket by the entry's id; nil = not read yet
}

// deskKeys are the tickets that were written down, by the entry's id.
func deskKeys(ctx context.Context, s *store.Store) (map[string]string, error) {
	entries, err := s.HallEntries(ctx, "", "0000-00-00", "9999-99-99")
	out := map[string]string{}
	for i := range entries {
		out[entries[i].ID] = entries[i].Ticket
	}
	return out, err
}

func (l *looker) look(ctx context.Context, kind, id, value string) (err error) {
	there := false
	switch kind {
	case "move":
		l.verdict.Moves++
		f, ok := l.findings[id]
		if !ok {
			f, err = l.s.Finding(ctx, id)
			l.findings[id] = f
		}
		there = f != nil && slices.ContainsFunc(f.Events, func(e checklist.FindingEvent) bool { return e.Note == value })
	case "desk":
		l.verdict.Keys++
		if l.desk == nil {
			l.desk, err = deskKeys(ctx, l.s)
		}
		there = l.desk[id] == value
	case "finish":
		l.verdict.Finished++
		var n int
		_, n, err = l.s.Findings(ctx, checklist.FindingFilter{Inspection: id})
		there = strconv.Itoa(n) == value
	default: // kind is the inspection, id the item
		l.verdict.Acks++
		in, ok := l.inspections[kind]
		if !ok {
			in, err = l.s.Inspection(ctx, kind)
			l.inspections[kind] = in
		}
		there = in != nil && in.Answer(checklist.MainSheet, id) != nil && in.Answer(checklist.MainSheet, id).Note == value
		there = there && l.whole(ctx, in.Answer(checklist.MainSheet, id).Photos)
	}
	if code := checklist.CodeOf(err); err != nil && code != "store.unknownInspection" && code != "store.unknownFinding" {
		return err
	}
	if !there {
		l.verdict.Lost++
	}
	return nil
}

// whole says whether the photos of an answer are there, with their bytes.
func (l *looker) whole(ctx context.Context, list []checklist.PhotoRef) bool {
	for _, p := range list {
		l.verdict.Photos++
		if l.album.Verify(ctx, p.Hash) != nil {
			return false
		}
	}
	return true
}
