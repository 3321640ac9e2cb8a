-- One row an operator. A valid route on record is the act; without one, the numbers of the provisions say whether any was asked. Whether the
-- recipient keeps the standard stands in no register.
with register as (
    select * from register_whole where what = 'transfer'
),
standing as (
    select *, valid and list_contains(['assessment', 'standard_contract', 'certification'], route) as covered from sent_abroad('transfer')
),
summed as (
    select operator, count(*) as transfers, sum(plain) as plain, sum(sensitive) as sensitive, bool_or(uncounted) as uncounted,
           bool_or(important) as important, count(*) filter (where not covered) as uncovered, list(exhibit order by exhibit) as exhibits,
           list(exhibit order by exhibit) filter (where not covered) as uncovered_exhibits
    from standing group by operator
),
asked as (
    select s.*, coalesce(s.important or o.cii_notified or s.sensitive > 0 or s.plain >= law_number('export_contract.persons', on_date()), false) as due,
           law_number('export_contract.persons', on_date()) is null as unknown
    from summed s join operator o on o.operator = s.operator
),
judged as (
    select e.operator, e.subject, s.* exclude (operator), r.as_of,
           case when s.transfers is null and r.unread  then 'unreadable'
                when s.transfers is null and r.given   then 'empty'
                when s.transfers is null               then 'nothing_given'
                when s.uncovered = 0                   then 'routed'
                when s.unknown                         then 'number_unknown'
                when s.due                             then 'unrouted'
                when s.uncounted                       then 'uncounted'
                when not r.whole                       then 'partial'
                else 'below' end as sentence
    from expected e
    left join asked s    on s.operator = e.operator
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unrouted' then uncovered_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'number_unknown' then ['transfer_route']
            when 'uncounted'      then ['transfer_counts', 'transfer_route']
            when 'partial'        then ['register_complete', 'register_fresh']
            when 'unreadable'     then ['register_readable']
            when 'empty'          then ['transfer_register']
            when 'nothing_given'  then ['transfer_register', 'transfer_counts', 'transfer_route']
            else [] end as missing,
       transfers, plain, sensitive, uncovered, as_of
from judged
