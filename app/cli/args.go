package cli

import "strings"

// arguments is one command line after its sub-command.
type arguments struct {
	command string
	values  map[string]string
	rest    []string
	help    bool
}

func (a *arguments) get(flag string) string { return a.values[flag] }

func (a *arguments) has(flag string) bool { _, ok := a.values[flag]; return ok }

// need returns the flag's value, or the wrong-usage error that names it.
func (a *arguments) need(flag string) (string, error) {
	if v := a.values[flag]; v != "" {
		return v, nil
	}
	return "", wrongUse(a.command, "usage.needFlag", "flag", "--"+flag)
}

// oneOf checks a flag against the words it may have; an absent flag is "".
func (a *arguments) oneOf(flag string, words ...string) (string, error) {
	v, given := a.values[flag]
	for _, w := range words {
		if v == w {
			return v, nil
		}
	}
	if !given {
		return "", nil
	}
	return "", wrongUse(a.command, "usage.badValue", "flag", "--"+flag, "value", v, "want", strings.Join(words, "|"))
}

// parse reads flags after spec: names separated by spaces, "=" behind those
// that take a value. Flags and arguments may stand in any order; "-" is an
// argument; after "--" nothing is a flag.
func parse(command, spec string, args []string) (*arguments, error) {
	known := map[string]bool{}
	for _, f := range strings.Fields(spec) {
		name, value := strings.CutSuffix(f, "=")
		known[name] = value
	}
	a := &arguments{command: command, values: map[string]string{}}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			a.rest = append(a.rest, args[i+1:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			a.rest = append(a.rest, arg)
			continue
		}
		name, value, given := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
		if name == "h" || name == "help" {
			a.help = true
			continue
		}
		takes, ok := known[name]
		switch {
		case !ok:
			return nil, wrongUse(command, "usage.unknownFlag", "flag", arg)
		case takes && !given && i+1 < len(args):
			i++
			value = args[i]
		case takes && !given:
			return nil, wrongUse(command, "usage.needValue", "flag", "--"+name)
		case !takes && given:
			return nil, wrongUse(command, "usage.noValue", "flag", "--"+name)
		}
		a.values[name] = value
	}
	return a, nil
}
