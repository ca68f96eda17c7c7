package bundle

import (
	"bytes"
	"fmt"
	"strings"

	"filippo.io/age"

	"hallcheck/checklist"
)

// The refusals of cards and enrolment requests.
const (
	ErrCard  = "exchange.card"  // not a headquarters card
	ErrEnrol = "exchange.enrol" // not an enrolment request
)

const (
	cardHead  = "hallcheck-hq-card/v1"
	enrolHead = "hallcheck-enrol/v1"
	// enrolHead2 also names the device this one takes the place of.
	enrolHead2 = "hallcheck-enrol/v2"
	maxNote    = 64 << 10
)

// Card is what headquarters hands to its branches: whom to encrypt to.
type Card struct {
	Org       string // id
	Name      string // of the organisation
	Recipient string // age X25519, primary
	Recovery  string // age X25519, its identity lies on paper in a safe
	Verifier  string // of headquarters' own signatures
}

func (c Card) text() []byte {
	return []byte(fmt.Sprintf("%s\norg %s name %s\nrecipient %s\nrecovery %s\nverifier %s\n", cardHead,
		token(c.Org), token(c.Name), token(c.Recipient), token(c.Recovery), token(c.Verifier)))
}

// HQ is the name of the card's primary recipient in manifests.
func (c Card) HQ() string { return RecipientID(c.Recipient) }

// Fingerprint is what both sides compare on the telephone.
func (c Card) Fingerprint() string { return Fingerprint(c.text()) }

// WriteCard signs a card with headquarters' own key.
func WriteCard(c Card, signer string) ([]byte, error) { return sign(c.text(), signer) }

// ReadCard reads a card and checks that its own key signed it. It proves that
// nothing was altered, not whose it is: compare the Fingerprint for that.
func ReadCard(msg []byte) (Card, error) {
	r, text, err := openNote(msg, cardHead, ErrCard)
	if err != nil {
		return Card{}, err
	}
	c := Card{
		Org: r.word("org"), Name: r.word("name"), Recipient: r.word("recipient"),
		Recovery: r.word("recovery"), Verifier: r.word("verifier"),
	}
	if r.bad != "" || !bytes.Equal(c.text(), text) || c.Org == "" {
		return Card{}, refuse(ErrCard, "form")
	}
	if !isRecipient(c.Recipient) || !isRecipient(c.Recovery) {
		return Card{}, refuse(ErrCard, "recipient")
	}
	if err := verify(msg, c.Verifier); err != nil {
		return Card{}, refuse(ErrCard, "signature").Because(err)
	}
	return c, nil
}

// Enrol is a device's request to be trusted by headquarters.
type Enrol struct {
	Org       string // organisation id; the branch's own when it has no card
	HQ        string // Card.HQ, "" without a card
	Device    string
	Branch    checklist.Branch
	Recipient string // the device's age recipient
	Verifier  string // the device's signature key
	Replaces  string // the device whose key was lost, "" = none
}

func (e Enrol) text() []byte {
	head, tail := enrolHead, ""
	if e.Replaces != "" {
		head, tail = enrolHead2, "replaces "+token(e.Replaces)+"\n"
	}
	return []byte(fmt.Sprintf("%s\norg %s hq %s\ndevice %s\nbranch %s name %s grade %s traffic %s\nrecipient %s\nverifier %s\n%s",
		head, token(e.Org), token(e.HQ), token(e.Device), token(e.Branch.Code), token(e.Branch.Name),
		token(string(e.Branch.Grade)), token(string(e.Branch.Traffic)), token(e.Recipient), token(e.Verifier), tail))
}

// Fingerprint is what both sides compare on the telephone.
func (e Enrol) Fingerprint() string { return Fingerprint(e.text()) }

// FileName is enrol-<branch>-<dev8>.note.
func (e Enrol) FileName() string {
	return "enrol-" + fileSafe(e.Branch.Code) + "-" + Short(e.Device) + ".note"
}

// WriteEnrol signs a request with the device's own key.
func WriteEnrol(e Enrol, signer string) ([]byte, error) { return sign(e.text(), signer) }

// ReadEnrol reads a request and checks that its own key signed it; compare the
// Fingerprint with the branch before trusting it.
func ReadEnrol(msg []byte) (Enrol, error) {
	head := enrolHead
	if bytes.HasPrefix(msg, []byte(enrolHead2)) {
		head = enrolHead2
	}
	r, text, err := openNote(msg, head, ErrEnrol)
	if err != nil {
		return Enrol{}, err
	}
	e := Enrol{Org: r.word("org"), HQ: r.word("hq"), Device: r.word("device")}
	e.Branch = checklist.Branch{
		Code: r.word("branch"), Name: r.word("name"),
		Grade: checklist.HallGrade(r.word("grade")), Traffic: checklist.Traffic(r.word("traffic")), Active: true,
	}
	e.Recipient, e.Verifier = r.word("recipient"), r.word("verifier")
	if head == enrolHead2 {
		e.Replaces = r.word("replaces")
	}
	if r.bad != "" || !bytes.Equal(e.text(), text) || e.Device == "" || e.Branch.Code == "" {
		return Enrol{}, refuse(ErrEnrol, "form")
	}
	if !isRecipient(e.Recipient) {
		return Enrol{}, refuse(ErrEnrol, "recipient")
	}
	if err := verify(msg, e.Verifier); err != nil {
		return Enrol{}, refuse(ErrEnrol, "signature").Because(err)
	}
	return e, nil
}

func openNote(msg []byte, head, code string) (*lineReader, []byte, error) {
	if len(msg) > maxNote {
		return nil, nil, refuse(code, "size")
	}
	text, err := unsignedText(msg)
	if err != nil {
		return nil, nil, refuse(code, "note").Because(err)
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	if first != head {
		return nil, nil, refuse(code, "head")
	}
	return &lineReader{lines: strings.Split(rest, "\n")}, text, nil
}

func isRecipient(s string) bool {
	r, err := age.ParseX25519Recipient(s)
	return err == nil && r.String() == s
}
