-- Postings and companies with what their own pages add. The list stays the newest word on what it shows
-- (salary, title, city); the page fills in the rest. `detailed_at` is null where no page was stored.
CREATE VIEW IF NOT EXISTS jobs_full AS
SELECT
    j.* REPLACE (
        coalesce(nullIf(d.description, ''), j.description) AS description,
        if(empty(d.skills), j.skills, d.skills) AS skills,
        if(empty(d.welfare), j.welfare, d.welfare) AS welfare,
        coalesce(j.job_type, d.job_type) AS job_type,
        coalesce(j.lon, d.lon) AS lon,
        coalesce(j.lat, d.lat) AS lat,
        coalesce(j.coordinate_system, d.coordinate_system) AS coordinate_system,
        coalesce(j.recruiter_position, d.recruiter_position) AS recruiter_position,
        coalesce(j.is_proxy, d.is_proxy) AS is_proxy,
        coalesce(j.published_at, d.published_at) AS published_at,
        coalesce(j.updated_at, d.updated_at) AS updated_at
    ),
    nullIf(d.collected_at, toDateTime64(0, 3, 'UTC')) AS detailed_at
FROM (SELECT * FROM jobs FINAL) AS j
LEFT JOIN (SELECT * FROM job_details FINAL) AS d ON d.platform = j.platform AND d.job_key = j.job_key;

CREATE VIEW IF NOT EXISTS companies_full AS
SELECT
    c.* REPLACE (
        coalesce(c.full_name, p.full_name) AS full_name,
        coalesce(c.company_type, p.company_type) AS company_type,
        coalesce(c.company_stage, p.company_stage) AS company_stage,
        coalesce(c.company_size_text, p.company_size_text) AS company_size_text,
        coalesce(c.company_size, p.company_size) AS company_size,
        coalesce(c.company_size_min, p.company_size_min) AS company_size_min,
        coalesce(c.company_size_max, p.company_size_max) AS company_size_max,
        coalesce(c.industry, p.industry) AS industry,
        coalesce(c.logo, p.logo) AS logo,
        coalesce(c.city, p.city) AS city,
        coalesce(nullIf(c.address, ''), p.address) AS address,
        coalesce(nullIf(c.description, ''), p.description) AS description,
        coalesce(c.lon, p.lon) AS lon,
        coalesce(c.lat, p.lat) AS lat,
        coalesce(c.coordinate_system, p.coordinate_system) AS coordinate_system
    ),
    nullIf(p.collected_at, toDateTime64(0, 3, 'UTC')) AS detailed_at
FROM (SELECT * FROM companies FINAL) AS c
LEFT JOIN (SELECT * FROM company_pages FINAL) AS p ON p.platform = c.platform AND p.company_key = c.company_key;
