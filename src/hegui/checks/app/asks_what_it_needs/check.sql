-- One row a service with an app: its permissions that people must grant and that open personal information, beside the necessary list of its
-- declared type. A request is not yet a refusal, so nothing here decides.
with asked as (
    select e.operator, e.subject, p.type is null as untyped, q.kind, q.name, coalesce(q.necessary, true) as necessary, p.exhibit
    from expected e
    join source_about a       on a.operator = e.operator and a.kind = 'service' and a.subject = e.subject
    join app p                on p.operator = a.operator and p.source = a.source
    left join app_permission q on q.operator = p.operator and q.source = p.source and q.app = p.app and q.level = 'dangerous' and q.kind is not null
),
counted as (
    select operator, subject, bool_or(untyped) as untyped, count(distinct name) as requested,
           list(distinct 'kind.' || kind order by 'kind.' || kind) filter (where not necessary) as kinds,
           list(distinct exhibit order by exhibit) as exhibits
    from asked group by operator, subject
)
select operator, subject, null as instance, null as at,
       case when kinds is not null then 'beyond' when untyped then 'untyped' else 'within' end as sentence,
       exhibits, case when kinds is null and untyped then ['app_type'] else ['app_run'] end as missing, kinds, requested
from counted
