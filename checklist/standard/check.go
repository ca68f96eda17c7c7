package standard

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"hallcheck/checklist"
)

// mapping says whether a value is a map, without complaining.
func mapping(n node) (ast.Node, bool) {
	switch x := n.n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return x, true
	}
	return nil, false
}

// check tests what concerns more than one key.
func check(d *doc, c *checklist.Checklist, o *object) {
	checkCap(d, c)
	prefix := ""
	for i := range c.Items {
		it := &c.Items[i]
		head, _, _ := strings.Cut(it.ID, ".")
		if prefix == "" {
			prefix = head
		}
		if head != prefix && head != "" {
			d.bad(d.lines[it.ID], it.ID, "item.prefix", "id", it.ID, "prefix", prefix)
		}
	}
	if c.Scoring.Method == checklist.Gap && c.Scale == nil && len(o.fields) > 0 {
		o.need("scale")
	}
	if c.Scale != nil {
		for _, z := range keys(c.Scale.DefaultWeights) {
			if c.ZoneByID(z) == nil {
				o.fields["scale"].bad("zone.unknown", "zone", z)
			}
		}
	}
}

// checkCap asks for a veto_cap where a veto would use it.
func checkCap(d *doc, c *checklist.Checklist) {
	summed := c.Scoring.Method == checklist.Points || c.Scoring.Method == checklist.Compliance
	missing := c.Scoring.VetoCap == noCap
	if missing {
		c.Scoring.VetoCap = 0
	}
	for i := range c.Items {
		if c.Items[i].Veto == checklist.VetoInspection && summed && missing {
			d.bad(d.lines[c.Items[i].ID], c.Items[i].ID, "veto.cap", "id", c.Items[i].ID)
		}
	}
}
