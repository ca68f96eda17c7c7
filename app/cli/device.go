package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallcheck/checklist/bundle"
	"hallcheck/store"
	"hallcheck/store/exchange"
)

type deviceDoc struct {
	Device      string     `json:"device"`
	Branch      string     `json:"branch"`
	Name        string     `json:"name"`
	State       string     `json:"state"`
	From        int64      `json:"from"`
	Last        int64      `json:"last"`
	Seen        *string    `json:"seen"`
	Lost        int64      `json:"lost"`
	Missing     []int64    `json:"missing"`
	Told        int64      `json:"told"` // policy that tells the branch, 0 = not yet
	Proposer    *string    `json:"proposer"`
	Approver    *string    `json:"approver"`
	Replaces    *string    `json:"replaces"`
	Fingerprint *string    `json:"fingerprint"`
	Alarms      []alarmDoc `json:"alarms"`
}

type alarmDoc struct {
	Code    string  `json:"code"`
	Message string  `json:"message"`
	At      string  `json:"at"`
	Settled *string `json:"settled"`
	By      *string `json:"by"`
	Reason  *string `json:"reason"`
}

// deviceList shows the devices headquarters knows, with what is missing and odd.
func deviceList(e *env, s *store.Store, a *arguments) error {
	list, err := s.DeviceStates(e.ctx)
	if err != nil {
		return err
	}
	alarms, err := s.Alarms(e.ctx, true)
	if err != nil {
		return err
	}
	names, err := PersonNames(e.ctx, s)
	if err != nil {
		return err
	}
	docs := []deviceDoc{}
	for _, d := range list {
		if code := a.get("branch-code"); code != "" && code != d.Branch {
			continue
		}
		docs = append(docs, e.deviceDoc(d, alarms, names))
	}
	return e.answer(map[string]any{"devices": docs}, func(w io.Writer) error { return e.deviceTable(w, docs) })
}

func (e *env) deviceDoc(d store.DeviceStatus, alarms []store.Alarm, names map[string]string) deviceDoc {
	out := deviceDoc{
		Device: d.ID, Branch: d.Branch, Name: d.BranchName, State: d.State, From: d.FromSeq, Last: d.Last, Seen: e.instant(d.Seen),
		Lost: d.Lost, Missing: append([]int64{}, d.Missing...), Told: d.Noted, Proposer: some(names[d.Proposer]), Approver: some(names[d.Approver]),
		Replaces: some(d.Replaces), Fingerprint: some(d.Fingerprint), Alarms: []alarmDoc{},
	}
	for _, x := range alarms {
		if x.Device == d.ID {
			out.Alarms = append(out.Alarms, alarmDoc{
				Code: x.Code, Message: e.t("alarm."+x.Code, "detail", x.Detail), At: *e.instant(x.At),
				Settled: e.instant(x.Done), By: some(x.Actor), Reason: some(x.Reason),
			})
		}
	}
	return out
}

// instant is an instant as scripts read it, nil for none.
func (e *env) instant(ms int64) *string {
	if ms == 0 {
		return nil
	}
	return some(time.UnixMilli(ms).Format(time.RFC3339))
}

func (e *env) deviceTable(w io.Writer, docs []deviceDoc) error {
	t := &table{right: map[int]bool{4: true}}
	t.add(e.t("cli.col.branch"), e.t("cli.col.title"), e.t("device.col.device"), e.t("cli.col.status"), e.t("device.col.last"), e.t("device.col.seen"), e.t("device.col.note"))
	for _, d := range docs {
		seen := "–"
		if d.Seen != nil {
			seen = strings.Replace((*d.Seen)[:16], "T", " ", 1)
		}
		t.add(d.Branch, d.Name, bundle.Short(d.Device), e.t("device.state."+d.State), strconv.FormatInt(d.Last, 10), seen, e.deviceNote(d))
	}
	return t.write(w)
}

// deviceNote says in words what a person should know of a device.
func (e *env) deviceNote(d deviceDoc) string {
	var words []string
	if d.State == exchange.DevicePending && d.Fingerprint != nil {
		words = append(words, e.t("device.note.compare", "print", *d.Fingerprint))
		if d.Proposer != nil {
			words = append(words, e.t("device.note.second", "name", *d.Proposer))
		}
	}
	if d.Lost > 0 {
		var seqs []string
		for _, n := range d.Missing {
			seqs = append(seqs, strconv.FormatInt(n, 10))
		}
		words = append(words, e.t("device.note.missing", "n", strconv.FormatInt(d.Lost, 10), "seqs", strings.Join(seqs[:min(len(seqs), 12)], ", ")))
	}
	for _, x := range d.Alarms {
		if x.Settled == nil {
			words = append(words, x.Message)
		}
	}
	return strings.Join(words, "; ")
}

// act does something to a device and shows it.
func (e *env) act(a *arguments, do func(s *store.Store, d store.Device) error) error {
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	d, err := exchange.FindDevice(e.ctx, s, a.rest[0])
	if err != nil {
		return err
	}
	if err := do(s, d); err != nil {
		return err
	}
	list, err := s.DeviceStates(e.ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(x store.DeviceStatus) bool { return x.ID == d.ID })
	names, err := PersonNames(e.ctx, s)
	if err != nil {
		return err
	}
	alarms, err := s.Alarms(e.ctx, true)
	if err != nil {
		return err
	}
	doc := e.deviceDoc(list[i], alarms, names)
	return e.answer(doc, func(w io.Writer) error { return e.deviceTable(w, []deviceDoc{doc}) })
}

func deviceApprove(e *env, a *arguments) error {
	return e.act(a, func(s *store.Store, d store.Device) error {
		d, err := exchange.Approve(e.ctx, s, d.ID)
		if err != nil {
			return err
		}
		return e.letIn(s, d)
	})
}

// letIn says what follows from an approval: that a second person is needed, or that
// files which waited are taken in.
func (e *env) letIn(s *store.Store, d store.Device) error {
	if d.State == exchange.DevicePending {
		e.say("device.half")
		return nil
	}
	n, err := exchange.Waiting(e.ctx, s, d)
	if err == nil && n > 0 {
		e.say("cli.device.waiting", "n", strconv.Itoa(n))
	}
	return err
}

func deviceRetire(e *env, a *arguments) error {
	return e.act(a, func(s *store.Store, d store.Device) error { return exchange.Retire(e.ctx, s, d.ID) })
}

func deviceRevoke(e *env, a *arguments) error {
	return e.act(a, func(s *store.Store, d store.Device) error { return exchange.RevokeFor(e.ctx, s, d.ID, a.get("reason")) })
}

func deviceReset(e *env, a *arguments) error {
	from := int64(0)
	if v := a.get("from"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 {
			return wrongUse(a.command, "usage.badValue", "flag", "--from", "value", v, "want", "N")
		}
		from = n
	}
	return e.act(a, func(s *store.Store, d store.Device) error {
		_, err := exchange.Reset(e.ctx, s, d.ID, from)
		return err
	})
}

func deviceSettle(e *env, a *arguments) error {
	reason, err := a.need("reason")
	if err != nil {
		return err
	}
	return e.act(a, func(s *store.Store, d store.Device) error { return s.SettleAlarms(e.ctx, d.ID, reason) })
}

// deviceRenew, at a branch, makes new keys after the old ones were lost.
func deviceRenew(e *env, s *store.Store, _ *arguments) error {
	file, again, err := exchange.Renew(e.ctx, s, e.cfg.Dir)
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"enrol": file, "again": again}, func(w io.Writer) error {
		e.say("device.renewed", "count", strconv.Itoa(again))
		_, err := fmt.Fprintln(w, file)
		return err
	})
}

// deviceSilent lists the branches that have said nothing for a while.
func deviceSilent(e *env, a *arguments) error {
	days := 7
	if v := a.get("days"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return wrongUse(a.command, "usage.badValue", "flag", "--days", "value", v, "want", "N")
		}
		days = n
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	list, err := s.Silences(e.ctx, days)
	if err != nil {
		return err
	}
	docs := []map[string]any{}
	for _, x := range list {
		docs = append(docs, map[string]any{"branch": x.Branch.Code, "name": x.Branch.Name, "last": e.instant(x.Last), "days": x.Days, "devices": x.Devices})
	}
	return e.answer(map[string]any{"silent": docs}, func(w io.Writer) error {
		t := &table{right: map[int]bool{2: true}}
		for _, x := range list {
			words := e.t("device.silent.days", "n", strconv.Itoa(x.Days))
			if x.Days < 0 {
				words = e.t("device.silent.none")
			}
			t.add(x.Branch.Code, x.Branch.Name, words)
		}
		return t.write(w)
	})
}

// PersonNames are the names of everybody by id.
func PersonNames(ctx context.Context, s *store.Store) (map[string]string, error) {
	people, err := s.People(ctx)
	names := make(map[string]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, err
}
