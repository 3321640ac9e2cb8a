-- One row an interview. The authority's last day and its word on the rectification decide; where it named no day, rectifying at all is
-- enough, and not having done so yet is left open. A rectification is judged by its day, not by its substance.
with register as (
    select s.operator, s.source, s.as_of, coalesce(s.given, false) as given, h.source is not null as unread,
           coalesce(s.given and s.complete, false) as complete, least(s.as_of, on_date()) as seen_until
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what = 'order'
),
registers as (
    select operator, bool_or(given) as given, bool_or(unread) as unread, max(as_of) as as_of from register group by operator
),
-- A document has its number; without one it goes by the day it was received. Several of one name are told apart.
named as (
    select o.operator, coalesce(o.number, o.received_on::text) as name, o.authority, o.received_on, o.due_on, o.refused, o.exhibit,
           o.result, r.as_of, r.complete, r.seen_until,
           case when o.rectified_on <= on_date() then o.rectified_on end as rectified_on,
           case when o.answered_on  <= on_date() then o.answered_on end  as answered_on,
           row_number() over (partition by o.operator, coalesce(o.number, o.received_on::text) order by o.received_on, o.exhibit) as place
    from "order" o join register r on r.operator = o.operator and r.source = o.source
    where o.kind = 'interview' and o.received_on <= on_date()
),
judged as (
    select e.subject, n.*,
           case when n.rectified_on < n.received_on                  then 'contradictory'
                when n.result = 'rejected'                           then 'rejected'
                when n.rectified_on > n.due_on                       then 'late'
                when n.rectified_on is not null                      then 'rectified'
                when n.refused                                       then 'refused'
                when n.complete and n.due_on < n.seen_until          then 'not_rectified'
                when n.answered_on is not null                       then 'answered_only'
                else 'open' end as sentence
    from named n join expected e on e.operator = n.operator
),
-- What no row shows: rows that could not be read, nothing of this kind, or no register.
rest as (
    select e.operator, e.subject, r.as_of,
           case when r.unread then 'unreadable' when r.given then 'none' else 'nothing_given' end as sentence
    from expected e left join registers r on r.operator = e.operator
    where r.unread or not exists (select * from judged j where j.operator = e.operator)
)
select operator, subject, name || case when place > 1 then '#' || place else '' end as instance, received_on as at, sentence,
       [exhibit] as exhibits,
       case sentence
            when 'answered_only' then ['order_done']
            when 'contradictory' then ['order_done']
            when 'open'          then ['order_done']
            else [] end as missing,
       'authority.' || authority as authority, received_on, due_on, rectified_on, answered_on, as_of
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['order_register'] end as missing, as_of
from rest
