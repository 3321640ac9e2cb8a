-- One row an operator. The article gives the years; the register says until when each assessment is kept. Assessments from before the law
-- have no years to keep.
with assessed as (
    select operator, exhibit, kept_until, add_years(done_on, law_number('pi_assessment_record.years', done_on)) as due_on
    from impact_assessment
    where done_on <= on_date() and law_number('pi_assessment_record.years', done_on) is not null
),
counted as (
    select operator, count(*) as assessments, count(*) filter (where kept_until < due_on) as short,
           count(*) filter (where kept_until is null) as undated, list(exhibit order by exhibit) as exhibits,
           list(exhibit order by exhibit) filter (where kept_until < due_on) as short_exhibits
    from assessed group by operator
),
judged as (
    select e.operator, e.subject, c.* exclude (operator), r.as_of,
           case when c.short > 0                         then 'too_short'
                when c.undated > 0                       then 'undated'
                when c.assessments > 0 and r.whole       then 'kept'
                when c.assessments > 0                   then 'partial'
                when r.unread                            then 'unreadable'
                when r.given                             then 'empty'
                else 'nothing_given' end as sentence
    from expected e
    left join counted c  on c.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'impact_assessment'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'too_short' then short_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'undated'       then ['assessment_kept_until']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['assessment_register']
            when 'nothing_given' then ['assessment_register', 'assessment_kept_until']
            else [] end as missing,
       assessments, short, undated, as_of, law_number('pi_assessment_record.years', on_date()) as years
from judged
