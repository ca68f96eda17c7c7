package hall

import (
	"cmp"
	"hash/fnv"
	"maps"
	"slices"
)

// Merge adds up what the computers of one hall say about one day; the order of the
// reports does not matter.
//
// Rounds asked for are those of the hall, however many computers know of them.
//
// Customers count once:
//   - Computers that share a hash of Seen read the same ticket machine, perhaps one in
//     the morning and one after closing. Of each half-hour the one counts that knows
//     more tickets of it.
//   - Those that share none read different machines, or different hours of one, and add
//     up.
//   - Who was timed at the desk of any computer does not count where the tickets of any
//     machine are known, as on one computer (see Settle).
func Merge(reports []Report) (cells []Cell, total DayTotal) {
	switch len(reports) {
	case 0:
		return nil, DayTotal{}
	case 1:
		return slices.Clone(reports[0].Cells), reports[0].Total
	}
	var slots [SlotsOfDay]Cell
	total = DayTotal{Branch: reports[0].Branch, Day: reports[0].Day}
	for i := range reports {
		total.add(&reports[i].Total)
		for _, c := range reports[i].Cells {
			c.Flow = Flow{}
			slots[c.Slot].Add(c)
		}
	}
	total.rounds(reports)
	total.Flow, total.Long = Flow{}, 0
	for slot, flow := range flowsOf(reports) {
		c := &slots[slot]
		if c.Flow = flow; c.Empty() {
			continue
		}
		c.Branch, c.Day, c.Slot = total.Branch, total.Day, slot
		total.Flow.Add(flow)
		total.Long += flag(c.Long())
		cells = append(cells, *c)
	}
	return cells, total
}

// flowsOf are the customers of each half-hour, see Merge.
func flowsOf(reports []Report) (out [SlotsOfDay]Flow) {
	machines := machinesOf(reports)
	for slot := range out {
		known := false
		for _, readers := range machines {
			best := Flow{}
			for _, i := range readers {
				if m := reports[i].Machine; m.From <= slot && slot <= m.To {
					known = true
					if f := flowAt(&reports[i], slot); best.compare(&f) < 0 {
						best = f
					}
				}
			}
			out[slot].Add(best)
		}
		for i := range reports {
			if !known {
				out[slot].Add(flowAt(&reports[i], slot))
			}
		}
	}
	return out
}

func flowAt(r *Report, slot int) Flow {
	if i := slices.IndexFunc(r.Cells, func(c Cell) bool { return c.Slot == slot }); i >= 0 {
		return r.Cells[i].Flow
	}
	return Flow{}
}

// machinesOf groups the reports by the machine they read: those that share a hash, and
// those that share one with one of these.
func machinesOf(reports []Report) (groups [][]int) {
	for i := range reports {
		if reports[i].Machine == nil {
			continue
		}
		joined := []int{i}
		groups = slices.DeleteFunc(groups, func(g []int) bool {
			same := slices.ContainsFunc(g, func(k int) bool { return share(reports[i].Machine.Seen, reports[k].Machine.Seen) })
			if same {
				joined = append(joined, g...)
			}
			return same
		})
		groups = append(groups, joined)
	}
	return groups
}

// share says whether two rising lists have a value in common.
func share(a, b []uint32) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

// compare orders flows by how much they know; 0 = equal.
func (f *Flow) compare(o *Flow) int {
	return cmp.Or(
		cmp.Compare(f.Tickets, o.Tickets), cmp.Compare(f.Called, o.Called), cmp.Compare(f.Served, o.Served), cmp.Compare(f.Abandoned, o.Abandoned),
		cmp.Compare(f.WaitSum, o.WaitSum), cmp.Compare(f.ServeSum, o.ServeSum), cmp.Compare(f.WaitMax, o.WaitMax), cmp.Compare(f.Over, o.Over),
		slices.Compare(f.Waits, o.Waits),
	)
}

// Seer makes MachineDay.Seen out of the tickets of a day, in any order.
type Seer map[int64]uint32 // the smallest hash by half-hour, of UTC: the same whatever the zone of a computer

// See takes a ticket in by when it was taken and what an import knows it by: name must
// be the same on every computer that read the same file.
func (s Seer) See(taken int64, name string) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	sum, slot := mix(h.Sum64()), taken/(SlotMinutes*60_000)
	if was, ok := s[slot]; !ok || sum < was {
		s[slot] = sum
	}
}

// mix spreads a hash over all bits: names that differ in their last digit alone would
// be neighbours.
func mix(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return uint32(h >> 32)
}

// Seen are the hashes, rising.
func (s Seer) Seen() []uint32 {
	return slices.Compact(slices.Sorted(maps.Values(s)))
}

// mostSeen bounds MachineDay.Seen: a long day in a zone of odd minutes has a few more
// half-hours.
const mostSeen = 64

// Fits says whether this can be said beside these cells.
func (m *MachineDay) Fits(cells []Cell) bool {
	first, last := SlotsOfDay, -1
	for i := range cells {
		if c := &cells[i]; c.Tickets > 0 && c.Slot >= m.From && c.Slot <= m.To {
			first, last = min(first, c.Slot), c.Slot
		}
	}
	rising := true
	for i := 1; i < len(m.Seen); i++ {
		rising = rising && m.Seen[i] > m.Seen[i-1]
	}
	return rising && last >= 0 && first == m.From && last == m.To && len(m.Seen) > 0 && len(m.Seen) <= mostSeen
}

// add takes another computer's total of the same day in, but for its rounds.
func (t *DayTotal) add(o *DayTotal) {
	t.Works = t.Works || o.Works
	t.Cell.Add(o.Cell)
	t.Hours = max(t.Hours, o.Hours)
	for _, x := range []struct {
		into *int
		n    int
	}{
		{&t.Broken, o.Broken},
		{&t.Meetings, o.Meetings},
		{&t.MeetingMin, o.MeetingMin},
		{&t.MeetingOK, o.MeetingOK},
		{&t.Present, o.Present},
		{&t.Absent, o.Absent},
		{&t.Drills, o.Drills},
		{&t.Faults, o.Faults},
		{&t.Down, o.Down},
		{&t.Complaints, o.Complaints},
		{&t.Solved, o.Solved},
		{&t.Praise, o.Praise},
		{&t.Special, o.Special},
		{&t.Welcome, o.Welcome},
		{&t.Care, o.Care},
		{&t.Requests, o.Requests},
	} {
		*x.into += x.n
	}
}

// rounds makes the rounds of a day out of what its computers say of them: a round
// asked for was made when any of them saw it made, and missed when none did.
func (t *DayTotal) rounds(reports []Report) {
	t.Broken = min(t.Broken, t.Hours)
	missed := -1
	for i := range reports {
		o := &reports[i].Total
		t.Due = max(t.Due, o.Due)
		t.Made += o.Made
		t.LateRounds += o.LateRounds
		t.Skipped = max(t.Skipped, o.Skipped)
		if o.Due > 0 && (missed < 0 || o.Missed < missed) {
			missed = o.Missed
		}
	}
	t.Made = min(t.Made, t.Due)
	t.LateRounds = min(t.LateRounds, t.Due-t.Made)
	t.Missed = min(max(missed, 0), t.Due-t.Made-t.LateRounds)
	t.Skipped = min(t.Skipped, t.Due-t.Made-t.LateRounds-t.Missed)
}
