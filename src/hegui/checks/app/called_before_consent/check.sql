-- One row a service whose app a monitor saw read personal information before consent, or whose code reaches that as it starts. What a
-- monitor saw decides; what code could do does not. That nothing was seen proves nothing, so it gives no row.
with early as (
    select e.operator, e.subject, c.kind, c.how = 'called' as ran, c.exhibit, coalesce(s.as_of, day_of(x.taken_at)) as seen_on
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join app_call c     on c.operator = a.operator and c.source = a.source
    join source s       on s.operator = c.operator and s.source = c.source
    left join exhibit x on x.operator = c.operator and x.exhibit = c.exhibit
    where c.consent = 'before' and c.kind is not null
),
counted as (
    select operator, subject, bool_or(ran) as ran, min(seen_on) as seen_on,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where ran) as seen,
           list(distinct 'kind.' || kind order by 'kind.' || kind) as all_kinds,
           list(distinct exhibit order by exhibit) filter (where ran) as deciding, list(distinct exhibit order by exhibit) as exhibits
    from early group by operator, subject
)
select operator, subject, null as instance, null as at,
       case when seen_on < add_days(on_date(), -freshness()) then 'stale' when ran then 'called' else 'reached' end as sentence,
       case when ran then deciding else exhibits end as exhibits, ['app_run'] as missing,
       case when ran then seen else all_kinds end as kinds, seen_on
from counted
