-- One row an incident. The rule speaks of cases; whether an incident is one the register must say, and a report in time settles it either
-- way. A time known only to the day may be any instant of it.
with register as (
    select * from register_source where what = 'incident'
),
timed as (
    select t.operator, e.subject, t.incident as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           t.crime, least(t.found_at, t.learned_at) as known_at, day_of(least(t.found_at, t.learned_at)) as known_on,
           case when list_contains(t.reported_to, 'police') and day_of(t.reported_at) <= on_date() then t.reported_at end as reported_at,
           case when list_contains(t.day_only, 'reported_at') then t.reported_at + to_days(1) else t.reported_at end as reported_latest,
           least(case when list_contains(t.day_only, 'found_at') then t.found_at + to_days(1) else t.found_at end,
                 case when list_contains(t.day_only, 'learned_at') then t.learned_at + to_days(1) else t.learned_at end) as known_latest,
           law_number('police_case_report.hours', day_of(least(t.found_at, t.learned_at))) as hours
    from incident t
    join register r on r.operator = t.operator and r.source = t.source
    join expected e on e.operator = t.operator
    where day_of(least(t.found_at, t.learned_at)) <= on_date()
),
judged as (
    select *,
           case when reported_at is not null and reported_latest <= add_hours(known_at, hours) then 'in_time'
                when not crime                                                                 then 'no_case'
                when crime is null                                                             then 'case_open'
                when reported_at > add_hours(known_latest, hours)                              then 'late'
                when reported_at is not null                                                   then 'time_open'
                when complete and day_of(add_hours(known_latest, hours)) < seen_until          then 'not_reported'
                else 'open' end as sentence
    from timed
),
rest as (
    select * from beside_rows('expected', 'incident') b
    where unread or not exists (select * from judged j where j.operator = b.operator)
)
select operator, subject, instance, day_of(add_hours(known_latest, hours)) as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'case_open' then ['incident_case']
            when 'time_open' then ['incident_time']
            when 'open' then ['report_receipt']
            else [] end as missing,
       known_on, day_of(reported_at) as reported_on, hours, as_of
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['incident_register'] end as missing, as_of
from rest
