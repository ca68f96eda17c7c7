// Package config says where this installation keeps its data, which database
// it talks to and in which language: flags win over the environment, the
// environment over config.json in the data folder, that over the defaults.
package config

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"hallcheck/checklist"
)

// version is the form of config.json this program reads and writes.
const version = 1

// fileName is the file inside the data folder.
const fileName = "config.json"

// Config is what is known before anything is opened.
type Config struct {
	Dir  string // data folder, absolute
	DB   string // database address: an absolute path or a URL; "" = app.db inside Dir
	Lang string // "zh" or "en"
	JSON bool   // one JSON document on stdout and nothing else
	As   string // name of who acts; "" = the installation's own user

	// Photos is where the originals lie, as an address of a road; "" = in the folder.
	Photos string

	Password, NewPassword string // of who acts, and the one to set, from the environment only

	LangChosen bool // by flag or environment, not from the file or by default
}

// onDisk is config.json.
type onDisk struct {
	Version int    `json:"version"`
	DB      string `json:"db,omitempty"`
	Lang    string `json:"lang,omitempty"`
	Photos  string `json:"photos,omitempty"`
}

// Saved says whether the data folder has its settings.
func (c Config) Saved() bool {
	_, err := os.Stat(filepath.Join(c.Dir, fileName))
	return err == nil
}

// Resolve takes the global flags out of args, wherever they stand, and returns
// the configuration and what is left. Error codes: config.usage (a global flag
// without its value, an unknown language), config.damaged, config.newer,
// cli.cannotRead.
func Resolve(args []string, getenv func(string) string) (Config, []string, error) {
	cfg := Config{Lang: "zh"}
	flags, rest, err := split(args, &cfg)
	lang := first(flags["lang"], getenv("HALLCHECK_LANG"))
	if lang == "zh" || lang == "en" {
		cfg.Lang, cfg.LangChosen = lang, true
	} else if lang != "" && err == nil {
		err = checklist.Fail("config.usage", "flag", "--lang", "want", "zh|en")
	}
	if err != nil {
		return cfg, rest, err
	}
	cfg.As = flags["as"]
	cfg.Password, cfg.NewPassword = getenv("HALLCHECK_PASSWORD"), getenv("HALLCHECK_NEW_PASSWORD")
	cfg.Dir, err = filepath.Abs(first(flags["data"], getenv("HALLCHECK_DATA"), DefaultDir(getenv)))
	if err != nil {
		return cfg, rest, checklist.Fail("config.dir", "dir", flags["data"]).Because(err)
	}
	saved, err := load(filepath.Join(cfg.Dir, fileName))
	if err != nil {
		return cfg, rest, err
	}
	cfg.DB = first(flags["db"], getenv("HALLCHECK_DB"), saved.DB)
	if cfg.DB != "" && !strings.Contains(cfg.DB, "://") { // it is saved, and must hold from every folder
		if cfg.DB, err = filepath.Abs(cfg.DB); err != nil {
			return cfg, rest, checklist.Fail("config.dir", "dir", cfg.DB).Because(err)
		}
	}
	cfg.Photos = saved.Photos
	if !cfg.LangChosen && saved.Lang != "" {
		cfg.Lang = saved.Lang
	}
	return cfg, rest, nil
}

// split takes --data, --db, --lang, --as (with a value) and --json out of args.
// After "--" everything stays as it is.
func split(args []string, cfg *Config) (map[string]string, []string, error) {
	values, rest := map[string]string{}, []string{}
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return values, append(rest, args[i:]...), nil
		}
		name, value, given := strings.Cut(strings.TrimPrefix(args[i], "--"), "=")
		switch {
		case !strings.HasPrefix(args[i], "--"):
			rest = append(rest, args[i])
		case name == "json" && !given:
			cfg.JSON = true
		case name == "data" || name == "db" || name == "lang" || name == "as":
			if !given && i+1 < len(args) {
				i++
				value, given = args[i], true
			}
			if !given || value == "" {
				return values, rest, checklist.Fail("config.usage", "flag", "--"+name, "want", "…")
			}
			values[name] = value
		default:
			rest = append(rest, args[i])
		}
	}
	return values, rest, nil
}

// DefaultDir is the operating system's folder for local application data: it
// does not roam, which a database in it could not stand.
func DefaultDir(getenv func(string) string) string {
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		return filepath.Join(first(getenv("LOCALAPPDATA"), filepath.Join(home, "AppData", "Local")), "Hallcheck")
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Hallcheck")
	default:
		return filepath.Join(first(getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share")), "hallcheck")
	}
}

func load(name string) (onDisk, error) {
	var d onDisk
	b, err := os.ReadFile(name) // #nosec G304 -- the user's own data folder
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil { // it may be whole: nobody should delete it
		return d, checklist.Fail("cli.cannotRead", "file", name).Because(err)
	}
	err = json.Unmarshal(b, &d)
	if err == nil && d.Lang != "" && d.Lang != "zh" && d.Lang != "en" {
		err = errors.New("lang: " + d.Lang)
	}
	if err == nil && d.Version < 1 {
		err = errors.New("version")
	}
	if err != nil {
		return onDisk{}, checklist.Fail("config.damaged", "file", name, "why", err.Error()).Because(err)
	}
	if d.Version > version {
		return onDisk{}, checklist.Fail("config.newer", "file", name)
	}
	return d, nil
}

// Save writes config.json into the data folder: a whole file or none.
func (c Config) Save() error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	b, err := json.MarshalIndent(onDisk{Version: version, DB: c.DB, Lang: c.Lang, Photos: c.Photos}, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(c.Dir, ".config-*")
	if err != nil {
		return err
	}
	_, err = f.Write(append(b, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.Dir, fileName))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

func first(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}
