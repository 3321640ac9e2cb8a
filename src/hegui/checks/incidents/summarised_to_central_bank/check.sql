-- One row an incident. The time runs from the end of handling, which the register must say; the article names no level.
with register as (
    select * from register_source where what = 'incident'
),
timed as (
    select t.operator, e.subject, t.incident as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           case when t.closed_on <= on_date() then t.closed_on end as closed_on,
           case when t.summarised_on <= on_date() then t.summarised_on end as summarised_on,
           law_number('pbc_summary.working_days', t.closed_on) as days, add_working_days(t.closed_on, law_number('pbc_summary.working_days', t.closed_on)) as due_on
    from incident t
    join register r on r.operator = t.operator and r.source = t.source
    join expected e on e.operator = t.operator
    where day_of(least(t.found_at, t.learned_at)) <= on_date()
),
judged as (
    select *,
           case when summarised_on < closed_on        then 'contradictory'
                when closed_on is null                then 'not_closed'
                when summarised_on <= due_on          then 'in_time'
                when summarised_on > due_on           then 'late'
                when complete and due_on < seen_until then 'not_sent'
                else 'open' end as sentence
    from timed
),
rest as (
    select * from beside_rows('expected', 'incident') b
    where unread or not exists (select * from judged j where j.operator = b.operator)
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory' then ['incident_summary']
            when 'not_closed' then ['incident_closed']
            when 'open' then ['incident_summary']
            else [] end as missing,
       closed_on, summarised_on, due_on, days::bigint as days, as_of
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['incident_register'] end as missing, as_of
from rest
