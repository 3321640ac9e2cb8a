-- One row a data set. That a day is set is no proof that it is the shortest time needed: this supports.
with declared as (
    select operator, data_set, min(kept_until) as kept_until, list(exhibit order by exhibit) as exhibits
    from inventory group by operator, data_set
),
scan as (
    select p.operator, p.subject as data_set, min(f.first) as oldest, list(distinct f.exhibit order by f.exhibit) as exhibits
    from source_about p
    join data_field f on f.operator = p.operator and f.source = p.source
    where p.kind = 'data_set' and f.first is not null
    group by p.operator, p.subject
),
judged as (
    select e.operator, e.subject, d.kept_until, s.oldest, list_concat(coalesce(s.exhibits, []), coalesce(d.exhibits, [])) as exhibits,
           case when d.kept_until is not null and s.oldest is not null then 'set_and_measured'
                when d.kept_until is not null                          then 'set'
                when s.oldest is not null                              then 'old_rows'
                else 'not_set' end as sentence
    from expected e
    left join declared d on d.operator = e.operator and d.data_set = e.subject
    left join scan s     on s.operator = e.operator and s.data_set = e.subject
)
select operator, subject, null as instance, null as at, sentence, exhibits,
       case when sentence in ('set_and_measured', 'set') then ['retention_reason'] else ['retention_schedule', 'retention_reason'] end as missing,
       kept_until, oldest
from judged
