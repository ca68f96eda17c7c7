package checklist

// FindingRates are the sums behind the rates of a period (DOMAIN 6.1).
type FindingRates struct {
	Created   int   // findings opened in the period, cancelled ones left out
	Closed    int   // of these, closed
	Due       int   // findings whose due date lies in the period
	OnTime    int   // of these, put right in time
	Repeats   int   // of the created
	DaysSum   int64 // days from opening to closing, of Closed
	Overdue   int   // not settled and past their due date today
	Open      int   // not settled
	Submitted int   // waiting for their review
}

// Add counts a finding into the period from … to (days, inclusive), seen today.
func (r *FindingRates) Add(f *Finding, from, to, today string) {
	if f.Status == FindingCancelled {
		return
	}
	in := func(day string) bool { return day >= from && day <= to }
	if in(f.Day) {
		r.Created++
		if f.Repeat != nil {
			r.Repeats++
		}
		if f.Status == FindingClosed {
			r.Closed++
			r.DaysSum += int64(max(0, daysBetween(f.Day, f.ClosedDay))) // two computers' clocks may differ
		}
	}
	if in(f.Due) {
		r.Due++
		if f.OnTime() {
			r.OnTime++
		}
	}
	if f.Overdue(today) {
		r.Overdue++
	}
	if f.Status == FindingSubmitted {
		r.Submitted++
	}
	if !f.Status.Settled() {
		r.Open++
	}
}

// ClosedShare is 整改率 in thousandths, closed / created; ok is false when
// nothing was created.
func (r FindingRates) ClosedShare() (thousandths int, ok bool) { return permille(r.Closed, r.Created) }

// OnTimeShare is 按期整改率 in thousandths, on time / due in the period.
func (r FindingRates) OnTimeShare() (thousandths int, ok bool) { return permille(r.OnTime, r.Due) }

// RepeatShare is 复发率 in thousandths, repeats / created.
func (r FindingRates) RepeatShare() (thousandths int, ok bool) { return permille(r.Repeats, r.Created) }

// MeanDays is 平均整改天数 in tenths of a day, rounded half up; ok is false when
// nothing was closed.
func (r FindingRates) MeanDays() (tenths int, ok bool) {
	if r.Closed == 0 {
		return 0, false
	}
	return int((r.DaysSum*20 + int64(r.Closed)) / (2 * int64(r.Closed))), true
}

// permille rounds part / whole to thousandths, half up.
func permille(part, whole int) (int, bool) {
	if whole == 0 {
		return 0, false
	}
	return (part*2000 + whole) / (2 * whole), true
}

// Common is one item as many branches of a round failed it.
type Common struct {
	Checklist, Item string
	Text            Text
	Zone            string
	ZoneName        Text
	Failed          []Branch // branches that failed it, by code
	Inspected       int      // branches inspected in the round
}

// IsCommon says whether an item failed widely enough to be a common problem
// (共性问题): in at least three branches and 30 % of the inspected (DOMAIN 6.1).
func IsCommon(failed, inspected int) bool { return failed >= 3 && failed*10 >= inspected*3 }
