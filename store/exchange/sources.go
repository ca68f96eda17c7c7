package exchange

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"hallcheck/checklist"
	"hallcheck/checklist/bundle"
	"hallcheck/store"
)

// SettingSources is the setting with the folders headquarters watches, a JSON list.
const SettingSources = "inbox.sources"

// settled is how old a file must be that does not bear its own sum in its name:
// one still being copied would be refused for a part.
const settled = 3 * time.Second

// Sources are the folders files are dropped into for us: a shared drive, the stick
// in the drawer. They are only read; what was looked at once is not looked at again
// unless it changes.
type Sources struct {
	x    *Exchange
	mu   sync.Mutex
	seen map[string]bool // path, size and time of files dealt with
}

// Found is what lies in the sources and was not dealt with yet.
type Found struct {
	Bundles  []string // paths
	Requests []string // requests to be enrolled
	Gone     []string // sources that cannot be read now
}

// NewSources makes the sources of an exchange.
func NewSources(x *Exchange) *Sources { return &Sources{x: x, seen: map[string]bool{}} }

// Folders lists the watched folders.
func (s *Sources) Folders(ctx context.Context) ([]string, error) {
	v, err := s.x.Store.Setting(ctx, SettingSources)
	if err != nil || v == "" {
		return nil, err
	}
	var out []string
	if err := json.Unmarshal([]byte(v), &out); err != nil {
		return nil, checklist.Fail("store.damaged").Because(err)
	}
	return out, nil
}

// SetFolders keeps which folders are watched, each once; code exchange.source for
// one that is no folder and was not watched before.
func (s *Sources) SetFolders(ctx context.Context, list []string) error {
	had, err := s.Folders(ctx)
	if err != nil {
		return err
	}
	out := []string{}
	for _, dir := range list {
		full, err := filepath.Abs(strings.TrimSpace(dir))
		if err != nil || strings.TrimSpace(dir) == "" {
			return checklist.Fail("exchange.source", "dir", dir).Because(err)
		}
		if slices.Contains(out, full) {
			continue
		}
		st, err := os.Stat(full)
		if !slices.Contains(had, full) && (err != nil || !st.IsDir()) {
			return checklist.Fail("exchange.source", "dir", dir).Because(err)
		}
		out = append(out, full)
	}
	v, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return s.x.Store.SetSetting(ctx, SettingSources, string(v))
}

// Scan looks what is new in the sources. A folder that is away does not keep the
// others from being read.
func (s *Sources) Scan(ctx context.Context) (Found, error) {
	var out Found
	dirs, err := s.Folders(ctx)
	if err != nil {
		return out, err
	}
	for _, dir := range dirs {
		list, err := os.ReadDir(dir)
		if err != nil {
			out.Gone = append(out.Gone, dir)
			continue
		}
		for _, e := range list {
			if err := s.look(ctx, filepath.Join(dir, e.Name()), e, &out); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// look decides about one file of a source.
func (s *Sources) look(ctx context.Context, path string, e os.DirEntry, out *Found) error {
	name := e.Name()
	isBundle := strings.HasSuffix(name, bundle.Ext)
	request := strings.HasPrefix(name, "enrol-") && strings.HasSuffix(name, ".note")
	if !e.Type().IsRegular() || strings.HasPrefix(name, ".") || !isBundle && !request {
		return nil
	}
	key, age := fileKey(path)
	s.mu.Lock()
	seen := key == "" || s.seen[key]
	s.mu.Unlock()
	if seen {
		return nil
	}
	if request {
		known, err := s.knownRequest(ctx, path)
		if known {
			s.dealtWith(key)
		} else if err == nil {
			out.Requests = append(out.Requests, path)
		}
		return err
	}
	n, named := bundle.ParseName(name)
	if named {
		known, err := s.x.Store.KnownSum(ctx, n.Hash)
		if err != nil {
			return err
		}
		if known {
			s.dealtWith(key)
			return nil
		}
	}
	if named || age >= settled {
		out.Bundles = append(out.Bundles, path)
	}
	return nil
}

// knownRequest says whether a request needs nobody any more: its device is let in,
// or it cannot be read.
func (s *Sources) knownRequest(ctx context.Context, path string) (bool, error) {
	r, err := ReadEnrol(path)
	if err != nil {
		return true, nil //nolint:nilerr // a file that is no request is left alone
	}
	list, err := s.x.Store.Devices(ctx)
	return slices.ContainsFunc(list, func(d store.Device) bool { return d.ID == r.Device }), err
}

// Collect takes in what is new in the sources, and what was refused for a reason that
// is over; see Import and Retry. Nothing new is an empty list and no error.
func (s *Sources) Collect(ctx context.Context, progress func(done, total int)) ([]Outcome, Found, error) {
	again, err := s.x.Retry(ctx, progress)
	if err != nil {
		return again, Found{}, err
	}
	found, err := s.Scan(ctx)
	if err != nil || len(found.Bundles) == 0 {
		return again, found, err
	}
	keys := map[string]string{}
	for _, f := range found.Bundles {
		keys[f], _ = fileKey(f) // before it is read: what changes meanwhile is looked at again
	}
	list, err := s.x.Import(ctx, found.Bundles, progress)
	for _, o := range list {
		if o.Status != StatusArriving {
			s.dealtWith(keys[o.File])
		}
	}
	return append(again, list...), found, err
}

func (s *Sources) dealtWith(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[key] = true
}

// fileKey names what a file holds now, "" when it is gone; age is since its last change.
func fileKey(path string) (key string, age time.Duration) {
	st, err := os.Stat(path)
	if err != nil {
		return "", 0
	}
	return fmt.Sprintf("%s\t%d\t%d", path, st.Size(), st.ModTime().UnixNano()), time.Since(st.ModTime())
}
