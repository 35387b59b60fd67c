-- How many postings are new and how many are active, per day of China Standard Time (UTC+8). jobs_per_day_counts stays
-- as it was: it counts what was stored as new or changed, so that an unchanged posting is missing from its second day on.
-- A posting is new on the day of its first sighting, which outlives the sightings themselves.
CREATE VIEW IF NOT EXISTS jobs_new_per_day AS
SELECT toDate(first_seen, 'Asia/Shanghai') AS day, platform, ifNull(city, '') AS city, count() AS jobs
FROM job_analytics
GROUP BY day, platform, city;

CREATE VIEW IF NOT EXISTS jobs_active_per_day AS
SELECT
    toDate(s.seen_at, 'Asia/Shanghai') AS day,
    s.platform AS platform,
    ifNull(j.city, '') AS city,
    uniqExact(s.job_key) AS jobs
FROM job_sightings AS s
LEFT JOIN (SELECT platform, job_key, city FROM jobs FINAL) AS j ON j.platform = s.platform AND j.job_key = s.job_key
GROUP BY day, platform, ifNull(j.city, '');

-- Comments of the views, of what fills tables, and of the record of migrations, which had none. Printed by
-- `node local/docs/tables-page.ts --sql`; each statement may run again. A view that is made anew loses its comments.
ALTER TABLE jobs_per_day MODIFY COMMENT 'Distinct postings stored as new or changed per day of China Standard Time; filled by jobs_per_day_mv';
ALTER TABLE jobs_per_day
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) on which they were collected',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'empty when the posting names none',
    COMMENT COLUMN jobs 'state of the distinct keys';

ALTER TABLE job_analytics MODIFY COMMENT 'One row per posting with its first and last sighting, for analysis';
ALTER TABLE job_analytics
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
    COMMENT COLUMN experience 'experience wanted, in years',
    COMMENT COLUMN experience_min_years 'years of experience wanted at least',
    COMMENT COLUMN experience_max_years 'years of experience wanted at most',
    COMMENT COLUMN degree 'lowest degree wanted',
    COMMENT COLUMN company_name 'name of the company in the posting',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN company_size_max 'people employed at most',
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
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN first_seen 'first sighting, UTC; where none was stored, collected_at',
    COMMENT COLUMN last_seen 'last sighting, UTC; where none was stored, collected_at';

ALTER TABLE jobs_full MODIFY COMMENT 'One row per posting with what its own page adds; detailed_at is null where no page was stored';
ALTER TABLE jobs_full
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
    COMMENT COLUMN city_code 'code of the city on the platform; each platform has its own codes',
    COMMENT COLUMN district 'district of the city',
    COMMENT COLUMN business_area 'neighbourhood, as the platform names it',
    COMMENT COLUMN experience_text 'experience wanted, as the platform shows it',
    COMMENT COLUMN experience 'experience wanted, in years',
    COMMENT COLUMN experience_min_years 'years of experience wanted at least',
    COMMENT COLUMN experience_max_years 'years of experience wanted at most',
    COMMENT COLUMN degree_text 'degree wanted, as the platform shows it',
    COMMENT COLUMN degree 'lowest degree wanted',
    COMMENT COLUMN company_name 'name of the company in the posting',
    COMMENT COLUMN company_size_text 'size of the company, as the platform shows it',
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN company_size_max 'people employed at most',
    COMMENT COLUMN company_type 'ownership of the company, as the platform names it',
    COMMENT COLUMN company_stage 'financing stage of the company, as the platform names it',
    COMMENT COLUMN industry 'industry of the company, as the platform names it',
    COMMENT COLUMN skills 'skills that the posting lists; on 51job its tags without degree, experience and welfare',
    COMMENT COLUMN welfare 'benefits that the posting lists',
    COMMENT COLUMN tags 'other labels of the posting',
    COMMENT COLUMN description 'text of the posting',
    COMMENT COLUMN job_type 'full-time, part-time, internship and so on, as the platform names it',
    COMMENT COLUMN lon 'longitude of the work place',
    COMMENT COLUMN lat 'latitude of the work place',
    COMMENT COLUMN coordinate_system 'system of lon and lat, the own one of the platform',
    COMMENT COLUMN url 'page of the posting, without its query',
    COMMENT COLUMN recruiter_position 'position of the recruiter; the name stays in the raw row',
    COMMENT COLUMN is_proxy 'posted by an agency',
    COMMENT COLUMN published_at 'when it was published, as the platform says',
    COMMENT COLUMN updated_at 'when it was updated, as the platform says',
    COMMENT COLUMN unread 'fields whose text was kept but not read',
    COMMENT COLUMN channel 'channel of the site that the row was collected through',
    COMMENT COLUMN upload_id 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    COMMENT COLUMN part 'piece of the upload that the row came in, from 0',
    COMMENT COLUMN batch_id 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    COMMENT COLUMN run_id 'run of the keyword; null for rows posted from outside a run',
    COMMENT COLUMN keyword_id 'keyword whose search last brought the row',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN source 'edge, or node: or user: and who sent it',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, without volatile fields, hex',
    COMMENT COLUMN parser_version 'raised with every change of the parser of the platform',
    COMMENT COLUMN detailed_at 'when the own page of the posting was collected; null where none was stored';

ALTER TABLE companies_full MODIFY COMMENT 'One row per company with what its own page adds; detailed_at is null where no page was stored';
ALTER TABLE companies_full
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
    COMMENT COLUMN channel 'channel of the site that the row was collected through',
    COMMENT COLUMN upload_id 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    COMMENT COLUMN part 'piece of the upload that the row came in, from 0',
    COMMENT COLUMN batch_id 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    COMMENT COLUMN run_id 'run of the keyword; null for rows posted from outside a run',
    COMMENT COLUMN keyword_id 'keyword whose search last brought the row',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN source 'edge, or node: or user: and who sent it',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, without volatile fields, hex',
    COMMENT COLUMN parser_version 'raised with every change of the parser of the platform',
    COMMENT COLUMN detailed_at 'when the own page of the company was collected; null where none was stored';

ALTER TABLE jobs_new_per_day MODIFY COMMENT 'Postings seen for the first time, per day of China Standard Time, platform and city';
ALTER TABLE jobs_new_per_day
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) of the first sighting',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'city of the posting as last stored; empty when it names none',
    COMMENT COLUMN jobs 'postings first seen on that day';

ALTER TABLE jobs_active_per_day MODIFY COMMENT 'Distinct postings that searches showed, stored again or not, per day of China Standard Time, platform and city; 400 days';
ALTER TABLE jobs_active_per_day
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) of the sighting',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'city of the posting as last stored; empty when it names none',
    COMMENT COLUMN jobs 'distinct postings seen on that day';

ALTER TABLE jobs_per_day_counts MODIFY COMMENT 'Distinct postings stored as new or changed per day of China Standard Time, platform and city; an unchanged posting is in jobs_active_per_day only';
ALTER TABLE jobs_per_day_counts
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) on which they were collected',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'empty when the posting names none',
    COMMENT COLUMN jobs 'distinct postings stored as new or changed on that day';

ALTER TABLE company_pages_mv MODIFY COMMENT 'Fills company_pages';
ALTER TABLE company_pages_mv
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
    COMMENT COLUMN channel 'channel of the site that the row was collected through',
    COMMENT COLUMN upload_id 'id made by us for one request with rows; a page that the edge crawled is an upload of one part',
    COMMENT COLUMN part 'piece of the upload that the row came in, from 0',
    COMMENT COLUMN batch_id 'id that the sender gave its upload; null when it gave none, and for pages that the edge crawled',
    COMMENT COLUMN run_id 'run of the keyword; null for rows posted from outside a run',
    COMMENT COLUMN keyword_id 'keyword whose search last brought the row',
    COMMENT COLUMN keyword 'keyword whose search last brought the row, as it is searched',
    COMMENT COLUMN search_city 'city of that search, common name',
    COMMENT COLUMN source 'edge, or node: or user: and who sent it',
    COMMENT COLUMN collected_at 'when the row was collected',
    COMMENT COLUMN content_hash 'hash of the row as sent, without volatile fields, hex',
    COMMENT COLUMN parser_version 'raised with every change of the parser of the platform';

ALTER TABLE job_spans_mv MODIFY COMMENT 'Fills job_spans';
ALTER TABLE job_spans_mv
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN job_key 'id of the posting on its platform',
    COMMENT COLUMN first_seen 'first sighting',
    COMMENT COLUMN last_seen 'last sighting';

ALTER TABLE jobs_per_day_mv MODIFY COMMENT 'Fills jobs_per_day';
ALTER TABLE jobs_per_day_mv
    COMMENT COLUMN day 'day of China Standard Time (UTC+8) on which they were collected',
    COMMENT COLUMN platform 'site that the row is from',
    COMMENT COLUMN city 'empty when the posting names none',
    COMMENT COLUMN jobs 'state of the distinct keys';

ALTER TABLE schema_migrations MODIFY COMMENT 'Migrations that were applied to this database';
ALTER TABLE schema_migrations
    COMMENT COLUMN name 'file of the migration',
    COMMENT COLUMN checksum 'SHA-256 of its text when it was applied, hex',
    COMMENT COLUMN applied_at 'when it was applied, UTC';
