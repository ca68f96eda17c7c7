package bundle

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"hallcheck/checklist"
)

// The kinds of record.
const (
	KindChecklist  = "checklist"
	KindInspection = "inspection"
)

// Record is one line of data.ndjson. Exactly the field of its kind is set.
type Record struct {
	Kind       string      `json:"kind"`
	Checklist  *Standard   `json:"checklist,omitempty"`
	Inspection *Inspection `json:"inspection,omitempty"`
	Finding    *Finding    `json:"finding,omitempty"`
	Bright     *Bright     `json:"bright,omitempty"`
	Master     *Master     `json:"master,omitempty"`
	Published  *Published  `json:"published,omitempty"`
	Review     *Review     `json:"review,omitempty"`
	Hall       *Hall       `json:"hall,omitempty"`
}

// content is what the field of a kind that came with schema 3 or later holds.
type content interface {
	check() error     // what can be said about it without knowing anything else
	shared() []Shared // the blobs it wants
}

// newKinds lists the fields of the kinds that came with schema 3: a bundle that
// has one asks for a reader that knows them.
func (r *Record) newKinds() map[string]content {
	out := map[string]content{}
	if r.Master != nil {
		out[KindMaster] = r.Master
	}
	if r.Published != nil {
		out[KindPublished] = r.Published
	}
	if r.Review != nil {
		out[KindReview] = r.Review
	}
	if r.Hall != nil {
		out[KindHall] = r.Hall
	}
	return out
}

// minReader is the schema a reader must know for these records.
func minReader(records []Record) int {
	if slices.ContainsFunc(records, func(r Record) bool { return r.Hall != nil }) {
		return 5
	}
	if slices.ContainsFunc(records, func(r Record) bool { return r.Published != nil && r.Published.Bulletin.Out != "" }) {
		return 4
	}
	for i := range records {
		if len(records[i].newKinds()) > 0 {
			return 3
		}
		if f := records[i].Finding; f != nil && slices.ContainsFunc(f.Events, func(e checklist.FindingEvent) bool { return e.Seen != "" }) {
			return 3 // readers of schema 2 would order such moves otherwise
		}
	}
	return MinReader
}

// Standard names a checklist version; Source is its YAML where the receiver may
// not have it (everything that is not built in).
type Standard struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
	Source  string `json:"source,omitempty"`
}

// Inspection is one finished inspection as the branch sealed it.
type Inspection struct {
	Standard Standard        `json:"standard"` // without Source
	Data     json.RawMessage `json:"data"`     // checklist.Inspection
	Result   json.RawMessage `json:"result,omitempty"`
	Shared   []Shared        `json:"shared,omitempty"` // in order of Original
	Seal     string          `json:"seal"`             // Seal of the fields above

	decoded *checklist.Inspection // by check, until somebody takes it
}

// Shared says which blob stands for an original photo: what may leave the
// laptop, without place and camera data.
type Shared struct {
	Original string `json:"original"`
	SHA256   string `json:"sha256"`
	Size     int64  `json:"size"`
}

// SealNow sets the seal.
func (i *Inspection) SealNow() { i.Seal = i.seal() }

// seal is the SHA-256 over everything else in the record, each part with its
// length in front.
func (i *Inspection) seal() string {
	h := sha256.New()
	part := func(b []byte) { _, _ = fmt.Fprintf(h, "%d:%s", len(b), b) }
	part([]byte(i.Standard.ID + "@" + strconv.Itoa(i.Standard.Version)))
	part([]byte(i.Standard.SHA256))
	part(i.Data)
	part(i.Result)
	for _, s := range i.Shared {
		part([]byte(s.Original + " " + s.SHA256 + " " + strconv.FormatInt(s.Size, 10)))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Decode returns the inspection, the caller's own, with Checklist left nil; the
// caller knows the standards. Code bundle.record.
func (i *Inspection) Decode() (*checklist.Inspection, error) {
	if in := i.decoded; in != nil {
		i.decoded = nil
		return in, nil
	}
	in := &checklist.Inspection{}
	if err := strictJSON(i.Data, in); err != nil {
		return nil, refuse(ErrRecord, "inspection").Because(err)
	}
	return in, nil
}

// check is what can be said about a record without knowing any checklist.
func (r *Record) check() error {
	if r.parts() != 1 {
		return refuse(ErrRecord, "kind "+strconv.Quote(r.Kind))
	}
	if c := r.newKinds()[r.Kind]; c != nil {
		return c.check()
	}
	switch {
	case r.Kind == KindFinding && r.Finding != nil:
		return r.Finding.check()
	case r.Kind == KindBright && r.Bright != nil:
		return r.Bright.check()
	case r.Kind == KindChecklist && r.Checklist != nil:
		s := sha256.Sum256([]byte(r.Checklist.Source))
		if hex.EncodeToString(s[:]) != r.Checklist.SHA256 {
			return refuse(ErrRecord, "checklist "+r.Checklist.ID)
		}
		return nil
	case r.Kind == KindInspection && r.Inspection != nil:
		if r.Inspection.seal() != r.Inspection.Seal {
			return refuse(ErrRecord, "seal")
		}
		in, err := r.Inspection.Decode()
		if err != nil {
			return err
		}
		if in.ID == "" || in.Status != checklist.Finished {
			return refuse(ErrRecord, "unfinished")
		}
		r.Inspection.decoded = in
		return r.Inspection.checkPhotos(in)
	}
	return refuse(ErrRecord, "kind "+strconv.Quote(r.Kind))
}

// parts is how many of the fields for kinds are set.
func (r *Record) parts() (n int) {
	for _, set := range []bool{r.Checklist != nil, r.Inspection != nil, r.Finding != nil, r.Bright != nil} {
		if set {
			n++
		}
	}
	return n + len(r.newKinds())
}

// shared lists the blobs the record wants.
func (r *Record) shared() []Shared {
	switch {
	case r.Inspection != nil:
		return r.Inspection.Shared
	case r.Finding != nil:
		return r.Finding.Shared
	case r.Bright != nil:
		return r.Bright.Shared
	}
	for _, c := range r.newKinds() {
		return c.shared()
	}
	return nil
}

// checkPhotos wants exactly one shared blob for every photo referred to.
func (i *Inspection) checkPhotos(in *checklist.Inspection) error {
	shared := make(map[string]bool, len(i.Shared))
	for _, s := range i.Shared {
		if !isHash(s.Original) || !isHash(s.SHA256) || shared[s.Original] {
			return refuse(ErrRecord, "shared")
		}
		shared[s.Original] = true
	}
	for _, h := range PhotosOf(in) {
		if !shared[h] {
			return refuse(ErrRecord, "photo "+h)
		}
		delete(shared, h)
	}
	if len(shared) > 0 {
		return refuse(ErrRecord, "shared")
	}
	return nil
}

// PhotosOf lists the hashes of an inspection's photos, each once, in the order
// of sheets and, inside a sheet, of item ids.
func PhotosOf(in *checklist.Inspection) []string {
	var out []string
	seen := map[string]bool{}
	EachPhoto(in, func(p *checklist.PhotoRef) {
		if !seen[p.Hash] {
			seen[p.Hash] = true
			out = append(out, p.Hash)
		}
	})
	return out
}

// WriteRecords writes records as data.ndjson, one JSON object a line. Code
// bundle.limit when a line grows over MaxLine.
func WriteRecords(w io.Writer, records []Record) error {
	for i := range records {
		b, err := json.Marshal(&records[i])
		if err != nil {
			return fmt.Errorf("write record: %w", err)
		}
		if len(b)+1 > MaxLine {
			return refuse(ErrLimit, "line")
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// readRecords gives every record of data.ndjson to each. Unknown fields, empty
// lines and a last line without its newline are refused: bundle.record.
func readRecords(r io.Reader, each func(*Record) error) error {
	br := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := readLine(br)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if hasNUL(line) {
			return refuse(ErrRecord, "nul")
		}
		rec := &Record{}
		if err := strictJSON(line, rec); err != nil {
			return refuse(ErrRecord, "json").Because(err)
		}
		if err := rec.check(); err != nil {
			return err
		}
		if err := each(rec); err != nil {
			return err
		}
	}
}

// hasNUL says whether a text in the record has a NUL character, which nobody
// types and PostgreSQL cannot store.
func hasNUL(line []byte) bool {
	const nul = `\u0000`
	return bytes.Contains(line, []byte(nul)) && bytes.Contains(bytes.ReplaceAll(line, []byte(`\\`), nil), []byte(nul))
}

func readLine(br *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := br.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > MaxLine:
			return nil, refuse(ErrLimit, "line")
		case err == nil:
			return line[:len(line)-1], nil
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, io.EOF
		case errors.Is(err, io.EOF):
			return nil, refuse(ErrRecord, "last line")
		default:
			return nil, refuse(ErrIO, "read").Because(err)
		}
	}
}

func strictJSON(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}
