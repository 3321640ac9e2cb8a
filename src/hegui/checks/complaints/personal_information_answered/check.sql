-- One row a complaint about personal information. The order names the days; a complaint of no named kind is not counted.
with timed as (
    select t.operator, e.subject, t.complaint as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           day_of(t.received_at) as received_on, come(day_of(t.handled_at)) as handled_on,
           law_number('pi_complaint_answer.days', day_of(t.received_at)) as days,
           add_days(day_of(t.received_at), law_number('pi_complaint_answer.days', day_of(t.received_at))) as due_on
    from expected e
    join complaint t       on t.operator = e.operator and t.kind = 'personal_information'
    join register_source r on r.what = 'complaint' and r.operator = t.operator and r.source = t.source
    where day_of(t.received_at) <= on_date()
),
judged as (
    select *,
           case when handled_on < received_on         then 'contradictory'
                when handled_on <= due_on             then 'in_time'
                when handled_on > due_on              then 'late'
                when complete and due_on < seen_until then 'unanswered'
                else 'open' end as sentence
    from timed
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case when sentence in ('contradictory', 'open') then ['complaint_record'] else [] end as missing,
       received_on, handled_on, due_on, days, as_of
from judged
union all by name
select * from rest_of('expected', 'complaint', 'judged', 'judged', ['complaint_register'])
