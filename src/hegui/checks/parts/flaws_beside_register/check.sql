-- One row a product with a list of its parts. A dated report shows that whoever ordered it knew a flaw from then on; a flaw that the register
-- does not hold was known and not recorded. What advisories publish shows nothing of what the operator knew.
with named as (
    select *, [lower(name) for name in list_append(coalesce(aliases, []), id)] as names from bom_flaw
),
open_flaw as (
    select e.operator, e.subject, b.id, b.published, b.known_since, b.exhibit,
           exists (select * from flaw f where f.operator = e.operator and list_contains(b.names, lower(f.flaw))) as registered
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'product' and a.subject = e.subject
    join named b        on b.operator = a.operator and b.source = a.source
    where coalesce(b.status not in ('not_affected', 'fixed'), true) and coalesce(day_of(b.published) <= on_date(), true)
),
listed as (
    select e.operator, e.subject, sum(b.parts)::bigint as parts, list(distinct b.exhibit order by b.exhibit) as exhibits
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'product' and a.subject = e.subject
    join bom b          on b.operator = a.operator and b.source = a.source
    group by e.operator, e.subject
),
counted as (
    select operator, subject, count(distinct id) as flaws,
           min(day_of(known_since)) filter (where not registered and day_of(known_since) <= on_date()) as known_on,
           count(distinct id) filter (where not registered and day_of(known_since) <= on_date())       as unregistered,
           count(distinct id) filter (where registered)                                                as registered
    from open_flaw group by operator, subject
)
select l.operator, l.subject, 'parts' as instance, null as at,
       case when c.flaws is null      then 'none_known'
            when c.unregistered > 0   then 'unregistered'
            when c.registered = c.flaws then 'registered'
            else 'published' end as sentence,
       l.exhibits,
       case when c.flaws is null then ['advisories'] else ['flaw_record'] end as missing,
       l.parts, c.flaws, c.unregistered, c.known_on
from listed l left join counted c on c.operator = l.operator and c.subject = l.subject
