package cli

import (
	"os"
	"strconv"
	"strings"

	"hallcheck/checklist"
	"hallcheck/store/exchange"
)

type takenDoc struct {
	File     string  `json:"file"`
	Kind     string  `json:"kind"`
	Code     *string `json:"code"`
	Message  string  `json:"message"`
	Imported int     `json:"imported"`
	Refused  int     `json:"refused"`
	Unknown  int     `json:"unknown"`
	Again    int     `json:"again"`
	Version  int64   `json:"version"`
}

// takeNotes takes headquarters' notes among paths in at a branch, before the bundles
// beside them, and says on stderr what they were.
func (e *env) takeNotes(x *exchange.Exchange, paths []string) ([]takenDoc, error) {
	list, err := x.TakeNotes(e.ctx, paths)
	docs := []takenDoc{}
	for _, o := range list {
		d := takenDoc{File: o.Name, Kind: o.Kind, Code: some(o.Code), Message: e.takenWords(o), Imported: o.Imported, Refused: o.Refused, Unknown: o.Unknown, Again: o.Again, Version: o.Version}
		docs = append(docs, d)
		if !e.cfg.JSON {
			e.say("cli.step.note", "file", d.File, "words", d.Message)
		}
	}
	return docs, err
}

// noteWords says what became of a note.
func (e *env) takenWords(o exchange.NoteOutcome) string {
	if o.Err != nil {
		return explain(e.cfg.Lang, o.Err).Error.Message
	}
	var words []string
	switch {
	case o.Kind == exchange.NotePolicy && o.Same:
		words = append(words, e.t("note.taken.same"))
	case o.Kind == exchange.NotePolicy:
		words = append(words, e.t("note.taken.policy", "version", strconv.FormatInt(o.Version, 10)))
	default:
		words = append(words, e.t("note.taken.receipt", "imported", strconv.Itoa(o.Imported), "refused", strconv.Itoa(o.Refused)))
	}
	if o.Again > 0 {
		words = append(words, e.t("note.taken.again", "count", strconv.Itoa(o.Again)))
	}
	return strings.Join(words, "; ")
}

// writeNotes puts what headquarters has to say to its branches beside the bundles in
// a folder somebody chose; the outbox is the carrier's, who takes notes itself.
func (e *env) writeNotes(x *exchange.Exchange, to string) ([]string, error) {
	p, err := x.Store.Profile(e.ctx)
	if err != nil || p.Face != checklist.FaceHQ || to == "" {
		return []string{}, err
	}
	names, err := x.WriteNotes(e.ctx, to, "")
	return append([]string{}, names...), err
}

// recoveryKey lets an import open files with the key from the paper.
func (e *env) recoveryKey(x *exchange.Exchange, a *arguments) error {
	name := a.get("recovery-key")
	if name == "" {
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return checklist.Fail("exchange.recoveryKey").Because(err)
	}
	return x.UseRecovery(text)
}
