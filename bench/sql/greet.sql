-- Connects and leaves: what that costs is taken off the other measurements.
SELECT 1;
