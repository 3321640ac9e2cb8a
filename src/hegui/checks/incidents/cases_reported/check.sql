-- One row an incident. The rule speaks of cases; whether an incident is one the register must say, and a report in time settles it either
-- way. A time known only to the day may be any instant of it.
with told as (
    select *, law_number('police_case_report.hours', known_on) as hours,
           case when list_contains(reported_to, 'police') then reported_at end as told_at
    from known_incidents('expected')
),
judged as (
    select *,
           case when told_at is not null and reported_latest <= add_hours(known_at, hours) then 'in_time'
                when not crime                                                             then 'no_case'
                when crime is null                                                         then 'case_open'
                when told_at > add_hours(known_latest, hours)                              then 'late'
                when told_at is not null                                                   then 'time_open'
                when complete and day_of(add_hours(known_latest, hours)) < seen_until      then 'not_reported'
                else 'open' end as sentence
    from told
)
select operator, subject, instance, day_of(add_hours(known_latest, hours)) as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'case_open' then ['incident_case']
            when 'time_open' then ['incident_time']
            when 'open'      then ['report_receipt']
            else [] end as missing,
       known_on, day_of(told_at) as reported_on, hours, as_of
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
