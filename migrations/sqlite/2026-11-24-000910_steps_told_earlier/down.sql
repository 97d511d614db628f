-- What was told stands among the particulars of the termination still.
DELETE FROM termination_steps WHERE substr(id, 1, 15) IN (SELECT substr(id, 1, 15) FROM terminations);
