package bulletin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"hallcheck/checklist"
)

// Encode returns the data set's bytes. The same data set has the same bytes on
// every machine: fields in their order, no white space, nothing from a map.
func (d *Data) Encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d); err != nil {
		panic("bulletin: encode: " + err.Error()) // plain data; a programming error
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// ID is the SHA-256 of a data set's bytes, 64 hex digits.
func ID(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Decode reads a data set and checks that it is the one with the id. Codes:
// bulletin.damaged when its bytes are other ones, bulletin.newer for a layout of a
// later program.
func Decode(id string, body []byte) (*Data, error) {
	if ID(body) != id {
		return nil, checklist.Fail("bulletin.damaged", "id", Short(id))
	}
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, checklist.Fail("bulletin.damaged", "id", Short(id)).Because(err)
	}
	if head.Format > format {
		return nil, checklist.Fail("bulletin.newer", "id", Short(id))
	}
	d := &Data{}
	if err := json.Unmarshal(body, d); err != nil {
		return nil, checklist.Fail("bulletin.damaged", "id", Short(id)).Because(err)
	}
	return d, d.check(id)
}

// check says whether every reference points at something.
func (d *Data) check(id string) error {
	ok := true
	in := func(i, n int) { ok = ok && i >= -1 && i < n }
	for i := range d.Rows {
		in(d.Rows[i].Hall, len(d.Halls))
		ok = ok && d.Rows[i].Hall >= 0
		for _, w := range d.Rows[i].Weak {
			in(w.Zone, len(d.Zones))
		}
	}
	for _, g := range d.Groups {
		for _, r := range g.Rows {
			ok = ok && r >= 0 && r < len(d.Rows)
		}
	}
	for _, z := range d.Zones {
		in(z.List, len(d.Lists))
	}
	for _, it := range d.Items {
		in(it.Zone, len(d.Zones))
	}
	if c := d.Composite; c != nil && c.GradedBy != nil {
		in(*c.GradedBy, len(d.Lists))
	}
	for _, list := range [][]ItemSum{d.Common, d.Repeats, d.Vetoes} {
		for _, s := range list {
			in(s.Item, len(d.Items))
		}
	}
	for _, a := range d.Absent {
		in(a.Hall, len(d.Halls))
	}
	for i := range d.Problems {
		in(d.Problems[i].Hall, len(d.Halls))
		in(d.Problems[i].Item, len(d.Items))
	}
	if !ok {
		return checklist.Fail("bulletin.damaged", "id", Short(id))
	}
	return nil
}

// Short is how an id is written where people read it.
func Short(id string) string { return id[:min(12, len(id))] }
