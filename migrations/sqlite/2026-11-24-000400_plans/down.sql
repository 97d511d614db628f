DROP TABLE plan_progress;
DROP TABLE plans;
