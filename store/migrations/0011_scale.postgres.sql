-- Drafts are few among a million finished records.
CREATE INDEX inspections_drafts ON inspections (started DESC, id) WHERE status = 'draft';
-- Every two neighbouring characters of a text: a word of two characters and up is found by its pairs, which no extension is needed for.
CREATE FUNCTION text_pairs(t TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT array_agg(DISTINCT substr(t, i, 2) COLLATE "C") FROM generate_series(1, length(t) - 1) AS i $$;
CREATE INDEX findings_text ON findings USING gin (text_pairs(search)) WITH (fastupdate = off);
