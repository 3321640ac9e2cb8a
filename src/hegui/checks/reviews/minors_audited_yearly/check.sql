-- One row an operator. A dated report on record is the act and its receipt the other half; the article names the rhythm. From when the
-- first one was due is no fact here, so that a register without any is left to a person.
with judged as (
    select *, case when standing = 'kept' and reported_on is null then 'unreported' else standing end as sentence
    from recurring('expected', 'review', ['minors_audit'], law_number('minors_audit.months', on_date()))
)
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'unreported'    then ['review_receipt']
            when 'not_shown'     then ['review_report', 'register_complete']
            when 'never'         then ['review_report']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['review_report', 'review_register']
            else [] end as missing,
       done_on, assessor, reported_on, due_on, as_of, law_number('minors_audit.months', on_date()) as months
from judged
