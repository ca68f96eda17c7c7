package bundle

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	manifestHead = "inspect-bundle/v1"
	headFamily   = "inspect-bundle/"
	none         = "none"
)

// File is one entry the manifest answers for.
type File struct {
	Name   string
	Size   int64
	SHA256 string // 64 hex digits
}

// Manifest is the signed first entry: who sends what to whom, and every file
// with size and hash in the order it follows.
type Manifest struct {
	Org    string // organisation id
	HQ     string // RecipientID of headquarters' primary recipient; "" = not encrypted
	Device string
	Branch string
	Seq    int64  // 1… per device
	Prev   string // SHA-256 of the bundle before, "" for the first

	Schema    int
	MinReader int
	App       string // program version
	Policy    int64

	Created int64 // unix seconds UTC, information only
	BootMS  int64 // ms since the program started, information only

	AuditCount int64
	AuditHash  string // "" = no audit chain
	Files      []File // data.ndjson, then the blobs
}

// Total is the sum of the sizes of all files in bytes.
func (m *Manifest) Total() int64 {
	var n int64
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// Text writes the manifest as it is signed; the same manifest always gives the
// same bytes.
func (m *Manifest) Text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, manifestHead)
	fmt.Fprintf(&b, "org %s hq %s\n", token(m.Org), token(m.HQ))
	fmt.Fprintf(&b, "device %s branch %s seq %d prev %s\n", token(m.Device), token(m.Branch), m.Seq, token(m.Prev))
	fmt.Fprintf(&b, "schema %d min-reader %d app %s policy %d\n", m.Schema, m.MinReader, token(m.App), m.Policy)
	fmt.Fprintf(&b, "created %s boot-ms %d\n", time.Unix(m.Created, 0).UTC().Format(time.RFC3339), m.BootMS)
	fmt.Fprintf(&b, "audit-head %d %s\n", m.AuditCount, token(m.AuditHash))
	for _, f := range m.Files {
		fmt.Fprintf(&b, "file %s %d %s\n", f.Name, f.Size, f.SHA256)
	}
	fmt.Fprintf(&b, "total %d %d\n", len(m.Files)+1, m.Total())
	return b.Bytes()
}

// ParseManifest reads the text of a manifest strictly: it must be exactly what
// Text writes, within the limits. Codes bundle.manifest, bundle.newer, bundle.limit.
func ParseManifest(text []byte) (*Manifest, error) {
	head, rest, _ := strings.Cut(string(text), "\n")
	if head != manifestHead {
		if strings.HasPrefix(head, headFamily) {
			return nil, refuse(ErrNewer, head)
		}
		return nil, refuse(ErrManifest, "head")
	}
	m := &Manifest{}
	r := &lineReader{lines: strings.Split(rest, "\n")}
	m.Org, m.HQ = r.word("org"), r.word("hq")
	m.Device, m.Branch, m.Seq, m.Prev = r.word("device"), r.word("branch"), r.number("seq"), r.word("prev")
	m.Schema, m.MinReader = int(r.number("schema")), int(r.number("min-reader"))
	m.App, m.Policy = r.word("app"), r.number("policy")
	created, err := time.Parse(time.RFC3339, r.word("created"))
	if err != nil {
		return nil, refuse(ErrManifest, "created")
	}
	m.Created, m.BootMS = created.Unix(), r.number("boot-ms")
	m.AuditCount, m.AuditHash = r.number("audit-head"), r.next()
	r.files(m)
	if r.bad != "" {
		return nil, refuse(ErrManifest, r.bad)
	}
	if !bytes.Equal(m.Text(), text) {
		return nil, refuse(ErrManifest, "form")
	}
	return m, m.check()
}

// check holds the manifest against the limits and the fixed shape.
func (m *Manifest) check() error {
	if m.MinReader > Schema {
		return refuse(ErrNewer, strconv.Itoa(m.MinReader))
	}
	if m.Org == "" || m.Device == "" || m.Branch == "" || m.Seq < 1 || m.Seq > 99999999 || !hexOrEmpty(m.Prev) {
		return refuse(ErrManifest, "ids")
	}
	if len(m.Files)+1 > MaxEntries {
		return refuse(ErrLimit, "entries")
	}
	if len(m.Files) == 0 || m.Files[0].Name != dataName {
		return refuse(ErrManifest, dataName)
	}
	seen := make(map[string]bool, len(m.Files))
	for i, f := range m.Files {
		if f.Size < 0 || f.Size > MaxBlob {
			return refuse(ErrLimit, f.Name)
		}
		if !isHash(f.SHA256) || seen[f.Name] || (i > 0 && f.Name != blobPrefix+f.SHA256) {
			return refuse(ErrManifest, f.Name)
		}
		seen[f.Name] = true
	}
	if m.Total() > MaxTotal {
		return refuse(ErrLimit, "total")
	}
	return nil
}

// lineReader takes a text apart word by word; the caller compares the whole
// with its canonical form afterwards, so it only needs to be safe, not strict.
type lineReader struct {
	lines []string
	words []string
	bad   string
}

func (r *lineReader) next() string {
	for len(r.words) == 0 && len(r.lines) > 0 {
		r.words, r.lines = strings.Fields(r.lines[0]), r.lines[1:]
	}
	if len(r.words) == 0 {
		r.fail("end")
		return ""
	}
	w := r.words[0]
	r.words = r.words[1:]
	s, ok := untoken(w)
	if !ok {
		r.fail(w)
	}
	return s
}

func (r *lineReader) word(key string) string {
	if r.next() != key {
		r.fail(key)
	}
	return r.next()
}

func (r *lineReader) number(key string) int64 {
	n, err := strconv.ParseInt(r.word(key), 10, 64)
	if err != nil || n < 0 {
		r.fail(key)
	}
	return n
}

func (r *lineReader) files(m *Manifest) {
	for r.bad == "" {
		switch key := r.next(); key {
		case "file":
			f := File{Name: r.next()}
			n, err := strconv.ParseInt(r.next(), 10, 64)
			if err != nil {
				r.fail(f.Name)
			}
			f.Size, f.SHA256 = n, r.next()
			m.Files = append(m.Files, f)
		case "total":
			return // count and sum are compared with the canonical form
		default:
			r.fail(key)
		}
	}
}

func (r *lineReader) fail(why string) {
	if r.bad == "" {
		r.bad = why
	}
}

// token makes a word without spaces of s: spaces, control characters and % are
// written as %XX, nothing as "none".
func token(s string) string {
	if s == "" {
		return none
	}
	if s == none {
		return "%6Eone"
	}
	var b strings.Builder
	for _, r := range s {
		if r == '%' || r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func untoken(w string) (string, bool) {
	if w == none {
		return "", true
	}
	if !strings.Contains(w, "%") {
		return w, true
	}
	var b []byte
	for i := 0; i < len(w); i++ {
		if w[i] != '%' {
			b = append(b, w[i])
			continue
		}
		if i+2 >= len(w) {
			return "", false
		}
		n, err := strconv.ParseUint(w[i+1:i+3], 16, 8)
		if err != nil {
			return "", false
		}
		b, i = append(b, byte(n)), i+2
	}
	return string(b), true
}

func isHash(s string) bool {
	if len(s) != 64 {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func hexOrEmpty(s string) bool { return s == "" || isHash(s) }
