-- The live rate is kept in memory: a row written with every page costs more than a minute of it after a restart is worth.
DROP TABLE page_rate;
