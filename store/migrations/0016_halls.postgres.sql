-- What a day's half-hours say of queues, as bits, and sums of whole months and weeks, so that headquarters' pages read one row a hall whatever the number of days.
ALTER TABLE hall_days ADD COLUMN seen_slots BIGINT NOT NULL DEFAULT 0;
ALTER TABLE hall_days ADD COLUMN long_slots BIGINT NOT NULL DEFAULT 0;
UPDATE hall_days SET
  seen_slots = coalesce((SELECT sum(CAST(1 AS BIGINT) << CAST(c.slot AS INTEGER)) FROM hall_cells c WHERE c.branch = hall_days.branch AND c.day = hall_days.day
    AND (c.samples > 0 OR c.oldests > 0 OR c.called > 0)), 0),
  long_slots = coalesce((SELECT sum(CAST(1 AS BIGINT) << CAST(c.slot AS INTEGER)) FROM hall_cells c WHERE c.branch = hall_days.branch AND c.day = hall_days.day
    AND (c.samples > 0 OR c.oldests > 0 OR c.called > 0) AND (c.crowded > 0 OR c.late > 0 OR c.over > 0)), 0);
DROP INDEX hall_cells_long;
CREATE INDEX hall_days_unmet ON hall_days (day DESC, branch) WHERE works = 1 AND meetings = 0;
-- span: a month (2026-11) or the Monday of a week (2026-11-02). queues: of a week, its days as "day seen_slots long_slots"; drilled: drills as JSON, [[day, topic], …].
CREATE TABLE hall_spans (
  span        TEXT COLLATE "C" NOT NULL,
  branch      TEXT COLLATE "C" NOT NULL,
  known       BIGINT NOT NULL,
  last_day    TEXT COLLATE "C" NOT NULL,
  days        BIGINT NOT NULL,
  held        BIGINT NOT NULL,
  held_long   BIGINT NOT NULL,
  samples     BIGINT NOT NULL,
  waiting     BIGINT NOT NULL,
  counts      BIGINT NOT NULL,
  open        BIGINT NOT NULL,
  usable      BIGINT NOT NULL,
  crowded     BIGINT NOT NULL,
  packed      BIGINT NOT NULL,
  oldests     BIGINT NOT NULL,
  oldest      BIGINT NOT NULL,
  late        BIGINT NOT NULL,
  too_late    BIGINT NOT NULL,
  posts       BIGINT NOT NULL,
  on_post     BIGINT NOT NULL,
  rounds      BIGINT NOT NULL,
  working     BIGINT NOT NULL,
  tickets     BIGINT NOT NULL,
  abandoned   BIGINT NOT NULL,
  called      BIGINT NOT NULL,
  wait_sum    BIGINT NOT NULL,
  wait_max    BIGINT NOT NULL,
  over        BIGINT NOT NULL,
  served      BIGINT NOT NULL,
  serve_sum   BIGINT NOT NULL,
  meetings    BIGINT NOT NULL,
  drills      BIGINT NOT NULL,
  due         BIGINT NOT NULL,
  made        BIGINT NOT NULL,
  missed      BIGINT NOT NULL,
  late_rounds BIGINT NOT NULL,
  skipped     BIGINT NOT NULL,
  faults      BIGINT NOT NULL,
  down        BIGINT NOT NULL,
  broken      BIGINT NOT NULL,
  hours       BIGINT NOT NULL,
  complaints  BIGINT NOT NULL,
  solved      BIGINT NOT NULL,
  long        BIGINT NOT NULL,
  queues      TEXT COLLATE "C" NOT NULL,
  drilled     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (span, branch)
);
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
SELECT to_char(date_trunc('week', CAST(d.day AS date)), 'YYYY-MM-DD'), d.branch, count(*), max(d.day), sum(d.works), sum(CASE WHEN d.works = 1 AND d.meetings > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN d.works = 1 AND d.meeting_ok > 0 THEN 1 ELSE 0 END), sum(d.samples), sum(d.waiting), sum(d.counts), sum(d.open), sum(d.usable),
  sum(d.crowded), sum(d.packed), sum(d.oldests), max(d.oldest), sum(d.late), sum(d.too_late), sum(d.posts), sum(d.on_post), sum(d.rounds),
  sum(d.working), sum(d.tickets), sum(d.abandoned), sum(d.called), sum(d.wait_sum), max(d.wait_max), sum(d.over), sum(d.served), sum(d.serve_sum),
  sum(d.meetings), sum(d.drills), sum(d.due), sum(d.made), sum(d.missed), sum(d.late_rounds), sum(d.skipped), sum(d.faults), sum(d.down), sum(d.broken),
  sum(d.hours), sum(d.complaints), sum(d.solved), sum(d.long),
  coalesce(string_agg(CASE WHEN d.seen_slots <> 0 THEN d.day || ' ' || d.seen_slots || ' ' || d.long_slots END, ';'), ''), '[]'
FROM hall_days d GROUP BY to_char(date_trunc('week', CAST(d.day AS date)), 'YYYY-MM-DD'), d.branch;
UPDATE hall_spans SET drilled = coalesce((SELECT CAST(json_agg(json_build_array(e.day, CAST(e.body AS json)->>'topic')) AS text)
  FROM hall_entries e WHERE e.branch = hall_spans.branch AND e.kind = 'drill' AND e.day >= hall_spans.span
    AND e.day <= CASE WHEN length(hall_spans.span) = 7 THEN hall_spans.span || '-31' ELSE to_char(CAST(hall_spans.span AS date) + 6, 'YYYY-MM-DD') END
    AND NOT EXISTS (SELECT 1 FROM hall_entries v WHERE v.branch = e.branch AND v.ref = e.id AND v.ref <> '' AND v.kind = 'void'
      AND NOT EXISTS (SELECT 1 FROM hall_entries b WHERE b.branch = v.branch AND b.ref = v.id AND b.ref <> '' AND b.kind = 'void'))), '[]');
