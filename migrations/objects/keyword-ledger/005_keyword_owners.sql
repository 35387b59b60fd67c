-- Who made a keyword, and in which department: null for those older than the users, and for the system's own.
ALTER TABLE keywords ADD COLUMN owner_id TEXT;
ALTER TABLE keywords ADD COLUMN department_id TEXT;
