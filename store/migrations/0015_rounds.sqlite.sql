-- Rounds of a hall's day that were late, skipped with a reason, and missed, told apart for sums over many halls. The own hall's days are made again from their entries.
ALTER TABLE hall_days ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hall_days ADD COLUMN late_rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hall_days ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
UPDATE hall_days SET missed = coalesce(json_extract(body, '$.missed'), 0) WHERE body <> '';
UPDATE hall_days SET stale = 1 WHERE body <> '' AND branch = (SELECT branch FROM profile WHERE face <> 'hq');
