-- The hall's day: what happened on it, the tickets of its ticket machine, what both come to, the roster and the bank's questions.
CREATE TABLE hall_entries (
  branch TEXT NOT NULL,
  id     TEXT NOT NULL,
  day    TEXT NOT NULL,
  at     INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  ref    TEXT NOT NULL,
  device TEXT NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE INDEX hall_entries_day ON hall_entries (branch, day, at, id);
CREATE INDEX hall_entries_ref ON hall_entries (branch, ref) WHERE ref <> '';
CREATE INDEX hall_entries_kind ON hall_entries (branch, kind, day);
-- Times are unix ms UTC, 0 = not known; id is made from branch, number and taken, so that the same ticket is one row.
CREATE TABLE tickets (
  branch    TEXT NOT NULL,
  id        TEXT NOT NULL,
  day       TEXT NOT NULL,
  number    TEXT NOT NULL,
  business  TEXT NOT NULL,
  win       INTEGER NOT NULL,
  taken     INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  finished  INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  source    TEXT NOT NULL,
  PRIMARY KEY (branch, id)
) STRICT;
CREATE INDEX tickets_day ON tickets (branch, day, taken);
-- What the tickets of a half-hour come to, per device that read them in: this travels, the tickets do not.
CREATE TABLE ticket_slots (
  branch    TEXT NOT NULL,
  device    TEXT NOT NULL,
  day       TEXT NOT NULL,
  slot      INTEGER NOT NULL,
  tickets   INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  wait_sum  INTEGER NOT NULL,
  wait_max  INTEGER NOT NULL,
  served    INTEGER NOT NULL,
  serve_sum INTEGER NOT NULL,
  waits     TEXT NOT NULL,
  PRIMARY KEY (branch, device, day, slot)
) STRICT;
CREATE INDEX ticket_slots_day ON ticket_slots (branch, day, slot);
-- Derived from entries, tickets and rules; rows of a day are made again when it is stale.
CREATE TABLE hall_cells (
  branch    TEXT NOT NULL,
  day       TEXT NOT NULL,
  slot      INTEGER NOT NULL,
  samples   INTEGER NOT NULL,
  waiting   INTEGER NOT NULL,
  counts    INTEGER NOT NULL,
  open      INTEGER NOT NULL,
  usable    INTEGER NOT NULL,
  crowded   INTEGER NOT NULL,
  packed    INTEGER NOT NULL,
  oldests   INTEGER NOT NULL,
  oldest    INTEGER NOT NULL,
  late      INTEGER NOT NULL,
  too_late  INTEGER NOT NULL,
  posts     INTEGER NOT NULL,
  on_post   INTEGER NOT NULL,
  rounds    INTEGER NOT NULL,
  working   INTEGER NOT NULL,
  tickets   INTEGER NOT NULL,
  abandoned INTEGER NOT NULL,
  called    INTEGER NOT NULL,
  wait_sum  INTEGER NOT NULL,
  wait_max  INTEGER NOT NULL,
  over      INTEGER NOT NULL,
  served    INTEGER NOT NULL,
  serve_sum INTEGER NOT NULL,
  waits     TEXT NOT NULL,
  PRIMARY KEY (branch, day, slot)
) STRICT;
CREATE INDEX hall_cells_long ON hall_cells (day, branch, slot) WHERE late > 0 OR over > 0 OR crowded > 0;
CREATE TABLE hall_days (
  branch      TEXT NOT NULL,
  day         TEXT NOT NULL,
  stale       INTEGER NOT NULL,
  rev         INTEGER NOT NULL DEFAULT 0,
  sent        INTEGER NOT NULL DEFAULT 0,
  works       INTEGER NOT NULL DEFAULT 0,
  body        TEXT NOT NULL DEFAULT '',
  samples     INTEGER NOT NULL DEFAULT 0,
  waiting     INTEGER NOT NULL DEFAULT 0,
  counts      INTEGER NOT NULL DEFAULT 0,
  open        INTEGER NOT NULL DEFAULT 0,
  usable      INTEGER NOT NULL DEFAULT 0,
  crowded     INTEGER NOT NULL DEFAULT 0,
  packed      INTEGER NOT NULL DEFAULT 0,
  oldest      INTEGER NOT NULL DEFAULT 0,
  oldests     INTEGER NOT NULL DEFAULT 0,
  late        INTEGER NOT NULL DEFAULT 0,
  too_late    INTEGER NOT NULL DEFAULT 0,
  posts       INTEGER NOT NULL DEFAULT 0,
  on_post     INTEGER NOT NULL DEFAULT 0,
  rounds      INTEGER NOT NULL DEFAULT 0,
  working     INTEGER NOT NULL DEFAULT 0,
  tickets     INTEGER NOT NULL DEFAULT 0,
  abandoned   INTEGER NOT NULL DEFAULT 0,
  called      INTEGER NOT NULL DEFAULT 0,
  wait_sum    INTEGER NOT NULL DEFAULT 0,
  wait_max    INTEGER NOT NULL DEFAULT 0,
  over        INTEGER NOT NULL DEFAULT 0,
  served      INTEGER NOT NULL DEFAULT 0,
  serve_sum   INTEGER NOT NULL DEFAULT 0,
  meetings    INTEGER NOT NULL DEFAULT 0,
  meeting_ok  INTEGER NOT NULL DEFAULT 0,
  drills      INTEGER NOT NULL DEFAULT 0,
  due         INTEGER NOT NULL DEFAULT 0,
  made        INTEGER NOT NULL DEFAULT 0,
  faults      INTEGER NOT NULL DEFAULT 0,
  down        INTEGER NOT NULL DEFAULT 0,
  broken      INTEGER NOT NULL DEFAULT 0,
  hours       INTEGER NOT NULL DEFAULT 0,
  complaints  INTEGER NOT NULL DEFAULT 0,
  solved      INTEGER NOT NULL DEFAULT 0,
  long        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (branch, day)
) STRICT;
CREATE INDEX hall_days_stale ON hall_days (branch, day) WHERE stale = 1;
CREATE INDEX hall_days_unsent ON hall_days (branch, day) WHERE rev > sent;
CREATE INDEX hall_days_day ON hall_days (day, branch);
-- Who is on post when: minutes after midnight.
CREATE TABLE duties (
  branch TEXT NOT NULL,
  day    TEXT NOT NULL,
  person TEXT NOT NULL,
  start  INTEGER NOT NULL,
  ends   INTEGER NOT NULL,
  post   TEXT NOT NULL,
  PRIMARY KEY (branch, day, person, start)
) STRICT;
-- The bank's own questions for the morning meeting.
CREATE TABLE hall_questions (
  id     TEXT NOT NULL PRIMARY KEY,
  topic  TEXT NOT NULL,
  text   TEXT NOT NULL,
  answer TEXT NOT NULL,
  gone   INTEGER NOT NULL
) STRICT;
CREATE TABLE hall_photos (
  branch TEXT NOT NULL,
  entry  TEXT NOT NULL,
  id     TEXT NOT NULL,
  pos    INTEGER NOT NULL,
  hash   TEXT NOT NULL,
  masked TEXT NOT NULL,
  taken  INTEGER NOT NULL,
  added  INTEGER NOT NULL,
  PRIMARY KEY (branch, entry, id)
) STRICT;
CREATE INDEX hall_photos_hash ON hall_photos (hash);
CREATE INDEX hall_photos_masked ON hall_photos (masked) WHERE masked <> '';
-- What each computer of a hall said last about a day: headquarters adds them up. rev grows with every change of the day there.
CREATE TABLE hall_reports (
  branch TEXT NOT NULL,
  device TEXT NOT NULL,
  day    TEXT NOT NULL,
  rev    INTEGER NOT NULL,
  body   TEXT NOT NULL,
  PRIMARY KEY (branch, day, device)
) STRICT;
