-- One row a service: the version of its policy in force on the day of judging.
create table policy_of_service as
select p.operator, a.subject as service, p.source, p.path, coalesce(p.title, p.path) as rules, p.dated as since, p.handler, p.opened,
       p.published_at, p.consent_by_use, p.exhibit, s.as_of, h.source is not null as unread,
       coalesce(p.placeholder, true) or coalesce(p.characters, 0) < threshold('documents.characters') as unfilled
from policy p
join source s       on s.operator = p.operator and s.source = p.source
join source_about a on a.operator = p.operator and a.source = p.source and a.kind = 'service'
left join hole h    on h.operator = p.operator and h.source = p.source
where coalesce(p.dated <= on_date(), true)
qualify row_number() over (partition by p.operator, a.subject order by p.dated desc nulls last, p.source, p.path) = 1;

-- One row an expected service with a policy: which of some elements the version in force does not seem to state.
create macro stated_in_policy(scope, some_elements) as table
with asked as (
    select unnest(some_elements) as element
),
found as (
    select p.operator, p.service, list('element.' || a.element order by a.element) filter (where not coalesce(f.present, false)) as lacking
    from policy_of_service p
    cross join asked a
    left join policy_element f on f.operator = p.operator and f.source = p.source and f.path = p.path and f.element = a.element
    group by p.operator, p.service
)
select e.operator, e.subject, p.rules, p.since, p.opened, p.published_at, p.as_of, p.exhibit, f.lacking,
       case when p.unfilled then 'unfilled' when f.lacking is not null then 'lacking' else 'stated' end as sentence,
       case when p.unfilled then ['document_filled'] when f.lacking is not null then ['policy_statement'] else [] end as missing
from query_table(scope) e
join policy_of_service p on p.operator = e.operator and p.service = e.subject
join found f             on f.operator = p.operator and f.service = p.service;
