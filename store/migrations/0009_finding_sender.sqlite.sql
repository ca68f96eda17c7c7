-- Whose device a move came from, as the bundle proved it: '' = made here.
ALTER TABLE finding_events ADD COLUMN sender TEXT NOT NULL DEFAULT '';
-- 1 = a decision of headquarters could not count and is to be made again.
ALTER TABLE findings ADD COLUMN unheard INTEGER NOT NULL DEFAULT 0;
CREATE INDEX findings_unheard ON findings (due, number, id) WHERE unheard = 1;
-- The finding one was merged into, while it is.
ALTER TABLE findings ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
