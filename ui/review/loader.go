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
	found  []*checklist.Finding        // newest last
	paths  map[string]string           // of working copies, by hash; "" = there is none
	thumbs map[string]string           // of small pictures, by hash
	hints  map[string][]checklist.Hint // about pictures after, by photo id
	bad    map[string]bool             // pictures that cannot be read, by path
	front  []job                       // what the board waits for
	queue  []string                    // pairs to be made ready, the likeliest first
	flying int
}

func newLoader(p *page) *loader {
	return &loader{
		p: p, paths: map[string]string{}, thumbs: map[string]string{}, hints: map[string][]checklist.Hint{}, bad: map[string]bool{},
	}
}

// known is the finding if it is at hand, else nil.
func (l *loader) known(id string) *checklist.Finding {
	for _, f := range l.found {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// keep has a finding at hand, as it is now.
func (l *loader) keep(f *checklist.Finding) {
	l.drop(f.ID)
	if l.found = append(l.found, f); len(l.found) > keptFindings {
		l.found = slices.Delete(l.found, 0, 1)
	}
}

// forget drops the findings: something else may have changed them.
func (l *loader) forget() { l.found = nil }

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
			out = append(out, side[0].Drawn())
		}
	}
	return out
}

// job is a picture the board waits for.
type job struct {
	hash string
	w, h int // pixels it has to fit, 0 = as large as it is
	then func(image.Image)
}

// now brings the pictures of the pair shown; those of a pair left meanwhile are
// not asked for any more. What is at hand is given at once, nil when there is
// no picture.
func (l *loader) now(jobs []job) {
	l.front = l.front[:0]
	for _, j := range jobs {
		if l.ready(j.hash, j.w, j.h) {
			l.fit(l.paths[j.hash], j.w, j.h, j.then)
			continue
		}
		l.front = append(l.front, j)
	}
	l.pump()
}

// ready says whether a picture is at hand, or known to be none.
func (l *loader) ready(hash string, w, h int) bool {
	path, ok := l.paths[hash]
	return ok && (path == "" || l.p.s.Fitted(path, w, h))
}

// ahead makes pairs ready, one picture after the other, whenever the board
// waits for nothing.
func (l *loader) ahead(ids []string) {
	l.queue = ids
	l.pump()
}

// pump keeps at most two pictures on their way, and one when it is for later.
func (l *loader) pump() {
	for l.flying < 2 {
		var work func(done func())
		switch {
		case len(l.front) > 0:
			j := l.front[0]
			l.front = l.front[1:]
			work = func(done func()) { l.picture(j, done) }
		case l.flying == 0:
			work = l.next()
		}
		if work == nil {
			return
		}
		l.flying++
		work(func() {
			l.flying--
			l.pump()
		})
	}
}

// picture brings one picture the board waits for.
func (l *loader) picture(j job, done func()) {
	give := func(path string) {
		l.fit(path, j.w, j.h, func(img image.Image) {
			j.then(img)
			done()
		})
	}
	if path, ok := l.paths[j.hash]; ok {
		give(path)
		return
	}
	photos := l.p.sv.Photos
	shell.Run(l.p.s, l.p.ctx, func(context.Context) (string, error) { return photos.Working(j.hash) }, func(path string, err error) {
		if err == nil {
			l.paths[j.hash] = path
		}
		give(path)
	})
}

func (l *loader) fit(path string, w, h int, then func(image.Image)) {
	if path == "" {
		then(nil)
		return
	}
	l.p.s.PictureFit(path, w, h, then)
}

// next is the next thing to make ready for later, nil = nothing.
func (l *loader) next() func(done func()) {
	w, h := l.p.board.twin.Pixels()
	for len(l.queue) > 0 && w > 0 {
		id := l.queue[0]
		x := l.known(id)
		if x == nil {
			return func(done func()) {
				l.finding(id, func(_ *checklist.Finding, err error) {
					if err != nil {
						l.queue = slices.DeleteFunc(l.queue, func(q string) bool { return q == id })
					}
					done()
				})
			}
		}
		for _, hash := range firsts(x) {
			if path := l.paths[hash]; path != "" && !l.bad[path] && !l.p.s.Fitted(path, w, h) {
				return func(done func()) {
					l.fit(path, w, h, func(img image.Image) {
						l.bad[path] = img == nil
						done()
					})
				}
			}
		}
		l.queue = l.queue[1:]
	}
	return nil
}

// drop forgets one finding: it is to be read again.
func (l *loader) drop(id string) {
	l.found = slices.DeleteFunc(l.found, func(f *checklist.Finding) bool { return f.ID == id })
}
