package inspect

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// Where a photo came from.
const (
	sourceFile  = "file"
	sourceDrop  = "drop"
	sourcePaste = "paste"
	sourceInbox = "inbox"
)

// refusedNamed is how many files that did not come in are named in one toast.
const refusedNamed = 4

// intake is what is on its way into the photo store.
type intake struct {
	queue   []arrival
	running bool
	done    int
	total   int
	added   int
	refused []string // names of the files
	why     string   // what is wrong with the last of them
}

// arrival is one file for one item.
type arrival struct {
	path, source string
	at           place
}

var endings = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

// choosePhotos asks for pictures with the file dialog.
func (r *runner) choosePhotos() {
	if !r.ready() {
		return
	}
	r.leaveField()
	bring := func(paths []string) { r.bring(paths, sourceFile) }
	if many, ok := r.s.Choose.(shell.ManyChooser); ok {
		many.OpenFiles(endings, bring)
		return
	}
	r.s.Choose.OpenFile(endings, func(path string) { bring([]string{path}) })
}

// Drop implements shell.DropTarget.
func (r *runner) Drop(paths []string) { r.bring(paths, sourceDrop) }

// paste takes file paths out of the clipboard; Fyne's clipboard has text only.
func (r *runner) paste() {
	paths := pasted(r.s.App().Clipboard().Content())
	if len(paths) == 0 {
		r.s.Hint(r.say.T("inspect.photoNoClipboard"))
		return
	}
	r.bring(paths, sourcePaste)
}

// watchInbox adds what arrives in the photo inbox to the item with the focus.
func (r *runner) watchInbox() {
	if r.sv.Inbox == nil {
		return
	}
	shell.Run(r.s, r.ctx, r.sv.Inbox, func(paths []string, err error) {
		if err != nil {
			return
		}
		r.bring(paths, sourceInbox)
		r.watchInbox()
	})
}

// bring looks which of the paths are pictures and lines them up for the item
// that has the focus now.
func (r *runner) bring(paths []string, source string) {
	if !r.ready() || r.flow.in.Status != checklist.Draft {
		return
	}
	at := r.flow.at
	pics := r.sv.Photos
	shell.Run(r.s, r.ctx, func(context.Context) ([]string, error) { return pics.Pictures(paths) }, func(found []string, err error) {
		if err != nil {
			r.s.Fail(err)
		}
		if len(found) == 0 {
			r.s.Hint(r.say.T("inspect.photoNone"))
			return
		}
		for _, p := range found {
			r.arrived.queue = append(r.arrived.queue, arrival{p, source, at})
		}
		r.arrived.total += len(found)
		r.ev.importing(r.arrived.done, r.arrived.total)
		r.takeNext()
	})
}

// takeNext stores the next picture in the background, then attaches it. It is
// not bound to the page's context: a picture once taken is stored even when the
// page is left meanwhile.
func (r *runner) takeNext() {
	if r.arrived.running {
		return
	}
	if len(r.arrived.queue) == 0 {
		r.arrivedAll()
		return
	}
	next := r.arrived.queue[0]
	r.arrived.queue = r.arrived.queue[1:]
	r.arrived.running = true
	pics := r.sv.Photos
	shell.Run(r.s, context.Background(), func(ctx context.Context) (checklist.PhotoRef, error) {
		return pics.Add(ctx, next.path, next.source)
	}, func(ref checklist.PhotoRef, err error) {
		r.arrived.running = false
		r.arrived.done++
		if err == nil {
			err = r.attach(next.at, ref)
		}
		if err != nil {
			r.arrived.refused = append(r.arrived.refused, filepath.Base(next.path))
			r.arrived.why = r.s.Words().Error(err)
		} else {
			r.arrived.added++
		}
		r.ev.importing(r.arrived.done, r.arrived.total)
		r.takeNext()
	})
}

// attach ties a stored picture to an item; the same picture twice is refused
// with its sentence and changes nothing.
func (r *runner) attach(at place, ref checklist.PhotoRef) error {
	for _, p := range r.flow.answerAt(at).Photos {
		if p.Hash == ref.Hash {
			return checklist.Fail("photo.twice", "name", ref.Name)
		}
	}
	if ref.Kind == "" {
		ref.Kind = checklist.PhotoEvidence
	}
	r.do(r.itemWord("inspect.what.photo", at), func(in *checklist.Inspection, now time.Time) error {
		return in.Attach(at.Sheet, at.Item, ref, now)
	}, nil)
	return nil
}

// arrivedAll says what came in.
func (r *runner) arrivedAll() {
	a := r.arrived
	r.arrived = intake{}
	r.ev.importing(0, 0)
	switch {
	case len(a.refused) > 0:
		r.s.Hint(r.say.T("inspect.photoSome", "n", itoa(len(a.refused)), "why", a.refusal()))
	case a.added > 0:
		r.s.Toast(r.say.T("inspect.photoAdded", "n", itoa(a.added)), nil)
	}
}

// refusal names every file that did not come in, so that each can be looked at,
// and says of the last what is wrong with it.
func (a *intake) refusal() string {
	if len(a.refused) == 1 && strings.Contains(a.why, a.refused[0]) {
		return a.why // the sentence names it already
	}
	names := a.refused
	if len(names) > refusedNamed {
		names = append(slices.Clone(names[:refusedNamed]), "…")
	}
	return strings.Join(names, "  ") + " – " + a.why
}

// removePhoto takes a photo off the item; it can be put back.
func (r *runner) removePhoto(ref checklist.PhotoRef) {
	at := r.flow.at
	ok := r.do(r.itemWord("inspect.what.photo", at), func(in *checklist.Inspection, now time.Time) error {
		return in.Detach(at.Sheet, at.Item, ref.ID, now)
	}, nil)
	if ok {
		r.s.Toast(r.say.T("inspect.photoRemoved"), func() { _ = r.attach(at, ref) })
	}
}

// openViewer shows the item's photos large.
func (r *runner) openViewer(i int) {
	list := r.ev.list()
	if i < 0 || i >= len(list) {
		return
	}
	size := r.s.Window().Canvas().Size()
	view := kit.NewPhotoView(r.s.Picture)
	view.Set(list, i)
	var o *kit.Overlay
	word := kit.NewCaption(r.say.T("inspect.viewerKeys"))
	done := kit.NewSecondary(r.say.T("inspect.close"), "Esc", func() { o.Dismiss() })
	body := kit.NewColumn(10, kit.MinSize(view, 320, size.Height-140), kit.NewRow(10, kit.Grow(word), done))
	o = kit.ShowDialog(r.s.Window().Canvas(), fyne.CanvasObject(body), size.Width-80, view)
	o.OnEnter = o.Dismiss
}
