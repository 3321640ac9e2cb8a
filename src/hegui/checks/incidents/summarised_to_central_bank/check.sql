-- One row an incident. The time runs from the end of handling, which the register must say; the article names no level.
with timed as (
    select *, law_number('pbc_summary.working_days', closed_on) as days,
           add_working_days(closed_on, law_number('pbc_summary.working_days', closed_on)) as due_on
    from known_incidents('expected')
),
judged as (
    select *, summary_standing(closed_on, summarised_on, due_on, complete, seen_until) as sentence from timed
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory' then ['incident_summary']
            when 'not_closed'    then ['incident_closed']
            when 'open'          then ['incident_summary']
            else [] end as missing,
       closed_on, summarised_on, due_on, days::bigint as days, as_of
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
