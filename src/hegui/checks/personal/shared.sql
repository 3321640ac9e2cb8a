-- Requests of one kind about personal information, one row each, with what the register shows of the answer. The articles name no time; for
-- mobile apps the method of 2019 gives working days. Whether the ground of a refusal holds is for a person; one that names no ground cannot
-- be told from inaction.
create macro requests_answered(scope, requests, some_kind) as table
with placed as (
    select operator, subject, request, received_on, exhibit, reason, as_of, complete, seen_until,
           case when answered_on <= on_date() then answered_on end as answered_on,
           case when coalesce(answered_on <= on_date(), true) and outcome <> 'pending' then outcome end as outcome
    from rows_of(scope, requests)
    where kind = some_kind and received_on <= on_date()
),
limited as (
    select p.*, case when list_contains(e.kinds, 'mobile_app') then law_number('pi_request.working_days', p.received_on) end as working_days
    from placed p join query_table(scope) e on e.operator = p.operator and e.subject = p.subject
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
select * from rest_of(scope, requests, 'placed', 'judged', ['request_register']);
