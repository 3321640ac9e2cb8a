-- One row an operator. A copy in another place is what survives a disaster. Which systems are important no register says: this supports.
with away as (
    select b.operator, count(distinct b.subject) as systems,
           count(distinct b.subject) filter (
               where b.restored_on <= on_date() and add_months(b.restored_on, threshold('backup.restore_months')) >= on_date()) as tested,
           list(b.exhibit order by b.exhibit) as exhibits, bool_and(fresh(s.as_of)) as fresh
    from backup b join source s on s.operator = b.operator and s.source = b.source
    where b.place in ('same_city', 'other_city', 'cloud') and day_of(b.last_success_at) <= on_date()
    group by b.operator
),
judged as (
    select e.operator, e.subject, a.systems, a.tested, a.exhibits, r.exhibits as register_exhibits, r.as_of,
           case when a.fresh                  then 'named'
                when a.systems > 0            then 'stale'
                when r.unread                 then 'unreadable'
                when r.whole                  then 'none'
                else 'nothing_given' end as sentence
    from expected e
    left join away a     on a.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'backup'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then register_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'stale'      then ['register_fresh']
            else ['important_systems', 'restore_test'] end as missing,
       systems, tested, as_of, threshold('backup.restore_months') as months
from judged
