-- One row a service with a policy and with facts of what is handled. A declared broad kind covers the narrow ones, and a declared narrow kind
-- leaves the broad one open. What was sent, called before consent, or is held in the service's own data decides; what is asked, contained in
-- an app, or held in a system that others use too is a sign. That a kind is declared does not make it necessary.
with declared as (
    select distinct p.operator, p.service, h.kind
    from policy_of_service p
    join handling h on h.operator = p.operator and h.exhibit = p.exhibit and h.side = 'declared' and h.kind is not null
),
seen as (
    select e.operator, e.subject, h.kind, h.side, h.exhibit,
           h.side = 'sent' or (h.side = 'called' and h.consent = 'before') or (h.side = 'held' and a.kind = 'service') as decides
    from expected e
    join source_about a on a.operator = e.operator
                       and (a.kind = 'service' and a.subject = e.subject or a.kind = 'system' and a.subject = e.part_of)
    join handling h     on h.operator = a.operator and h.source = a.source
    where h.side <> 'declared' and h.kind is not null
),
compared as (
    select s.*, exists (
        select * from declared d join kind_within w on (w.kind = s.kind and w.broader = d.kind) or (w.kind = d.kind and w.broader = s.kind)
        where d.operator = s.operator and d.service = s.subject) as covered
    from seen s
),
counted as (
    select operator, subject, count(distinct kind) as seen,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where not covered and decides) as decided,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where not covered)             as open,
           list(distinct 'side.' || side order by 'side.' || side) filter (where not covered and decides) as decided_sides,
           list(distinct 'side.' || side order by 'side.' || side) filter (where not covered)             as open_sides,
           list(distinct exhibit order by exhibit) filter (where not covered)                             as exhibits
    from compared group by operator, subject
),
judged as (
    select c.*, p.rules, p.since, p.exhibit,
           case when p.unfilled or p.unread or not exists (
                     select * from declared d where d.operator = c.operator and d.service = c.subject) then 'no_kinds'
                when c.decided is not null                                                             then 'undeclared'
                when c.open is not null                                                                then 'perhaps_undeclared'
                else 'declared' end as sentence
    from counted c
    join policy_of_service p on p.operator = c.operator and p.service = c.subject
)
select operator, subject, null as instance, null as at, sentence,
       list_filter(list_concat([exhibit], coalesce(exhibits, [])), lambda x : x is not null) as exhibits,
       case sentence when 'no_kinds' then ['policy_statement'] when 'perhaps_undeclared' then ['capture'] when 'declared' then ['need_of_kinds'] else [] end as missing,
       rules, since, seen, case sentence when 'undeclared' then decided else open end as kinds,
       case sentence when 'undeclared' then decided_sides else open_sides end as sides
from judged
