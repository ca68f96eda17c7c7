-- Whose device a move came from, as the bundle proved it: '' = made here.
ALTER TABLE finding_events ADD COLUMN sender TEXT COLLATE "C" NOT NULL DEFAULT '';
