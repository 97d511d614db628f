DROP TABLE evaluations;
DROP TABLE progress_reports;
DROP TABLE monitoring_plans;
DROP TABLE observations;
