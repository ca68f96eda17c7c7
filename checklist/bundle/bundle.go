// Package bundle is the file in which finished inspections travel from a branch
// to headquarters, and the two small files that make them trust each other. It
// only knows the format (RELIABILITY 5.2, 5.3): age over a USTAR archive whose
// first entry is a signed manifest that fixes every byte of the rest. What the
// records mean, and who may send them, is decided elsewhere.
package bundle

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"hallcheck/checklist"
)

// The versions of the format. A reader refuses a bundle whose min-reader is
// above Schema; a bundle asks for no newer reader than its records need.
const (
	Schema    = 5 // 2: findings, bright spots, marks; 3: see newKinds; 4: days of the hall, bulletins with the day they were sent; 5: days of the hall with corrections, all states of rounds, the ticket machine
	MinReader = 2
	Ext       = ".bundle"
)

// The limits of a bundle (RELIABILITY H3); sizes in bytes.
const (
	MaxEntries  = 20000
	MaxManifest = 4 << 20
	MaxBlob     = 64 << 20 // a blob, and data.ndjson
	MaxTotal    = 2 << 30
	MaxLine     = 8 << 20 // one record
)

// The names of the entries.
const (
	manifestName = "manifest.note"
	dataName     = "data.ndjson"
	blobPrefix   = "blobs/"
)

// The refusals. Each sentence carries its number, B01…B20, for the telephone.
const (
	ErrFormat        = "bundle.format"        // B01 neither age nor tar
	ErrNotForUs      = "bundle.notForUs"      // B02 encrypted to somebody else
	ErrTruncated     = "bundle.truncated"     // B03 ends early
	ErrDamaged       = "bundle.damaged"       // B04 does not decrypt
	ErrEntry         = "bundle.entry"         // B05 archive entry not as it must be
	ErrLimit         = "bundle.limit"         // B06 larger than allowed
	ErrManifest      = "bundle.manifest"      // B07 manifest not understood
	ErrSignature     = "bundle.signature"     // B08 signature missing or wrong
	ErrUnknownDevice = "bundle.unknownDevice" // B09
	ErrRevoked       = "bundle.revoked"       // B10
	ErrBranch        = "bundle.branch"        // B11 device belongs to another branch
	ErrForeignHQ     = "bundle.foreignHQ"     // B12 made for another headquarters
	ErrNewer         = "bundle.newer"         // B13 made by a newer program
	ErrHash          = "bundle.hash"          // B14 content is not what was signed
	ErrTrailing      = "bundle.trailing"      // B15 something after the end
	ErrRecord        = "bundle.record"        // B16 a record is not understood
	ErrReplay        = "bundle.replay"        // B17 sequence number out of reach
	ErrFork          = "bundle.fork"          // B18 same number, other content
	ErrName          = "bundle.name"          // B19 file name and content differ
	ErrIO            = "bundle.io"            // B20 cannot be read or stored
	ErrAhead         = "bundle.ahead"         // B21 sequence number far beyond the last
)

// Name is what the file name of a bundle says; nothing in it is trusted.
type Name struct {
	Branch string
	Device string // first 8 characters
	Seq    int64
	Hash   string // first 16 hex digits of the SHA-256 of the file
}

// NameOf makes the name of a finished bundle; sum is the SHA-256 of the file in
// hex. Characters a file system refuses become underscores.
func NameOf(m *Manifest, sum string) Name {
	return Name{Branch: fileSafe(m.Branch), Device: Short(m.Device), Seq: m.Seq, Hash: sum[:16]}
}

// String writes B1-<branch>-<dev8>-<seq>-<hash>.bundle.
func (n Name) String() string {
	return fmt.Sprintf("B1-%s-%s-%08d-%s%s", n.Branch, n.Device, n.Seq, n.Hash, Ext)
}

var nameForm = regexp.MustCompile(`^B1-(.+)-([^-]{1,8})-(\d{8})-([0-9a-f]{16})\.bundle$`)

// ParseName reads a file name; ok is false for files that are not named as a
// bundle, such as a half written one.
func ParseName(path string) (n Name, ok bool) {
	p := nameForm.FindStringSubmatch(filepath.Base(path))
	if p == nil {
		return Name{}, false
	}
	seq, err := strconv.ParseInt(p[3], 10, 64)
	return Name{Branch: p[1], Device: p[2], Seq: seq, Hash: p[4]}, err == nil
}

// Short is the first 8 letters and digits of an id.
func Short(id string) string {
	s := []rune(strings.ReplaceAll(fileSafe(id), "-", ""))
	return string(s[:min(8, len(s))])
}

func fileSafe(s string) string {
	out := strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, s)
	if out == "" {
		return "_"
	}
	return out
}

func refuse(code, why string, pairs ...string) *checklist.Error {
	return checklist.Fail(code, append([]string{"why", why}, pairs...)...)
}
