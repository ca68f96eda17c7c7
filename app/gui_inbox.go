//go:build !headless

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/store/photos"
)

// The watched photo folder.
const (
	inboxEvery  = 700 * time.Millisecond
	inboxFresh  = 12 * time.Hour // older files were there before today's work
	inboxFile   = "inbox.seen"
	inboxSource = "inbox" // of the photos that come from it
)

// When a picture that was handed out is handed out again.
const (
	offerSettled = 3 * time.Second  // after being stored it is tied to its item by now, and done with
	offerAgain   = 10 * time.Minute // nobody took it: the page was left
	offerRetry   = 2 * time.Minute  // it could not be stored: a full disk, a share that was away
	offerTries   = 5                // then not before the next start
)

// inbox hands out the pictures that arrive in the watched folder. One that was
// stored, or refused for good, is done with, also across restarts: that stands in
// a file in the data folder. One that was not is handed out again.
type inbox struct {
	file string
	dir  func(context.Context) string
	now  func() time.Time

	mu     sync.Mutex
	known  map[string]bool   // done with, by key
	offers map[string]*offer // handed out, by path
	cur    string            // folder watched now
	found  chan string
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// offer is a picture handed out and not yet done with.
type offer struct {
	key    string    // name, size and time of the file
	at     time.Time // when it was handed out
	failed int       // how often it could not be stored
	ended  time.Time // stored or refused for good; zero = not yet
}

func newInbox(data string, dir func(context.Context) string) *inbox {
	in := &inbox{
		file: filepath.Join(data, inboxFile), dir: dir, now: time.Now,
		known: map[string]bool{}, offers: map[string]*offer{}, found: make(chan string, 256),
	}
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
	for ctx.Err() == nil {
		in.follow(in.dir(ctx))
		if list := in.due(); len(list) > 0 {
			return list, nil
		}
		select {
		case <-ctx.Done():
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
	return nil, ctx.Err()
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

// keyOf names what a file holds now, "" when it is gone or from before today.
func (in *inbox) keyOf(path string) string {
	st, err := os.Stat(path)
	if err != nil || in.now().Sub(st.ModTime()) > inboxFresh {
		return ""
	}
	return fmt.Sprintf("%s\t%d\t%d", filepath.Base(path), st.Size(), st.ModTime().UnixMilli())
}

// fresh says whether the file is news.
func (in *inbox) fresh(path string) bool {
	key := in.keyOf(path)
	in.mu.Lock()
	defer in.mu.Unlock()
	if key == "" || in.known[key] {
		return false
	}
	if o := in.offers[path]; o != nil && o.key == key {
		return false
	}
	in.offers[path] = &offer{key: key, at: in.now()}
	return true
}

// told takes note of what became of a picture that was handed out.
func (in *inbox) told(path string, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	o := in.offers[path]
	if o == nil {
		return
	}
	if !passing(err) {
		o.ended = in.now()
		return
	}
	if o.failed++; o.failed < offerTries {
		o.at = in.now().Add(offerRetry - offerAgain)
	} else {
		o.at = in.now().Add(inboxFresh)
	}
}

// passing says whether an error is no fault of the picture.
func passing(err error) bool {
	switch code := checklist.CodeOf(err); code {
	case "photo.read", "photo.full", "photo.write":
		return true
	default:
		return err != nil && !strings.HasPrefix(code, "photo.")
	}
}

// due returns what is to be handed out again, and puts down what is done with.
func (in *inbox) due() (again []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for path, o := range in.offers {
		switch {
		case !o.ended.IsZero():
			if in.now().Sub(o.ended) >= offerSettled {
				in.remember(path, o)
			}
		case in.now().Sub(o.at) < offerAgain:
		case in.keyOf(path) != o.key:
			delete(in.offers, path) // gone, or another picture that is reported anew
		default:
			o.at = in.now()
			again = append(again, path)
		}
	}
	slices.Sort(again)
	return again
}

// remember puts a picture down as done with; mu is held.
func (in *inbox) remember(path string, o *offer) {
	delete(in.offers, path)
	in.known[o.key] = true
	f, err := os.OpenFile(in.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil { // without the file the picture may be offered once more, and is then refused as known
		_, _ = fmt.Fprintln(f, o.key)
		_ = f.Close()
	}
}

func (in *inbox) close() {
	in.mu.Lock()
	if in.stop != nil {
		in.stop()
	}
	in.mu.Unlock()
	in.done.Wait()
	in.mu.Lock()
	defer in.mu.Unlock()
	for path, o := range in.offers {
		if !o.ended.IsZero() {
			in.remember(path, o)
		}
	}
}
