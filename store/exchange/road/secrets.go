package road

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/zalando/go-keyring"

	"hallcheck/checklist"
)

// Secrets keeps the passwords and keys of roads: in the key store of the
// operating system, or, where there is none, in a file only its owner may read.
type Secrets struct {
	Dir  string // of the file: <data>/keys
	File bool   // never the key store: for programs that run without a person
}

// NoKeyring set to 1 means that the file is used.
const NoKeyring = "HALLCHECK_NO_KEYRING"

const (
	service   = "hallcheck road"
	ringLimit = 2000            // bytes; Windows takes 2,560
	ringWait  = 3 * time.Second // a locked key store asks on the screen, and nobody may be there
)

func (s Secrets) path() string { return filepath.Join(s.Dir, "roads.json") }

// Set keeps a secret and says where: "keyring" or "file".
func (s Secrets) Set(id, secret string) (where string, err error) {
	all, err := s.load()
	if err != nil {
		return "", err
	}
	if s.ring() && len(secret) <= ringLimit && timed(func() error { return keyring.Set(service, s.account(id), secret) }) == nil {
		delete(all, id)
		return "keyring", s.store(all)
	}
	all[id] = secret
	return "file", s.store(all)
}

// Get returns a secret, "" when there is none.
func (s Secrets) Get(id string) (string, error) {
	all, err := s.load()
	if err != nil || all[id] != "" || !s.ring() {
		return all[id], err
	}
	got := make(chan string, 1)
	if timed(func() error { v, err := keyring.Get(service, s.account(id)); got <- v; return err }) != nil {
		return "", nil // no key store, or not in it: the road says that it lacks its secret
	}
	return <-got, nil
}

// Remove forgets a secret.
func (s Secrets) Remove(id string) error {
	all, err := s.load()
	if err != nil {
		return err
	}
	if s.ring() {
		_ = timed(func() error { return keyring.Delete(service, s.account(id)) })
	}
	if _, ok := all[id]; !ok {
		return nil
	}
	delete(all, id)
	return s.store(all)
}

func (s Secrets) ring() bool { return !s.File && os.Getenv(NoKeyring) != "1" }

// account tells the roads of several data folders apart.
func (s Secrets) account(id string) string {
	if abs, err := filepath.Abs(s.Dir); err == nil {
		return abs + "#" + id
	}
	return s.Dir + "#" + id
}

func timed(work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-time.After(ringWait):
		return errors.New("the key store does not answer")
	}
}

func (s Secrets) load() (map[string]string, error) {
	all := map[string]string{}
	b, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil {
		return nil, checklist.Fail("road.secrets", "file", s.path()).Because(err)
	}
	return all, nil
}

func (s Secrets) store(all map[string]string) error {
	if len(all) == 0 {
		err := os.Remove(s.path())
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	b, err := json.MarshalIndent(all, "", "  ")
	if err == nil {
		err = os.MkdirAll(s.Dir, 0o700)
	}
	if err == nil {
		err = s.replace(b)
	}
	if err != nil {
		return checklist.Fail("road.secrets", "file", s.path()).Because(err)
	}
	return nil
}

func (s Secrets) replace(b []byte) error {
	f, err := os.CreateTemp(s.Dir, partPrefix+"*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), s.path())
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return syncDir(s.Dir)
}
