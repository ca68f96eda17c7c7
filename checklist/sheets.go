package checklist

import "strings"

// SheetOf finds the sheet a person names by its id or by whose it is; "" is the only
// one of a record that has just one. Code check.sheet with those there are, also
// when two sheets have the same name.
func (in *Inspection) SheetOf(name string) (*Sheet, error) {
	var found []*Sheet
	have := make([]string, 0, len(in.Sheets))
	for _, s := range in.Sheets {
		label := s.ID
		if s.Person != "" && s.Person != s.ID {
			label += " " + s.Person
		}
		have = append(have, label)
		switch {
		case name != "" && s.ID == name:
			return s, nil
		case name != "" && s.Person == name, name == "" && len(in.Sheets) == 1:
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return nil, Fail("check.sheet", "sheet", name, "have", strings.Join(have, "、"))
	}
	return found[0], nil
}
