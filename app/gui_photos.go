//go:build !headless

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"hallcheck/app/cli"
	"hallcheck/checklist"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// album gives the pages the photo store.
type album struct {
	*photos.Store
	st *store.Store
}

// Add stores a picture file and keeps its print; what goes wrong with the print
// does not concern who took the photo, and is tried again later.
func (a album) Add(ctx context.Context, path, source string) (checklist.PhotoRef, error) {
	ref, err := a.AddFile(ctx, path, source, time.Now())
	if err == nil {
		_ = cli.KeepPrint(ctx, a.st, a.Store, ref.Hash)
	}
	return ref, err
}

// The watched photo folder.
const (
	inboxEvery = 700 * time.Millisecond
	inboxFresh = 12 * time.Hour // older files were there before today's work
	inboxFile  = "inbox.seen"
)

// inbox hands out the pictures that arrive in the watched folder, each once,
// also across restarts: what was reported stands in a file in the data folder.
type inbox struct {
	file string
	dir  func(context.Context) string

	mu    sync.Mutex
	known map[string]bool
	cur   string // folder watched now
	found chan string
	stop  context.CancelFunc
	done  sync.WaitGroup
}

func newInbox(data string, dir func(context.Context) string) *inbox {
	in := &inbox{file: filepath.Join(data, inboxFile), dir: dir, known: map[string]bool{}, found: make(chan string, 256)}
	if f, err := os.Open(in.file); err == nil {
		for lines := bufio.NewScanner(f); lines.Scan(); {
			in.known[lines.Text()] = true
		}
		_ = f.Close()
	}
	return in
}

// next waits for pictures and returns those that came together; it ends with ctx.
func (in *inbox) next(ctx context.Context) ([]string, error) {
	for {
		in.follow(in.dir(ctx))
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case p := <-in.found:
			list := []string{p}
			for {
				select {
				case p := <-in.found:
					list = append(list, p)
				default:
					return list, nil
				}
			}
		case <-time.After(2 * inboxEvery): // the folder may have been chosen meanwhile
		}
	}
}

// follow watches the folder chosen in the settings.
func (in *inbox) follow(dir string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if dir == in.cur {
		return
	}
	if in.stop != nil {
		in.stop()
	}
	in.cur, in.stop = dir, nil
	if dir == "" {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	in.stop = stop
	in.done.Go(func() {
		photos.Watch(ctx, dir, inboxEvery, func(path string) {
			if in.fresh(path) {
				select {
				case in.found <- path:
				case <-ctx.Done():
				}
			}
		})
	})
}

// fresh says whether the file is news, and remembers it.
func (in *inbox) fresh(path string) bool {
	st, err := os.Stat(path)
	if err != nil || time.Since(st.ModTime()) > inboxFresh {
		return false
	}
	key := fmt.Sprintf("%s\t%d\t%d", filepath.Base(path), st.Size(), st.ModTime().UnixMilli())
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.known[key] {
		return false
	}
	in.known[key] = true
	f, err := os.OpenFile(in.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil { // without the file the picture may be offered once more, and is then refused as known
		_, _ = fmt.Fprintln(f, key)
		_ = f.Close()
	}
	return true
}

func (in *inbox) close() {
	in.mu.Lock()
	if in.stop != nil {
		in.stop()
	}
	in.mu.Unlock()
	in.done.Wait()
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
