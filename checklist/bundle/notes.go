package bundle

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// Keys are the private keys of one installation.
type Keys struct {
	Signer   string // ed25519, private, in the form of a C2SP signed note key
	Verifier string // its public half
	Identity string // age X25519, private
}

// NewKeys makes the keys of a device or of headquarters; name is its id.
func NewKeys(name string) (Keys, error) {
	s, v, err := note.GenerateKey(rand.Reader, signerName(name))
	if err != nil {
		return Keys{}, err
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Keys{}, err
	}
	return Keys{Signer: s, Verifier: v, Identity: id.String()}, nil
}

// Recipient returns the public half of the age identity.
func (k Keys) Recipient() (string, error) {
	id, err := age.ParseX25519Identity(k.Identity)
	if err != nil {
		return "", err
	}
	return id.Recipient().String(), nil
}

// Names says whether these are the keys made for an id.
func (k Keys) Names(id string) bool {
	name, _, _ := strings.Cut(k.Verifier, "+")
	return name == signerName(id)
}

// RecipientID names a recipient in the hq line of a manifest: the first 32 hex
// digits of the SHA-256 of its text.
func RecipientID(recipient string) string {
	h := sha256.Sum256([]byte(recipient))
	return hex.EncodeToString(h[:16])
}

// Fingerprint makes 8 groups of 4 digits of a text, to be read out on the
// telephone.
func Fingerprint(text []byte) string {
	h := sha256.Sum256(text)
	groups := make([]string, 8)
	for i := range groups {
		groups[i] = fmt.Sprintf("%04d", binary.BigEndian.Uint32(h[4*i:])%10000)
	}
	return strings.Join(groups, " ")
}

func signerName(id string) string { return "hallcheck/" + fileSafe(id) }

// sign makes a C2SP signed note with one signature.
func sign(text []byte, signer string) ([]byte, error) {
	s, err := note.NewSigner(signer)
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: string(text)}, s)
}

// unsignedText returns the text of a note before anybody's signature is believed.
func unsignedText(msg []byte) ([]byte, error) {
	i := bytes.LastIndex(msg, []byte("\n\n"))
	if i < 0 || !bytes.HasPrefix(msg[i+2:], []byte("\u2014 ")) {
		return nil, refuse(ErrSignature, "note")
	}
	return msg[:i+1], nil
}

// verify checks that msg is a note signed by verifier and by nobody else, byte
// for byte as sign would have written it.
func verify(msg []byte, verifier string) error {
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return refuse(ErrSignature, "key").Because(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil {
		return refuse(ErrSignature, "wrong").Because(err)
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return refuse(ErrSignature, "count")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	if err != nil {
		return refuse(ErrSignature, "form").Because(err)
	}
	canon := fmt.Sprintf("%s\n\u2014 %s %s\n", n.Text, v.Name(), base64.StdEncoding.EncodeToString(raw))
	if canon != string(msg) {
		return refuse(ErrSignature, "form")
	}
	return nil
}
