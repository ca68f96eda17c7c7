package shell

import (
	"context"
	"path/filepath"
	"strconv"

	"hallcheck/checklist"
)

// Where a photo came from, for Intake.Bring.
const (
	SourceFile  = "file"
	SourceDrop  = "drop"
	SourcePaste = "paste"
)

// Pictured are the endings of the files the file dialog offers as pictures.
var Pictured = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}

// PhotoStore stores pictures. Pictures lists the picture files among paths, folders
// replaced by what is in them; Add returns when the original is safe on the disk.
type PhotoStore interface {
	Pictures(paths []string) ([]string, error)
	Add(ctx context.Context, path, source string) (checklist.PhotoRef, error)
}

// Intake brings pictures into the photo store, one after the other, and hands
// each on once it is safe on the disk.
type Intake struct {
	s    *Shell
	pics PhotoStore

	progress func(done, total int) // 0 of 0 = nothing on its way
	done     func(added int)       // all of them are in
	queue    []arrival
	running  bool
	n, total int
	added    int
	refused  int
	why      string
}

// NewIntake makes an intake of a page; progress hears how many are stored (0 of 0 =
// nothing on its way) and done how many came in once all are.
func NewIntake(s *Shell, pics PhotoStore, progress func(done, total int), done func(added int)) *Intake {
	return &Intake{s: s, pics: pics, progress: progress, done: done}
}

// Busy says that pictures are on their way.
func (in *Intake) Busy() bool { return in.running || len(in.queue) > 0 }

// arrival is one file and what is to be done with it once stored.
type arrival struct {
	path, source string
	take         func(checklist.PhotoRef) error
}

// Choose asks for pictures with the file dialog.
func (in *Intake) Choose(take func(checklist.PhotoRef) error) {
	bring := func(paths []string) { in.Bring(paths, SourceFile, take) }
	if many, ok := in.s.Choose.(ManyChooser); ok {
		many.OpenFiles(Pictured, bring)
		return
	}
	in.s.Choose.OpenFile(Pictured, func(path string) { bring([]string{path}) })
}

// Paste takes file paths out of the clipboard; Fyne's clipboard has text only.
func (in *Intake) Paste(take func(checklist.PhotoRef) error) {
	paths := PastedFiles(in.s.App().Clipboard().Content())
	if len(paths) == 0 {
		in.s.Hint(in.s.T("inspect.photoNoClipboard"))
		return
	}
	in.Bring(paths, SourcePaste, take)
}

// Bring looks which of the paths are pictures and lines them up. It is not
// bound to a page: a picture once taken is stored even when the page is left.
func (in *Intake) Bring(paths []string, source string, take func(checklist.PhotoRef) error) {
	pics := in.pics
	Run(in.s, context.Background(), func(context.Context) ([]string, error) { return pics.Pictures(paths) }, func(found []string, err error) {
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

func (in *Intake) next() {
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
	Run(in.s, context.Background(), func(ctx context.Context) (checklist.PhotoRef, error) {
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
func (in *Intake) finish() {
	added, refused, why := in.added, in.refused, in.why
	in.n, in.total, in.added, in.refused, in.why = 0, 0, 0, 0, ""
	in.progress(0, 0)
	switch {
	case refused > 0:
		in.s.Hint(in.s.T("inspect.photoSome", "n", strconv.Itoa(refused), "why", why))
	case added > 0:
		in.s.Toast(in.s.T("inspect.photoAdded", "n", strconv.Itoa(added)), nil)
	}
	in.done(added)
}
