-- One row an operator. Between the numbers of the provisions, and for sensitive information from the first person, a filed contract or a
-- certificate is due; an assessment is more than that. Exempt transfers are not added in.
with register as (
    select * from register_whole where what = 'transfer'
),
-- Transfers that count: exempt ones and those inside the country are left out; access from abroad is one. A register of another year has
-- other counts.
counted as (
    select t.operator, t.exhibit, t.important, t.persons - coalesce(t.sensitive_persons, 0) as plain, t.sensitive_persons as sensitive,
           t.persons is null or t.sensitive_persons is null as uncounted, t.route, t.approved_on,
           coalesce(t.until, add_years(t.approved_on, case when t.route = 'assessment' then law_number('export_assessment.years', on_date()) end))
               as ends_on
    from transfer t
    where t.place <> 'cn' and coalesce(t.route, 'none') <> 'exempt'
),
standing as (
    select *, coalesce(list_contains(['standard_contract', 'certification', 'assessment'], route) and approved_on <= on_date() and coalesce(ends_on >= on_date(), true), false) as covered
    from counted
),
summed as (
    select c.operator, count(*) as transfers, sum(c.plain) as plain, sum(c.sensitive) as sensitive, bool_or(c.uncounted) as uncounted,
           bool_or(coalesce(c.important, false)) as important, count(*) filter (where not covered) as uncovered,
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
