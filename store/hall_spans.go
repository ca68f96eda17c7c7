package store

import (
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"hallcheck/checklist"
	"hallcheck/checklist/hall"
)

// spanColumns are the columns of hall_spans that hold sums over the days d of a hall,
// spanSums how each is made of the columns of hall_days.
const (
	spanColumns = "known, last_day, days, held, held_long, samples, waiting, counts, open, usable, crowded, packed, oldests, oldest, late, too_late, posts, on_post," +
		" rounds, working, tickets, abandoned, called, wait_sum, wait_max, over, served, serve_sum, meetings, drills, due, made, missed, late_rounds, skipped, faults," +
		" down, broken, hours, complaints, solved, long"
	spanSums = "count(*), max(d.day), sum(d.works), sum(CASE WHEN d.works = 1 AND d.meetings > 0 THEN 1 ELSE 0 END), sum(CASE WHEN d.works = 1 AND d.meeting_ok > 0 THEN 1 ELSE 0 END)," +
		" sum(d.samples), sum(d.waiting), sum(d.counts), sum(d.open), sum(d.usable), sum(d.crowded), sum(d.packed), sum(d.oldests), max(d.oldest), sum(d.late)," +
		" sum(d.too_late), sum(d.posts), sum(d.on_post), sum(d.rounds), sum(d.working), sum(d.tickets), sum(d.abandoned), sum(d.called), sum(d.wait_sum), max(d.wait_max)," +
		" sum(d.over), sum(d.served), sum(d.serve_sum), sum(d.meetings), sum(d.drills), sum(d.due), sum(d.made), sum(d.missed), sum(d.late_rounds), sum(d.skipped)," +
		" sum(d.faults), sum(d.down), sum(d.broken), sum(d.hours), sum(d.complaints), sum(d.solved), sum(d.long)"
)

// listing is what an engine calls the functions that make one text of many rows: days
// with their queues (see hall.ParseQueueDays), and drills as a JSON array of day, topic.
var listing = map[string]struct{ queues, drills string }{
	"sqlite": {
		"group_concat(CASE WHEN d.seen_slots <> 0 THEN d.day || ' ' || d.seen_slots || ' ' || d.long_slots END, ';')",
		"json_group_array(json_array(e.day, json_extract(e.body, '$.topic')))",
	},
	"postgres": {
		"string_agg(CASE WHEN d.seen_slots <> 0 THEN d.day || ' ' || d.seen_slots || ' ' || d.long_slots END, ';')",
		"CAST(json_agg(json_build_array(e.day, CAST(e.body AS json)->>'topic')) AS text)",
	},
}

// sumSpans adds up the months and weeks some days of a hall lie in, after those days or
// what was written on them changed. Headquarters' pages read the sums, however many days
// they are of.
func sumSpans(tx *gorm.DB, branch string, days []string) error {
	for some := range slices.Chunk(hall.SpansOf(days), maxRows) {
		sums, args := spanRows(tx, branch, some)
		err := tx.Exec("INSERT INTO hall_spans ("+spanKeys+spanColumns+spanLists+") "+sums+
			" ON CONFLICT (span, branch) DO UPDATE SET "+replaced(spanColumns+spanLists), args...).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// spanKeys and spanLists are the columns of hall_spans before and behind the sums.
const spanKeys, spanLists = "span, branch, ", ", queues, drilled"

// spanRows is the query for what months and weeks of a hall come to by its days and
// entries: all columns of hall_spans, a row for each that has a day.
func spanRows(tx *gorm.DB, branch string, spans []hall.Stretch) (query string, args []any) {
	in := listing[tx.Name()]
	var from []string
	for _, w := range spans {
		from = append(from, "SELECT CAST(? AS TEXT) AS span, CAST(? AS TEXT) AS first, CAST(? AS TEXT) AS last")
		args = append(args, w.ID, w.From, w.To)
	}
	return "SELECT w.span, d.branch, " + spanSums +
		", CASE WHEN length(w.span) = 10 THEN coalesce(" + in.queues + ", '') ELSE '' END" +
		", coalesce((SELECT " + in.drills + " FROM hall_entries e WHERE e.branch = d.branch AND e.kind = 'drill' AND e.day >= w.first AND e.day <= w.last" + notTakenBack + "), '[]')" +
		" FROM (" + strings.Join(from, " UNION ALL ") + ") AS w JOIN hall_days d ON d.branch = ? AND d.day >= w.first AND d.day <= w.last" +
		" WHERE true GROUP BY w.span, w.first, w.last, d.branch", append(args, branch)
}

// spanSumsIn reads the sums of halls, one row a hall and part: from what is kept of
// whole months and weeks, and from days.
func spanSumsIn(tx *gorm.DB, spans, days []string, each func(*hall.HallSums)) error {
	for _, q := range []struct {
		sql  string
		keys []string
	}{
		{"SELECT branch, " + spanColumns + " FROM hall_spans WHERE span IN (?)", spans},
		{"SELECT d.branch, " + spanSums + " FROM hall_days d WHERE d.day IN (?) GROUP BY d.branch", days},
	} {
		if len(q.keys) == 0 {
			continue
		}
		if err := scanSums(tx, q.sql, q.keys, each); err != nil {
			return err
		}
	}
	return nil
}

func scanSums(tx *gorm.DB, query string, keys []string, each func(*hall.HallSums)) error {
	rows, err := tx.Raw(query, keys).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h hall.HallSums
		c := &h.Cell
		err := rows.Scan(&h.Branch.Code, &h.Known, &h.Last, &h.Days, &h.Held, &h.HeldLong, &c.Samples, &c.Waiting, &c.Counts, &c.Open, &c.Usable, &c.Crowded, &c.Packed,
			&c.Oldests, &c.Oldest, &c.Late, &c.TooLate, &c.Posts, &c.OnPost, &c.Rounds, &c.Working, &c.Tickets, &c.Abandoned, &c.Called, &c.WaitSum, &c.WaitMax,
			&c.Over, &c.Served, &c.ServeSum, &h.Meetings, &h.Drills, &h.Due, &h.Made, &h.Missed, &h.LateRounds, &h.Skipped, &h.Faults,
			&h.Down, &h.Broken, &h.Hours, &h.Complaints, &h.Solved, &h.Long)
		if err != nil {
			return err
		}
		h.NoMet = h.Days - h.Held
		each(&h)
	}
	return rows.Err()
}

// drill is one drill of a hall.
type drill struct{ branch, day, topic string }

// drillsIn reads the drills of halls in whole months and weeks, and on days: from the
// weeks those lie in.
func drillsIn(tx *gorm.DB, spans, days []string) (out []drill, err error) {
	single := make(map[string]bool, len(days))
	for _, day := range days {
		single[day] = true
	}
	for _, q := range []struct {
		spans []string
		all   bool
	}{{spans, true}, {hall.WeekOfEach(days), false}} {
		if len(q.spans) == 0 {
			continue
		}
		var rows []struct{ Branch, Drilled string }
		if err := tx.Raw("SELECT branch, drilled FROM hall_spans WHERE span IN (?) AND drilled <> '[]'", q.spans).Scan(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			var list [][2]string
			if err := json.Unmarshal([]byte(r.Drilled), &list); err != nil {
				return nil, checklist.Fail("store.damaged").Because(err)
			}
			for _, d := range list {
				if q.all || single[d[0]] {
					out = append(out, drill{r.Branch, d[0], d[1]})
				}
			}
		}
	}
	return out, nil
}
