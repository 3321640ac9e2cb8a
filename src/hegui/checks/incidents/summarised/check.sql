-- One row an incident. The time runs from the end of handling, which the register must say; only incidents graded relatively large or
-- above have one.
with timed as (
    select *, law_number('incident_summary.days', closed_on) as days, add_days(closed_on, law_number('incident_summary.days', closed_on)) as due_on
    from known_incidents('expected')
),
judged as (
    select *, summary_standing(closed_on, summarised_on, due_on, complete, seen_until) as standing,
           case when level = 'general'                                             then 'below_level'
                when level = 'ungraded' and standing in ('late', 'not_sent', 'open') then 'ungraded'
                else standing end as sentence
    from timed
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory' then ['incident_summary']
            when 'not_closed'    then ['incident_closed']
            when 'ungraded'      then ['incident_level']
            when 'open'          then ['incident_summary']
            else [] end as missing,
       closed_on, summarised_on, due_on, days::bigint as days, as_of
from judged
union all by name
select * from rest_of('expected', 'incident', 'judged', 'judged', ['incident_register'])
