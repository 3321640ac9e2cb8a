-- One row an operator that handles important data. Nobody in a register of all appointments is a failure; somebody is only one half of the
-- duty, for the body that the article asks for stands in no register. So this check fails and never passes.
with register as (
    select * from register_whole where what = 'appointment'
),
officer as (
    select a.operator, a.person, a.appointed_on, a.exhibit, s.as_of >= add_days(on_date(), -freshness()) as fresh, s.as_of,
           row_number() over (partition by a.operator order by s.as_of desc, a.appointed_on desc, a.exhibit) as place
    from appointment a join source s on s.operator = a.operator and s.source = a.source
    where a.role = 'data_security_officer' and a.appointed_on <= on_date() and coalesce(a.ended_on >= on_date(), true)
),
judged as (
    select e.operator, e.subject, o.person, o.appointed_on, o.exhibit, r.exhibits as register_exhibits, coalesce(o.as_of, r.as_of) as as_of,
           case when o.fresh              then 'named'
                when o.person is not null then 'stale'
                when r.unread             then 'unreadable'
                when r.whole              then 'none'
                when r.given              then 'not_shown'
                else 'nothing_given' end as sentence
    from expected e
    left join officer o  on o.operator = e.operator and o.place = 1
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then register_exhibits when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'named'         then ['security_body_paper']
            when 'stale'         then ['register_fresh']
            when 'not_shown'     then ['appointment_record', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['appointment_record', 'security_body_paper']
            else [] end as missing,
       person, appointed_on, as_of
from judged
