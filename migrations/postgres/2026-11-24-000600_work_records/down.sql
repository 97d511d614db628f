DROP TABLE work_records;
