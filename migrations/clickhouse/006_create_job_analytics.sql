-- One row per posting with its span, for analysis (A8, A11). Where no sighting is left or was ever written
-- (rows loaded from elsewhere), the row's own time stands in; nullIf serves either value of join_use_nulls.
CREATE VIEW IF NOT EXISTS job_analytics AS
SELECT
    j.platform AS platform,
    j.job_key AS job_key,
    j.company_key AS company_key,
    j.title AS title,
    j.salary_text AS salary_text,
    j.salary_min AS salary_min,
    j.salary_max AS salary_max,
    j.salary_period AS salary_period,
    j.salary_months AS salary_months,
    j.monthly_min AS monthly_min,
    j.monthly_max AS monthly_max,
    j.city AS city,
    j.district AS district,
    j.business_area AS business_area,
    j.experience AS experience,
    j.experience_min_years AS experience_min_years,
    j.experience_max_years AS experience_max_years,
    j.degree AS degree,
    j.company_name AS company_name,
    j.company_size AS company_size,
    j.company_size_min AS company_size_min,
    j.company_size_max AS company_size_max,
    j.company_type AS company_type,
    j.company_stage AS company_stage,
    j.industry AS industry,
    j.skills AS skills,
    j.welfare AS welfare,
    j.tags AS tags,
    j.job_type AS job_type,
    j.lon AS lon,
    j.lat AS lat,
    j.coordinate_system AS coordinate_system,
    j.url AS url,
    j.is_proxy AS is_proxy,
    j.published_at AS published_at,
    j.updated_at AS updated_at,
    j.keyword AS keyword,
    j.search_city AS search_city,
    j.collected_at AS collected_at,
    coalesce(nullIf(s.first_seen, toDateTime64(0, 3, 'UTC')), j.collected_at) AS first_seen,
    coalesce(nullIf(s.last_seen, toDateTime64(0, 3, 'UTC')), j.collected_at) AS last_seen
FROM jobs AS j FINAL
LEFT JOIN
(
    SELECT
        platform,
        job_key,
        CAST(min(job_spans.first_seen) AS DateTime64(3, 'UTC')) AS first_seen,
        CAST(max(job_spans.last_seen) AS DateTime64(3, 'UTC')) AS last_seen
    FROM job_spans
    GROUP BY platform, job_key
) AS s ON s.platform = j.platform AND s.job_key = j.job_key;
