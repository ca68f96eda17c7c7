package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hallcheck/app/config"
	"hallcheck/assets"
	"hallcheck/checklist"
)

// The exit codes, DESIGN 6.
const (
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3
	exitBusy    = 4
	exitDamaged = 5
)

// usageError is a command line that cannot be understood.
type usageError struct {
	command string
	sent    *checklist.Error
}

func (u *usageError) Error() string { return u.sent.Error() }
func (u *usageError) Unwrap() error { return u.sent }

// wrongUse makes a usage error; its sentence is "error."+code.
func wrongUse(command, code string, pairs ...string) error {
	return &usageError{command: command, sent: checklist.Fail(code, pairs...)}
}

// exitCodes is for the codes that mean something else than "refused".
var exitCodes = map[string]int{
	"config.usage":      exitUsage,
	"config.damaged":    exitDamaged,
	"store.locked":      exitBusy,
	"store.busy":        exitBusy,
	"store.full":        exitFailed,
	"store.fullImport":  exitFailed,
	"store.fullExport":  exitFailed,
	"store.fullBackup":  exitFailed,
	"photo.full":        exitFailed,
	"photo.write":       exitFailed,
	"photo.far":         exitFailed,
	"store.io":          exitFailed,
	"store.readOnly":    exitFailed,
	"store.server":      exitFailed,
	"store.cannotOpen":  exitFailed,
	"store.folder":      exitFailed,
	"cli.cannotWrite":   exitFailed,
	"exchange.target":   exitFailed,
	"exchange.readBack": exitFailed,
	"store.damaged":     exitDamaged,
	"check.found":       exitDamaged,
	"cli.cancelled":     exitFailed,

	"road.offline": exitFailed,
	"road.cut":     exitFailed,
	"road.stalled": exitFailed,
	"road.server":  exitFailed,
	"road.busy":    exitFailed,
	"road.full":    exitFailed,
	"road.missing": exitFailed,
	"road.denied":  exitFailed,
	"road.tls":     exitFailed,
	"sync.inbox":   exitFailed,
	"sync.busy":    exitBusy,
}

func exitOf(err error) int {
	var use *usageError
	var list checklist.Problems
	code := checklist.CodeOf(err)
	switch {
	case errors.As(err, &use):
		return exitUsage
	case errors.Is(err, context.Canceled):
		return exitFailed
	case exitCodes[code] != 0:
		return exitCodes[code]
	case code != "" || errors.As(err, &list):
		return exitRefused
	default:
		return exitFailed
	}
}

// saidError is an error whose words stand in the JSON document already.
type saidError struct{ error }

// Unwrap returns the error that was said.
func (s *saidError) Unwrap() error { return s.error }

// errorDoc is an error as --json writes it.
type errorDoc struct {
	Error struct {
		Code     string       `json:"code"`
		Message  string       `json:"message"`
		Problems []problemDoc `json:"problems,omitempty"`
	} `json:"error"`
}

type problemDoc struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Key     string `json:"key,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Refuse says what went wrong, on stderr in the chosen language and with --json
// as the one document on stdout, and returns the exit code.
func Refuse(cfg config.Config, err error, out, errs io.Writer) int {
	doc := explain(cfg.Lang, err)
	fmt.Fprintln(errs, "hallcheck: "+doc.Error.Message)
	for _, p := range doc.Error.Problems {
		fmt.Fprintln(errs, "  "+p.place()+p.Message)
	}
	var use *usageError
	if errors.As(err, &use) {
		fmt.Fprintln(errs, assets.T(cfg.Lang, "cli.seeHelp", "command", strings.TrimSpace("help "+use.command)))
	}
	var said *saidError
	if cfg.JSON && !errors.As(err, &said) {
		if e := writeJSON(out, doc); e != nil {
			return exitFailed
		}
	}
	return exitOf(err)
}

func (p problemDoc) place() string {
	s := p.File
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line)
	}
	if p.Key != "" {
		s = strings.TrimSpace(s + " " + p.Key)
	}
	if s == "" {
		return ""
	}
	return s + ": "
}

// explain puts an error into sentences.
func explain(lang string, err error) errorDoc {
	var doc errorDoc
	var coded *checklist.Error
	var list checklist.Problems
	switch {
	case errors.As(err, &list):
		doc.Error.Code = "problems"
		doc.Error.Message = assets.T(lang, "cli.problems", "count", strconv.Itoa(len(list)))
		for _, p := range list {
			doc.Error.Problems = append(doc.Error.Problems, problemDoc{
				File: p.File, Line: p.Line, Key: p.Key, Code: p.Code,
				Message: sentence(lang, "problem.", &checklist.Error{Code: p.Code, Args: p.Args}),
			})
		}
	case errors.As(err, &coded):
		doc.Error.Code, doc.Error.Message = coded.Code, sentence(lang, "error.", coded)
		doc.Error.Problems = details(lang, err)
	case errors.Is(err, context.Canceled):
		doc.Error.Code, doc.Error.Message = "cli.cancelled", assets.T(lang, "error.cli.cancelled")
	default:
		doc.Error.Code, doc.Error.Message = "failed", assets.T(lang, "error.cli.failed", "why", err.Error())
	}
	return doc
}

// details lists what an error is made of, where it is a list.
func details(lang string, err error) []problemDoc {
	var gate *gateError
	var found *foundError
	var refused *importError
	var part *partError
	switch {
	case errors.As(err, &gate):
		return gate.problems(lang)
	case errors.As(err, &found):
		return found.problems()
	case errors.As(err, &refused):
		return refused.problems()
	case errors.As(err, &part):
		return part.refused
	default:
		return nil
	}
}

// sentence is the words of a coded error. A code without words of its own shows
// itself, so that nothing is hidden.
func sentence(lang, prefix string, err *checklist.Error) string {
	key := prefix + err.Code
	if !assets.Has(lang, key) {
		if assets.Has(lang, "error."+err.Code) {
			key = "error." + err.Code
		} else {
			return err.Error()
		}
	}
	var pairs []string
	for k, v := range err.Args {
		pairs = append(pairs, k, v)
	}
	s := assets.T(lang, key, pairs...)
	told := strings.HasPrefix(err.Code, "bundle.") // the sentence has the number to read out on the telephone
	if err.Err != nil && !told && checklist.CodeOf(err.Err) == "" && !strings.Contains(s, err.Err.Error()) {
		s += " (" + err.Err.Error() + ")"
	}
	return s
}
