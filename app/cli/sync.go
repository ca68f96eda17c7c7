package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"time"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
)

type syncDoc struct {
	Roads    []syncRoadDoc `json:"roads"`
	Exported []bundleDoc   `json:"exported"`
	Skipped  []problemDoc  `json:"skipped"`
	Imported []outcomeDoc  `json:"imported"`
	Notes    []noteDoc     `json:"notes"`
	Error    *problemDoc   `json:"problem"` // of this computer's own part
}

type syncRoadDoc struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Sent    []string     `json:"sent"`
	Fetched []string     `json:"fetched"`
	Bytes   int64        `json:"bytes"`
	Failed  []problemDoc `json:"failed"`
	Error   *problemDoc  `json:"error"`
	Waits   *string      `json:"waitsUntil"`
}

type noteDoc struct {
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`
	Code    *string `json:"code"`
	Message string  `json:"message"`
}

// syncRoads does one round over the roads, or with --every one after the other
// until it is stopped. What did not come through makes exit code 1, after
// everything else was done.
func syncRoads(e *env, a *arguments) error {
	every := time.Duration(0)
	if v := a.get("every"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 1440 {
			return wrongUse(a.command, "usage.badValue", "flag", "--every", "value", v, "want", "1…1440")
		}
		every = time.Duration(n) * time.Minute
	}
	c, x, done, err := e.openCarrier()
	if err != nil {
		return err
	}
	defer done()
	o := exchange.SyncOptions{Now: a.has("now")}
	for _, which := range a.rest {
		r, err := x.Store.Road(e.ctx, which)
		if err != nil {
			return err
		}
		o.Roads = append(o.Roads, r.ID)
	}
	for {
		err := e.syncOnce(c, o)
		if every == 0 || e.ctx.Err() != nil {
			return err
		}
		if err != nil {
			Refuse(e.cfg, &saidError{err}, io.Discard, e.err)
		}
		select {
		case <-e.ctx.Done():
			return nil
		case <-time.After(every):
		}
	}
}

func (e *env) syncOnce(c *exchange.Carrier, o exchange.SyncOptions) error {
	out, err := c.Sync(e.ctx, o, e.syncSteps())
	if err != nil {
		return err
	}
	doc := e.syncDoc(out)
	err = e.answer(doc, func(w io.Writer) error { return e.syncTable(w, doc) })
	if failed := out.Failed(); err == nil && failed != nil {
		return &saidError{failed}
	}
	return err
}

// syncSteps shows how far a round is, on stderr, at most twice a second.
func (e *env) syncSteps() func(exchange.Step) {
	last, shown := time.Time{}, ""
	return func(s exchange.Step) {
		name := s.Phase + s.Name
		if now := time.Now(); e.cfg.JSON || s.Phase == "import" || s.Phase == "export" || now.Sub(last) < 500*time.Millisecond && name == shown {
			return
		}
		last, shown = time.Now(), name
		percent := int64(0)
		if s.Total > 0 {
			percent = s.Done * 100 / s.Total
		}
		e.say("cli.sync.step."+s.Phase, "road", s.Road, "name", s.Name, "n", strconv.Itoa(s.File), "of", strconv.Itoa(s.Files),
			"percent", strconv.FormatInt(percent, 10))
	}
}

func (e *env) problem(key string, err error) *problemDoc {
	if err == nil {
		return nil
	}
	d := explain(e.cfg.Lang, err)
	return &problemDoc{Key: key, Code: d.Error.Code, Message: d.Error.Message}
}

func (e *env) syncDoc(s exchange.Synced) syncDoc {
	d := syncDoc{
		Roads: []syncRoadDoc{}, Exported: e.bundleDocs(s.Exported), Skipped: []problemDoc{}, Imported: []outcomeDoc{}, Notes: []noteDoc{},
		Error: e.problem("", s.Err),
	}
	for _, r := range s.Roads {
		one := syncRoadDoc{
			ID: r.Road.ID, Name: r.Road.Name, Sent: append([]string{}, r.Sent...), Fetched: append([]string{}, r.Fetched...),
			Bytes: r.Bytes, Failed: []problemDoc{}, Error: e.problem("", r.Err),
		}
		if r.Waits {
			one.Waits = stampOf(r.Road.NextTry)
		}
		for _, f := range r.Failed {
			one.Failed = append(one.Failed, *e.problem(f.Name, f.Err))
		}
		d.Roads = append(d.Roads, one)
	}
	for _, k := range s.Skipped {
		d.Skipped = append(d.Skipped, *e.problem(k.ID, k.Err))
	}
	for _, o := range s.Imported {
		d.Imported = append(d.Imported, e.outcomeDoc(o))
	}
	for _, n := range s.Notes {
		one := noteDoc{Name: n.Name, Kind: n.Kind, Code: some(n.Code)}
		if n.Err != nil {
			one.Message = explain(e.cfg.Lang, n.Err).Error.Message
		}
		d.Notes = append(d.Notes, one)
	}
	return d
}

func (e *env) syncTable(w io.Writer, d syncDoc) error {
	t := &table{}
	for _, r := range d.Roads {
		state := e.t("cli.sync.road", "sent", strconv.Itoa(len(r.Sent)), "fetched", strconv.Itoa(len(r.Fetched)))
		switch {
		case r.Error != nil:
			state = r.Error.Message
		case r.Waits != nil:
			state = e.t("cli.sync.waits", "time", *r.Waits)
		}
		t.add(r.Name, state)
		for _, f := range r.Failed {
			t.add("  "+f.Key, f.Message)
		}
	}
	for _, o := range d.Imported {
		t.add(filepath.Base(o.File), o.Message)
	}
	for _, n := range d.Notes {
		if n.Message != "" {
			t.add(n.Name, n.Message)
		}
	}
	for _, k := range d.Skipped {
		t.add(k.Key, k.Message)
	}
	if d.Error != nil {
		t.add(e.t("cli.sync.here"), d.Error.Message)
	}
	return t.write(w)
}

// exportTo exports and carries everything of the outbox to an address.
func exportTo(e *env, a *arguments, addr string) error {
	v, err := e.visit(a, addr)
	if err != nil {
		return err
	}
	c, _, done, err := e.openCarrier()
	if err != nil {
		return err
	}
	defer done()
	out, err := c.Sync(e.ctx, exchange.SyncOptions{Now: true, Visit: v, Only: "send"}, e.syncSteps())
	if err == nil && (len(out.Roads) == 0 || out.Roads[0].Err != nil || len(out.Roads[0].Failed) > 0 || out.Err != nil) {
		err = out.Failed()
	}
	if err != nil {
		return err
	}
	d := e.syncDoc(out)
	for _, k := range d.Skipped {
		e.say("cli.export.skipped", "id", k.Key, "why", k.Message)
	}
	if out.Plain && len(d.Exported) > 0 {
		e.say("cli.export.plain")
	}
	sent := out.Roads[0].Sent
	return e.answer(map[string]any{
		"bundles": d.Exported, "photos": out.Photos, "encrypted": !out.Plain, "skipped": d.Skipped, "sent": append([]string{}, sent...),
	}, func(w io.Writer) error {
		if len(sent) == 0 {
			e.say("cli.export.none")
		}
		for _, name := range sent {
			fmt.Fprintln(w, name)
		}
		return nil
	})
}

// importFrom fetches what is for us at addresses and takes it in.
func importFrom(e *env, a *arguments, addrs []string) error {
	c, _, done, err := e.openCarrier()
	if err != nil {
		return err
	}
	defer done()
	var list []exchange.Outcome
	var notes []exchange.NoteOutcome
	for _, addr := range addrs {
		v, err := e.visit(a, addr)
		if err != nil {
			return err
		}
		out, err := c.Sync(e.ctx, exchange.SyncOptions{Now: true, Visit: v, Only: "fetch"}, e.syncSteps())
		if err == nil {
			err = out.Failed()
		}
		if err != nil {
			return err
		}
		list, notes = append(list, out.Imported...), append(notes, out.Notes...)
	}
	if len(list)+len(notes) == 0 {
		return checklist.Fail("exchange.noBundles")
	}
	return e.imported(list)
}
