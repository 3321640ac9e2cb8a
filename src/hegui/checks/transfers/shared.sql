-- Transfers abroad that count: exempt ones and those inside the country are left out; access from abroad is one. Each with its people, and
-- whether its assessment, contract or certificate is valid on the day of judging. A register of another year has other counts.
create macro sent_abroad(transfers) as table
select t.operator, t.exhibit, t.recipient, coalesce(t.important, false) as important, t.persons - coalesce(t.sensitive_persons, 0) as plain,
       t.sensitive_persons as sensitive, t.persons is null or t.sensitive_persons is null as uncounted, coalesce(t.route, 'none') as route,
       coalesce(t.approved_on <= on_date() and coalesce(coalesce(t.until, add_years(t.approved_on,
           case when t.route = 'assessment' then law_number('export_assessment.years', on_date()) end)) >= on_date(), true), false) as valid
from query_table(transfers) t
where t.place <> 'cn' and coalesce(t.route, 'none') <> 'exempt';

-- One row an expected operator: its transfers abroad taken together, how many of them no valid route of some kinds covers, and whether the
-- numbers of the provisions ask for an assessment, or for sensitive or many people's information at least for a contract or a certificate.
create macro sent_in_all(scope, transfers, some_routes) as table
with summed as (
    select operator, count(*) as transfers, sum(plain) as plain, sum(sensitive) as sensitive, bool_or(uncounted) as uncounted,
           bool_or(important) as important, list(exhibit order by exhibit) as exhibits,
           count(*) filter (where not covered) as uncovered, list(exhibit order by exhibit) filter (where not covered) as uncovered_exhibits
    from (select *, valid and list_contains(some_routes, route) as covered from sent_abroad(transfers))
    group by operator
)
select e.operator, e.subject, s.* exclude (operator), r.as_of, coalesce(r.whole, false) as whole,
       case when s.transfers is not null then null when r.unread then 'unreadable' when r.given then 'empty' else 'nothing_given' end as absent,
       coalesce(s.important or o.cii_notified or s.plain >= law_number('export_assessment.persons', on_date())
                or s.sensitive >= law_number('export_assessment_sensitive.persons', on_date()), false) as assessment_due,
       coalesce(s.sensitive > 0 or s.plain >= law_number('export_contract.persons', on_date()), false) as contract_due
from query_table(scope) e
join query_table('operator') o on o.operator = e.operator
left join summed s             on s.operator = e.operator
left join register_whole r     on r.operator = e.operator and r.what = transfers;
