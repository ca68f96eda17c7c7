package review

import (
	"context"
	"image"
	"slices"

	"hallcheck/checklist"
	"hallcheck/ui/shell"
)

// keptFindings is how many findings read are kept at hand.
const keptFindings = 16

// loader brings findings and pictures from behind the window and has those of
// the next pairs ready before they are asked for. It is used on the window's
// goroutine only; the pictures it keeps are bounded by the shell.
type loader struct {
	p      *page
	shots  []*shot                     // newest last
	paths  map[string]string           // of working copies, by hash; "" = there is none
	thumbs map[string]string           // of small pictures, by hash
	hints  map[string][]checklist.Hint // about pictures after, by photo id
	queue  []string                    // pairs to be made ready, the likeliest first
	busy   bool
}

// shot is a finding that was read, and for which size its pictures were asked.
type shot struct {
	f    *checklist.Finding
	made [2]int
}

func newLoader(p *page) *loader {
	return &loader{p: p, paths: map[string]string{}, thumbs: map[string]string{}, hints: map[string][]checklist.Hint{}}
}

func (l *loader) shot(id string) *shot {
	for _, x := range l.shots {
		if x.f.ID == id {
			return x
		}
	}
	return nil
}

// known is the finding if it is at hand, else nil.
func (l *loader) known(id string) *checklist.Finding {
	if x := l.shot(id); x != nil {
		return x.f
	}
	return nil
}

// keep has a finding at hand, as it is now.
func (l *loader) keep(f *checklist.Finding) {
	l.shots = slices.DeleteFunc(l.shots, func(x *shot) bool { return x.f.ID == f.ID })
	if l.shots = append(l.shots, &shot{f: f}); len(l.shots) > keptFindings {
		l.shots = slices.Delete(l.shots, 0, 1)
	}
}

// forget drops the findings: something else may have changed them.
func (l *loader) forget() { l.shots = nil }

// read is a finding with the places of the pictures seen first.
type read struct {
	f     *checklist.Finding
	paths map[string]string
}

// finding reads a finding and gives it to then.
func (l *loader) finding(id string, then func(*checklist.Finding, error)) {
	sv := l.p.sv
	shell.Run(l.p.s, l.p.ctx, func(ctx context.Context) (read, error) {
		f, err := sv.Store.Finding(ctx, id)
		if err != nil {
			return read{}, err
		}
		v := read{f, map[string]string{}}
		for _, h := range firsts(f) {
			v.paths[h], _ = sv.Photos.Working(h) // a picture that is missing is said in its place
		}
		return v, nil
	}, func(v read, err error) {
		if err == nil {
			for h, path := range v.paths {
				l.paths[h] = path
			}
			l.keep(v.f)
		}
		then(v.f, err)
	})
}

// firsts are the pictures a pair is shown with first.
func firsts(f *checklist.Finding) []string {
	var out []string
	for _, side := range [][]checklist.PhotoRef{f.Photos, f.After} {
		if len(side) > 0 {
			out = append(out, side[0].Shown())
		}
	}
	return out
}

// picture makes a picture fit into w×h pixels (0 = as large as it is) and gives
// it to then, at once when it is at hand; nil when there is none.
func (l *loader) picture(hash string, w, h int, then func(image.Image)) {
	if path, ok := l.paths[hash]; ok {
		l.fit(path, w, h, then)
		return
	}
	photos := l.p.sv.Photos
	shell.Run(l.p.s, l.p.ctx, func(context.Context) (string, error) { return photos.Working(hash) }, func(path string, err error) {
		if err == nil {
			l.paths[hash] = path
		}
		l.fit(path, w, h, then)
	})
}

func (l *loader) fit(path string, w, h int, then func(image.Image)) {
	if path == "" {
		then(nil)
		return
	}
	l.p.s.PictureFit(path, w, h, then)
}

// ahead makes pairs ready, one picture after the other, so that what is shown
// never waits for more than one of them.
func (l *loader) ahead(ids []string) {
	l.queue = ids
	l.pump()
}

func (l *loader) pump() {
	w, h := l.p.board.twin.Pixels()
	for !l.busy && len(l.queue) > 0 && w > 0 {
		id := l.queue[0]
		x := l.shot(id)
		if x == nil {
			l.busy = true
			l.finding(id, func(_ *checklist.Finding, err error) {
				l.busy = false
				if err != nil {
					l.queue = slices.DeleteFunc(l.queue, func(q string) bool { return q == id })
				}
				l.pump()
			})
			return
		}
		l.queue = l.queue[1:]
		if x.made != [2]int{w, h} {
			x.made = [2]int{w, h}
			l.make(firsts(x.f), w, h)
		}
	}
}

// make makes pictures ready one by one.
func (l *loader) make(hashes []string, w, h int) {
	if len(hashes) == 0 {
		l.busy = false
		l.pump()
		return
	}
	l.busy = true
	l.fit(l.paths[hashes[0]], w, h, func(image.Image) { l.make(hashes[1:], w, h) })
}

// drop forgets one finding: it is to be read again.
func (l *loader) drop(id string) {
	l.shots = slices.DeleteFunc(l.shots, func(x *shot) bool { return x.f.ID == id })
}
