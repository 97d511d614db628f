-- A worker is named on cases of one unit, nearly always. Unless it is told, the planner multiplies
-- the shares, expects a hundredth of the rows, and sorts all of them instead of walking the index.
CREATE STATISTICS case_members_of_worker (dependencies) ON worker_id, unit_id, confidentiality FROM case_members;
ANALYZE case_members;
