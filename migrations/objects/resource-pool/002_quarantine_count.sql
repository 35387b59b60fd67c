-- How many quarantines followed each other was called strikes.
UPDATE resources
SET live = json_remove(json_set(live, '$.quarantineCount', json_extract(live, '$.strikes')), '$.strikes')
WHERE json_extract(live, '$.strikes') IS NOT NULL;
