package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hallcheck/assets"
	"hallcheck/checklist"
	"hallcheck/checklist/standard"
)

// listDoc is one checklist as `checklist list --json` writes it.
type listDoc struct {
	ID        string `json:"id"`
	Version   int    `json:"version"`
	Title     string `json:"title"`
	Method    string `json:"method"`
	Subject   string `json:"subject"`
	Frequency string `json:"frequency"`
	Items     int    `json:"items"`
}

func checklistList(e *env, _ *arguments) error {
	lists, err := e.checklists()
	if err != nil {
		return err
	}
	docs := []listDoc{}
	t := &table{right: map[int]bool{1: true, 2: true}}
	t.add(e.t("cli.col.id"), e.t("cli.col.version"), e.t("cli.col.items"), e.t("cli.col.method"), e.t("cli.col.title"))
	for _, c := range lists {
		docs = append(docs, listDoc{c.ID, c.Version, e.name(c.Title), string(c.Scoring.Method), string(c.Subject), c.Frequency, len(c.Items)})
		t.add(c.ID, strconv.Itoa(c.Version), strconv.Itoa(len(c.Items)), string(c.Scoring.Method), e.name(c.Title))
	}
	return e.answer(map[string]any{"checklists": docs}, t.write)
}

// checklists returns what is installed, without a data folder the built-in ones.
func (e *env) checklists() ([]*checklist.Checklist, error) {
	if e.hasData() {
		s, err := e.open()
		if err != nil {
			return nil, err
		}
		defer func() { _ = s.Close() }()
		return s.Checklists(e.ctx)
	}
	var out []*checklist.Checklist
	for _, n := range sortedKeys(assets.Checklists()) {
		c, err := standard.Read(n, assets.Checklists()[n])
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// itemDoc is one item as `checklist show --json` writes it.
type itemDoc struct {
	ID       string `json:"id"`
	Zone     string `json:"zone"`
	Text     string `json:"text"`
	Guidance string `json:"guidance"`
	Type     string `json:"type"`
	Points   string `json:"points"`
	Veto     string `json:"veto"`
	Photo    string `json:"photo"`
	Severity string `json:"severity"`
	Days     int    `json:"rectifyDays"`
}

func checklistShow(e *env, a *arguments) error {
	c, err := e.checklist(a.rest[0])
	if err != nil {
		return err
	}
	items := []itemDoc{}
	for i := range c.Items {
		it := &c.Items[i]
		items = append(items, itemDoc{
			it.ID, it.Zone, e.name(it.Text), e.name(it.Guidance), string(it.Type), it.Points.String(),
			string(it.Veto), string(it.Photo), string(it.Severity), it.RectifyDays,
		})
	}
	doc := map[string]any{
		"id": c.ID, "version": c.Version, "title": e.name(c.Title), "purpose": e.name(c.Purpose),
		"method": string(c.Scoring.Method), "subject": string(c.Subject), "frequency": c.Frequency, "items": items,
	}
	return e.answer(doc, func(w io.Writer) error { return e.showChecklist(w, c) })
}

func (e *env) showChecklist(w io.Writer, c *checklist.Checklist) error {
	if _, err := fmt.Fprintf(w, "%s  v%d  %s\n%s\n", c.ID, c.Version, e.name(c.Title), e.name(c.Purpose)); err != nil {
		return err
	}
	for _, z := range c.Zones {
		t := &table{right: map[int]bool{1: true}}
		for i := range c.Items {
			it := &c.Items[i]
			if it.Zone != z.ID {
				continue
			}
			mark := ""
			if it.Veto != checklist.VetoNone {
				mark = e.t("cli.veto." + string(it.Veto))
			}
			t.add("  "+it.ID, it.Points.String(), cut(e.name(it.Text), 70), mark)
		}
		fmt.Fprintf(w, "\n%s\n", e.name(z.Name))
		if err := t.write(w); err != nil {
			return err
		}
	}
	return nil
}

// checklistValidate reads files without storing them; all problems of all files.
func checklistValidate(e *env, a *arguments) error {
	docs := []map[string]any{}
	var all checklist.Problems
	for _, name := range a.rest {
		b, err := readInput(name, e.in)
		if err != nil {
			return err
		}
		c, err := standard.Read(name, b)
		if p, ok := problemsOf(err); ok {
			all = append(all, p...)
			continue
		}
		if err != nil {
			return err
		}
		docs = append(docs, map[string]any{"file": name, "id": c.ID, "version": c.Version, "items": len(c.Items)})
	}
	if len(all) > 0 {
		return all
	}
	return e.answer(map[string]any{"valid": docs}, func(w io.Writer) error {
		for _, d := range docs {
			fmt.Fprintln(w, e.t("cli.valid", "file", fmt.Sprint(d["file"]), "id", fmt.Sprint(d["id"]), "version", fmt.Sprint(d["version"]), "items", fmt.Sprint(d["items"])))
		}
		return nil
	})
}

// checklistImport installs checklist files into the data folder. All files are
// read before the first is stored.
func checklistImport(e *env, a *arguments) error {
	sources := make([][]byte, len(a.rest))
	var all checklist.Problems
	for i, name := range a.rest {
		b, err := readInput(name, e.in)
		if err != nil {
			return err
		}
		sources[i] = b
		_, err = standard.Read(filepath.Base(name), b)
		if p, ok := problemsOf(err); ok {
			all = append(all, p...)
		} else if err != nil {
			return err
		}
	}
	if len(all) > 0 {
		return all
	}
	s, err := e.open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	docs := []listDoc{}
	for i, name := range a.rest {
		c, err := s.InstallChecklist(e.ctx, filepath.Base(name), sources[i])
		if err != nil {
			return err
		}
		docs = append(docs, listDoc{c.ID, c.Version, e.name(c.Title), string(c.Scoring.Method), string(c.Subject), c.Frequency, len(c.Items)})
	}
	return e.answer(map[string]any{"imported": docs}, func(w io.Writer) error {
		for _, d := range docs {
			fmt.Fprintln(w, e.t("cli.imported", "id", d.ID, "version", strconv.Itoa(d.Version), "title", d.Title))
		}
		return nil
	})
}

// checklistExport writes a checklist file: the bytes it was installed from.
func checklistExport(e *env, a *arguments) error {
	out, err := a.need("out")
	if err != nil {
		return err
	}
	id := a.rest[0]
	source, ok := assets.Checklists()[id+".yaml"]
	if e.hasData() {
		s, err := e.open()
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		if _, source, err = s.ChecklistSource(e.ctx, id, 0); err != nil {
			return err
		}
	} else if !ok {
		return checklist.Fail("cli.noChecklist", "checklist", id)
	}
	if err := WriteFile(out, func(w io.Writer) error { _, err := w.Write(source); return err }); err != nil {
		return err
	}
	return e.wrote(out)
}

// wrote answers with the file that was made.
func (e *env) wrote(path string) error {
	return e.answer(map[string]string{"file": path}, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, path)
		return err
	})
}

// WriteFile writes a paper whole or not at all: a temporary file beside it,
// flushed and renamed. A device or a pipe is written to as it is, never replaced.
// Code cli.cannotWrite.
func WriteFile(path string, write func(io.Writer) error) error {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() && !st.IsDir() {
		return writeThrough(path, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return checklist.Fail("cli.cannotWrite", "file", path).Because(err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644) // #nosec G302 -- a paper to hand on
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		if checklist.CodeOf(err) == "" && !strings.Contains(err.Error(), "context canceled") {
			return checklist.Fail("cli.cannotWrite", "file", path).Because(err)
		}
	}
	return err
}

// writeThrough writes to what is no file, such as /dev/stdout.
func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0) // #nosec G304 -- the place the user names
	if err == nil {
		err = errors.Join(write(f), f.Close())
	}
	if err != nil && checklist.CodeOf(err) == "" {
		return checklist.Fail("cli.cannotWrite", "file", path).Because(err)
	}
	return err
}
