package standard

import (
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"hallcheck/checklist"
)

// node is a value in the file, with the path of keys that leads to it.
type node struct {
	d    *doc
	n    ast.Node
	key  string
	line int // of its key, or its own in a list
}

func (n node) bad(code string, pairs ...string) { n.d.bad(n.line, n.key, code, pairs...) }

// plain takes anchors off. Aliases and tags are refused: nothing is ever
// expanded, so a file cannot be bigger than its bytes.
func (n node) plain() (ast.Node, bool) {
	switch x := n.n.(type) {
	case *ast.AnchorNode:
		return node{d: n.d, n: x.Value, key: n.key, line: n.line}.plain()
	case *ast.AliasNode, *ast.TagNode:
		n.bad("yaml.alias")
		return nil, false
	}
	return n.n, n.n != nil
}

// object is a map in the file; keys nobody asks for are unknown.
type object struct {
	node
	fields map[string]node
	order  []string
	asked  map[string]bool
}

func (n node) object() (*object, bool) {
	x, ok := n.plain()
	if !ok {
		return nil, false
	}
	var values []*ast.MappingValueNode
	switch m := x.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		n.bad("type.map")
		return nil, false
	}
	o := &object{node: n, fields: map[string]node{}, asked: map[string]bool{}}
	for _, v := range values {
		o.add(v)
	}
	return o, true
}

func (o *object) add(v *ast.MappingValueNode) {
	name, line := keyText(v.Key), lineOf(v.Key)
	if _, twice := o.fields[name]; twice {
		o.d.bad(line, o.path(name), "key.twice", "key", name)
		return
	}
	o.fields[name] = node{d: o.d, n: v.Value, key: o.path(name), line: line}
	o.order = append(o.order, name)
}

func keyText(k ast.MapKeyNode) string {
	if s, ok := k.(*ast.StringNode); ok {
		return s.Value
	}
	if tk := k.GetToken(); tk != nil {
		return tk.Value
	}
	return ""
}

func (o *object) path(key string) string {
	if o.key == "" {
		return key
	}
	return o.key + "." + key
}

// opt returns a key's value when the file has one; an empty value is none.
func (o *object) opt(key string) (node, bool) {
	o.asked[key] = true
	n, ok := o.fields[key]
	if !ok || n.n == nil || n.n.Type() == ast.NullType {
		return node{}, false
	}
	return n, true
}

// need is opt for a required key.
func (o *object) need(key string) (node, bool) {
	n, ok := o.opt(key)
	if !ok {
		line := o.line
		if f, there := o.fields[key]; there {
			line = f.line
		}
		o.d.bad(line, o.path(key), "key.missing", "key", key)
	}
	return n, ok
}

// close reports the keys nobody asked for.
func (o *object) close() {
	for _, k := range o.order {
		if !o.asked[k] {
			o.fields[k].bad("key.unknown", "key", k)
		}
	}
}

// list returns the entries of a sequence.
func (n node) list() ([]node, bool) {
	x, ok := n.plain()
	if !ok {
		return nil, false
	}
	s, ok := x.(*ast.SequenceNode)
	if !ok {
		n.bad("type.list")
		return nil, false
	}
	out := make([]node, len(s.Values))
	for i, v := range s.Values {
		line := firstLine(v)
		if line == 0 {
			line = n.line
		}
		out[i] = node{d: n.d, n: v, key: n.key + "[" + strconv.Itoa(i+1) + "]", line: line}
	}
	return out, true
}

// firstLine of a map is that of its first key; its own token is the colon.
func firstLine(n ast.Node) int {
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 {
			return lineOf(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return lineOf(m.Key)
	}
	return lineOf(n)
}

// scalar returns a value's text as written, and whether it is a YAML boolean.
func (n node) scalar() (text string, boolean, ok bool) {
	x, ok := n.plain()
	if !ok {
		return "", false, false
	}
	switch v := x.(type) {
	case *ast.StringNode:
		return v.Value, false, true
	case *ast.LiteralNode:
		return v.Value.Value, false, true
	case *ast.BoolNode:
		return v.GetToken().Value, true, true
	case *ast.IntegerNode, *ast.FloatNode:
		return x.GetToken().Value, false, true
	case *ast.NullNode:
		return "", false, true
	}
	n.bad("type.text")
	return "", false, false
}

func (n node) text() string {
	s, boolean, ok := n.scalar()
	if boolean {
		n.bad("type.quote", "value", s)
		return ""
	}
	if ok && strings.TrimSpace(s) == "" {
		n.bad("type.empty")
	}
	return s
}

// number reads a plain decimal between lo and hi.
func (n node) number(lo, hi checklist.Milli) checklist.Milli {
	s, _, ok := n.scalar()
	if !ok {
		return 0
	}
	m, err := checklist.ParseMilli(s)
	if err != nil {
		n.bad("type.number", "value", s)
		return 0
	}
	if m < lo || m > hi {
		n.bad("number.range", "value", s, "min", lo.String(), "max", hi.String())
	}
	return m
}

// whole reads a whole number between lo and hi.
func (n node) whole(lo, hi int) int {
	s, _, ok := n.scalar()
	if !ok {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil {
		n.bad("type.whole", "value", s)
		return 0
	}
	if v < lo || v > hi {
		n.bad("number.range", "value", s, "min", strconv.Itoa(lo), "max", strconv.Itoa(hi))
	}
	return v
}

// enum reads one of the allowed words.
func enum[T ~string](n node, allowed ...T) T {
	s, _, ok := n.scalar()
	if !ok {
		return ""
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		if string(a) == s {
			return a
		}
		words[i] = string(a)
	}
	n.bad("enum", "value", s, "allowed", strings.Join(words, ", "))
	return ""
}

// enums reads a list of different allowed words.
func enums[T ~string](n node, allowed ...T) []T {
	entries, _ := n.list()
	var out []T
	seen := map[T]bool{}
	for _, e := range entries {
		v := enum(e, allowed...)
		if v != "" && seen[v] {
			e.bad("id.twice", "id", string(v))
		}
		seen[v] = true
		out = append(out, v)
	}
	return out
}

// numbers reads a map of name → number.
func (n node) numbers(lo, hi checklist.Milli) map[string]checklist.Milli {
	o, ok := n.object()
	if !ok {
		return nil
	}
	out := map[string]checklist.Milli{}
	for _, k := range o.order {
		if v, ok := o.need(k); ok {
			out[k] = v.number(lo, hi)
		}
	}
	return out
}

// both reads the {zh, en} pair of a text.
func both(n node) checklist.Text {
	o, ok := n.object()
	if !ok {
		return checklist.Text{}
	}
	t := named(o)
	o.close()
	return t
}

// named reads the zh and en keys of a map that has others too.
func named(o *object) (t checklist.Text) {
	if v, ok := o.need("zh"); ok {
		t.ZH = v.text()
	}
	if v, ok := o.need("en"); ok {
		t.EN = v.text()
	}
	return t
}

// identifier reads a kebab-case id.
func (n node) identifier() string {
	s := n.text()
	if s != "" && !kebab(s) {
		n.bad("id.format", "id", s)
	}
	return s
}

func kebab(s string) bool {
	for _, part := range strings.Split(s, "-") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return false
		}
	}
	return len(s) <= 100
}

// keys lists a map's keys in order, for writing.
func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
