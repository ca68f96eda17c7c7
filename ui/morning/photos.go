package morning

import (
	"context"
	"slices"
	"time"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// place is a photo's use on an item.
type place struct {
	item string
	ref  checklist.PhotoRef
}

// photos are the pictures of the meeting, each once, in the order of the items.
func (h *holding) photos() []place {
	var out []place
	in := h.in()
	for i := range in.Checklist.Items {
		if a := in.Answer(checklist.MainSheet, in.Checklist.Items[i].ID); a != nil {
			for _, ref := range a.Photos {
				if !slices.ContainsFunc(out, func(x place) bool { return x.ref.Hash == ref.Hash }) {
					out = append(out, place{in.Checklist.Items[i].ID, ref})
				}
			}
		}
	}
	return out
}

func (h *holding) showPhotos() {
	list, at := h.photos(), -1
	shown := make([]kit.Photo, len(list))
	for i, x := range list {
		thumb, err := h.p.sv.Photos.Thumb(x.ref.Shown())
		if err != nil {
			thumb = ""
		}
		shown[i] = kit.Photo{ID: x.ref.ID, Thumb: thumb}
		if x.ref.Decided() {
			shown[i].Badges = []string{"shield"}
		}
		if x.ref.ID == h.picked {
			at = i
		}
	}
	if at < 0 && len(list) > 0 {
		at = 0
		h.picked = list[0].ref.ID
	}
	h.strip.Set(shown, at)
	if h.p.sv.Burn != nil && len(list) > 0 {
		h.mask.Enable()
	} else {
		h.mask.Disable()
	}
}

func (h *holding) pickPhoto(i int) {
	if list := h.photos(); i >= 0 && i < len(list) {
		h.picked = list[i].ref.ID
	}
}

// choosePhotos asks for picture files.
func (h *holding) choosePhotos() { h.intake.Choose(h.take) }

// Drop takes picture files dropped anywhere on the page.
func (p *page) Drop(paths []string) {
	if p.held != nil {
		p.held.intake.Bring(paths, shell.SourceDrop, p.held.take)
	}
}

// take puts a stored picture on every item that must have one and has none, else on
// the selected one if it asks for photos, else on the last that does.
func (h *holding) take(ref checklist.PhotoRef) error {
	var want, asks []string
	in := h.in()
	for i := range in.Checklist.Items {
		it := &in.Checklist.Items[i]
		if it.Photo != checklist.PhotoAlways {
			continue
		}
		asks = append(asks, it.ID)
		if photosOf(in.Answer(checklist.MainSheet, it.ID)) == 0 {
			want = append(want, it.ID)
		}
	}
	if at := h.list.Current(); len(want) == 0 && (len(asks) == 0 || slices.Contains(asks, at)) {
		want = []string{at}
	} else if len(want) == 0 {
		want = asks[len(asks)-1:]
	}
	uses := make([]place, len(want))
	for i, item := range want {
		if uses[i] = (place{item, ref}); i > 0 {
			uses[i].ref.ID = h.p.sv.NewID() // another use of the same picture
		}
	}
	ok := h.edit(func(in *checklist.Inspection, now time.Time) error {
		for _, u := range uses {
			if err := in.Attach(checklist.MainSheet, u.item, u.ref, now); err != nil {
				return err
			}
		}
		return nil
	})
	if ok {
		h.picked = ref.ID
	}
	return nil // what the domain refused was said
}

// photosIn shows what came in.
func (h *holding) photosIn(int) {
	h.list.SetTicks(h.ticks(), h.list.Current())
	h.showPhotos()
}

// markPhoto opens the editor of mosaics for the chosen photo; what is decided goes
// for every use of the picture in this meeting.
func (h *holding) markPhoto() {
	p := h.p
	list := h.photos()
	i := slices.IndexFunc(list, func(x place) bool { return x.ref.ID == h.picked })
	if i < 0 || p.sv.Burn == nil {
		p.s.Hint(p.s.T("mark.noPhoto"))
		return
	}
	ref := list[i].ref
	path, err := p.sv.Photos.Working(ref.Hash)
	if err != nil {
		p.s.Fail(shell.Unmarkable(ref, err))
		return
	}
	records, burn, id := p.sv.Records, p.sv.Burn, h.in().ID
	p.s.MarkPhoto(shell.MarkingOf(ref, path), func(marks []checklist.Mark, as checklist.Privacy) {
		shell.Save(p.s, func(ctx context.Context) (struct{}, error) {
			masked := ""
			if len(checklist.Marks(marks).Mosaics()) > 0 {
				var err error
				if masked, err = burn(ctx, ref.Hash, marks); err != nil {
					return struct{}{}, err
				}
			}
			_, err := records.Edit(ctx, id, func(in *checklist.Inspection, now time.Time) error {
				return markAll(in, ref.Hash, marks, masked, as, now)
			})
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			if err != nil {
				p.s.Fail(err)
			}
			p.s.Reload()
		})
	})
}

func markAll(in *checklist.Inspection, hash string, marks []checklist.Mark, masked string, as checklist.Privacy, now time.Time) error {
	for i := range in.Checklist.Items {
		item := in.Checklist.Items[i].ID
		a := in.Answer(checklist.MainSheet, item)
		if a == nil {
			continue
		}
		for _, ref := range slices.Clone(a.Photos) {
			if ref.Hash != hash {
				continue
			}
			if err := in.Mark(checklist.MainSheet, item, ref.ID, marks, masked, as, now); err != nil {
				return err
			}
		}
	}
	return nil
}
