-- Drafts are few among a million finished records.
CREATE INDEX inspections_drafts ON inspections (started DESC, id) WHERE status = 'draft';
