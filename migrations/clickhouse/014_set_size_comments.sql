-- What the size bands and the skills of 51job mean since parser version 3. Each statement may run again.
ALTER TABLE jobs
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN skills 'skills that the posting lists; on 51job its tags without degree, experience and welfare';
ALTER TABLE job_details
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound',
    COMMENT COLUMN skills 'skills that the posting lists; on 51job its tags without degree, experience and welfare';
ALTER TABLE companies
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound';
ALTER TABLE company_pages
    COMMENT COLUMN company_size 'people employed; null also where the text spans two of these bands, as 50-150 does',
    COMMENT COLUMN company_size_min 'people employed at least; 0 where the text names only an upper bound';
