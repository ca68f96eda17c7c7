package findings

import (
	"context"
	"slices"

	"hallcheck/checklist"
	"hallcheck/ui/kit"
	"hallcheck/ui/shell"
)

// merge asks which of the marked findings takes the others in.
func (p *List) merge() {
	if len(p.marked) < 2 {
		p.s.Hint(p.s.T("findings.markTwo"))
		return
	}
	var choices []kit.Choice
	for _, id := range p.marked {
		if at := p.pager.find(id); at >= 0 {
			r := p.pager.Held(at)
			choices = append(choices, kit.Choice{ID: id, Text: headline(p.s, r), Sub: r.Number})
		}
	}
	into := p.marked[0]
	pick := kit.NewSearchSelect("", choices, into, nil, func(id string) { into = id })
	body := kit.NewColumn(10, kit.NewParagraph(p.s.T("findings.mergeBody", "n", itoa(len(choices))), kit.Plain.Ink()), kit.FormRow(p.s.T("findings.mergeInto"), pick))
	p.s.Form(p.s.T("findings.mergeTitle"), body, 520, pick, p.s.T("findings.merge"), func(done func()) {
		done()
		p.mergeInto(into)
	})
}

func (p *List) mergeInto(into string) {
	records := p.sv.Records
	others := slices.DeleteFunc(slices.Clone(p.marked), func(id string) bool { return id == into })
	p.marked = nil
	shell.Save(p.s, func(ctx context.Context) (*checklist.Finding, error) {
		return records.MergeFindings(ctx, into, others)
	}, func(f *checklist.Finding, err error) {
		if err != nil {
			p.s.Fail(err)
			p.s.Reload()
			return
		}
		p.s.Toast(p.s.T("findings.merged", "n", itoa(len(others)), "number", f.Number), nil)
	})
}
