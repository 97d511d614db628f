DROP TABLE element_versions;
