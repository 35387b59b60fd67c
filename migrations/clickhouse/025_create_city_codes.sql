-- Cities of the platforms' dictionaries with their official division codes, so that a posting's city_code can be joined
-- over all sites. A version is written whole when it becomes active; the rows of the newest writing of a platform count.
CREATE TABLE IF NOT EXISTS city_codes
(
    platform      LowCardinality(String),
    city_code     LowCardinality(String),
    city          LowCardinality(String),
    site_name     LowCardinality(String),
    division_code LowCardinality(String),
    version       UInt32,
    loaded_at     DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(loaded_at)
ORDER BY (platform, city_code);

ALTER TABLE city_codes MODIFY COMMENT 'Cities of the dictionaries of the platforms; the newest version counts. Written when one becomes active';
ALTER TABLE city_codes
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city_code 'code of the city on the platform',
    COMMENT COLUMN city 'common name; the name on the site where the official list has no such place',
    COMMENT COLUMN site_name 'spelling of the site',
    COMMENT COLUMN division_code 'official code (GB/T 2260) of the city; empty without one',
    COMMENT COLUMN version 'version of the dictionary',
    COMMENT COLUMN loaded_at 'when the version was written';
