-- One row an expected operator: who holds a post of some role today by the freshest register, and where nobody does, what the register shows.
create macro holder_of(scope, some_role) as table
with holder as (
    select a.operator, a.person, a.appointed_on, a.exhibit, s.as_of,
           row_number() over (partition by a.operator order by s.as_of desc, a.appointed_on desc, a.exhibit) as place
    from query_table('appointment') a join source s on s.operator = a.operator and s.source = a.source
    where a.role = some_role and a.appointed_on <= on_date() and coalesce(a.ended_on >= on_date(), true)
)
select e.operator, e.subject, h.person, h.appointed_on, h.exhibit, r.exhibits as register_exhibits, coalesce(h.as_of, r.as_of) as as_of,
       case when fresh(h.as_of)          then 'named'
            when h.person is not null    then 'stale'
            when r.unread                then 'unreadable'
            when r.whole                 then 'none'
            when r.given                 then 'not_shown'
            else 'nothing_given' end as standing
from query_table(scope) e
left join holder h         on h.operator = e.operator and h.place = 1
left join register_whole r on r.operator = e.operator and r.what = 'appointment';
