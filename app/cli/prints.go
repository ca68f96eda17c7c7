package cli

import (
	"context"
	"time"

	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// KeepPrint computes the print of a stored picture and keeps it, unless it is
// kept already.
func KeepPrint(ctx context.Context, s *store.Store, p *photos.Store, hash string) error {
	kept, err := s.HasPrint(ctx, hash)
	if err != nil || kept {
		return err
	}
	print, err := p.Print(hash)
	if err != nil {
		return err
	}
	return s.SavePrint(ctx, hash, print)
}

// FillPrints keeps the prints that are missing: of photos from before there were
// prints, and of those that came with an exchange file. between is called after
// each. Pictures that are missing or damaged are passed over: it is for check to
// name them. The error is the store's or the context's.
func FillPrints(ctx context.Context, s *store.Store, p *photos.Store, between func(done, total int)) error {
	hashes, err := s.Unprinted(ctx)
	if err != nil {
		return err
	}
	for i, h := range hashes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if print, err := p.Print(h); err == nil {
			if err := s.SavePrint(ctx, h, print); err != nil {
				return err
			}
		}
		between(i+1, len(hashes))
	}
	return nil
}

// PhotoUses lists where a stored picture or one like it is used, the like ones
// compared with it; see store.PhotoUses. It may decode: not for the window's
// goroutine.
func PhotoUses(ctx context.Context, s *store.Store, p *photos.Store, hash string, except ...checklist.PhotoUse) ([]checklist.PhotoUse, error) {
	if p.Has(hash) {
		if err := KeepPrint(ctx, s, p, hash); err != nil && checklist.CodeOf(err) != "photo.damaged" {
			return nil, err
		}
	}
	uses, err := s.PhotoUses(ctx, hash, except...)
	if err != nil {
		return nil, err
	}
	if p.Has(hash) {
		if err := p.Compare(hash, uses); err != nil && checklist.CodeOf(err) != "photo.damaged" {
			return nil, err
		}
	}
	return uses, nil
}

// tellHints says on stderr what may be worth knowing about the photos of an
// inspection. That a file does not say when it was taken is left out.
func (e *env) tellHints(s *store.Store, in *checklist.Inspection) error {
	var refs []checklist.PhotoRef
	for _, sheet := range in.Sheets {
		for i := range in.Checklist.Items {
			if a := sheet.Answers[in.Checklist.Items[i].ID]; a != nil {
				refs = append(refs, a.Photos...)
			}
		}
	}
	if len(refs) == 0 {
		return nil
	}
	p, err := OpenAlbum(e.cfg)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	lang := checklist.Lang(e.cfg.Lang)
	for _, ref := range refs {
		uses, err := PhotoUses(e.ctx, s, p, ref.Hash, checklist.PhotoUse{Photo: ref.ID}, checklist.PhotoUse{Inspection: in.ID})
		if err != nil {
			return err
		}
		for _, h := range checklist.PhotoHints(ref, uses, time.UnixMilli(in.StartedAt)) {
			if h.Code != checklist.HintNoTime {
				e.say("truth.photo", "name", ref.Name, "hint", e.t("hint."+h.Code, h.Pairs(lang)...))
			}
		}
	}
	return nil
}
