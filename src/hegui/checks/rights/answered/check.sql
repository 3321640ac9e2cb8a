-- One row a request to see, copy, move, explain or restrict; deleting, correcting and withdrawing have checks of their own. The law says
-- "in time": an answer within our own threshold is enough, a later one is left to a person, none at all past it in a complete register fails.
-- A refusal must give its reason.
with timed as (
    select t.operator, e.subject, t.request as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           t.received_on, t.reason, add_working_days(t.received_on, threshold('rights.working_days')) as due_on,
           come(t.answered_on) as answered_on,
           case when coalesce(t.answered_on <= on_date(), true) and t.outcome <> 'pending' then t.outcome end as outcome
    from expected e
    join rights_request t  on t.operator = e.operator
    join register_source r on r.what = 'rights_request' and r.operator = t.operator and r.source = t.source
    where t.kind in ('access', 'copy', 'transfer', 'explain', 'restrict', 'other') and t.received_on <= on_date()
),
judged as (
    select *,
           case when answered_on < received_on                                                                  then 'incomplete'
                when outcome is null and answered_on is not null or outcome is not null and answered_on is null then 'incomplete'
                when outcome in ('refused', 'partly') and reason is null                                        then 'refused_without_reason'
                when outcome in ('refused', 'partly')                                                           then 'refused_with_reason'
                when answered_on <= due_on                                                                      then 'answered'
                when answered_on is not null                                                                    then 'slow'
                when complete and due_on < seen_until                                                           then 'unanswered'
                else 'open' end as sentence
    from timed
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case when sentence in ('refused_with_reason', 'slow', 'incomplete', 'open') then ['request_record'] else [] end as missing,
       received_on, answered_on, due_on, as_of, threshold('rights.working_days') as days
from judged
union all by name
select * from rest_of('expected', 'rights_request', 'judged', 'judged', ['request_register'])
