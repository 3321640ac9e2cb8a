-- One row a request to delete personal information. The article names no time; for mobile apps the method of 2019 gives working days. A
-- refusal may be right, and whether its ground holds is for a person; a refusal that names no ground cannot be told from inaction.
with register as (
    select * from register_source where what = 'rights_request'
),
-- A row that names no service is about the only one in question; with several it is about none of them.
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
placed as (
    select q.operator, coalesce(q.subject, sole.subject) as subject, q.request, q.received_on, q.exhibit, q.reason, r.as_of, r.complete,
           r.seen_until, case when q.answered_on <= on_date() then q.answered_on end as answered_on,
           case when coalesce(q.answered_on <= on_date(), true) and q.outcome <> 'pending' then q.outcome end as outcome
    from rights_request q
    join register r on r.operator = q.operator and r.source = q.source
    left join sole on sole.operator = q.operator
    where q.kind = 'delete' and q.received_on <= on_date()
),
limited as (
    select p.*, case when list_contains(e.kinds, 'mobile_app') then law_number('pi_request.working_days', p.received_on) end as working_days
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
),
due as (
    select *, case when working_days is not null then add_working_days(received_on, working_days) end as due_on from limited
),
judged as (
    select *, answered_on - received_on as days, coalesce(seen_until, received_on) - received_on as open_days,
           case when answered_on < received_on                                             then 'contradictory'
                when outcome in ('refused', 'partly') and reason is null                   then 'refused_without_reason'
                when outcome in ('refused', 'partly')                                      then 'refused_with_reason'
                when outcome = 'done' and answered_on is null                              then 'incomplete'
                when outcome is null and answered_on is not null                           then 'incomplete'
                when outcome = 'done' and answered_on > due_on                             then 'late'
                when outcome = 'done' and due_on is not null                               then 'done_in_time'
                when outcome = 'done'                                                      then 'done'
                when complete and due_on < seen_until                                      then 'overdue'
                when due_on >= on_date()                                                   then 'not_due'
                else 'open' end as sentence
    from due
),
-- What no row shows: rows that could not be read, rows that name no service, an empty register, or none.
rest as (
    select b.operator, b.subject, b.as_of, u.lines as unplaced,
           case when not b.unread and u.lines > 0 then 'unplaced' else b.sentence end as sentence
    from beside_rows('expected', 'rights_request') b
    left join (select operator, count(*) as lines from placed where subject is null group by operator) u on u.operator = b.operator
    where b.unread or u.lines > 0
       or not exists (select * from judged j where j.operator = b.operator and j.subject = b.subject)
)
select operator, subject, request as instance, coalesce(due_on, received_on) as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory'       then ['request_record']
            when 'refused_with_reason' then ['request_record']
            when 'incomplete'          then ['request_record']
            when 'open'                then ['request_record']
            else [] end as missing,
       received_on, answered_on, days, open_days, due_on, working_days, 'outcome.' || outcome as outcome, 'reason.' || reason as reason, as_of,
       null::bigint as unplaced
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['request_register'] end as missing,
       as_of, unplaced
from rest
