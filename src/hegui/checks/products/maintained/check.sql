-- One row a product. A day until which maintenance was promised and a day on which it ended decide. That it goes on is shown by an
-- update on record, not by the silence of the register. A promise that names no product is about all of them.
with register as (
    select * from register_whole where what = 'commitment'
),
promised as (
    select e.operator, e.subject, c.made_on, c.due_on, c.exhibit, s.as_of, fresh(s.as_of) as fresh,
           come(c.kept_on)  as kept_on,
           come(c.ended_on) as ended_on
    from expected e
    join commitment c on c.operator = e.operator and coalesce(c.subject, e.subject) = e.subject
    join source s     on s.operator = c.operator and s.source = c.source
    where c.promise = 'security_maintenance' and c.made_on <= on_date()
),
weighed as (
    select *,
           case when ended_on < due_on                                                                       then 'ended_early'
                when due_on is null                                                                          then 'undated'
                when ended_on is not null                                                                    then 'lasted'
                when add_months(kept_on, threshold('maintenance.months')) < least(due_on, on_date())
                  or kept_on is null                                                                         then 'quiet'
                when not fresh                                                                               then 'stale'
                else 'running' end as sentence
    from promised
),
worst as (
    select *, row_number() over (
        partition by operator, subject
        order by array_position(['ended_early', 'undated', 'quiet', 'stale', 'running', 'lasted'], sentence), due_on desc, exhibit) as place
    from weighed
),
judged as (
    select e.operator, e.subject, w.made_on, w.due_on, w.kept_on, w.ended_on, w.exhibit, coalesce(w.as_of, r.as_of) as as_of,
           case when w.sentence is not null then w.sentence
                when r.unread               then 'unreadable'
                when r.given                then 'no_promise'
                else 'nothing_given' end as sentence
    from expected e
    left join worst w    on w.operator = e.operator and w.subject = e.subject and w.place = 1
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence, shown(exhibit) as exhibits,
       case sentence
            when 'quiet'         then ['update_record']
            when 'stale'         then ['register_fresh']
            when 'undated'       then ['maintenance_period']
            when 'no_promise'    then ['maintenance_period', 'update_record']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['maintenance_period', 'update_record']
            else [] end as missing,
       made_on, due_on, kept_on, ended_on, as_of, threshold('maintenance.months') as months
from judged
