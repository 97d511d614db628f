DROP INDEX elements_case_idx;
DROP TABLE plan_progress;
DROP TABLE plans;
