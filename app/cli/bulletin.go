package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/bulletin"
	"hallcheck/checklist/report"
)

// planFlagSpec are the flags for what a clerk writes.
const planFlagSpec = "plan= prefix= number= head= title= to-whom= opening= closing= office= day= names= top= low= grid="

// bulletins opens the data folder for work on bulletins.
func (e *env) bulletins() (*BulletinOffice, func(), error) {
	s, album, done, err := e.openAll()
	if err != nil {
		return nil, nil, err
	}
	return &BulletinOffice{Store: s, Album: album, Lang: checklist.Lang(e.cfg.Lang), Now: e.now}, done, nil
}

// bulletinNew freezes a bulletin of a period: a draft, to be looked at and issued.
func bulletinNew(e *env, a *arguments) error {
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	p, err := e.plan(o, a)
	if err != nil {
		return err
	}
	entry, err := o.Freeze(e.ctx, p)
	if err != nil {
		return err
	}
	return e.bulletinAnswer(o, entry)
}

// plan is the plan the flags name, with the clerk's words from --plan FILE and the
// flags themselves.
func (e *env) plan(o *BulletinOffice, a *arguments) (bulletin.Plan, error) {
	p := bulletin.Plan{Checklist: a.get("checklist"), Composite: a.get("composite")}
	period, err := periodOf(a)
	if err != nil {
		return p, err
	}
	if p.Peers, err = peerGroup(a); err != nil {
		return p, err
	}
	if a.has("checklist") && a.has("composite") {
		return p, wrongUse(a.command, "usage.notBoth", "flag", "--checklist", "other", "--composite")
	}
	if p.Checklist == "" && p.Composite == "" {
		p.Checklist = usualRanking
	}
	p.From, p.To = period.From, period.To
	subject := p
	if p, err = o.Plan(e.ctx, p); err != nil {
		return p, err
	}
	if file := a.get("plan"); file != "" {
		if err := e.readPlan(file, &p); err != nil {
			return p, err
		}
		p.From, p.To, p.Checklist, p.Composite, p.Peers = subject.From, subject.To, subject.Checklist, subject.Composite, subject.Peers
	}
	return p, e.planFlags(a, &p)
}

// readPlan reads a plan as JSON or YAML over p; what the file does not say stays.
func (e *env) readPlan(file string, p *bulletin.Plan) error {
	data, err := readInput(file, e.in)
	if err != nil {
		return err
	}
	js, err := yaml.YAMLToJSON(data)
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(js))
		d.DisallowUnknownFields()
		err = d.Decode(p)
	}
	if err != nil {
		return checklist.Fail("bulletin.plan", "file", filepath.Base(file)).Because(err)
	}
	return nil
}

// planFlags puts the flags over the plan.
func (e *env) planFlags(a *arguments, p *bulletin.Plan) error {
	for flag, field := range map[string]*string{
		"prefix": &p.Prefix, "head": &p.Head, "title": &p.Title, "to-whom": &p.Addressee, "opening": &p.Opening, "closing": &p.Closing,
		"office": &p.Office, "day": &p.Day,
	} {
		if a.has(flag) {
			*field = a.get(flag)
		}
	}
	for flag, field := range map[string]*int{"number": &p.No, "top": &p.Top, "low": &p.Low, "grid": &p.Grid} {
		if !a.has(flag) {
			continue
		}
		n, err := strconv.Atoi(a.get(flag))
		if err != nil || n < 0 {
			return wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", a.get(flag), "want", "0…")
		}
		*field = n
	}
	names, err := a.oneOf("names", "on", "off")
	if err != nil {
		return err
	}
	p.Names = names == "on" || names == "" && p.Names
	return nil
}

// bulletinList lists the frozen bulletins.
func bulletinList(e *env, _ *arguments) error {
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	if branch, ok, err := e.atBranch(o); err != nil || ok {
		if err == nil {
			err = e.bulletinsReceived(o, branch)
		}
		return err
	}
	list, err := o.Store.Bulletins(e.ctx)
	if err != nil {
		return err
	}
	docs := make([]bulletinDoc, len(list))
	t := &table{}
	t.add(e.t("bulletin.col.id"), e.t("bulletin.col.number"), e.t("bulletin.col.edition"), e.t("bulletin.col.period"), e.t("bulletin.col.state"), e.t("bulletin.col.frozen"), e.t("bulletin.col.issued"))
	for i, x := range list {
		docs[i] = bulletinDocOf(x)
		issued := ""
		if x.IssuedAt > 0 {
			issued = e.frozenAt(x.IssuedAt) + " " + x.IssuedBy
		}
		t.add(bulletin.Short(x.ID), assets.BulletinNumber(e.cfg.Lang, x.Number), strconv.Itoa(x.Edition), x.From+" … "+x.To, e.t("bulletin.state."+string(x.State)), e.frozenAt(x.At)+" "+x.By, issued)
	}
	return e.rows("bulletins", docs, len(docs), t)
}

func (e *env) frozenAt(ms int64) string { return time.UnixMilli(ms).Format("2006-01-02 15:04") }

type bulletinDoc struct {
	ID       string  `json:"id"`
	Number   string  `json:"number"`
	Edition  int     `json:"edition"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	State    string  `json:"state"`
	Before   *string `json:"before"`
	Frozen   string  `json:"frozen"`
	By       string  `json:"by"`
	Issued   *string `json:"issued"`
	IssuedBy *string `json:"issuedBy"`
}

func bulletinDocOf(x bulletin.Entry) bulletinDoc {
	d := bulletinDoc{
		ID: x.ID, Number: x.Number, Edition: x.Edition, From: x.From, To: x.To, State: string(x.State), Before: some(x.Before),
		Frozen: time.UnixMilli(x.At).UTC().Format(time.RFC3339), By: x.By, IssuedBy: some(x.IssuedBy),
	}
	if x.IssuedAt > 0 {
		d.Issued = some(time.UnixMilli(x.IssuedAt).UTC().Format(time.RFC3339))
	}
	return d
}

// bulletinAnswer says what was frozen and how much is in it.
func (e *env) bulletinAnswer(o *BulletinOffice, x bulletin.Entry) error {
	_, d, err := o.Store.Bulletin(e.ctx, x.ID)
	if err != nil {
		return err
	}
	doc := map[string]any{"bulletin": bulletinDocOf(x), "data": d}
	return e.answer(doc, func(w io.Writer) error {
		t := &table{}
		add := func(key string, values ...string) { t.add(e.t("bulletin.col."+key), strings.Join(values, " ")) }
		add("id", x.ID)
		add("number", assets.BulletinNumber(e.cfg.Lang, x.Number), "·", e.t("bulletin.state."+string(x.State)))
		add("edition", strconv.Itoa(x.Edition))
		add("period", d.From, "…", d.To)
		add("coverage", strconv.Itoa(d.Basics.Inspected), "/", strconv.Itoa(d.Basics.Active))
		if d.Basics.Mean != nil {
			add("mean", d.Basics.Mean.String())
		}
		add("problems", strconv.Itoa(d.Basics.Problems))
		add("common", strconv.Itoa(len(d.Common)))
		add("repeats", strconv.Itoa(len(d.Repeats)))
		add("vetoes", strconv.Itoa(len(d.Vetoes)))
		add("overdue", strconv.Itoa(d.Last.OverdueN))
		add("pictures", strconv.Itoa(len(d.Bright)), "+", strconv.Itoa(len(d.Fixed)), "+", strconv.Itoa(len(d.Shots)))
		if c := d.Changes; c != nil {
			add("changes", strconv.Itoa(len(c.Rows)))
		}
		return t.write(w)
	})
}

// withBulletin opens the data and does something with the bulletin named.
func (e *env) withBulletin(a *arguments, do func(*BulletinOffice, string) (bulletin.Entry, error)) error {
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	x, err := do(o, a.rest[0])
	if err != nil {
		return err
	}
	return e.bulletinAnswer(o, x)
}

func bulletinShow(e *env, a *arguments) error {
	return e.withBulletin(a, func(o *BulletinOffice, id string) (bulletin.Entry, error) {
		x, _, err := o.Store.Bulletin(e.ctx, id)
		return x, err
	})
}

func bulletinIssue(e *env, a *arguments) error {
	return e.withBulletin(a, func(o *BulletinOffice, id string) (bulletin.Entry, error) { return o.Store.IssueBulletin(e.ctx, id) })
}

// bulletinReissue freezes a new edition; it is issued like every draft.
func bulletinReissue(e *env, a *arguments) error {
	why, err := a.need("reason")
	if err != nil {
		return err
	}
	return e.withBulletin(a, func(o *BulletinOffice, id string) (bulletin.Entry, error) {
		x, _, err := o.Again(e.ctx, id, why)
		return x, err
	})
}

func bulletinDrop(e *env, a *arguments) error {
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	if err := o.Store.DeleteBulletin(e.ctx, a.rest[0]); err != nil {
		return err
	}
	return e.answer(map[string]any{"dropped": a.rest[0]}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("bulletin.dropped", "id", bulletin.Short(a.rest[0]))+"\n")
		return err
	})
}

// bulletinExport writes the paper of a frozen bulletin by the ending of --out.
func bulletinExport(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.DOCX, report.PDF, report.XLSX)
	if err != nil {
		return err
	}
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	if branch, ok, err := e.atBranch(o); err != nil || ok {
		if err == nil {
			err = e.receivedPaper(o, branch, a.rest[0], out, f)
		}
		return err
	}
	return e.bulletinPaper(o, a.rest[0], out, f)
}

func (e *env) bulletinPaper(o *BulletinOffice, id, out string, f report.Format) error {
	err := WriteFile(out, func(w io.Writer) error {
		warnings, err := o.Write(e.ctx, id, w, f)
		e.warn(warnings)
		return err
	})
	if err != nil {
		return err
	}
	return e.wrote(out)
}

// reportBulletin writes the bulletin in force for a period; where none was issued
// it freezes one as a draft first.
func reportBulletin(e *env, a *arguments) error {
	out, f, err := formatOf(a, report.DOCX, report.PDF, report.XLSX)
	if err != nil {
		return err
	}
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	if len(a.rest) > 0 {
		return e.bulletinPaper(o, a.rest[0], out, f)
	}
	p, err := e.plan(o, a)
	if err != nil {
		return err
	}
	list, err := o.Store.Bulletins(e.ctx)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Subject == p.Key() && x.State == bulletin.Issued {
			return e.bulletinPaper(o, x.ID, out, f)
		}
	}
	x, err := o.Freeze(e.ctx, p)
	if err != nil {
		return err
	}
	return e.bulletinPaper(o, x.ID, out, f)
}

// bulletinPublish lays the bulletin in force out for its halls.
func bulletinPublish(e *env, a *arguments) error {
	o, done, err := e.bulletins()
	if err != nil {
		return err
	}
	defer done()
	x, n, err := o.Publish(e.ctx, a.rest[0])
	if err != nil {
		return err
	}
	return e.answer(map[string]any{"bulletin": bulletinDocOf(x), "halls": n}, func(w io.Writer) error {
		_, err := io.WriteString(w, e.t("bulletin.published", "number", assets.BulletinNumber(e.cfg.Lang, x.Number), "n", strconv.Itoa(n))+"\n")
		return err
	})
}
