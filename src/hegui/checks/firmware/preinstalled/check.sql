-- One row a product whose image holds apps: how many, how many where system rights are given, and which kinds of personal information those
-- that could be read ask for. What can be uninstalled no image says, so nothing here decides.
with held as (
    select e.operator, e.subject, max(s.as_of) as as_of, count(*) as apps, count(*) filter (where a.privileged) as privileged,
           list(distinct a.exhibit order by a.exhibit) as exhibits
    from expected e
    join source_about b on b.operator = e.operator and b.kind = 'product' and b.subject = e.subject
    join source s       on s.operator = b.operator and s.source = b.source
    join firmware_app a on a.operator = b.operator and a.source = b.source
    where coalesce(s.as_of <= on_date(), true)
    group by e.operator, e.subject
),
asked as (
    select e.operator, e.subject, list(distinct 'kind.' || p.kind order by 'kind.' || p.kind) as kinds
    from expected e
    join source_about b   on b.operator = e.operator and b.kind = 'product' and b.subject = e.subject
    join firmware_app a   on a.operator = b.operator and a.source = b.source
    join app_permission p on p.operator = a.operator and p.source = a.source and p.level = 'dangerous' and p.kind is not null
    group by e.operator, e.subject
)
select e.operator, e.subject, case when h.apps is not null then 'preinstalled' end as instance, null as at,
       case when h.apps is null then 'nothing_given' when k.kinds is null then 'held' else 'asking' end as sentence,
       coalesce(h.exhibits, []) as exhibits, ['preinstall_list'] as missing, h.as_of, h.apps, h.privileged, k.kinds
from expected e
left join held h  on h.operator = e.operator and h.subject = e.subject
left join asked k on k.operator = e.operator and k.subject = e.subject
