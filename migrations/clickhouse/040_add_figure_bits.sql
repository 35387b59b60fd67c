-- What every figure card counts, in one byte of each posting, so that a card reads one column and groups by a single byte,
-- and a trend needs no second pass for its card. The bits stand in shared/domain/figure-bits.ts.
ALTER TABLE job_facts
    ADD COLUMN IF NOT EXISTS figure_bits UInt8
        DEFAULT is_duplicate + 2 * has_unread + 4 * is_negotiable + 8 * (state = 'closed')
            + 16 * indexOf(['boss', 'qcwy', 'zhilian'], platform)
        COMMENT 'bits: 1 is_duplicate, 2 has_unread, 4 is_negotiable, 8 closed; from 16 on the place of its platform: 1 boss, 2 qcwy, 3 zhilian';

ALTER TABLE job_facts MATERIALIZE COLUMN figure_bits;
