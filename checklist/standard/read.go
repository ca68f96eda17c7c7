// Package standard reads and writes checklists and answers as YAML files. It
// trusts nothing in a file and reports every problem of it at once, each with
// its line.
package standard

import (
	"bytes"
	"encoding/json"
	"errors"
	"sort"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"hallcheck/checklist"
)

// Limits of a file from outside.
const (
	MaxBytes = 2 << 20 // size of a file
	MaxItems = 2000    // items of a checklist

)

// Read reads a checklist (DOMAIN 1). name stands in the problems. The error is
// checklist.Problems: everything wrong with the file, in line order.
func Read(name string, data []byte) (*checklist.Checklist, error) {
	d := &doc{file: name}
	root, ok := d.parse(data)
	if !ok {
		return nil, d.problems
	}
	c := &checklist.Checklist{}
	if o, ok := root.object(); ok {
		readHead(o, c)
		readItems(o, c)
		o.close()
		check(d, c, o)
	}
	if err := d.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// doc is one file being read, with what is wrong in it so far.
type doc struct {
	file     string
	problems checklist.Problems
	lines    map[string]int // line of an item by its id
}

// bad notes a problem; pairs are name, value for its sentence.
func (d *doc) bad(line int, key, code string, pairs ...string) {
	key = short(key)
	for i, p := range pairs {
		pairs[i] = short(p)
	}
	d.problems = append(d.problems, checklist.Problem{
		File: d.file, Line: line, Key: key, Code: code, Args: checklist.Fail("", pairs...).Args,
	})
}

// short keeps what a hostile file says from filling the screen.
func short(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// err returns the problems in line order, nil when there is none.
func (d *doc) err() error {
	if len(d.problems) == 0 {
		return nil
	}
	sort.SliceStable(d.problems, func(i, j int) bool { return d.problems[i].Line < d.problems[j].Line })
	return d.problems
}

// parse makes the tree of a file. JSON is read by the same parser, its tabs
// replaced, which valid JSON has between tokens only.
func (d *doc) parse(data []byte) (root node, ok bool) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !d.plausible(data) {
		return node{}, false
	}
	if json.Valid(data) {
		data = bytes.ReplaceAll(data, []byte{'\t'}, []byte{' '})
	}
	file, err := parse(data)
	if err != nil {
		d.syntax(err)
		return node{}, false
	}
	var docs []ast.Node
	for _, x := range file.Docs {
		if x.Body != nil && x.Body.Type() != ast.CommentType && x.Body.Type() != ast.CommentGroupType {
			docs = append(docs, x.Body)
		}
	}
	switch {
	case len(docs) == 0:
		d.bad(0, "", "file.empty")
		return node{}, false
	case len(docs) > 1:
		d.bad(lineOf(docs[1]), "", "file.documents")
		return node{}, false
	}
	return node{d: d, n: docs[0], line: lineOf(docs[0])}, true
}

// parse guards the program against a parser that panics on a hostile file.
func parse(data []byte) (file *ast.File, err error) {
	defer func() {
		if recover() != nil {
			file, err = nil, errors.New("unreadable")
		}
	}()
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func (d *doc) syntax(err error) {
	line, message := 0, err.Error()
	var at yaml.Error
	if errors.As(err, &at) {
		message = at.GetMessage()
		if tk := at.GetToken(); tk != nil && tk.Position != nil {
			line = tk.Position.Line
		}
	}
	d.bad(line, "", "file.syntax", "message", message)
}

// plausible refuses what must not even be parsed: too big, not text, nested or
// marked beyond any checklist.
func (d *doc) plausible(data []byte) bool {
	switch {
	case len(data) > MaxBytes:
		d.bad(0, "", "file.tooBig", "limit", strconv.Itoa(MaxBytes>>20))
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		d.bad(0, "", "file.encoding")
	default:
		if line := tooDeep(data); line > 0 {
			d.bad(line, "", "file.deep")
		}
	}
	return len(d.problems) == 0
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
