-- What was told stands among the particulars of the termination still.
DELETE FROM termination_steps WHERE left(id::text, 34) IN (SELECT left(id::text, 34) FROM terminations);
