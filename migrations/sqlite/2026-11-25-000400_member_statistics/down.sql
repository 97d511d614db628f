-- PostgreSQL alone keeps statistics of columns together.
SELECT 1;
