-- One row an operator. A dated report on record is the act; the article names the rhythm. From when the first one was due is no fact
-- here, so that a register without any is left to a person.
with judged as (
    select *, standing as sentence
    from recurring('expected', 'review', ['pi_self_check'], law_number('miit24_self_check.months', on_date()))
)
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'not_shown'     then ['review_report', 'register_complete']
            when 'never'         then ['review_report']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['review_report', 'review_register']
            else [] end as missing,
       done_on, assessor, reported_on, due_on, as_of, law_number('miit24_self_check.months', on_date()) as months
from judged
