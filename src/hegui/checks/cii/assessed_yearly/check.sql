-- One row an operator. The article counts a year and asks for a report. From when the first year runs depends on the day on which the
-- operator was named, which is no fact here: a register without any assessment is left to a person.
with judged as (
    select *, case when standing = 'kept' and reported_on is null then 'unreported'
                   when standing = 'kept'                         then 'assessed'
                   when standing = 'unreadable'                   then 'never'
                   else standing end as sentence
    from recurring('expected', 'review', ['cii_assessment'], law_number('cii_assessment.months', on_date()))
)
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'unreported'    then ['report_receipt']
            when 'not_shown'     then ['cii_assessment_report', 'register_complete']
            when 'never'         then ['cii_assessment_report', 'cii_notice']
            when 'nothing_given' then ['cii_assessment_report']
            else [] end as missing,
       done_on, assessor, reported_on, due_on, as_of,
       law_number('cii_assessment.months', on_date()) as months
from judged
