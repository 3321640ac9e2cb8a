-- One row a complaint about personal information. The order names the days; a complaint of no named kind is not counted.
with register as (
    select * from register_source where what = 'complaint'
),
timed as (
    select t.operator, e.subject, t.complaint as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           day_of(t.received_at) as received_on, case when day_of(t.handled_at) <= on_date() then day_of(t.handled_at) end as handled_on,
           law_number('pi_complaint_answer.days', day_of(t.received_at)) as days,
           add_days(day_of(t.received_at), law_number('pi_complaint_answer.days', day_of(t.received_at))) as due_on
    from complaint t
    join register r on r.operator = t.operator and r.source = t.source
    join expected e on e.operator = t.operator
    where t.kind = 'personal_information' and day_of(t.received_at) <= on_date()
),
judged as (
    select *,
           case when handled_on < received_on         then 'contradictory'
                when handled_on <= due_on             then 'in_time'
                when handled_on > due_on              then 'late'
                when complete and due_on < seen_until then 'unanswered'
                else 'open' end as sentence
    from timed
),
rest as (
    select * from beside_rows('expected', 'complaint') b
    where unread or not exists (select * from judged j where j.operator = b.operator)
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'contradictory' then ['complaint_record']
            when 'open' then ['complaint_record']
            else [] end as missing,
       received_on, handled_on, due_on, days, as_of
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence when 'unreadable' then ['register_readable'] else ['complaint_register'] end as missing, as_of
from rest
