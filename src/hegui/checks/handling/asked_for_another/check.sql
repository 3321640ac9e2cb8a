-- One row a service on whose pages information is asked for another company than the handler of its policy: a box on one service's page by
-- which an affiliate may collect, also from third parties. Names are compared as written, either within the other.
with asked as (
    select e.operator, e.subject, coalesce(h.recipient, h.entity) as name, h.exhibit
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join handling h     on h.operator = a.operator and h.source = a.source and h.side = 'asked'
    where coalesce(h.recipient, h.entity) is not null
),
compared as (
    select k.*, p.rules, p.handler, p.exhibit as rules_exhibit, exists (
        select * from handling d
        where d.operator = p.operator and d.exhibit = p.exhibit and d.side = 'declared' and d.recipient is not null
          and (contains(lower(d.recipient), lower(k.name)) or contains(lower(k.name), lower(d.recipient)))) as declared
    from asked k
    join policy_of_service p on p.operator = k.operator and p.service = k.subject
    where p.handler is not null and not p.unfilled
      and not contains(lower(p.handler), lower(k.name)) and not contains(lower(k.name), lower(p.handler))
)
select operator, subject, null as instance, null as at, case when bool_and(declared) then 'for_a_recipient' else 'for_another' end as sentence,
       list_concat([any_value(rules_exhibit)], list(distinct exhibit order by exhibit)) as exhibits, ['consent_page'] as missing,
       any_value(rules) as rules, any_value(handler) as handler,
       coalesce(list(distinct name order by name) filter (where not declared), list(distinct name order by name)) as names
from compared
group by operator, subject
