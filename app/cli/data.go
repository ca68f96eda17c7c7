package cli

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mozillazg/go-pinyin"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
	"hallcheck/store"
	"hallcheck/store/photos"
)

// gateError is a leave gate that stayed shut, with everything it still wants.
type gateError struct {
	in      *checklist.Inspection
	missing []checklist.Missing
}

func (g *gateError) Error() string { return g.Unwrap().Error() }

// Unwrap makes it the coded error gate.closed.
func (g *gateError) Unwrap() error {
	return checklist.Fail("gate.closed", "count", strconv.Itoa(len(g.missing)))
}

func (g *gateError) problems(lang string) []problemDoc {
	var out []problemDoc
	for _, m := range g.missing {
		key := m.Item
		if s := g.in.Sheet(m.Sheet); s != nil && s.Person != "" && m.Item != "" {
			key = s.Person + ": " + m.Item
		}
		text := sentence(lang, "gate.", &checklist.Error{Code: m.Code, Args: m.Args})
		if it := g.in.Checklist.ItemByID(m.Item); it != nil {
			text += "  (" + it.Text.In(checklist.Lang(lang)) + ")"
		}
		out = append(out, problemDoc{Key: key, Code: "gate." + m.Code, Message: text})
	}
	return out
}

func problemsOf(err error) (checklist.Problems, bool) {
	var p checklist.Problems
	ok := errors.As(err, &p)
	return p, ok
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// hasData says whether there is a database to open; opening makes one otherwise.
func (e *env) hasData() bool {
	if strings.Contains(e.cfg.DB, "://") {
		return true
	}
	path := e.cfg.DB
	if path == "" {
		path = filepath.Join(e.cfg.Dir, "app.db")
	}
	_, err := os.Stat(path)
	return err == nil
}

// open opens the data folder as --as says. A folder without a database is not
// made: that is init's work.
func (e *env) open() (*store.Store, error) {
	if !e.hasData() {
		return nil, checklist.Fail("cli.noData", "dir", e.cfg.Dir)
	}
	s, err := openStore(e, e.cfg.Dir, e.cfg.DB, e.now)
	if err != nil {
		return nil, err
	}
	if err := e.enter(s); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// enter lets the person in who acts: the one of --as, or the installation's own.
// Who has a password proves it by HALLCHECK_PASSWORD.
func (e *env) enter(s *store.Store) error {
	name, barred := e.cfg.As, s.Barred()
	if name == "" && checklist.CodeOf(barred) != "account.needed" {
		return nil // what must not be done without a password yet is refused when it is tried
	}
	if name == "" {
		p, err := s.Profile(e.ctx)
		if err != nil {
			return err
		}
		name = p.User.Name
	}
	if e.cfg.Password == "" {
		if e.cfg.As == "" {
			return barred
		}
		_, err := s.ActAs(e.ctx, name)
		return err
	}
	_, err := s.SignIn(e.ctx, name, e.cfg.Password)
	return err
}

// onStore makes a command of work that needs the database from the start to its end.
func onStore(work func(*env, *store.Store, *arguments) error) func(*env, *arguments) error {
	return func(e *env, a *arguments) error {
		s, err := e.open()
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		return work(e, s, a)
	}
}

// openAll opens the data folder with its photos; done closes both.
func (e *env) openAll() (s *store.Store, album *photos.Store, done func(), err error) {
	if s, err = e.open(); err != nil {
		return nil, nil, nil, err
	}
	if album, err = OpenAlbum(e.cfg); err != nil {
		_ = s.Close()
		return nil, nil, nil, err
	}
	return s, album, func() { _ = album.Close(); _ = s.Close() }, nil
}

func openStore(e *env, dir, addr string, clock func() time.Time) (*store.Store, error) {
	return store.Open(e.ctx, StoreOptions(dir, addr, clock))
}

// StoreOptions is how the program opens a data folder, with or without window.
func StoreOptions(dir, addr string, clock func() time.Time) store.Options {
	return store.Options{
		Addr: addr, Dir: dir, Clock: clock, Parse: standard.Read,
		Builtin: assets.Checklists(), Initials: Initials, Common: assets.CommonPassword,
	}
}

// banks gives 行 the reading it has in the name of a bank.
var banks = strings.NewReplacer("支行", "支航", "分行", "分航", "总行", "总航", "银行", "银航")

// Initials is the pinyin initials a name is found by: 常安支行 → cazh; letters
// and digits stay.
func Initials(name string) string {
	args := pinyin.NewArgs()
	args.Style = pinyin.FirstLetter
	args.Fallback = func(r rune, _ pinyin.Args) []string {
		if r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return []string{strings.ToLower(string(r))}
		}
		return nil
	}
	return strings.Join(pinyin.LazyPinyin(banks.Replace(name), args), "")
}

// storedChecklist reads the newest version of an installed checklist.
func (e *env) storedChecklist(id string) (*checklist.Checklist, error) {
	s, err := openStore(e, e.cfg.Dir, e.cfg.DB, e.now)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	return s.Checklist(e.ctx, id, 0)
}
