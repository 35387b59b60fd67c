-- Whether a run read its whole list, which is what may close a posting (X11), and the search that it was a run of: a
-- person may give the keyword another one. Columns of rows that are written anyway; null in runs that ended before.
ALTER TABLE run_history ADD COLUMN complete INTEGER;
ALTER TABLE run_history ADD COLUMN city TEXT;
ALTER TABLE run_history ADD COLUMN channel TEXT;

-- Full pages of the run that showed only postings which it had seen before, in a row or not.
ALTER TABLE runs ADD COLUMN known_pages INTEGER NOT NULL DEFAULT 0;
