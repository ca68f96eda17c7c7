package review

import (
	"slices"

	"hallcheck/checklist"
)

// entry is one pair on the wall.
type entry struct {
	row    checklist.FindingRow
	was    checklist.FindingRow  // before this sitting's decision
	verb   checklist.FindingVerb // this sitting's decision; "" = waits
	marked bool                  // chosen for bulk acceptance
}

// decision is one step of the sitting that can be taken back: one pair, or all
// those accepted together.
type decision struct {
	verb checklist.FindingVerb
	ids  []string
}

// sitting is what happened on the wall since it was opened: the pairs in the
// order they were first shown, and what was decided. It knows no widgets.
type sitting struct {
	me    checklist.Person // who reviews
	list  []entry
	at    int // the pair shown, -1 = none
	total int // pairs the filter finds in the store, those beyond the list too
	log   []decision
}

// pageSize is how many waiting pairs are read at once.
const pageSize = 500

// find is where a finding stands in the list, -1 = nowhere.
func (s *sitting) find(id string) int {
	return slices.IndexFunc(s.list, func(e entry) bool { return e.row.ID == id })
}

// current is the pair shown, nil = none.
func (s *sitting) current() *entry {
	if s.at < 0 || s.at >= len(s.list) {
		return nil
	}
	return &s.list[s.at]
}

// waiting counts what is not decided yet: in the list, and beyond it.
func (s *sitting) waiting() int {
	n := s.total
	for i := range s.list {
		if s.list[i].verb != "" {
			n--
		}
	}
	return max(n, 0)
}

// count is how many pairs got a verdict in this sitting.
func (s *sitting) count(verbs ...checklist.FindingVerb) int {
	n := 0
	for _, d := range s.log {
		if slices.Contains(verbs, d.verb) {
			n += len(d.ids)
		}
	}
	return n
}

// others says whether somebody else has to decide a pair: what the reviewer put
// right, or what their role does not decide. The finding's own rule is asked, on
// what the row knows of it.
func (s *sitting) others(e *entry) bool {
	f := checklist.Finding{Opening: checklist.Opening{Branch: e.row.Branch, Severity: e.row.Severity}, Status: e.row.Status}
	f.ID, f.Rectifier.Name = e.row.ID, e.row.Rectifier
	verb := checklist.VerbAccept
	if e.row.Status == checklist.ExtensionAsked {
		verb = checklist.VerbGrant
	}
	return s.me.Role != "" && !f.Allows(s.me, verb)
}

// left counts the waiting pairs of the list somebody else has to decide.
func (s *sitting) left() int {
	n := 0
	for i := range s.list {
		if s.list[i].verb == "" && s.others(&s.list[i]) {
			n++
		}
	}
	return n
}

// next is the pair after i the reviewer may decide, from the top again at the
// end; -1 = none.
func (s *sitting) next(i int) int {
	for k := 1; k <= len(s.list); k++ {
		if j := (max(i, -1) + k) % len(s.list); s.list[j].verb == "" && !s.others(&s.list[j]) {
			return j
		}
	}
	return -1
}

// first is the pair a sitting begins with: one to decide, else any.
func (s *sitting) first() int {
	if i := s.next(-1); i >= 0 || len(s.log) > 0 {
		return i
	}
	return slices.IndexFunc(s.list, func(e entry) bool { return e.verb == "" })
}

// take replaces the list by rows newly read. What was decided in this sitting
// keeps its place while keep says so, the order of what is known does not
// change, and the pair shown stays in front while it is there.
func (s *sitting) take(rows []checklist.FindingRow, total int, keep bool) {
	shown := ""
	if e := s.current(); e != nil {
		shown = e.row.ID
	}
	read := make(map[string]checklist.FindingRow, len(rows))
	for _, r := range rows {
		read[r.ID] = r
	}
	var list []entry
	if keep {
		for _, e := range s.list {
			r, waits := read[e.row.ID]
			if !waits && e.verb == "" { // somebody else decided it
				continue
			}
			if waits && e.verb == "" {
				e.row = r
			}
			if !waits {
				total++ // total speaks of waiting ones; waiting() takes the decided off again
			}
			list = append(list, e)
			delete(read, e.row.ID)
		}
	}
	for _, r := range rows {
		if _, fresh := read[r.ID]; fresh {
			list = append(list, entry{row: r})
		}
	}
	s.list, s.total = list, total
	if s.at = s.find(shown); s.at < 0 {
		s.at = s.first()
	}
}

// decide notes a verdict before it is stored: the wall goes on at once.
func (s *sitting) decide(verb checklist.FindingVerb, ids ...string) {
	for _, id := range ids {
		if i := s.find(id); i >= 0 {
			e := &s.list[i]
			e.was, e.verb, e.marked = e.row, verb, false
		}
	}
	s.log = append(s.log, decision{verb, ids})
}

// revoke takes a verdict off the list again: it was withdrawn, or not stored.
func (s *sitting) revoke(ids ...string) {
	for _, id := range ids {
		if i := s.find(id); i >= 0 && s.list[i].verb != "" {
			e := &s.list[i]
			e.row, e.verb = e.was, ""
		}
	}
	for i := range s.log {
		s.log[i].ids = slices.DeleteFunc(s.log[i].ids, func(x string) bool { return slices.Contains(ids, x) })
	}
	s.log = slices.DeleteFunc(s.log, func(d decision) bool { return len(d.ids) == 0 })
}

// last is the step Undo takes back, false = none.
func (s *sitting) last() (decision, bool) {
	if len(s.log) == 0 {
		return decision{}, false
	}
	d := s.log[len(s.log)-1]
	return decision{d.verb, slices.Clone(d.ids)}, true
}

// stored lets a row show what the store has now.
func (s *sitting) stored(f *checklist.Finding) {
	if i := s.find(f.ID); i >= 0 {
		r := &s.list[i].row
		r.Status, r.Due, r.Returns, r.Extensions = f.Status, f.Due, f.Returns, f.Extensions
		r.SubmitDay, r.ClosedDay, r.UpdatedAt = f.SubmitDay, f.ClosedDay, f.UpdatedAt
	}
}

// marked are the pairs chosen for bulk acceptance.
func (s *sitting) marked() []string {
	var out []string
	for i := range s.list {
		if s.list[i].marked {
			out = append(out, s.list[i].row.ID)
		}
	}
	return out
}

// mark chooses or drops a waiting pair.
func (s *sitting) mark(i int, on bool) {
	if i >= 0 && i < len(s.list) {
		s.list[i].marked = on && s.list[i].verb == ""
	}
}

// markAll chooses every waiting pair with something to accept; when all are
// chosen it drops them.
func (s *sitting) markAll() {
	all := true
	for i := range s.list {
		all = all && (s.list[i].marked || !s.list[i].bulk())
	}
	for i := range s.list {
		s.list[i].marked = !all && s.list[i].bulk()
	}
}

// clearMarks drops every choice.
func (s *sitting) clearMarks() {
	for i := range s.list {
		s.list[i].marked = false
	}
}

// bulk says whether a pair can be accepted with others: it waits for its
// review. An extension is always decided by itself.
func (e *entry) bulk() bool { return e.verb == "" && e.row.Status != checklist.ExtensionAsked }
