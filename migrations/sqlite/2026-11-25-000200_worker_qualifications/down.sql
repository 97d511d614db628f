DROP TABLE worker_qualifications;
