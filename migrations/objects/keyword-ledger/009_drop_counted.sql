-- Coverage has followed the keywords since 006, so no total reads whether a run is counted.
ALTER TABLE runs DROP COLUMN counted;
