-- One row an incident. Since the reporting measures of 2025 the clock runs in hours from finding or learning, and only for incidents
-- graded relatively large or above; which hours apply depends on whether critical information infrastructure was concerned and whether
-- the operator is a central organ. Where the register leaves that open, or gives only the day, the shortest limit proves and the longest
-- disproves. Before the measures the law said "as required": there a report within our own threshold is enough, and one that is
-- missing counts only for levels of which the state asks to hear.
-- The limits in hours: the shortest proves, the longest disproves.
with limits as (
    select i.*, o.kind = 'state_organ' as organ, coalesce(i.cii, false) as surely_cii, coalesce(i.cii, o.cii_notified, false) as perhaps_cii,
           law_number('incident_report_cii.hours', i.known_on)     as cii_hours,
           law_number('incident_report_central.hours', i.known_on) as central_hours,
           law_number('incident_report.hours', i.known_on)         as other_hours
    from known_incidents('expected') i join operator o on o.operator = i.operator
),
timed as (
    select *,
           case when perhaps_cii then cii_hours when organ then central_hours else other_hours end as shortest,
           case when surely_cii then cii_hours else other_hours end as longest,
           case when surely_cii then ['protection_department', 'police'] else ['cac'] end as due_to,
           case when surely_cii
                then list_has_any(reported_to, ['protection_department', 'sector']) and list_contains(reported_to, 'police')
                when perhaps_cii or organ then list_has_any(reported_to, ['cac', 'sector', 'protection_department'])
                else list_contains(reported_to, 'cac') end as told_whom_it_must,
           add_hours(known_at, shortest) as proven_until, add_hours(known_latest, longest) as disproven_from,
           add_days(known_on, threshold('incidents.report_days')) as own_due_on
    from limits
),
judged as (
    select *,
           case when reported_latest < known_at                                                   then 'contradictory'
                when other_hours is null and reported_at is not null and len(reported_to) = 0     then 'addressee_open'
                when other_hours is null and reported_on <= own_due_on                            then 'reported'
                when other_hours is null and reported_at is not null                              then 'reported_slowly'
                when other_hours is null and level in ('general', 'ungraded')                     then 'rule_open'
                when other_hours is null and complete and own_due_on < seen_until                 then 'unreported'
                when other_hours is null                                                          then 'open'
                when level = 'general'                                                            then 'below_level'
                when reported_latest <= proven_until and told_whom_it_must                        then 'in_time'
                when level = 'ungraded'                                                           then 'ungraded'
                when reported_at > disproven_from                                                 then 'late'
                when reported_latest <= proven_until                                              then 'addressee_open'
                when reported_at is not null                                                      then 'time_open'
                when complete and day_of(disproven_from) < seen_until                             then 'not_reported'
                else 'open' end as sentence
    from timed
)
select operator, subject, instance, coalesce(day_of(disproven_from), known_on) as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory'   then ['report_receipt']
            when 'addressee_open'  then ['report_receipt']
            when 'reported_slowly' then ['report_receipt']
            when 'rule_open'       then ['incident_level']
            when 'ungraded'        then ['incident_level']
            when 'time_open'       then ['incident_time', 'incident_cii']
            when 'open'            then ['report_receipt']
            else [] end as missing,
       'incident_level.' || level as level, known_on, reported_on, date_sub('day', known_at, reported_at) as days, shortest, longest, as_of,
       date_sub('minute', known_at, reported_at) / date_sub('minute', known_at, add_hours(known_at, 1)) as hours,
       ceil(date_sub('second', disproven_from, reported_at) / date_sub('second', known_at, known_at + to_minutes(1))) as late_minutes,
       threshold('incidents.report_days') as own_days,
       list_transform(reported_to, lambda x : 'authority.' || x) as reported_to, list_transform(due_to, lambda x : 'authority.' || x) as due_to
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
