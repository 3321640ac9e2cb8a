-- One row a service with a policy: whether the version in force says how consent is withdrawn. That it is easy, the product must show.
with asked as (
    select unnest(['rights_withdraw']) as element
),
found as (
    select p.operator, p.service, list('element.' || a.element order by a.element) filter (where not coalesce(e.present, false)) as lacking
    from policy_of_service p
    cross join asked a
    left join policy_element e on e.operator = p.operator and e.source = p.source and e.path = p.path and e.element = a.element
    group by p.operator, p.service
),
judged as (
    select e.operator, e.subject, p.rules, p.since, p.exhibit, f.lacking,
           case when p.unfilled              then 'unfilled'
                when f.lacking is not null   then 'lacking'
                else 'stated' end as sentence
    from expected e
    join policy_of_service p on p.operator = e.operator and p.service = e.subject
    join found f             on f.operator = e.operator and f.service = e.subject
)
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits,
       case sentence when 'unfilled' then ['document_filled'] when 'lacking' then ['policy_statement'] else [] end as missing,
       rules, since, lacking
from judged
