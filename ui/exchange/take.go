package exchange

import (
	"context"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
	"hallcheck/ui/theme"
)

// found is what lies on the paths that were chosen or dropped.
type found struct{ bundles, requests []string }

// take sorts what was given: enrolment requests are asked about one by one,
// bundles are shown before they are imported.
func (p *Incoming) take(paths []string) {
	shell.Run(p.s, p.ctx, func(ctx context.Context) (found, error) {
		b, r, err := p.svc.Find(ctx, paths)
		return found{b, r}, err
	}, func(f found, err error) {
		switch {
		case err != nil:
			p.s.Fail(err)
		case len(f.bundles) == 0 && len(f.requests) == 0:
			p.s.Hint(p.s.T("inbox.nothing"))
		default:
			p.askRequests(f.requests, func() {
				if len(f.bundles) > 0 {
					p.preview(f.bundles)
				}
			})
		}
	})
}

// askRequests asks about one request after the other, then goes on; one that
// is declined or cannot be read does not keep the rest from being asked about.
func (p *Incoming) askRequests(list []string, then func()) {
	if len(list) == 0 {
		then()
		return
	}
	path := list[0]
	next := func() { p.askRequests(list[1:], then) }
	shell.Run(p.s, p.ctx, func(ctx context.Context) (Request, error) { return p.in.ReadRequest(ctx, path) }, func(r Request, err error) {
		switch {
		case err != nil:
			p.failThen(err, next)
		case r.Known:
			p.s.Hint(p.s.T("inbox.known", "hall", r.Branch.Name))
			next()
		default:
			p.askRequest(r, next)
		}
	})
}

// askRequest shows the fingerprint to be compared by telephone.
func (p *Incoming) askRequest(r Request, next func()) {
	t := p.s.T
	body := kit.NewColumn(10,
		kit.NewParagraph(t("inbox.askEnrol", "hall", r.Branch.Name, "code", r.Branch.Code), theme.Text),
		fingerprint(r.Fingerprint), kit.NewParagraph(t("inbox.compare"), theme.Muted))
	o := p.s.Form(t("inbox.enrolTitle"), body, 560, nil, t("inbox.enrolYes"), func(shut func()) {
		shut()
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) { return struct{}{}, p.in.Accept(ctx, r.Path) }, func(_ struct{}, err error) {
			if err != nil {
				p.failThen(err, next)
				return
			}
			p.s.Toast(t("inbox.enrolled", "hall", r.Branch.Name), nil)
			p.s.Reload()
			next()
		})
	})
	o.OnDismiss = next
}

// failThen shows a problem and goes on when it is closed.
func (p *Incoming) failThen(err error, next func()) {
	p.s.Fail(err)
	if o := kit.TopOverlay(p.s.Window().Canvas()); o != nil {
		o.OnDismiss = next
	}
}

// preview verifies the files and shows what importing them would do.
func (p *Incoming) preview(files []string) {
	shell.Progress(p.s, p.s.T("inbox.checking"), func(ctx context.Context, _ func(int, int)) ([]Bundle, error) {
		return p.svc.Preview(ctx, files)
	}, func(list []Bundle, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		fresh, bad := 0, 0
		for _, b := range list {
			switch {
			case b.Status == New:
				fresh++
			case refused(b):
				bad++
			}
		}
		t, n := p.s.T, p.s.Words().N
		sentence := t("inbox.found", "n", n(len(list)), "fresh", n(fresh))
		yes := t("inbox.doImport", "n", n(fresh))
		if bad > 0 {
			sentence += t("inbox.foundBad", "bad", n(bad))
		}
		body := kit.NewColumn(10, kit.NewParagraph(sentence, theme.Text), p.bundleTable(list, t("inbox.fresh")))
		switch {
		case fresh == 0 && bad == 0:
			p.s.Dialog(t("inbox.previewTitle"), body, wideDialog)
			return
		case fresh == 0:
			yes = t("inbox.doRefuse", "n", n(bad))
		}
		p.s.Form(t("inbox.previewTitle"), body, wideDialog, nil, yes, func(shut func()) {
			shut()
			p.run(files)
		})
	})
}

// wideDialog is the width of the dialogs with a table of files.
const wideDialog = 920

func refused(b Bundle) bool { return b.Status == Refused || b.Status == Conflict }

func (p *Incoming) run(files []string) {
	shell.Progress(p.s, p.s.T("inbox.importing"), func(ctx context.Context, report func(int, int)) ([]Bundle, error) {
		return p.svc.Import(ctx, files, report)
	}, func(list []Bundle, err error) {
		if err != nil {
			p.s.Fail(err)
			return
		}
		p.s.Reload()
		records, moves, bad := 0, 0, 0
		for _, b := range list {
			records += b.New + b.Updated
			moves += b.Moves
			if refused(b) {
				bad++
			}
		}
		t, n := p.s.T, p.s.Words().N
		if bad == 0 {
			p.s.Toast(t("inbox.done", "n", n(records), "moves", n(moves)), nil)
			return
		}
		p.s.Dialog(t("inbox.resultTitle"), kit.NewColumn(10,
			kit.NewParagraph(t("inbox.doneBad", "n", n(records), "bad", n(bad)), theme.Text), p.bundleTable(list, t("inbox.status.new"))), wideDialog)
	})
}

// bundleTable lists files with what becomes of them; refused ones say why, and
// fresh is the word for those with something new.
func (p *Incoming) bundleTable(list []Bundle, fresh string) fyne.CanvasObject {
	t, w := p.s.T, p.s.Words()
	table := kit.NewTable([]kit.Column{
		{Title: t("inbox.hall"), Width: 160},
		{Title: t("inbox.seq"), Width: 60, Right: true},
		{Title: t("inbox.count"), Width: 76, Right: true, From: 720},
		{Title: t("history.photos"), Width: 72, Right: true, From: 720},
		{Title: t("inbox.state"), Width: 100},
		{Title: t("inbox.note"), Lines: 4},
	}, func() int { return len(list) }, func(i int, c []kit.Cell) {
		b := &list[i]
		c[0] = kit.Cell{Text: b.Branch.Name, Sub: b.Branch.Code, Bold: true}
		if b.Branch.Name == "" {
			c[0] = kit.Cell{Text: b.File}
		}
		c[1], c[2], c[3] = kit.Cell{Text: dash(b.Seq)}, kit.Cell{Text: dash(int64(b.Records))}, kit.Cell{Text: dash(int64(b.Photos))}
		c[4] = kit.Cell{Pill: true, Tone: statusTone(b.Status), Icon: statusIcon[b.Status], Text: t("inbox.status." + string(b.Status))}
		if b.Status == New {
			c[4].Text = fresh
		}
		c[5] = kit.Cell{Text: p.bundleNote(b)}
		if b.Err != nil && b.Branch.Name != "" {
			c[5].Sub = b.File
		}
	})
	table.List.HeightOf = func(i int) float32 { return theme.Scaled(bundleHeight(&list[i])) }
	table.List.OnOpen = func(i int) {
		if b := list[i]; b.Err != nil {
			objects := []fyne.CanvasObject{kit.NewParagraph(w.Error(b.Err), theme.Text), kit.NewCaption(p.s.T("shell.code", "code", checklist.CodeOf(b.Err)))}
			if b.Quarantine != "" {
				objects = append(objects, kit.NewCaption(b.Quarantine))
			}
			p.s.Dialog(b.File, kit.NewColumn(8, objects...), 520)
		}
	}
	high := float32(0)
	for i := range list {
		high += bundleHeight(&list[i])
	}
	return kit.NewCardInset(kit.MinSize(table, 520, min(max(high, 2*46), 8*46)+34), 1)
}

// bundleHeight is the height of a file's row at 100 %: a refusal has room for
// its whole reason, whose end says what to do.
func bundleHeight(b *Bundle) float32 {
	if b.Err != nil {
		return 84
	}
	return 46
}

func (p *Incoming) bundleNote(b *Bundle) string {
	t, n := p.s.T, p.s.Words().N
	if b.Err != nil {
		return p.s.Words().Error(b.Err)
	}
	var out []string
	say := func(is bool, s string) {
		if is {
			out = append(out, s)
		}
	}
	say(b.New > 0, t("inbox.news", "n", n(b.New)))
	say(b.Updated > 0, t("inbox.updates", "n", n(b.Updated)))
	say(b.Moves > 0, t("inbox.moves", "n", n(b.Moves)))
	say(b.Missing > 0, t("inbox.missing", "n", n(b.Missing)))
	say(b.Plain, t("inbox.plain"))
	return strings.Join(out, " · ")
}

func statusTone(s Status) kit.Tone {
	switch s {
	case New:
		return kit.Pass
	case Refused, Conflict:
		return kit.Fail
	case Arriving:
		return kit.Warn
	default:
		return kit.Plain
	}
}

var statusIcon = map[Status]string{New: "tick", Refused: "cross", Conflict: "warn", Arriving: "clock"}

func dash(n int64) string {
	if n == 0 {
		return "–"
	}
	return shell.Words{}.N(int(n))
}

// reason is the sentence of a stored code; its details were not stored, so
// places for them read as "…".
func reason(w shell.Words, code string) string {
	if !assets.Has(string(w.Lang), "error."+code) {
		return w.T("inbox.otherReason", "code", code)
	}
	return placeholder.ReplaceAllString(w.Error(checklist.Fail(code)), "…")
}

var placeholder = regexp.MustCompile(`\{[a-zA-Z]+\}`)
