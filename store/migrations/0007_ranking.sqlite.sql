-- Targets in thousandths of the indicator's unit; composites are named weights over checklists.
CREATE TABLE targets (
  branch    TEXT NOT NULL,
  indicator TEXT NOT NULL,
  period    TEXT NOT NULL,
  value     INTEGER NOT NULL,
  baseline  INTEGER,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  PRIMARY KEY (branch, indicator, period)
) STRICT;
CREATE INDEX targets_period ON targets (period, indicator, branch);
CREATE TABLE composites (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  at   INTEGER NOT NULL
) STRICT;
-- Whose hall it is: '' = our own, 'competitor'.
ALTER TABLE branches ADD COLUMN owner TEXT NOT NULL DEFAULT '';
-- What each item of the zone cost, as "item lost;…" in thousandths of a point.
ALTER TABLE inspection_zones ADD COLUMN items TEXT NOT NULL DEFAULT '';
CREATE INDEX period_cells_branch ON period_cells (branch, checklist, month);
CREATE INDEX findings_due ON findings (due, branch, status, submit_day);
