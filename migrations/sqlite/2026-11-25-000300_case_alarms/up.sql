-- Since when the alarm of a case stands that no superior has acknowledged. What raised it is among the
-- details.
ALTER TABLE cases ADD COLUMN alarmed_at INTEGER;
-- Nobody could acknowledge what alarmed before. Where its cause lasts, it stands since it came.
UPDATE cases SET alarmed_at = alarms.at, details = json_set(details, '$.alarm_causes', json(alarms.causes))
FROM (SELECT c.id, min(e.at) AS at, json_group_array(DISTINCT CASE e.type
        WHEN 'case.risk_alarmed' THEN 'risk_rose' ELSE 'crisis_reported' END) AS causes
    FROM cases c JOIN events e ON e.case_id = c.id
    WHERE c.status <> 'closed'
        AND (e.type = 'case.risk_alarmed' AND c.risk IN ('high', 'critical')
            OR e.type = 'case.crisis_alarmed' AND c.open_crises > 0)
        AND NOT EXISTS (SELECT 1 FROM events later WHERE later.case_id = c.id
            AND later.seq > e.seq
            AND later.type IN ('case.alarm_acknowledged', 'case.closed'))
    GROUP BY c.id) alarms
WHERE cases.id = alarms.id;

-- The few that wait, over whatever part of the tree.
CREATE INDEX cases_alarmed_unit_idx ON cases (unit_id, opened_at, id) WHERE alarmed_at IS NOT NULL;
CREATE INDEX cases_alarmed_0_idx ON cases (unit_0, opened_at, id) WHERE alarmed_at IS NOT NULL;
CREATE INDEX cases_alarmed_1_idx ON cases (unit_1, opened_at, id) WHERE alarmed_at IS NOT NULL;
CREATE INDEX cases_alarmed_2_idx ON cases (unit_2, opened_at, id) WHERE alarmed_at IS NOT NULL;
CREATE INDEX cases_alarmed_3_idx ON cases (unit_3, opened_at, id) WHERE alarmed_at IS NOT NULL;
