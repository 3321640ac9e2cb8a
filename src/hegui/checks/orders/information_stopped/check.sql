-- One row an order to stop or remove information. The order's own last day decides; without one, our own threshold for "at once" is
-- enough, and later is left to a person. Whether the order was lawful and what the information said nobody here asks.
with judged as (
    select e.subject, n.*,
           case when n.rectified_on < n.received_on                                                            then 'contradictory'
                when n.rectified_on > n.due_on                                                                 then 'late'
                when n.rectified_on <= coalesce(n.due_on, add_days(n.received_on, threshold('notices.at_once_days'))) then 'carried_out'
                when n.rectified_on is not null                                                                then 'slow'
                when n.refused                                                                                 then 'refused'
                when n.answered_on is not null                                                                 then 'answered_only'
                when n.complete
                 and coalesce(n.due_on, add_days(n.received_on, threshold('notices.at_once_days'))) < n.seen_until then 'not_carried_out'
                else 'open' end as sentence
    from orders_of('order', 'stop_information') n join expected e on e.operator = n.operator
)
select operator, subject, name || case when place > 1 then '#' || place else '' end as instance, received_on as at, sentence,
       [exhibit] as exhibits,
       case sentence
            when 'answered_only' then ['order_done']
            when 'slow'          then ['order_delay_reason']
            when 'contradictory' then ['order_done']
            when 'open'          then ['order_done']
            else [] end as missing,
       'authority.' || authority as authority, received_on, due_on, rectified_on, answered_on, as_of
from judged
union all by name
select * from no_order('expected', 'order', 'judged')
