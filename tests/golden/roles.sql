CREATE ROLE IF NOT EXISTS caratrace_sink;

CREATE SETTINGS PROFILE OR REPLACE caratrace_sink
SETTINGS max_memory_usage = 8000000000 MIN 1 MAX 8000000000,
    async_insert = 0 CONST
TO caratrace_sink;

GRANT
    SELECT ON caratrace.schema_migrations,
    INSERT ON caratrace.sink_offsets,
    SELECT ON caratrace.sink_offsets,
    INSERT ON caratrace.events,
    INSERT ON caratrace.lot_events,
    INSERT ON caratrace.lineage,
    INSERT ON caratrace.certificate_events,
    INSERT ON caratrace.findings_log,
    SELECT ON caratrace.findings_log,
    INSERT ON caratrace.finding_places,
    INSERT ON caratrace.findings,
    SELECT ON caratrace.findings,
    INSERT ON caratrace.quarantine,
    INSERT ON caratrace.detector_runs,
    SELECT ON caratrace.detector_runs,
    INSERT ON caratrace.participants,
    SELECT ON caratrace.participants,
    INSERT ON caratrace.participant_status,
    SELECT ON caratrace.participant_status,
    INSERT ON caratrace.sites,
    SELECT ON caratrace.sites,
    INSERT ON caratrace.licences,
    SELECT ON caratrace.licences,
    INSERT ON caratrace.reference_events,
    SELECT ON caratrace.reference_events,
    INSERT ON caratrace.reference_base,
    SELECT ON caratrace.reference_base,
    INSERT ON caratrace.kp_production,
    SELECT ON caratrace.kp_production,
    INSERT ON caratrace.kp_trade,
    SELECT ON caratrace.kp_trade,
    INSERT ON caratrace.kp_world_totals,
    SELECT ON caratrace.kp_world_totals,
    INSERT ON caratrace.operator_production,
    SELECT ON caratrace.operator_production,
    SELECT ON caratrace.current_participants,
    SELECT ON caratrace.current_participant_status,
    SELECT ON caratrace.current_sites,
    SELECT ON caratrace.current_licences,
    SELECT ON caratrace.current_reference_base,
    SELECT ON caratrace.current_kp_production,
    SELECT ON caratrace.current_kp_trade,
    SELECT ON caratrace.current_kp_world_totals,
    SELECT ON caratrace.current_operator_production
TO caratrace_sink WITH REPLACE OPTION;

CREATE ROLE IF NOT EXISTS caratrace_detector;

CREATE SETTINGS PROFILE OR REPLACE caratrace_detector
SETTINGS max_memory_usage = 8000000000 MIN 1 MAX 8000000000
TO caratrace_detector;

GRANT
    SELECT ON caratrace.schema_migrations,
    SELECT ON caratrace.sink_offsets,
    SELECT ON caratrace.events,
    SELECT ON caratrace.lot_events,
    SELECT ON caratrace.certificate_events,
    SELECT ON caratrace.findings_log,
    SELECT ON caratrace.findings,
    INSERT ON caratrace.detector_runs,
    SELECT ON caratrace.detector_runs,
    INSERT ON caratrace.participants,
    SELECT ON caratrace.participants,
    INSERT ON caratrace.participant_status,
    SELECT ON caratrace.participant_status,
    INSERT ON caratrace.sites,
    SELECT ON caratrace.sites,
    INSERT ON caratrace.licences,
    SELECT ON caratrace.licences,
    SELECT ON caratrace.reference_events,
    INSERT ON caratrace.reference_base,
    SELECT ON caratrace.reference_base,
    INSERT ON caratrace.kp_production,
    SELECT ON caratrace.kp_production,
    INSERT ON caratrace.kp_trade,
    SELECT ON caratrace.kp_trade,
    INSERT ON caratrace.kp_world_totals,
    SELECT ON caratrace.kp_world_totals,
    INSERT ON caratrace.operator_production,
    SELECT ON caratrace.operator_production,
    SELECT ON caratrace.lot_events_known_on,
    SELECT ON caratrace.current_lot_events,
    SELECT ON caratrace.certificate_events_known_on,
    SELECT ON caratrace.current_certificate_events,
    SELECT ON caratrace.current_shipment_lines,
    SELECT ON caratrace.current_participants,
    SELECT ON caratrace.current_participant_status,
    SELECT ON caratrace.current_sites,
    SELECT ON caratrace.current_licences,
    SELECT ON caratrace.current_reference_base,
    SELECT ON caratrace.current_kp_production,
    SELECT ON caratrace.current_kp_trade,
    SELECT ON caratrace.current_kp_world_totals,
    SELECT ON caratrace.current_operator_production
TO caratrace_detector WITH REPLACE OPTION;

CREATE ROLE IF NOT EXISTS caratrace_officer;

CREATE SETTINGS PROFILE OR REPLACE caratrace_officer
SETTINGS readonly = 2,
    max_memory_usage = 8000000000 MIN 1 MAX 8000000000,
    max_execution_time = 300 MIN 1 MAX 300,
    max_concurrent_queries_for_user = 8 MIN 1 MAX 8
TO caratrace_officer;

CREATE QUOTA OR REPLACE caratrace_officer
KEYED BY user_name
FOR INTERVAL 1 hour MAX queries = 10000, execution_time = 7200
TO caratrace_officer;

GRANT
    SELECT ON caratrace.schema_migrations,
    SELECT ON caratrace.sink_offsets,
    SELECT ON caratrace.events,
    SELECT ON caratrace.lot_events,
    SELECT ON caratrace.lineage,
    SELECT ON caratrace.certificate_events,
    SELECT ON caratrace.findings_log,
    SELECT ON caratrace.finding_places,
    SELECT ON caratrace.findings,
    SELECT ON caratrace.quarantine,
    SELECT ON caratrace.detector_runs,
    SELECT ON caratrace.participants,
    SELECT ON caratrace.participant_status,
    SELECT ON caratrace.sites,
    SELECT ON caratrace.licences,
    SELECT ON caratrace.reference_events,
    SELECT ON caratrace.reference_base,
    SELECT ON caratrace.kp_production,
    SELECT ON caratrace.kp_trade,
    SELECT ON caratrace.kp_world_totals,
    SELECT ON caratrace.operator_production,
    SELECT ON caratrace.events_known_on,
    SELECT ON caratrace.current_events,
    SELECT ON caratrace.lot_events_known_on,
    SELECT ON caratrace.current_lot_events,
    SELECT ON caratrace.current_lineage,
    SELECT ON caratrace.certificate_events_known_on,
    SELECT ON caratrace.current_certificate_events,
    SELECT ON caratrace.current_shipment_lines,
    SELECT ON caratrace.lot_steps,
    SELECT ON caratrace.lot_states,
    SELECT ON caratrace.lots,
    SELECT ON caratrace.certificates,
    SELECT ON caratrace.current_participants,
    SELECT ON caratrace.current_participant_status,
    SELECT ON caratrace.current_sites,
    SELECT ON caratrace.current_licences,
    SELECT ON caratrace.current_reference_base,
    SELECT ON caratrace.current_kp_production,
    SELECT ON caratrace.current_kp_trade,
    SELECT ON caratrace.current_kp_world_totals,
    SELECT ON caratrace.current_operator_production
TO caratrace_officer WITH REPLACE OPTION;

CREATE ROLE IF NOT EXISTS caratrace_observer;

CREATE SETTINGS PROFILE OR REPLACE caratrace_observer
SETTINGS readonly = 2,
    max_memory_usage = 2000000000 MIN 1 MAX 2000000000,
    max_execution_time = 30 MIN 1 MAX 30,
    max_result_rows = 100000 MIN 1 MAX 100000,
    max_concurrent_queries_for_user = 4 MIN 1 MAX 4
TO caratrace_observer;

CREATE QUOTA OR REPLACE caratrace_observer
KEYED BY user_name
FOR INTERVAL 1 hour MAX queries = 1000, execution_time = 600
TO caratrace_observer;

GRANT
    SELECT ON caratrace.schema_migrations,
    SELECT ON caratrace.sink_offsets,
    SELECT(event_id, recorded_at, is_declaration, occurred_at, country, body_kind, position, known_at) ON caratrace.events,
    SELECT(finding_id, revision, status, rule, rule_version, severity, blocking, title, law, dated_at, provisional_until, known_at) ON caratrace.findings_log,
    SELECT ON caratrace.finding_places,
    SELECT(finding_id, revision, status, rule, rule_version, severity, blocking, title, law, dated_at, provisional_until, known_at) ON caratrace.findings,
    SELECT(quarantine_id, reason, size, received_at) ON caratrace.quarantine,
    SELECT ON caratrace.detector_runs,
    SELECT ON caratrace.participants,
    SELECT ON caratrace.participant_status,
    SELECT ON caratrace.kp_production,
    SELECT ON caratrace.kp_trade,
    SELECT ON caratrace.kp_world_totals,
    SELECT ON caratrace.operator_production,
    SELECT ON caratrace.current_participants,
    SELECT ON caratrace.current_participant_status,
    SELECT ON caratrace.current_kp_production,
    SELECT ON caratrace.current_kp_trade,
    SELECT ON caratrace.current_kp_world_totals,
    SELECT ON caratrace.current_operator_production
TO caratrace_observer WITH REPLACE OPTION;

