-- One row an operator with policies and with recipients on record. Names are compared as written, a second name in brackets at the
-- end by itself too, either within the other; hosts are no names and are left out. A policy that names kinds of recipient alone has not named these.
with named as (
    select distinct h.operator, lower(replace(h.recipient, ' SDK', '')) as name
    from policy_of_service p
    join handling h on h.operator = p.operator and h.exhibit = p.exhibit and h.side = 'declared' and h.recipient is not null
    where not p.unfilled
),
given_to as (
    select operator, recipient as name, exhibit
    from processor
    where role <> 'processor' and recipient is not null and coalesce(basis, '') <> 'anonymised' and coalesce(until >= on_date(), true)
    union
    select operator, recipient as name, exhibit
    from handling
    where side <> 'declared' and recipient is not null and not regexp_matches(lower(recipient), '^[a-z0-9_-]*[.:][a-z0-9.:_-]*$')
),
compared as (
    select g.*, exists (
        select * from named n, unnest([lower(g.name), regexp_extract(lower(g.name), '^(.+)[（(][^（）()]+[）)]$', 1),
                                       regexp_extract(lower(g.name), '[（(]([^（）()]{3,})[）)]$', 1)]) as p(part)
        where n.operator = g.operator and length(p.part) > 1 and (contains(p.part, n.name) or contains(n.name, p.part))) as declared
    from given_to g
),
counted as (
    select operator, count(distinct name) as recipients, count(distinct name) filter (where not declared) as undeclared,
           list(distinct name order by name) filter (where not declared) as names,
           list(distinct exhibit order by exhibit) filter (where exhibit is not null) as exhibits
    from compared group by operator
)
select e.operator, e.subject, null as instance, null as at, case when c.undeclared > 0 then 'undeclared' else 'declared' end as sentence,
       coalesce(c.exhibits, []) as exhibits, ['consent_record'] as missing, c.recipients, c.undeclared, c.names
from expected e
join counted c on c.operator = e.operator
where exists (select * from policy_of_service p where p.operator = e.operator)
