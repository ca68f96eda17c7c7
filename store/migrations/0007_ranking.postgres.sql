-- Targets in thousandths of the indicator's unit; composites are named weights over checklists.
CREATE TABLE targets (
  branch    TEXT COLLATE "C" NOT NULL,
  indicator TEXT COLLATE "C" NOT NULL,
  period    TEXT COLLATE "C" NOT NULL,
  value     BIGINT NOT NULL,
  baseline  BIGINT,
  at        BIGINT NOT NULL,
  actor     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (branch, indicator, period)
);
CREATE INDEX targets_period ON targets (period, indicator, branch);
CREATE TABLE composites (
  id   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  at   BIGINT NOT NULL
);
-- Whose hall it is: '' = our own, 'competitor'.
ALTER TABLE branches ADD COLUMN owner TEXT COLLATE "C" NOT NULL DEFAULT '';
-- What each item of the zone cost, as "item lost;…" in thousandths of a point.
ALTER TABLE inspection_zones ADD COLUMN items TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX period_cells_branch ON period_cells (branch, checklist, month);
CREATE INDEX findings_due ON findings (due, branch, status, submit_day);
