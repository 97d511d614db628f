//! What must be whole or not at all in the rooms of the stories: each question with what would be its
//! answer, and what is done to a sound database to see the question answered.

/// What contradicts what is promised, how it is found, and what brings it about.
pub const ROOMS: &[[&str; 3]] = &[
    [
        "a household without its card",
        "SELECT id FROM households h WHERE NOT EXISTS
             (SELECT 1 FROM household_cards k WHERE k.household_id = h.id AND k.unit_id = h.unit_id)",
        "DELETE FROM household_cards",
    ],
    [
        "an accepted offer of a case that another has",
        "SELECT id FROM case_offers o WHERE status = 'accepted'
             AND NOT EXISTS (SELECT 1 FROM case_offers x WHERE x.case_id = o.case_id
                 AND x.status = 'accepted' AND x.decided_at > o.decided_at)
             AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = o.case_id
                 AND c.responsible_id = o.to_worker_id AND c.unit_id = o.to_unit_id)",
        "UPDATE cases SET responsible_id = (SELECT id FROM workers WHERE username = 'rosnah')",
    ],
    [
        "a case that changed hands oftener or more seldom than was accepted",
        "SELECT case_id AS id FROM case_offers o WHERE status = 'accepted' GROUP BY case_id
             HAVING count(*) <> (SELECT count(*) FROM events e WHERE e.case_id = o.case_id
                 AND e.type IN ('case.reassigned', 'case.transferred'))",
        "DELETE FROM events WHERE type = 'case.transferred'",
    ],
    [
        "a case on hold that goes on, or the other way round",
        "SELECT id FROM cases c WHERE (status = 'on_hold') <>
             ((SELECT count(*) FROM events e WHERE e.case_id = c.id AND e.type = 'case.held')
             > (SELECT count(*) FROM events e WHERE e.case_id = c.id AND e.type = 'case.resumed'))",
        "UPDATE cases SET status = 'on_hold' WHERE status = 'open'",
    ],
    [
        "a case whose restricted list left nobody's name",
        "SELECT id FROM cases c WHERE confidentiality = 'restricted' AND
             (SELECT count(*) FROM case_members m WHERE m.case_id = c.id) < 2",
        "UPDATE cases SET confidentiality = 'restricted'",
    ],
    [
        "a file that is taken over and still on its way",
        "SELECT id FROM attachments a WHERE EXISTS
             (SELECT 1 FROM attachment_uploads u WHERE u.object = a.object)",
        "INSERT INTO attachment_uploads (object, attachment_id, started_at)
             SELECT object, id, stored_at FROM attachments WHERE object IS NOT NULL",
    ],
    [
        "a consent on an intake that its case did not take over, or that is nowhere",
        "SELECT e.record_id AS id FROM events e WHERE e.type = 'intake.consent_recorded'
             AND NOT EXISTS (SELECT 1 FROM engagements g JOIN cases c ON c.id = g.case_id
                 WHERE g.id = e.record_id AND g.intake_id = c.intake_id)
             AND NOT EXISTS (SELECT 1 FROM intake_engagements g JOIN intakes i ON i.id = g.intake_id
                 WHERE g.id = e.record_id AND i.case_id IS NULL)",
        "DELETE FROM engagements WHERE intake_id IS NOT NULL",
    ],
    [
        "a contract that not all have signed, or whose agreement nobody was told",
        "SELECT id FROM engagements g WHERE kind = 'contract' AND
             (state = 'draft') <> ((SELECT count(*) FROM events e
                 WHERE e.record_id = g.id AND e.type = 'case.contract_signed') < 3)
             OR kind = 'contract' AND state <> 'draft' AND NOT EXISTS (SELECT 1 FROM events e
                 WHERE e.record_id = g.id AND e.type = 'case.contract_agreed')",
        "DELETE FROM events WHERE type = 'case.contract_agreed'",
    ],
    [
        "a part that nobody added",
        "SELECT id FROM elements x WHERE NOT EXISTS
             (SELECT 1 FROM events e WHERE e.record_id = x.id AND e.type = 'element.added')",
        "DELETE FROM events WHERE type = 'element.added'",
    ],
    [
        "a finalised assessment without its parts",
        "SELECT id FROM assessments a WHERE status = 'finalised' AND
             (SELECT count(*) FROM elements x WHERE x.document_id = a.id) <
             (SELECT count(*) FROM events e WHERE e.case_id = a.case_id AND e.type = 'element.added'
                 AND e.record_kind IN ('need', 'issue', 'risk', 'resource', 'wanted_goal'))",
        "DELETE FROM elements WHERE kind = 'need'",
    ],
    [
        "a case whose risk is another than its assessment says",
        "SELECT id FROM cases c WHERE (risk <> 'none_recorded') <> EXISTS
             (SELECT 1 FROM assessments a WHERE a.case_id = c.id AND a.status = 'finalised')",
        "UPDATE cases SET risk = 'none_recorded'",
    ],
    [
        "a case beyond assessment without consent, contract or assessment",
        "SELECT id FROM cases c WHERE stage IN ('intervention', 'monitoring') AND NOT
             (EXISTS (SELECT 1 FROM assessments a WHERE a.case_id = c.id AND a.status = 'finalised')
             AND EXISTS (SELECT 1 FROM engagements g WHERE g.case_id = c.id AND g.kind = 'consent'
                 AND g.word = 'service' AND g.state = 'given')
             AND EXISTS (SELECT 1 FROM engagements g WHERE g.case_id = c.id
                 AND g.kind = 'contract' AND g.state = 'agreed'))",
        "UPDATE cases SET stage = 'intervention' WHERE stage = 'assessment'",
    ],
    [
        "a monitored case without plan, intervention or baseline",
        "SELECT id FROM cases c WHERE stage = 'monitoring' AND NOT
             (EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.status = 'active')
             AND EXISTS (SELECT 1 FROM work_records w WHERE w.case_id = c.id
                 AND w.kind = 'intervention' AND w.state <> 'planned')
             AND EXISTS (SELECT 1 FROM observations o WHERE o.case_id = c.id AND o.phase = 'baseline')
             AND EXISTS (SELECT 1 FROM monitoring_plans m WHERE m.case_id = c.id))",
        "UPDATE cases SET stage = 'monitoring' WHERE stage = 'assessment'",
    ],
    [
        "a version of a plan replaced by none, or by one that is not in force",
        "SELECT id FROM plans p WHERE (status = 'superseded') <> EXISTS
             (SELECT 1 FROM plans n WHERE n.previous_id = p.id AND n.status IN ('active', 'closed'))",
        "UPDATE plans SET status = 'approved' WHERE number = 2",
    ],
    [
        "a plan that was activated before its worker was qualified",
        "SELECT p.id FROM plans p JOIN cases c ON c.id = p.case_id
             JOIN elements x ON x.document_id = p.id
             WHERE p.status IN ('active', 'superseded', 'closed')
             AND CAST(x.details AS text) LIKE '%family_therapy%' AND NOT EXISTS
             (SELECT 1 FROM worker_qualifications q WHERE q.worker_id = c.responsible_id
                 AND q.kind = 'family_therapy' AND q.created_at <= p.modified_at)",
        "DELETE FROM worker_qualifications",
    ],
    [
        "a next version without the parts of the one before",
        "SELECT n.id FROM plans n JOIN elements e ON e.document_id = n.previous_id WHERE NOT EXISTS
             (SELECT 1 FROM elements x WHERE x.document_id = n.id AND x.id = e.id)",
        "DELETE FROM elements WHERE kind = 'goal'
             AND document_id IN (SELECT id FROM plans WHERE number = 2)",
    ],
    [
        "a closed case with a plan or contract in force, or in a crisis",
        "SELECT id FROM cases c WHERE status = 'closed' AND
             (EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.status = 'active')
             OR EXISTS (SELECT 1 FROM engagements g WHERE g.case_id = c.id
                 AND g.kind = 'contract' AND g.state IN ('draft', 'agreed'))
             OR EXISTS (SELECT 1 FROM work_records w WHERE w.case_id = c.id
                 AND w.kind = 'crisis' AND w.state <> 'resolved'))",
        "UPDATE plans SET status = 'active' WHERE status = 'closed'",
    ],
    [
        "a session of an intervention that has not begun",
        "SELECT w.id FROM work_records w JOIN work_records i ON i.id = w.intervention_id
             WHERE w.kind = 'work_session' AND i.state = 'planned'",
        "UPDATE work_records SET state = 'planned' WHERE kind = 'intervention'",
    ],
    [
        "a crisis that is over and goes on, or the other way round",
        "SELECT id FROM work_records w WHERE kind = 'crisis' AND (state = 'resolved') <> EXISTS
             (SELECT 1 FROM events e WHERE e.case_id = w.case_id AND e.type = 'case.crisis_over')",
        "DELETE FROM events WHERE type = 'case.crisis_over'",
    ],
    [
        "an alarm that nobody has acknowledged and no case shows, or the other way round",
        "SELECT id FROM cases c WHERE (alarmed_at IS NOT NULL) <> EXISTS
             (SELECT 1 FROM events e WHERE e.case_id = c.id
                 AND e.type IN ('case.risk_alarmed', 'case.crisis_alarmed')
                 AND NOT EXISTS (SELECT 1 FROM events later WHERE later.case_id = c.id
                     AND later.seq > e.seq
                     AND later.type IN ('case.alarm_acknowledged', 'case.closed')))",
        "DELETE FROM events WHERE type IN ('case.alarm_acknowledged', 'case.closed')",
    ],
    [
        "an observation whose place none of the same indicator has taken",
        "SELECT id FROM observations o WHERE superseded_by IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM observations x WHERE x.id = o.superseded_by AND x.id <> o.id
                 AND x.case_id = o.case_id AND x.indicator_id = o.indicator_id)",
        "UPDATE observations SET superseded_by = id",
    ],
    [
        "an end for goals achieved that nothing prepared",
        "SELECT id FROM cases c WHERE termination_reason = 'goals_achieved' AND NOT
             (EXISTS (SELECT 1 FROM evaluations v WHERE v.case_id = c.id
                 AND v.conclusion = 'prepare_termination')
             AND 4 = (SELECT count(DISTINCT s.kind) FROM termination_steps s
                 WHERE s.case_id = c.id AND s.kind IN ('party_report', 'functioning_interview',
                     'final_report', 'closing_discussion')))",
        "DELETE FROM termination_steps WHERE kind = 'final_report'",
    ],
    [
        "something edited whose former text is not kept",
        "SELECT record_id AS id FROM events e
             WHERE type IN ('assessment.edited', 'progress_report.edited') AND NOT EXISTS
             (SELECT 1 FROM record_versions v WHERE v.record_id = e.record_id
                 AND v.version = e.record_version - 1)",
        "DELETE FROM record_versions",
    ],
    [
        "an edited part of a document whose former text is not kept",
        "SELECT record_id AS id FROM events e WHERE type = 'element.edited' AND NOT EXISTS
             (SELECT 1 FROM element_versions v WHERE v.element_id = e.record_id
                 AND v.version = e.record_version - 1)",
        "DELETE FROM element_versions",
    ],
];
