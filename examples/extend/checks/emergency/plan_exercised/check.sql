-- A drill shows that a plan lives; it does not show that there is one. So this check supports and does not decide.
with drilled as (
    select operator, count(*) as drills, max(held_on) as latest, list(exhibit) as exhibits
    from drill where held_on <= on_date() group by operator
),
given as (
    select distinct operator from source where kind = 'register' and what = 'drill' and given
)
select e.operator, e.subject, null as instance, null as at,
       case when d.drills > 0              then 'exercised'
            when g.operator is not null    then 'none_recorded'
            else 'nothing_given' end as sentence,
       coalesce(d.exhibits, []) as exhibits,
       [] as missing,
       d.drills, d.latest
from expected e
left join drilled d on d.operator = e.operator
left join given g on g.operator = e.operator
