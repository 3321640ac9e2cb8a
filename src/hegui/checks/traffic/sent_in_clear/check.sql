-- One row an operator with captures: what of a person left without encryption. A value of the declared test identity that could be read on
-- its way was not kept safe; what only looks like a kind of personal information is a sign.
with carried as (
    select f.operator, c.kind, c.canary, f.encrypted, c.exhibit
    from traffic_flow f
    join traffic_carried c on c.operator = f.operator and c.source = f.source and c.capture = f.capture and c.number = f.number
    where coalesce(day_of(f.at) <= on_date(), true)
),
counted as (
    select operator, list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where not encrypted and canary) as certain,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where not encrypted) as kinds,
           list(distinct exhibit order by exhibit) as exhibits, count(distinct kind) as seen
    from carried group by operator
)
select e.operator, e.subject, null as instance, null as at,
       case when c.certain is not null then 'in_clear' when c.kinds is not null then 'perhaps_in_clear' else 'encrypted' end as sentence,
       c.exhibits, case when c.certain is not null then [] when c.kinds is not null then ['test_identity'] else ['capture'] end as missing,
       coalesce(c.certain, c.kinds) as kinds, c.seen
from expected e join counted c on c.operator = e.operator
