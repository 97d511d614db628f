-- How much a case is at risk: its worst open risk.
ALTER TABLE cases ADD COLUMN risk TEXT NOT NULL DEFAULT 'none_recorded'
    CHECK (risk IN ('none_recorded', 'low', 'moderate', 'high', 'critical'));

-- When the first of what is still to be done on a case is due: the end of that day where its unit
-- is.
ALTER TABLE cases ADD COLUMN due_at INTEGER;
