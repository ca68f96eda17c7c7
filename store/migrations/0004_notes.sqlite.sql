-- At headquarters the receipts given, at a branch those got.
CREATE TABLE receipts (
  sha256  TEXT NOT NULL PRIMARY KEY,
  branch  TEXT NOT NULL,
  device  TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('imported', 'refused')),
  code    TEXT NOT NULL,
  words   TEXT NOT NULL,
  at      INTEGER NOT NULL,
  note    TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_note ON receipts (note, branch, device);
CREATE TABLE policies (
  version INTEGER NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
-- Signed notes made here, until they are on the road.
CREATE TABLE notes (
  name   TEXT NOT NULL PRIMARY KEY,
  branch TEXT NOT NULL,
  kind   TEXT NOT NULL,
  at     INTEGER NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL
) STRICT;
CREATE INDEX notes_unsent ON notes (branch, name) WHERE sent = 0;
CREATE TABLE device_alarms (
  id     TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL,
  branch TEXT NOT NULL,
  code   TEXT NOT NULL,
  detail TEXT NOT NULL,
  at     INTEGER NOT NULL,
  done   INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
