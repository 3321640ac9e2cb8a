-- Acts that must come again, from a register with kind, done_on, conclusion and reported_on: for each expected subject the last concluded
-- act of some kinds, the day by which the next is due, and what the register shows of it.
create macro recurring(scope, acts, some_kinds, every_months) as table
with done as (
    select operator, done_on, assessor, exhibit, case when reported_on <= on_date() then reported_on end as reported_on,
           row_number() over (partition by operator order by done_on desc, reported_on desc nulls last, exhibit) as place
    from query_table(acts)
    where list_contains(some_kinds, kind) and done_on <= on_date() and coalesce(conclusion, '') <> 'pending'
),
latest as (
    select e.operator, e.subject, d.done_on, d.assessor, d.reported_on, d.exhibit, add_months(d.done_on, every_months) as due_on,
           r.as_of, r.given, r.unread, r.whole
    from query_table(scope) e
    left join done d           on d.operator = e.operator and d.place = 1
    left join register_whole r on r.operator = e.operator and r.what = acts
)
select *, case when done_on is null and unread then 'unreadable'
               when done_on is null and given  then 'never'
               when done_on is null            then 'nothing_given'
               when due_on >= on_date()        then 'kept'
               when whole and as_of > due_on   then 'overdue'
               else 'not_shown' end as standing
from latest;

-- The same where the act must also be reported: a dated report on record is the act and its receipt the other half. From when the first one
-- was due is no fact here, so that a register without any is left to a person.
create macro reported_again(scope, some_kind, every_months) as table
with judged as (
    select *, case when standing = 'kept' and reported_on is null then 'unreported' else standing end as sentence
    from recurring(scope, 'review', [some_kind], every_months)
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
       done_on, assessor, reported_on, due_on, as_of, every_months as months
from judged;
