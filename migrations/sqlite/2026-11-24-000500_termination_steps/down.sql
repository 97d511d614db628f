DROP TABLE termination_steps;
