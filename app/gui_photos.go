//go:build !headless

package main

import (
	"context"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// album gives the pages the photo store.
type album struct {
	*photos.Store
	st    *store.Store
	inbox *inbox
}

// Add stores a picture file and keeps its print; what goes wrong with the print
// does not concern who took the photo, and is tried again later.
func (a album) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	ref, err := a.AddFile(ctx, path, source, time.Now())
	if source == inboxSource {
		a.inbox.told(path, err)
	}
	if err == nil {
		_ = cli.KeepPrint(ctx, a.st, a.Store, ref.Hash)
	}
	return ref, err
}

// Pictures lists the picture files of a drop.
func (a album) Pictures(paths []string) ([]string, error) { return photos.Pictures(paths) }

// How often unreferenced originals are looked for, and where the last time stands.
const (
	sweepEvery   = 7 * 24 * time.Hour
	settingSwept = "photos.swept"
)

// sweep puts originals nobody refers to into the trash, once a week: a photo
// whose draft was deleted, or one stored just before a crash. It runs under the
// lock the open store holds.
func sweep(ctx context.Context, st *store.Store, pictures *photos.Store, now time.Time) error {
	if _, err := cli.ForgetOriginals(ctx, st, pictures, now); err != nil { // at every start
		return err
	}
	last, err := st.Setting(ctx, settingSwept)
	if err != nil {
		return err
	}
	if at, err := time.Parse(time.RFC3339, last); err == nil && now.Sub(at) < sweepEvery && now.After(at) {
		return nil
	}
	hashes, err := st.PhotoHashes(ctx)
	if err != nil {
		return err
	}
	more, err := drafted(ctx, st)
	if err != nil {
		return err
	}
	used := make(map[string]bool, len(hashes)+len(more))
	for _, h := range append(hashes, more...) {
		used[h] = true
	}
	if _, err := pictures.Sweep(ctx, func(hash string) bool { return used[hash] }, now); err != nil {
		return err
	}
	return st.SetSetting(ctx, settingSwept, now.Format(time.RFC3339))
}
