-- One row an operator. The law says "regularly" and names no number; a drill within our own threshold counts as regular, an older one
-- is left to a person. A drill counts if what was tried and what came of it are on record: a date alone is none.
with held as (
    select operator, count(*) as drills, count(*) filter (where recorded) as recorded_drills,
           max(held_on) filter (where recorded) as last_held, max(held_on) as last_listed,
           arg_max(scenario, held_on) filter (where recorded) as scenario,
           coalesce(arg_max(exhibit, held_on) filter (where recorded), arg_max(exhibit, held_on)) as exhibit
    from (select *, scenario is not null and summary is not null as recorded from drill where held_on <= on_date())
    group by operator
),
judged as (
    select e.operator, e.subject, h.drills, h.recorded_drills, h.last_held, h.last_listed, h.scenario, h.exhibit,
           r.exhibits as register_exhibits,
           case when add_months(h.last_held, threshold('drill.months')) >= on_date() then 'held'
                when h.last_held is not null                                         then 'long_ago'
                when h.drills > 0                                                    then 'unrecorded'
                when r.unread                                                        then 'unreadable'
                when r.whole                                                         then 'never'
                else 'nothing_given' end as sentence
    from expected e
    left join held h     on h.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'drill'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'never' then register_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'long_ago'      then ['drill_register']
            when 'unrecorded'    then ['drill_summary']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['drill_register']
            else [] end as missing,
       drills, recorded_drills, last_held, last_listed, scenario, threshold('drill.months') as months
from judged
