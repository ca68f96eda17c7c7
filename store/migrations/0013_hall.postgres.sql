-- The hall's day: what happened on it, the tickets of its ticket machine, what both come to, the roster and the bank's questions.
CREATE TABLE hall_entries (
  branch TEXT COLLATE "C" NOT NULL,
  id     TEXT COLLATE "C" NOT NULL,
  day    TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  kind   TEXT COLLATE "C" NOT NULL,
  ref    TEXT COLLATE "C" NOT NULL,
  device TEXT COLLATE "C" NOT NULL,
  sent   BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, id)
);
CREATE INDEX hall_entries_day ON hall_entries (branch, day, at, id);
CREATE INDEX hall_entries_ref ON hall_entries (branch, ref) WHERE ref <> '';
CREATE INDEX hall_entries_kind ON hall_entries (branch, kind, day);
-- Times are unix ms UTC, 0 = not known; id is made from branch, number and taken, so that the same ticket is one row.
CREATE TABLE tickets (
  branch    TEXT COLLATE "C" NOT NULL,
  id        TEXT COLLATE "C" NOT NULL,
  day       TEXT COLLATE "C" NOT NULL,
  number    TEXT COLLATE "C" NOT NULL,
  business  TEXT COLLATE "C" NOT NULL,
  win       BIGINT NOT NULL,
  taken     BIGINT NOT NULL,
  called    BIGINT NOT NULL,
  finished  BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  source    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, id)
);
CREATE INDEX tickets_day ON tickets (branch, day, taken);
-- What the tickets of a half-hour come to, per device that read them in: this travels, the tickets do not.
CREATE TABLE ticket_slots (
  branch    TEXT COLLATE "C" NOT NULL,
  device    TEXT COLLATE "C" NOT NULL,
  day       TEXT COLLATE "C" NOT NULL,
  slot      BIGINT NOT NULL,
  tickets   BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  called    BIGINT NOT NULL,
  wait_sum  BIGINT NOT NULL,
  wait_max  BIGINT NOT NULL,
  served    BIGINT NOT NULL,
  serve_sum BIGINT NOT NULL,
  waits     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, device, day, slot)
);
CREATE INDEX ticket_slots_day ON ticket_slots (branch, day, slot);
-- Derived from entries, tickets and rules; rows of a day are made again when it is stale.
CREATE TABLE hall_cells (
  branch    TEXT COLLATE "C" NOT NULL,
  day       TEXT COLLATE "C" NOT NULL,
  slot      BIGINT NOT NULL,
  samples   BIGINT NOT NULL,
  waiting   BIGINT NOT NULL,
  counts    BIGINT NOT NULL,
  open      BIGINT NOT NULL,
  usable    BIGINT NOT NULL,
  crowded   BIGINT NOT NULL,
  packed    BIGINT NOT NULL,
  oldests   BIGINT NOT NULL,
  oldest    BIGINT NOT NULL,
  late      BIGINT NOT NULL,
  too_late  BIGINT NOT NULL,
  posts     BIGINT NOT NULL,
  on_post   BIGINT NOT NULL,
  rounds    BIGINT NOT NULL,
  working   BIGINT NOT NULL,
  tickets   BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  called    BIGINT NOT NULL,
  wait_sum  BIGINT NOT NULL,
  wait_max  BIGINT NOT NULL,
  over      BIGINT NOT NULL,
  served    BIGINT NOT NULL,
  serve_sum BIGINT NOT NULL,
  waits     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, day, slot)
);
CREATE INDEX hall_cells_long ON hall_cells (day, branch, slot) WHERE late > 0 OR over > 0 OR crowded > 0;
CREATE TABLE hall_days (
  branch      TEXT COLLATE "C" NOT NULL,
  day         TEXT COLLATE "C" NOT NULL,
  stale       BIGINT NOT NULL,
  rev         BIGINT NOT NULL DEFAULT 0,
  sent        BIGINT NOT NULL DEFAULT 0,
  works       BIGINT NOT NULL DEFAULT 0,
  body        TEXT COLLATE "C" NOT NULL DEFAULT '',
  samples     BIGINT NOT NULL DEFAULT 0,
  waiting     BIGINT NOT NULL DEFAULT 0,
  counts      BIGINT NOT NULL DEFAULT 0,
  open        BIGINT NOT NULL DEFAULT 0,
  usable      BIGINT NOT NULL DEFAULT 0,
  crowded     BIGINT NOT NULL DEFAULT 0,
  packed      BIGINT NOT NULL DEFAULT 0,
  oldest      BIGINT NOT NULL DEFAULT 0,
  oldests     BIGINT NOT NULL DEFAULT 0,
  late        BIGINT NOT NULL DEFAULT 0,
  too_late    BIGINT NOT NULL DEFAULT 0,
  posts       BIGINT NOT NULL DEFAULT 0,
  on_post     BIGINT NOT NULL DEFAULT 0,
  rounds      BIGINT NOT NULL DEFAULT 0,
  working     BIGINT NOT NULL DEFAULT 0,
  tickets     BIGINT NOT NULL DEFAULT 0,
  abandoned   BIGINT NOT NULL DEFAULT 0,
  called      BIGINT NOT NULL DEFAULT 0,
  wait_sum    BIGINT NOT NULL DEFAULT 0,
  wait_max    BIGINT NOT NULL DEFAULT 0,
  over        BIGINT NOT NULL DEFAULT 0,
  served      BIGINT NOT NULL DEFAULT 0,
  serve_sum   BIGINT NOT NULL DEFAULT 0,
  meetings    BIGINT NOT NULL DEFAULT 0,
  meeting_ok  BIGINT NOT NULL DEFAULT 0,
  drills      BIGINT NOT NULL DEFAULT 0,
  due         BIGINT NOT NULL DEFAULT 0,
  made        BIGINT NOT NULL DEFAULT 0,
  faults      BIGINT NOT NULL DEFAULT 0,
  down        BIGINT NOT NULL DEFAULT 0,
  broken      BIGINT NOT NULL DEFAULT 0,
  hours       BIGINT NOT NULL DEFAULT 0,
  complaints  BIGINT NOT NULL DEFAULT 0,
  solved      BIGINT NOT NULL DEFAULT 0,
  long        BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (branch, day)
);
CREATE INDEX hall_days_stale ON hall_days (branch, day) WHERE stale = 1;
CREATE INDEX hall_days_unsent ON hall_days (branch, day) WHERE rev > sent;
CREATE INDEX hall_days_day ON hall_days (day, branch);
-- Who is on post when: minutes after midnight.
CREATE TABLE duties (
  branch TEXT COLLATE "C" NOT NULL,
  day    TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  start  BIGINT NOT NULL,
  ends   BIGINT NOT NULL,
  post   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, day, person, start)
);
-- The bank's own questions for the morning meeting.
CREATE TABLE hall_questions (
  id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  topic  TEXT COLLATE "C" NOT NULL,
  text   TEXT COLLATE "C" NOT NULL,
  answer TEXT COLLATE "C" NOT NULL,
  gone   BIGINT NOT NULL
);
CREATE TABLE hall_photos (
  branch TEXT COLLATE "C" NOT NULL,
  entry  TEXT COLLATE "C" NOT NULL,
  id     TEXT COLLATE "C" NOT NULL,
  pos    BIGINT NOT NULL,
  hash   TEXT COLLATE "C" NOT NULL,
  masked TEXT COLLATE "C" NOT NULL,
  taken  BIGINT NOT NULL,
  added  BIGINT NOT NULL,
  PRIMARY KEY (branch, entry, id)
);
CREATE INDEX hall_photos_hash ON hall_photos (hash);
CREATE INDEX hall_photos_masked ON hall_photos (masked) WHERE masked <> '';
-- What each computer of a hall said last about a day: headquarters adds them up. rev grows with every change of the day there.
CREATE TABLE hall_reports (
  branch TEXT COLLATE "C" NOT NULL,
  device TEXT COLLATE "C" NOT NULL,
  day    TEXT COLLATE "C" NOT NULL,
  rev    BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, day, device)
);
