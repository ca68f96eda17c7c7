package findings

import (
	"context"
	"path/filepath"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// Where a photo came from.
const (
	sourceFile  = "file"
	sourceDrop  = "drop"
	sourcePaste = "paste"
)

var endings = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

// intake brings pictures into the photo store, one after the other, and hands
// each on once it is safe on the disk.
type intake struct {
	s    *shell.Shell
	pics Photos

	progress func(done, total int) // 0 of 0 = nothing on its way
	done     func(added int)       // all of them are in
	queue    []arrival
	running  bool
	n, total int
	added    int
	refused  int
	why      string
}

// arrival is one file and what is to be done with it once stored.
type arrival struct {
	path, source string
	take         func(checklist.PhotoRef) error
}

// choose asks for pictures with the file dialog.
func (in *intake) choose(take func(checklist.PhotoRef) error) {
	bring := func(paths []string) { in.bring(paths, sourceFile, take) }
	if many, ok := in.s.Choose.(shell.ManyChooser); ok {
		many.OpenFiles(endings, bring)
		return
	}
	in.s.Choose.OpenFile(endings, func(path string) { bring([]string{path}) })
}

// paste takes file paths out of the clipboard; Fyne's clipboard has text only.
func (in *intake) paste(take func(checklist.PhotoRef) error) {
	paths := shell.PastedFiles(in.s.App().Clipboard().Content())
	if len(paths) == 0 {
		in.s.Hint(in.s.T("inspect.photoNoClipboard"))
		return
	}
	in.bring(paths, sourcePaste, take)
}

// bring looks which of the paths are pictures and lines them up. It is not
// bound to a page: a picture once taken is stored even when the page is left.
func (in *intake) bring(paths []string, source string, take func(checklist.PhotoRef) error) {
	pics := in.pics
	shell.Run(in.s, context.Background(), func(context.Context) ([]string, error) { return pics.Pictures(paths) }, func(found []string, err error) {
		if err != nil {
			in.s.Fail(err)
		}
		if len(found) == 0 {
			in.s.Hint(in.s.T("inspect.photoNone"))
			return
		}
		for _, p := range found {
			in.queue = append(in.queue, arrival{p, source, take})
		}
		in.total += len(found)
		in.progress(in.n, in.total)
		in.next()
	})
}

func (in *intake) next() {
	if in.running {
		return
	}
	if len(in.queue) == 0 {
		in.finish()
		return
	}
	a := in.queue[0]
	in.queue = in.queue[1:]
	in.running = true
	pics := in.pics
	shell.Run(in.s, context.Background(), func(ctx context.Context) (checklist.PhotoRef, error) {
		return pics.Add(ctx, a.path, a.source)
	}, func(ref checklist.PhotoRef, err error) {
		in.running = false
		in.n++
		if err == nil {
			err = a.take(ref)
		}
		if err != nil {
			in.refused++
			in.why = filepath.Base(a.path) + " – " + in.s.Words().Error(err)
		} else {
			in.added++
		}
		in.progress(in.n, in.total)
		in.next()
	})
}

// finish says what came in.
func (in *intake) finish() {
	added, refused, why := in.added, in.refused, in.why
	in.n, in.total, in.added, in.refused, in.why = 0, 0, 0, 0, ""
	in.progress(0, 0)
	switch {
	case refused > 0:
		in.s.Hint(in.s.T("inspect.photoSome", "n", itoa(refused), "why", why))
	case added > 0:
		in.s.Toast(in.s.T("inspect.photoAdded", "n", itoa(added)), nil)
	}
	in.done(added)
}

// withPhoto adds a photo to those of a draft; the same picture twice is refused.
func withPhoto(have []checklist.PhotoRef, ref checklist.PhotoRef) ([]checklist.PhotoRef, error) {
	for _, p := range have {
		if p.Hash == ref.Hash {
			return have, checklist.Fail("photo.twice", "name", ref.Name)
		}
	}
	ref.Position = len(have)
	return append(have[:len(have):len(have)], ref), nil
}
