-- One row a service of which a capture marks when consent was given. A value of the declared test identity that left before then decides;
-- what only looks like a kind of personal information is a sign. Since other grounds than consent count, one on record is for a person.
with seen as (
    select e.operator, e.subject, f.capture, c.kind, c.canary, f.host, day_of(f.at) as sent_on, c.exhibit
    from expected e
    join source_about a    on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join traffic_flow f    on f.operator = a.operator and f.source = a.source and f.consent = 'before'
    join traffic_carried c on c.operator = f.operator and c.source = f.source and c.capture = f.capture and c.number = f.number
    where coalesce(day_of(f.at) <= on_date(), true)
),
counted as (
    select operator, subject, min(sent_on) filter (where canary) as sent_on,
           count(distinct host) filter (where canary) as hosts,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where canary) as certain,
           list(distinct 'kind.' || kind order by 'kind.' || kind)                       as kinds,
           list(distinct exhibit order by exhibit) as exhibits
    from seen group by operator, subject
),
marked as (
    select e.operator, e.subject, count(*) as flows, list(distinct f.exhibit order by f.exhibit) as exhibits
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join traffic_flow f on f.operator = a.operator and f.source = a.source
    where coalesce(day_of(f.at) <= on_date(), true)
    group by e.operator, e.subject
),
judged as (
    select m.operator, m.subject, m.flows, c.sent_on, c.hosts, coalesce(c.exhibits, m.exhibits) as exhibits,
           coalesce(c.certain, c.kinds) as kinds,
           case when c.certain is not null and law_number('pi_other_grounds.count', on_date()) is not null and exists (
                     select * from consent g
                     where g.operator = m.operator and coalesce(g.subject = m.subject, true)
                       and g.basis not in ('consent', 'none', 'other')) then 'other_ground'
                when c.certain is not null       then 'sent'
                when c.kinds is not null         then 'perhaps_sent'
                else 'none_seen' end as sentence
    from marked m left join counted c on c.operator = m.operator and c.subject = m.subject
)
select j.operator, j.subject, null as instance,
       case when sentence = 'sent' then greatest(sent_on, e.binds_since) end as at, sentence, exhibits,
       case sentence
            when 'other_ground' then ['consent_record']
            when 'perhaps_sent' then ['test_identity']
            when 'none_seen'    then ['capture_before_consent']
            else [] end as missing,
       flows, sent_on, hosts, j.kinds
from judged j join expected e on e.operator = j.operator and e.subject = j.subject
