// Package cli is the program without its window: one file per sub-command, for
// scripts and for headquarters' servers. It turns arguments into calls of the
// same packages the window uses, and errors into exit codes, once.
package cli

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"sort"
	"strings"
	"time"

	"hallcheck/app/config"
	"hallcheck/assets"
	"hallcheck/checklist"
)

// Program is what the program calls itself.
type Program struct {
	ID, Name, Version string
	Build             int
}

// env is what one run of a sub-command works with.
type env struct {
	ctx  context.Context
	prog Program
	cfg  config.Config
	in   io.Reader
	out  io.Writer // results, and nothing else
	err  io.Writer // messages and progress
	now  func() time.Time
}

// command is one sub-command.
type command struct {
	spec  string // its flags, see parse
	least int    // arguments besides flags
	most  int    // -1 = any number
	run   func(*env, *arguments) error
}

// commands is the whole command line; groups with a second word have it in the name.
var commands map[string]command

func init() {
	commands = map[string]command{}
	for _, group := range []map[string]command{everydayCommands(), loopCommands(), trafficCommands(), paperCommands()} {
		maps.Copy(commands, group)
	}
}

// Run does one sub-command and returns the exit code: 0 done, 1 failed, 2 wrong
// usage, 3 input refused (nothing changed), 4 busy, 5 damaged data found.
func Run(ctx context.Context, prog Program, cfg config.Config, args []string, in io.Reader, out, errs io.Writer) int {
	e := &env{ctx: ctx, prog: prog, cfg: cfg, in: in, out: out, err: errs, now: time.Now}
	err := e.dispatch(args)
	if err != nil {
		return Refuse(cfg, err, out, errs)
	}
	return 0
}

func (e *env) dispatch(args []string) error {
	switch args[0] {
	case "-h", "--help":
		args = append([]string{"help"}, args[1:]...)
	case "-v", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	name, rest := args[0], args[1:]
	if len(rest) > 0 {
		if _, ok := commands[name+" "+rest[0]]; ok {
			name, rest = name+" "+rest[0], rest[1:]
		}
	}
	c, ok := commands[name]
	if !ok {
		if group(name) == nil {
			return wrongUse("", "usage.command", "command", name)
		}
		for _, a := range rest {
			if a == "-h" || a == "--help" {
				return help(e, &arguments{rest: []string{name}})
			}
		}
		if len(rest) == 0 {
			return wrongUse(name, "usage.noSecond", "command", name, "words", strings.Join(group(name), ", "))
		}
		return wrongUse(name, "usage.second", "command", name, "given", rest[0], "words", strings.Join(group(name), ", "))
	}
	a, err := parse(name, c.spec, rest)
	if err != nil {
		return err
	}
	if a.help {
		return help(e, &arguments{rest: strings.Fields(name)})
	}
	if len(a.rest) < c.least {
		return wrongUse(name, "usage.fewArgs")
	}
	if c.most >= 0 && len(a.rest) > c.most {
		return wrongUse(name, "usage.manyArgs", "arg", a.rest[c.most])
	}
	return c.run(e, a)
}

// group lists the second words of a command that needs one; nil = no such group.
func group(name string) []string {
	var out []string
	for c := range commands {
		if second, ok := strings.CutPrefix(c, name+" "); ok {
			out = append(out, second)
		}
	}
	sort.Strings(out)
	return out
}

// t is a text of the chosen language.
func (e *env) t(key string, pairs ...string) string { return assets.T(e.cfg.Lang, key, pairs...) }

// name is a text of a checklist in the chosen language.
func (e *env) name(t checklist.Text) string { return t.In(checklist.Lang(e.cfg.Lang)) }

// say writes one message line to stderr.
func (e *env) say(key string, pairs ...string) { _, _ = io.WriteString(e.err, e.t(key, pairs...)+"\n") }

// answer writes the result: doc as the one JSON document with --json, else what
// human writes.
func (e *env) answer(doc any, human func(io.Writer) error) error {
	if e.cfg.JSON {
		return writeJSON(e.out, doc)
	}
	return human(e.out)
}

func writeJSON(w io.Writer, doc any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
