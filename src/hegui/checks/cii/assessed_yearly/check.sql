-- One row an operator. The article counts a year and asks for a report. From when the first year runs depends on the day on which the
-- operator was named, which is no fact here: a register without any assessment is left to a person.
with register as (
    select * from register_whole where what = 'review'
),
done as (
    select operator, done_on, assessor, exhibit, case when reported_on <= on_date() then reported_on end as reported_on,
           row_number() over (partition by operator order by done_on desc, reported_on desc nulls last, exhibit) as place
    from review
    where kind = 'cii_assessment' and done_on <= on_date() and coalesce(conclusion, '') <> 'pending'
),
due as (
    select e.operator, e.subject, d.done_on, d.assessor, d.reported_on, d.exhibit, r.as_of, r.given, r.whole,
           law_number('cii_assessment.months', on_date()) as months,
           add_months(d.done_on, law_number('cii_assessment.months', on_date())) as due_on
    from expected e
    left join done d     on d.operator = e.operator and d.place = 1
    left join register r on r.operator = e.operator
),
judged as (
    select *,
           case when done_on is null and given                   then 'never'
                when done_on is null                             then 'nothing_given'
                when due_on >= on_date() and reported_on is null then 'unreported'
                when due_on >= on_date()                         then 'assessed'
                when whole and as_of > due_on                    then 'overdue'
                else 'not_shown' end as sentence
    from due
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] else [] end as exhibits,
       case sentence
            when 'unreported'    then ['report_receipt']
            when 'not_shown'     then ['cii_assessment_report', 'register_complete']
            when 'never'         then ['cii_assessment_report', 'cii_notice']
            when 'nothing_given' then ['cii_assessment_report']
            else [] end as missing,
       done_on, assessor, reported_on, due_on, as_of, months
from judged
