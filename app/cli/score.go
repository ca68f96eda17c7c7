package cli

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

// score scores an answers file without storing anything; it works without a
// data folder.
func score(e *env, a *arguments) error {
	f, err := e.form(a)
	if err != nil {
		return err
	}
	name := a.get("checklist")
	if name == "" {
		name = f.Checklist
	}
	if name == "" {
		return wrongUse(a.command, "usage.needFlag", "flag", "--checklist")
	}
	c, err := e.checklist(name)
	if err != nil {
		return err
	}
	in, err := checklist.Start("score", c, checklist.Branch{}, checklist.Person{}, c.Modes[0], e.now())
	if err != nil {
		return err
	}
	if err := f.Fill(in, e.now()); err != nil {
		return err
	}
	r := checklist.Evaluate(in)
	return e.answer(scoreDocOf(in, r, f.Form != "answers"), scoreTable(e, in, r))
}

var gradeWords = []string{"flagship", "second", "third", "partner"}

// form reads the answers file of --answers; flags win over what it says.
func (e *env) form(a *arguments) (*standard.Answers, error) {
	grade, err := a.oneOf("grade", gradeWords...)
	if err != nil {
		return nil, err
	}
	position, err := a.oneOf("position", "lobby", "teller", "wealth", "manager")
	if err != nil {
		return nil, err
	}
	name, err := a.need("answers")
	if err != nil {
		return nil, err
	}
	data, err := readInput(name, e.in)
	if err != nil {
		return nil, err
	}
	f, err := standard.ReadAnswers(name, data)
	if f == nil {
		return nil, err
	}
	// What could not be read is told by Fill, together with what does not fit
	// the checklist.
	if grade != "" {
		f.Grade = checklist.HallGrade(grade)
	}
	if position != "" {
		f.Position = checklist.Position(position)
	}
	if p := a.get("phase"); p != "" {
		f.Phase = p
	}
	if p := a.get("pressure"); p != "" {
		f.Pressure = p
	}
	if f.Pressure == "none" {
		f.Pressure = ""
	}
	return f, nil
}

// checklist reads a checklist from a file, the data folder, or the built-in
// ones: a name with a path or an ending, or of an existing file, is a file.
func (e *env) checklist(name string) (*checklist.Checklist, error) {
	ext := strings.ToLower(filepath.Ext(name))
	info, err := os.Stat(name)
	if ext == ".yaml" || ext == ".yml" || strings.ContainsRune(name, os.PathSeparator) || err == nil && !info.IsDir() {
		b, err := readInput(name, nil)
		if err != nil {
			return nil, err
		}
		return standard.Read(name, b)
	}
	if e.hasData() {
		c, err := e.storedChecklist(name)
		if err == nil || !isBuiltin(name) {
			return c, err
		}
		e.say("cli.builtinUsed", "checklist", name, "code", checklist.CodeOf(err))
	}
	return builtin(name)
}

func isBuiltin(id string) bool { _, ok := assets.Checklists()[id+".yaml"]; return ok }

func builtin(id string) (*checklist.Checklist, error) {
	b, ok := assets.Checklists()[id+".yaml"]
	if !ok {
		return nil, checklist.Fail("cli.noChecklist", "checklist", id)
	}
	return standard.Read(id+".yaml", b)
}

// maxFile bounds a file of answers or a checklist, in bytes.
const maxFile = 4 << 20

// readInput reads a file, or in when the name is "-".
func readInput(name string, in io.Reader) ([]byte, error) {
	if name != "-" || in == nil {
		f, err := os.Open(name) // #nosec G304 -- the file the user names
		if err != nil {
			return nil, checklist.Fail("cli.cannotRead", "file", name).Because(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, checklist.Fail("cli.cannotRead", "file", name).Because(err)
	}
	if len(b) > maxFile {
		return nil, checklist.Fail("cli.tooBig", "file", name, "limit", strconv.Itoa(maxFile>>20))
	}
	return b, nil
}
