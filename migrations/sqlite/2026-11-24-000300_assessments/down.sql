DROP TABLE elements;
DROP TABLE assessments;
