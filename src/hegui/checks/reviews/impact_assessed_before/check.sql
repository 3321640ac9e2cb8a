-- One row an operator. A day of conclusion after the day on which the processing began is a failure on record, and so is a recipient on record
-- where the complete register has no assessment of that kind. What the reports say is read by a person, so this check fails and never passes.
-- Processing that began before the article did is left out.
with assessed as (
    select a.operator, a.activity, a.exhibit, a.done_on, a.begun_on, a.begun_on < a.done_on and a.begun_on >= e.binds_since as late
    from impact_assessment a join expected e on e.operator = a.operator
    where a.done_on <= on_date()
),
counted as (
    select operator, count(*) as assessments, count(*) filter (where late) as late, count(*) filter (where begun_on is null) as undated,
           min(done_on) filter (where late) as first_late, list(exhibit order by exhibit) as exhibits,
           list(exhibit order by exhibit) filter (where late) as late_exhibits
    from assessed group by operator
),
going_on as (
    select operator, 'cross_border' as activity, exhibit from transfer where place <> 'cn'
    union all
    select operator, case when role = 'processor' then 'entrusting' else 'provision' end as activity, exhibit from processor
    where list_contains(['processor', 'recipient', 'group'], role) and coalesce(until >= on_date(), true)
),
lacking as (
    select g.operator, list(distinct 'assessed.' || g.activity order by 'assessed.' || g.activity) as lacking,
           list(g.exhibit order by g.exhibit) as exhibits
    from going_on g anti join assessed a on a.operator = g.operator and a.activity = g.activity
    group by g.operator
),
judged as (
    select e.operator, e.subject, c.* exclude (operator), l.lacking, l.exhibits as lacking_exhibits, r.as_of, r.exhibits as register_exhibits,
           case when c.late > 0                            then 'late'
                when l.lacking is not null and r.whole     then 'lacking'
                when c.undated > 0                         then 'undated'
                when c.assessments > 0                     then 'dated_before'
                when r.unread                              then 'unreadable'
                when r.given                               then 'empty'
                else 'nothing_given' end as sentence
    from expected e
    left join counted c  on c.operator = e.operator
    left join lacking l  on l.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'impact_assessment'
)
select operator, subject, null as instance, case when sentence = 'late' then first_late end as at, sentence,
       case sentence when 'late' then late_exhibits when 'lacking' then list_concat(lacking_exhibits, register_exhibits)
            else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'dated_before'  then ['assessment_reports']
            when 'undated'       then ['assessment_begun_on']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['assessment_register']
            when 'nothing_given' then ['assessment_register']
            else [] end as missing,
       assessments, late, undated, lacking, as_of
from judged
