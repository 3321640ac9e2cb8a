-- One row an order of an audit: rows of the register of orders that name this obligation. The time runs from the end of mending.
with timed as (
    select t.operator, e.subject, coalesce(t.number, t.row_number::varchar) as instance, t.exhibit, r.as_of, r.complete, r.seen_until,
           t.answered_on, come(t.rectified_on) as rectified_on,
           law_number('pi_audit_rectification.working_days', t.rectified_on) as days,
           add_working_days(t.rectified_on, law_number('pi_audit_rectification.working_days', t.rectified_on)) as due_on
    from expected e
    join "order" t         on t.operator = e.operator
    join register_source r on r.what = 'order' and r.operator = t.operator and r.source = t.source
    where t.obligation = 'pi_audit.rectification' and t.received_on <= on_date()
),
judged as (
    select *,
           case when answered_on < rectified_on                        then 'contradictory'
                when rectified_on is null                              then 'not_mended'
                when answered_on <= least(due_on, on_date())           then 'in_time'
                when answered_on > due_on and answered_on <= on_date() then 'late'
                when complete and due_on < seen_until                  then 'not_reported'
                else 'open' end as sentence
    from timed
)
select operator, subject, instance, due_on as at, sentence, [exhibit] as exhibits,
       case sentence
            when 'not_mended' then ['order_done']
            when 'contradictory' then ['order_done']
            when 'open' then ['report_receipt']
            else [] end as missing,
       rectified_on, answered_on, due_on, days, as_of
from judged
union all by name
select * from rest_of('expected', 'order', 'judged', 'judged', ['order_register'])
