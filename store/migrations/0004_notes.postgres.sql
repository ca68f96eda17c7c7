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
CREATE INDEX receipts_due ON receipts (branch, device) WHERE note = '';
INSERT INTO receipts (sha256, branch, device, seq, outcome, code, words, at, note)
  SELECT sha256, branch, device, seq, outcome, code, '', at, '' FROM imports WHERE EXISTS (SELECT 1 FROM profile WHERE face = 'hq');
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
  version BIGINT NOT NULL,
  at     BIGINT NOT NULL,
  sent   BIGINT NOT NULL,
  body   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX notes_unsent ON notes (branch, name) WHERE sent = 0;
CREATE INDEX notes_policy ON notes (branch, version) WHERE kind = 'policy';
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
-- noted is the policy that tells the branch of a device's state, 0 = none yet.
ALTER TABLE devices ADD COLUMN noted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN proposer TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN approver TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN replaces TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN fingerprint TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN prev TEXT COLLATE "C" NOT NULL DEFAULT '';
-- The sum of each part of the master data as a branch got it last.
CREATE TABLE master_sent (
  branch TEXT COLLATE "C" NOT NULL,
  item   TEXT COLLATE "C" NOT NULL,
  sha256 TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, item)
);
