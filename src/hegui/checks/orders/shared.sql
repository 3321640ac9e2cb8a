-- Orders and other documents of authorities of one kind. A document has its number; without one it goes by the day it was received. Several
-- of one name are told apart.
create macro orders_of(orders, some_kind) as table
select o.operator, coalesce(o.number, o.received_on::text) as name, o.authority, o.received_on, o.due_on, o.refused, o.exhibit, o.result,
       r.as_of, r.complete, r.seen_until,
       case when o.rectified_on <= on_date() then o.rectified_on end as rectified_on,
       case when o.answered_on  <= on_date() then o.answered_on end  as answered_on,
       row_number() over (partition by o.operator, coalesce(o.number, o.received_on::text) order by o.received_on, o.exhibit) as place
from query_table(orders) o join register_source r on r.what = orders and r.operator = o.operator and r.source = o.source
where o.kind = some_kind and o.received_on <= on_date();

-- The answers where no order of the kind gives one: rows that could not be read, nothing of this kind, or no register.
create macro no_order(scope, orders, answered) as table
select operator, subject, null as instance, null as at, case sentence when 'empty' then 'none' else sentence end as sentence, [] as exhibits,
       case when unread then ['register_readable'] else ['order_register'] end as missing, as_of
from beside_rows(scope, orders) b
where unread or not exists (select * from query_table(answered) j where j.operator = b.operator);
