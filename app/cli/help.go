package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// order is the order of the help page: what one does first comes first.
var order = []string{
	"init", "score", "inspect", "list", "finding", "bright", "export", "import", "sync", "road", "review", "inbox", "board", "rank", "target", "bulletin", "report", "checklist", "calendar", "privacy", "hall", "photos", "account", "person",
	"hq-card", "enrol", "device", "policy", "branch", "people", "check", "backup", "restore", "demo", "version", "help",
}

// hidden are commands for developers: help NAME shows them, the list does not.
var hidden = []string{"generate"}

// help shows all sub-commands, or one with its flags and examples.
func help(e *env, a *arguments) error {
	if len(a.rest) == 0 {
		return e.answer(map[string]any{"commands": order}, func(w io.Writer) error {
			fmt.Fprintf(w, "%s\n\n", e.t("cli.help.head", "name", e.prog.Name))
			t := &table{}
			for _, c := range order {
				t.add("  "+c, e.t("cli.help."+c))
			}
			if err := t.write(w); err != nil {
				return err
			}
			_, err := fmt.Fprintf(w, "\n%s\n", e.t("cli.help.foot"))
			return err
		})
	}
	name := a.rest[0]
	for _, c := range slices.Concat(order, hidden) {
		if c == name {
			use := e.t("cli.use." + c)
			return e.answer(map[string]any{"command": c, "use": use}, func(w io.Writer) error {
				_, err := fmt.Fprintf(w, "hallcheck %s – %s\n\n%s\n", c, e.t("cli.help."+c), use)
				return err
			})
		}
	}
	return wrongUse("", "usage.command", "command", strings.Join(a.rest, " "))
}
