-- One row an incident. Since the reporting measures of 2025 the clock runs in hours from finding or learning, and only for incidents
-- graded relatively large or above; which hours apply depends on whether critical information infrastructure was concerned and whether
-- the operator is a central organ. Where the register leaves that open, or gives only the day, the shortest limit proves and the longest
-- disproves. Before the measures the law said "as required": there a report within our own threshold is enough, and one that is
-- missing counts only for levels of which the state asks to hear.
with register as (
    select * from register_source where what = 'incident'
),
-- A time known only to the day may be any instant of it: each time has an earliest and a latest instant.
clocked as (
    select i.operator, i.incident, coalesce(i.level, 'ungraded') as level, i.cii, i.exhibit, r.as_of, r.complete, r.seen_until,
           coalesce(i.reported_to, []) as reported_to, least(i.found_at, i.learned_at) as known_at,
           case when day_of(i.reported_at) <= on_date() then i.reported_at end as reported_at,
           least(case when list_contains(i.day_only, 'found_at')
                      then (day_of(i.found_at) + 1)::timestamp at time zone 'Asia/Shanghai' else i.found_at end,
                 case when list_contains(i.day_only, 'learned_at')
                      then (day_of(i.learned_at) + 1)::timestamp at time zone 'Asia/Shanghai' else i.learned_at end) as known_latest,
           case when list_contains(i.day_only, 'reported_at')
                then (day_of(i.reported_at) + 1)::timestamp at time zone 'Asia/Shanghai' else i.reported_at end as reported_latest
    from incident i join register r on r.operator = i.operator and r.source = i.source
    where day_of(least(i.found_at, i.learned_at)) <= on_date()
),
limits as (
    select c.*, e.subject, day_of(c.known_at) as known_on, day_of(c.reported_at) as reported_on,
           o.kind = 'state_organ' as organ, coalesce(c.cii, false) as surely_cii,
           coalesce(c.cii, o.cii_notified, false) as perhaps_cii,
           law_number('incident_report_cii.hours', day_of(c.known_at))     as cii_hours,
           law_number('incident_report_central.hours', day_of(c.known_at)) as central_hours,
           law_number('incident_report.hours', day_of(c.known_at))         as other_hours
    from clocked c
    join expected e on e.operator = c.operator
    join operator o on o.operator = c.operator
),
timed as (
    select *,
           case when perhaps_cii then cii_hours when organ then central_hours else other_hours end as shortest,
           case when surely_cii then cii_hours else other_hours end as longest,
           case when surely_cii then ['protection_department', 'police'] else ['cac'] end as due_to,
           case when surely_cii
                then list_has_any(reported_to, ['protection_department', 'sector']) and list_contains(reported_to, 'police')
                when perhaps_cii or organ then list_has_any(reported_to, ['cac', 'sector', 'protection_department'])
                else list_contains(reported_to, 'cac') end as told_whom_it_must
    from limits
),
judged as (
    select *,
           date_sub('minute', known_at, reported_at) / date_sub('minute', known_at, add_hours(known_at, 1)) as hours,
           ceil(date_sub('second', add_hours(known_latest, longest), reported_at)
                / date_sub('second', known_at, known_at + to_minutes(1))) as late_minutes,
           date_sub('day', known_at, reported_at) as days,
           coalesce(day_of(add_hours(known_latest, longest)), known_on) as due_on,
           case when reported_latest < known_at                                                   then 'contradictory'
                when other_hours is null and reported_at is not null and len(reported_to) = 0     then 'addressee_open'
                when other_hours is null and reported_on <= add_days(known_on, threshold('incidents.report_days')) then 'reported'
                when other_hours is null and reported_at is not null                              then 'reported_slowly'
                when other_hours is null and level in ('general', 'ungraded')                     then 'rule_open'
                when other_hours is null and complete
                 and add_days(known_on, threshold('incidents.report_days')) < seen_until          then 'unreported'
                when other_hours is null                                                          then 'open'
                when level = 'general'                                                            then 'below_level'
                when reported_latest <= add_hours(known_at, shortest) and told_whom_it_must       then 'in_time'
                when level = 'ungraded'                                                           then 'ungraded'
                when reported_at > add_hours(known_latest, longest)                               then 'late'
                when reported_latest <= add_hours(known_at, shortest)                             then 'addressee_open'
                when reported_at is not null                                                      then 'time_open'
                when complete and day_of(add_hours(known_latest, longest)) < seen_until           then 'not_reported'
                else 'open' end as sentence
    from timed
),
rest as (
    select * from beside_rows('expected', 'incident') b
    where unread or not exists (select * from judged j where j.operator = b.operator)
)
select operator, subject, incident as instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory'   then ['report_receipt']
            when 'addressee_open'  then ['report_receipt']
            when 'reported_slowly' then ['report_receipt']
            when 'rule_open'       then ['incident_level']
            when 'ungraded'        then ['incident_level']
            when 'time_open'       then ['incident_time', 'incident_cii']
            when 'open'            then ['report_receipt']
            else [] end as missing,
       'incident_level.' || level as level, known_on, reported_on, hours, late_minutes, days, shortest, longest, as_of,
       threshold('incidents.report_days') as own_days,
       list_transform(reported_to, lambda x : 'authority.' || x) as reported_to, list_transform(due_to, lambda x : 'authority.' || x) as due_to
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['incident_register'] end as missing, as_of
from rest
