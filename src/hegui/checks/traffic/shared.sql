-- One row an expected subject of some kind of which a capture was taken: what it was seen to send before consent, where the capture marks
-- when that was given. A value of the declared test identity is certain; what only looks like a kind of personal information is a sign.
create macro sent_before_consent(scope, some_kind) as table
with captured as (
    select e.operator, e.subject, e.binds_since, f.host, f.exhibit, day_of(f.at) as sent_on, 'kind.' || c.kind as kind, c.canary,
           f.source || ' ' || f.capture || ' ' || f.number as flow
    from query_table(scope) e
    join source_about a         on a.operator = e.operator and a.kind = some_kind and a.subject = e.subject
    join traffic_flow f         on f.operator = a.operator and f.source = a.source
    left join traffic_carried c on c.operator = f.operator and c.source = f.source and c.capture = f.capture and c.number = f.number
                               and f.consent = 'before'
    where coalesce(day_of(f.at) <= on_date(), true)
),
counted as (
    select operator, subject, any_value(binds_since) as binds_since, count(distinct flow) as flows, min(sent_on) filter (where canary) as sent_on,
           count(distinct host) filter (where canary) as hosts, list(distinct kind order by kind) filter (where canary) as certain,
           list(distinct kind order by kind) filter (where kind is not null) as kinds,
           list(distinct exhibit order by exhibit) filter (where kind is not null) as carrying,
           list(distinct exhibit order by exhibit) as captures
    from captured group by operator, subject
)
select operator, subject, case when certain is not null then greatest(sent_on, binds_since) end as acted_on, flows, sent_on, hosts,
       coalesce(certain, kinds) as kinds, coalesce(carrying, captures) as exhibits,
       case when certain is not null then 'sent' when kinds is not null then 'perhaps_sent' else 'none_seen' end as sentence
from counted;
