-- One row an interview. The authority's last day and its word on the rectification decide; where it named no day, rectifying at all is
-- enough, and not having done so yet is left open. A rectification is judged by its day, not by its substance.
with judged as (
    select e.subject, n.*,
           case when n.rectified_on < n.received_on                  then 'contradictory'
                when n.result = 'rejected'                           then 'rejected'
                when n.rectified_on > n.due_on                       then 'late'
                when n.rectified_on is not null                      then 'rectified'
                when n.refused                                       then 'refused'
                when n.complete and n.due_on < n.seen_until          then 'not_rectified'
                when n.answered_on is not null                       then 'answered_only'
                else 'open' end as sentence
    from orders_of('order', 'interview') n join expected e on e.operator = n.operator
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
select * from no_order('expected', 'order', 'judged')
