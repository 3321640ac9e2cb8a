-- One row an operator. Between the numbers of the provisions, and for sensitive information from the first person, a filed contract or a
-- certificate is due; an assessment is more than that. Exempt transfers are not added in.
with register as (
    select * from register_whole where what = 'transfer'
),
standing as (
    select *, valid and list_contains(['standard_contract', 'certification', 'assessment'], route) as covered from sent_abroad('transfer')
),
summed as (
    select c.operator, count(*) as transfers, sum(c.plain) as plain, sum(c.sensitive) as sensitive, bool_or(c.uncounted) as uncounted,
           bool_or(c.important) as important, count(*) filter (where not covered) as uncovered,
           list(c.exhibit order by c.exhibit) as exhibits, list(c.exhibit order by c.exhibit) filter (where not covered) as uncovered_exhibits
    from standing c group by c.operator
),
judged as (
    select e.operator, e.subject, s.* exclude (operator), r.as_of,
           case when s.transfers is null and r.unread              then 'unreadable'
                when s.transfers is null and r.given               then 'empty'
                when s.transfers is null                           then 'nothing_given'
                when s.important or o.cii_notified
                     or s.plain >= law_number('export_assessment.persons', on_date())
                     or s.sensitive >= law_number('export_assessment_sensitive.persons', on_date()) then 'other_route'
                when (s.plain >= law_number('export_contract.persons', on_date()) or s.sensitive > 0)
                     and s.uncovered > 0 and not s.uncounted       then 'unfiled'
                when s.uncounted and s.uncovered > 0               then 'uncounted'
                when s.plain >= law_number('export_contract.persons', on_date()) or s.sensitive > 0 then 'filed'
                when not r.whole                                   then 'partial'
                else 'below' end as sentence
    from expected e
    join operator o      on o.operator = e.operator
    left join summed s   on s.operator = e.operator
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unfiled' then uncovered_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'uncounted'     then ['transfer_counts']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['transfer_register']
            when 'nothing_given' then ['transfer_register', 'transfer_counts', 'transfer_route']
            else [] end as missing,
       transfers, plain, sensitive, uncovered, as_of
from judged
