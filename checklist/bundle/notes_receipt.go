package bundle

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// The refusals of notes from headquarters.
const (
	ErrNote       = "note.form"      // N01 not a note of ours, or altered in form
	ErrNoteSigned = "note.signature" // N02 not signed by the headquarters whose card is here
	ErrNoteBranch = "note.branch"    // N03 for another branch
	ErrNoteOrg    = "note.org"       // N04 of another headquarters
	ErrNoteOld    = "note.old"       // N05 an older policy than the one here
	ErrNoteNewer  = "note.newer"     // N08 a policy of a form that only a newer program knows
)

const (
	receiptHead = "hallcheck-receipt/v1"
	noteExt     = ".note"
	// MaxReceipts is how many bundles one receipt note may answer for.
	MaxReceipts = 200
	maxSigners  = 8
)

// The outcomes in a receipt.
const (
	Imported = "imported"
	Refused  = "refused"
)

// Receipt is what headquarters says about bundles of one device of one branch.
type Receipt struct {
	Org     string
	Branch  string // code
	Device  string // Short of the device; for bundles whose sender is not proved, as their file names have it
	Bundles []ReceiptLine
}

// ReceiptLine is about one file, told by its hash and by nothing else.
type ReceiptLine struct {
	SHA256  string
	Seq     int64  // 0 = not known
	Outcome string // Imported or Refused
	Code    string // why refused
	Words   string // what a person at headquarters wrote
	At      int64  // unix seconds UTC
}

// Text writes the receipt as it is signed.
func (r Receipt) Text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\norg %s branch %s device %s\n", receiptHead, token(r.Org), token(r.Branch), token(r.Device))
	for _, l := range r.Bundles {
		fmt.Fprintf(&b, "bundle %s seq %d %s %s words %s at %s\n", l.SHA256, l.Seq, token(l.Outcome), token(l.Code),
			token(l.Words), stamp(l.At))
	}
	fmt.Fprintf(&b, "end %d\n", len(r.Bundles))
	return b.Bytes()
}

func stamp(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }

// FileName is receipt-<branch>-<dev8>-<hash16>.note; the same receipt always has
// the same name.
func (r Receipt) FileName() string {
	return "receipt-" + fileSafe(r.Branch) + "-" + Short(r.Device) + "-" + sumOf(r.Text())[:16] + noteExt
}

// WriteReceipt signs a receipt with every key of headquarters a branch may still
// know it by.
func WriteReceipt(r Receipt, signers ...string) ([]byte, error) { return signAll(r.Text(), signers) }

// ReadReceipt reads a receipt that verifier must have signed. Codes note.form,
// note.signature.
func ReadReceipt(msg []byte, verifier string) (Receipt, error) {
	r, text, err := openNote(msg, receiptHead, ErrNote)
	if err != nil {
		return Receipt{}, err
	}
	if err := verifyAny(msg, verifier); err != nil {
		return Receipt{}, err
	}
	out := Receipt{Org: r.word("org"), Branch: r.word("branch"), Device: r.word("device")}
	for r.bad == "" && len(out.Bundles) <= MaxReceipts {
		key := r.next()
		if key == "end" {
			break
		}
		if key != "bundle" {
			r.fail(key)
		}
		l := ReceiptLine{SHA256: r.next(), Seq: r.number("seq"), Outcome: r.next(), Code: r.next(), Words: r.word("words"), At: r.stamp("at")}
		if !isHash(l.SHA256) || (l.Outcome != Imported && l.Outcome != Refused) {
			r.fail("bundle")
		}
		out.Bundles = append(out.Bundles, l)
	}
	if r.bad != "" || out.Branch == "" || len(out.Bundles) == 0 || !bytes.Equal(out.Text(), text) {
		return Receipt{}, refuse(ErrNote, "form")
	}
	return out, nil
}

func (r *lineReader) stamp(key string) int64 {
	at, err := time.Parse(time.RFC3339, r.word(key))
	if err != nil {
		r.fail(key)
	}
	return at.Unix()
}

// KindOfNote says what a note claims to be: "receipt", "policy", "enrol", "card",
// "" for anything else. Nothing of it is proved.
func KindOfNote(msg []byte) string {
	head, _, _ := strings.Cut(string(msg[:min(len(msg), 64)]), "\n")
	switch head {
	case receiptHead:
		return "receipt"
	case enrolHead, enrolHead2:
		return "enrol"
	case cardHead:
		return "card"
	}
	if policyForm(msg) > 0 {
		return "policy"
	}
	return ""
}

// signAll makes a C2SP signed note with the signatures of all keys.
func signAll(text []byte, signers []string) ([]byte, error) {
	list := make([]note.Signer, len(signers))
	for i, k := range signers {
		s, err := note.NewSigner(k)
		if err != nil {
			return nil, err
		}
		list[i] = s
	}
	return note.Sign(&note.Note{Text: string(text)}, list...)
}

// verifyAny checks that verifier signed msg; keys we do not know may have signed it
// too. Code note.signature.
func verifyAny(msg []byte, verifier string) error {
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return refuse(ErrNoteSigned, "key").Because(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return refuse(ErrNoteSigned, "wrong").Because(err)
	}
	if len(n.Sigs)+len(n.UnverifiedSigs) > maxSigners {
		return refuse(ErrNoteSigned, "count")
	}
	return nil
}

// BranchOfNote tells from a file name for which branch a note from headquarters
// is, in the form it has in file names; nothing of it is proved.
func BranchOfNote(name string) (branch string, ok bool) {
	name, ok = strings.CutSuffix(name, noteExt)
	parts := strings.Split(name, "-")
	switch {
	case ok && len(parts) >= 4 && parts[0] == "receipt":
		return strings.Join(parts[1:len(parts)-2], "-"), true
	case ok && len(parts) >= 3 && parts[0] == "policy":
		return strings.Join(parts[1:len(parts)-1], "-"), true
	default:
		return "", false
	}
}

// FileSafe is a branch's code as it stands in file names and folders of a road.
func FileSafe(code string) string { return fileSafe(code) }

// SortReceipts puts lines into the one order in which they are signed.
func SortReceipts(list []ReceiptLine) {
	slices.SortFunc(list, func(a, b ReceiptLine) int {
		if a.Seq != b.Seq {
			return int(a.Seq - b.Seq)
		}
		return strings.Compare(a.SHA256, b.SHA256)
	})
}
