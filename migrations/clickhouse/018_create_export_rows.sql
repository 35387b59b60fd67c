-- Copies of the rows of exports: an export reads its own copy, so that what is stored meanwhile changes neither its rows
-- nor their number, and a run that was killed goes on with the same rows. A copy is a partition, dropped in one step when
-- the export has ended; what a crash leaves is deleted after 3 days.
CREATE TABLE IF NOT EXISTS export_jobs
(
    stage                String,
    staged_at            DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    platform             LowCardinality(String),
    job_key              String,
    company_key          Nullable(String),
    title                Nullable(String),
    salary_text          LowCardinality(Nullable(String)),
    salary_min           Nullable(Float64),
    salary_max           Nullable(Float64),
    salary_period        LowCardinality(Nullable(String)),
    salary_months        Nullable(Float32),
    monthly_min          Nullable(Float64),
    monthly_max          Nullable(Float64),
    city                 LowCardinality(Nullable(String)),
    district             LowCardinality(Nullable(String)),
    business_area        LowCardinality(Nullable(String)),
    experience_text      LowCardinality(Nullable(String)),
    experience           LowCardinality(Nullable(String)),
    experience_min_years Nullable(Float32),
    experience_max_years Nullable(Float32),
    degree_text          LowCardinality(Nullable(String)),
    degree               LowCardinality(Nullable(String)),
    company_name         Nullable(String),
    company_size         LowCardinality(Nullable(String)),
    company_type         LowCardinality(Nullable(String)),
    company_stage        LowCardinality(Nullable(String)),
    industry             LowCardinality(Nullable(String)),
    skills               Array(LowCardinality(String)),
    welfare              Array(LowCardinality(String)),
    tags                 Array(LowCardinality(String)),
    job_type             LowCardinality(Nullable(String)),
    lon                  Nullable(Float64),
    lat                  Nullable(Float64),
    coordinate_system    LowCardinality(Nullable(String)),
    url                  Nullable(String),
    is_proxy             Nullable(Bool),
    published_at         Nullable(DateTime64(3, 'UTC')),
    updated_at           Nullable(DateTime64(3, 'UTC')),
    unread               Array(LowCardinality(String)),
    keyword              LowCardinality(Nullable(String)),
    search_city          LowCardinality(Nullable(String)),
    collected_at         DateTime64(3, 'UTC'),
    description          Nullable(String) CODEC(ZSTD(3)),
    detailed_at          Nullable(DateTime64(3, 'UTC')),
    working_time         Array(LowCardinality(String)),
    working_time_said    Array(String),
    first_seen           DateTime64(3, 'UTC'),
    last_seen_day        Date,
    version              DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY stage
ORDER BY (first_seen, platform, job_key)
TTL toDateTime(staged_at) + INTERVAL 3 DAY
SETTINGS ttl_only_drop_parts = 1;

CREATE TABLE IF NOT EXISTS export_companies
(
    stage             String,
    staged_at         DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    platform          LowCardinality(String),
    company_key       String,
    name              Nullable(String),
    full_name         Nullable(String),
    company_type      LowCardinality(Nullable(String)),
    company_stage     LowCardinality(Nullable(String)),
    company_size_text LowCardinality(Nullable(String)),
    company_size      LowCardinality(Nullable(String)),
    company_size_min  Nullable(UInt32),
    company_size_max  Nullable(UInt32),
    industry          LowCardinality(Nullable(String)),
    logo              Nullable(String),
    url               Nullable(String),
    city              LowCardinality(Nullable(String)),
    address           Nullable(String),
    description       Nullable(String) CODEC(ZSTD(3)),
    lon               Nullable(Float64),
    lat               Nullable(Float64),
    coordinate_system LowCardinality(Nullable(String)),
    unread            Array(LowCardinality(String)),
    collected_at      DateTime64(3, 'UTC'),
    detailed_at       Nullable(DateTime64(3, 'UTC'))
)
ENGINE = MergeTree
PARTITION BY stage
ORDER BY (platform, company_key)
TTL toDateTime(staged_at) + INTERVAL 3 DAY
SETTINGS ttl_only_drop_parts = 1;

-- Comments, printed by `node local/docs/tables-page.ts --sql`.
ALTER TABLE export_jobs MODIFY COMMENT 'Rows of exports of postings while they are made: one partition a copy, at most 3 days';
ALTER TABLE export_jobs
    COMMENT COLUMN stage 'name of the copy; its partition is dropped when the export has ended',
    COMMENT COLUMN staged_at 'when the row was copied',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN company_key 'id of the company on the platform',
    COMMENT COLUMN title 'title of the posting',
    COMMENT COLUMN salary_text 'salary as the platform shows it',
    COMMENT COLUMN salary_min 'CNY per salary_period',
    COMMENT COLUMN salary_max 'CNY per salary_period',
    COMMENT COLUMN salary_period 'what the salary is paid for',
    COMMENT COLUMN salary_months 'months paid a year',
    COMMENT COLUMN monthly_min 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN monthly_max 'CNY per month; a day counts 1/21.75 month',
    COMMENT COLUMN city 'city of the work place, common name',
    COMMENT COLUMN district 'district of the city',
    COMMENT COLUMN business_area 'neighbourhood, as the platform names it',
    COMMENT COLUMN experience_text 'experience wanted, as the platform shows it',
    COMMENT COLUMN experience 'experience wanted, in years',
    COMMENT COLUMN experience_min_years 'years of experience wanted at least',
    COMMENT COLUMN experience_max_years 'years of experience wanted at most',
    COMMENT COLUMN degree_text 'degree wanted, as the platform shows it',
    COMMENT COLUMN degree 'lowest degree wanted',
    COMMENT COLUMN company_name 'name of the company in the posting',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_type 'ownership of the company, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage of the company, as the platform names it',
    COMMENT COLUMN industry 'industry of the company, as the platform names it',
    COMMENT COLUMN skills 'skills that the posting lists; on 51job its tags without degree, experience and welfare',
    COMMENT COLUMN welfare 'benefits that the posting lists',
    COMMENT COLUMN tags 'other labels of the posting',
    COMMENT COLUMN job_type 'full-time, part-time, internship and so on, as the platform names it',
    COMMENT COLUMN lon 'longitude of the work place',
    COMMENT COLUMN lat 'latitude of the work place',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN url 'page of the posting, without its query',
    COMMENT COLUMN is_proxy 'posted by an agency',
    COMMENT COLUMN published_at 'when it was published, as the platform says',
    COMMENT COLUMN updated_at 'when it was updated, as the platform says',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN description 'text of the posting',
    COMMENT COLUMN detailed_at 'when the own page of the posting was collected; null where none was stored',
    COMMENT COLUMN working_time 'two_days 双休, alternating 大小周, one_day 单休, 996: what the texts of the posting state',
    COMMENT COLUMN working_time_said 'the words that each of working_time was read from, in its order',
    COMMENT COLUMN first_seen 'first sighting; where none was stored, collected_at',
    COMMENT COLUMN last_seen_day 'day of China Standard Time (UTC+8) of the last sighting',
    COMMENT COLUMN version 'when this row was made from the stored rows';
ALTER TABLE export_companies MODIFY COMMENT 'Rows of exports of companies while they are made: one partition a copy, at most 3 days';
ALTER TABLE export_companies
    COMMENT COLUMN stage 'name of the copy; its partition is dropped when the export has ended',
    COMMENT COLUMN staged_at 'when the row was copied',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN company_key 'id of the company on its platform',
    COMMENT COLUMN name 'short name',
    COMMENT COLUMN full_name 'name as registered',
    COMMENT COLUMN company_type 'ownership, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage, as the platform names it',
    COMMENT COLUMN company_size_text 'size, as the platform shows it',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN company_size_max 'people employed at most',
    COMMENT COLUMN industry 'industry, as the platform names it',
    COMMENT COLUMN logo 'address of the logo',
    COMMENT COLUMN url 'page of the company, without its query',
    COMMENT COLUMN city 'city of the company, common name',
    COMMENT COLUMN address 'street address',
    COMMENT COLUMN description 'what the company says of itself',
    COMMENT COLUMN lon 'longitude of the address',
    COMMENT COLUMN lat 'latitude of the address',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN detailed_at 'when the own page of the company was collected; null where none was stored';

-- What the snapshots of the published data set held, to tell what changed between two of them.
CREATE TABLE IF NOT EXISTS data_set_rows
(
    snapshot Date,
    platform LowCardinality(String),
    job_key  String,
    hash     UInt64
)
ENGINE = MergeTree
PARTITION BY snapshot
ORDER BY (platform, job_key)
TTL snapshot + INTERVAL 90 DAY
SETTINGS ttl_only_drop_parts = 1;
ALTER TABLE data_set_rows MODIFY COMMENT 'Postings of each snapshot of the published data set, to tell what changed between two; 90 days';
ALTER TABLE data_set_rows
    COMMENT COLUMN snapshot 'day of China Standard Time (UTC+8) of the snapshot',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN hash 'hash of what the snapshot says of the posting, without times of sighting';
