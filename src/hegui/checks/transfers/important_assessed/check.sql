-- One row an operator that handles important data. They need the assessment whatever the number of people; no exemption is known for them,
-- so that a row called exempt counts too.
with abroad as (
    select operator, exhibit, important,
           coalesce(route = 'assessment' and approved_on <= on_date()
                    and coalesce(coalesce(until, add_years(approved_on, law_number('export_assessment.years', on_date()))) >= on_date(), true), false) as covered
    from transfer where place <> 'cn'
),
summed as (
    select operator, count(*) filter (where important) as transfers, count(*) filter (where important and not covered) as uncovered,
           bool_or(important is null) as unsaid, list(exhibit order by exhibit) as all_exhibits,
           list(exhibit order by exhibit) filter (where important) as exhibits,
           list(exhibit order by exhibit) filter (where important and not covered) as uncovered_exhibits
    from abroad group by operator
),
judged as (
    select e.operator, e.subject, s.* exclude (operator), r.as_of,
           case when s.uncovered > 0                       then 'unassessed'
                when s.transfers > 0                       then 'assessed'
                when r.unread                              then 'unreadable'
                when s.operator is null and r.given        then 'empty'
                when s.operator is null                    then 'nothing_given'
                when r.whole and not s.unsaid              then 'none_important'
                else 'partial' end as sentence
    from expected e
    left join summed s   on s.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'transfer'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unassessed' then uncovered_exhibits when sentence = 'assessed' then exhibits else coalesce(all_exhibits, []) end as exhibits,
       case sentence
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['transfer_register']
            when 'nothing_given' then ['transfer_register', 'transfer_route']
            else [] end as missing,
       transfers, uncovered, as_of
from judged
