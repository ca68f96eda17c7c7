-- At headquarters the receipts given, at a branch those got.
CREATE TABLE receipts (
  sha256  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  branch  TEXT COLLATE "C" NOT NULL,
  device  TEXT COLLATE "C" NOT NULL,
  seq     BIGINT NOT NULL,
  outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('imported', 'refused')),
  code    TEXT COLLATE "C" NOT NULL,
  words   TEXT COLLATE "C" NOT NULL,
  at      BIGINT NOT NULL,
  note    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX receipts_note ON receipts (note, branch, device);
CREATE TABLE policies (
  version BIGINT NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  body    TEXT COLLATE "C" NOT NULL
);
-- Signed notes made here, until they are on the road.
CREATE TABLE notes (
  name   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  branch TEXT COLLATE "C" NOT NULL,
  kind   TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  sent   BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX notes_unsent ON notes (branch, name) WHERE sent = 0;
CREATE TABLE device_alarms (
  id     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  device TEXT COLLATE "C" NOT NULL,
  branch TEXT COLLATE "C" NOT NULL,
  code   TEXT COLLATE "C" NOT NULL,
  detail TEXT COLLATE "C" NOT NULL,
  at     BIGINT NOT NULL,
  done   BIGINT NOT NULL,
  actor  TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL
);
