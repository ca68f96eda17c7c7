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
CREATE INDEX receipts_due ON receipts (branch, device) WHERE note = '';
INSERT INTO receipts (sha256, branch, device, seq, outcome, code, words, at, note)
  SELECT sha256, branch, device, seq, outcome, code, '', at, '' FROM imports WHERE EXISTS (SELECT 1 FROM profile WHERE face = 'hq');
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
  version INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  sent   INTEGER NOT NULL,
  body   TEXT NOT NULL
) STRICT;
CREATE INDEX notes_unsent ON notes (branch, name) WHERE sent = 0;
CREATE INDEX notes_policy ON notes (branch, version) WHERE kind = 'policy';
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
-- noted is the policy that tells the branch of a device's state, 0 = none yet.
ALTER TABLE devices ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN proposer TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN approver TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN replaces TEXT NOT NULL DEFAULT '';
ALTER TABLE devices ADD COLUMN fingerprint TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN prev TEXT NOT NULL DEFAULT '';
-- The sum of each part of the master data as a branch got it last.
CREATE TABLE master_sent (
  branch TEXT NOT NULL,
  item   TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (branch, item)
) STRICT;
