-- One row a system of level 3 or above. The level in force on the register decides how often; a register that keeps no days of
-- self-checks shows nothing either way.
with latest as (
    select operator, subject, arg_max(level, coalesce(graded_on, filed_on)) as level, max(self_checked_on) as checked_on,
           arg_max(exhibit, self_checked_on) as exhibit
    from grading
    where coalesce(self_checked_on <= on_date(), true) and coalesce(graded_on <= on_date(), true)
    group by operator, subject
),
timed as (
    select e.operator, e.subject, coalesce(g.level, e.level) as level, g.checked_on, g.exhibit, r.as_of, r.given, r.unread, r.whole,
           law_number('mlps_self_check.level_' || coalesce(g.level, e.level) || '.months', on_date()) as months
    from expected e
    left join latest g         on g.operator = e.operator and g.subject = e.subject
    left join register_whole r on r.operator = e.operator and r.what = 'grading'
),
judged as (
    select *, add_months(checked_on, months) as due_on,
           case when checked_on is null and unread              then 'unreadable'
                when checked_on is null and given               then 'never'
                when checked_on is null                         then 'nothing_given'
                when months is null                             then 'level_open'
                when add_months(checked_on, months) >= on_date() then 'kept'
                when whole and as_of > add_months(checked_on, months) then 'overdue'
                else 'not_shown' end as sentence
    from timed
)
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'not_shown'     then ['self_check_record', 'register_complete']
            when 'never'         then ['self_check_record']
            when 'level_open'    then ['filing_certificate']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['self_check_record', 'grading_register']
            else [] end as missing,
       level, checked_on, due_on, months, as_of
from judged
