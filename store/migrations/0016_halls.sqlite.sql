-- What a day's half-hours say of queues, as bits, and sums of whole months and weeks, so that headquarters' pages read one row a hall whatever the number of days.
ALTER TABLE hall_days ADD COLUMN seen_slots INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hall_days ADD COLUMN long_slots INTEGER NOT NULL DEFAULT 0;
UPDATE hall_days SET
  seen_slots = coalesce((SELECT sum(1 << c.slot) FROM hall_cells c WHERE c.branch = hall_days.branch AND c.day = hall_days.day
    AND (c.samples > 0 OR c.oldests > 0 OR c.called > 0)), 0),
  long_slots = coalesce((SELECT sum(1 << c.slot) FROM hall_cells c WHERE c.branch = hall_days.branch AND c.day = hall_days.day
    AND (c.samples > 0 OR c.oldests > 0 OR c.called > 0) AND (c.crowded > 0 OR c.late > 0 OR c.over > 0)), 0);
DROP INDEX hall_cells_long;
CREATE INDEX hall_days_unmet ON hall_days (day DESC, branch) WHERE works = 1 AND meetings = 0;
-- span: a month (2026-11) or the Monday of a week (2026-11-02). queues: of a week, its days as "day seen_slots long_slots"; drilled: drills as JSON, [[day, topic], …].
CREATE TABLE hall_spans (
  span        TEXT NOT NULL,
  branch      TEXT NOT NULL,
  known       INTEGER NOT NULL,
  last_day    TEXT NOT NULL,
  days        INTEGER NOT NULL,
  held        INTEGER NOT NULL,
  held_long   INTEGER NOT NULL,
  samples     INTEGER NOT NULL,
  waiting     INTEGER NOT NULL,
  counts      INTEGER NOT NULL,
  open        INTEGER NOT NULL,
  usable      INTEGER NOT NULL,
  crowded     INTEGER NOT NULL,
  packed      INTEGER NOT NULL,
  oldests     INTEGER NOT NULL,
  oldest      INTEGER NOT NULL,
  late        INTEGER NOT NULL,
  too_late    INTEGER NOT NULL,
  posts       INTEGER NOT NULL,
  on_post     INTEGER NOT NULL,
  rounds      INTEGER NOT NULL,
  working     INTEGER NOT NULL,
  tickets     INTEGER NOT NULL,
  abandoned   INTEGER NOT NULL,
  called      INTEGER NOT NULL,
  wait_sum    INTEGER NOT NULL,
  wait_max    INTEGER NOT NULL,
  over        INTEGER NOT NULL,
  served      INTEGER NOT NULL,
  serve_sum   INTEGER NOT NULL,
  meetings    INTEGER NOT NULL,
  drills      INTEGER NOT NULL,
  due         INTEGER NOT NULL,
  made        INTEGER NOT NULL,
  missed      INTEGER NOT NULL,
  late_rounds INTEGER NOT NULL,
  skipped     INTEGER NOT NULL,
  faults      INTEGER NOT NULL,
  down        INTEGER NOT NULL,
  broken      INTEGER NOT NULL,
  hours       INTEGER NOT NULL,
  complaints  INTEGER NOT NULL,
  solved      INTEGER NOT NULL,
  long        INTEGER NOT NULL,
  queues      TEXT NOT NULL,
  drilled     TEXT NOT NULL,
  PRIMARY KEY (span, branch)
) STRICT, WITHOUT ROWID;
INSERT INTO hall_spans (span, branch, known, last_day, days, held, held_long, samples, waiting, counts, open, usable, crowded, packed, oldests, oldest, late, too_late, posts, on_post,
  rounds, working, tickets, abandoned, called, wait_sum, wait_max, over, served, serve_sum, meetings, drills, due, made, missed, late_rounds, skipped,
  faults, down, broken, hours, complaints, solved, long, queues, drilled)
SELECT substr(d.day, 1, 7), d.branch, count(*), max(d.day), sum(d.works), sum(CASE WHEN d.works = 1 AND d.meetings > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN d.works = 1 AND d.meeting_ok > 0 THEN 1 ELSE 0 END), sum(d.samples), sum(d.waiting), sum(d.counts), sum(d.open), sum(d.usable),
  sum(d.crowded), sum(d.packed), sum(d.oldests), max(d.oldest), sum(d.late), sum(d.too_late), sum(d.posts), sum(d.on_post), sum(d.rounds),
  sum(d.working), sum(d.tickets), sum(d.abandoned), sum(d.called), sum(d.wait_sum), max(d.wait_max), sum(d.over), sum(d.served), sum(d.serve_sum),
  sum(d.meetings), sum(d.drills), sum(d.due), sum(d.made), sum(d.missed), sum(d.late_rounds), sum(d.skipped), sum(d.faults), sum(d.down), sum(d.broken),
  sum(d.hours), sum(d.complaints), sum(d.solved), sum(d.long), '', '[]'
FROM hall_days d GROUP BY substr(d.day, 1, 7), d.branch;
INSERT INTO hall_spans (span, branch, known, last_day, days, held, held_long, samples, waiting, counts, open, usable, crowded, packed, oldests, oldest, late, too_late, posts, on_post,
  rounds, working, tickets, abandoned, called, wait_sum, wait_max, over, served, serve_sum, meetings, drills, due, made, missed, late_rounds, skipped,
  faults, down, broken, hours, complaints, solved, long, queues, drilled)
SELECT date(d.day, '-6 days', 'weekday 1'), d.branch, count(*), max(d.day), sum(d.works), sum(CASE WHEN d.works = 1 AND d.meetings > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN d.works = 1 AND d.meeting_ok > 0 THEN 1 ELSE 0 END), sum(d.samples), sum(d.waiting), sum(d.counts), sum(d.open), sum(d.usable),
  sum(d.crowded), sum(d.packed), sum(d.oldests), max(d.oldest), sum(d.late), sum(d.too_late), sum(d.posts), sum(d.on_post), sum(d.rounds),
  sum(d.working), sum(d.tickets), sum(d.abandoned), sum(d.called), sum(d.wait_sum), max(d.wait_max), sum(d.over), sum(d.served), sum(d.serve_sum),
  sum(d.meetings), sum(d.drills), sum(d.due), sum(d.made), sum(d.missed), sum(d.late_rounds), sum(d.skipped), sum(d.faults), sum(d.down), sum(d.broken),
  sum(d.hours), sum(d.complaints), sum(d.solved), sum(d.long),
  coalesce(group_concat(CASE WHEN d.seen_slots <> 0 THEN d.day || ' ' || d.seen_slots || ' ' || d.long_slots END, ';'), ''), '[]'
FROM hall_days d GROUP BY date(d.day, '-6 days', 'weekday 1'), d.branch;
UPDATE hall_spans SET drilled = coalesce((SELECT json_group_array(json_array(e.day, json_extract(e.body, '$.topic')))
  FROM hall_entries e WHERE e.branch = hall_spans.branch AND e.kind = 'drill' AND e.day >= hall_spans.span
    AND e.day <= CASE WHEN length(hall_spans.span) = 7 THEN hall_spans.span || '-31' ELSE date(hall_spans.span, '+6 days') END
    AND NOT EXISTS (SELECT 1 FROM hall_entries v WHERE v.branch = e.branch AND v.ref = e.id AND v.ref <> '' AND v.kind = 'void'
      AND NOT EXISTS (SELECT 1 FROM hall_entries b WHERE b.branch = v.branch AND b.ref = v.id AND b.ref <> '' AND b.kind = 'void'))), '[]');
