package checklist

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Error is a refusal a person can act on. Code is stable, and is also the key
// of its sentence in assets/text ("error."+Code); Args fill the sentence.
type Error struct {
	Code string
	Args map[string]string
	Err  error
}

// Fail makes an Error from a code and name, value pairs for its sentence.
func Fail(code string, pairs ...string) *Error {
	e := &Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args[pairs[i]] = pairs[i+1]
	}
	return e
}

// Because wraps the cause.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// Error writes code, arguments and cause for logs; people see the sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	keys := make([]string, 0, len(e.Args))
	for k := range e.Args {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%q", k, e.Args[k])
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, Fail("code")) true for equal codes.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// CodeOf returns the code of the first Error in the chain, or "".
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Problem is one thing wrong in a file from outside: where, why, what to do.
type Problem struct {
	File string // name as the user gave it
	Line int    // 1-based; 0 when the place is not a line
	Key  string // key, cell or entry
	Code string // text key "problem."+Code
	Args map[string]string
}

// Problems is every problem of one file at once; it is an error when not empty.
type Problems []Problem

// Error lists all problems, one a line, for logs.
func (p Problems) Error() string {
	var b strings.Builder
	for i, x := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s:%d: %s: %s %v", x.File, x.Line, x.Key, x.Code, x.Args)
	}
	return b.String()
}
