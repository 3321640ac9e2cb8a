-- One row an operator with policies: whether each that is filled in and in force speaks of minors.
with counted as (
    select p.operator, count(*) as policies, count(*) filter (where p.unfilled or not coalesce(e.present, false)) as silent,
           list(p.exhibit order by p.exhibit) as exhibits
    from (select distinct operator, source, path, unfilled, exhibit from policy_of_service) p  -- one policy may be that of several services
    left join policy_element e on e.operator = p.operator and e.source = p.source and e.path = p.path and e.element = 'minors'
    group by p.operator
)
select e.operator, e.subject, null as instance, null as at, case when c.silent > 0 then 'silent' else 'stated' end as sentence,
       c.exhibits, case when c.silent > 0 then ['policy_statement'] else [] end as missing, c.policies, c.silent
from expected e
join counted c on c.operator = e.operator
