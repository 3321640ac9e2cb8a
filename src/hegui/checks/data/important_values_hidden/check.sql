-- One row a system. Plain values say nothing of the disk or table space below them: this supports, and names what would settle it.
with register as (
    select * from register_whole where what = 'inventory'
),
declared as (
    select operator, subject, count(*) filter (where important) as important, count(*) filter (where important is null) as open,
           list(exhibit order by coalesce(important, false) desc, exhibit) as exhibits
    from inventory group by operator, subject
),
kept as (
    select distinct p.operator, case p.kind when 'system' then p.subject else i.subject end as system, f.source, f.asset, f.position,
           f.stored, f.exhibit
    from data_field f
    join source_about p on p.operator = f.operator and p.source = f.source and p.kind in ('system', 'data_set')
    left join inventory i on p.kind = 'data_set' and i.operator = p.operator and i.data_set = p.subject
    where f.class in ('sensitive_personal', 'credential')
),
counted as (
    select operator, system, count(*) as fields, count(*) filter (where stored = 'plain') as plain,
           count(*) filter (where stored in ('hashed', 'encrypted', 'masked')) as hidden, list(distinct exhibit order by exhibit) as exhibits
    from kept group by operator, system
),
judged as (
    select e.operator, e.subject, d.important as data_sets, c.fields, c.plain, r.exhibits as register_exhibits, d.exhibits as declared_exhibits,
           c.exhibits as scan_exhibits,
           case when c.plain > 0                                                  then 'plain'
                when c.hidden = c.fields                                          then 'hidden'
                when d.important > 0                                              then 'important'
                when r.whole and d.open = 0                                       then 'no_important_data'
                else 'importance_open' end as sentence
    from expected e
    left join declared d on d.operator = e.operator and d.subject = e.subject
    left join counted c  on c.operator = e.operator and c.system = e.subject
    left join register r on r.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'no_important_data' then list_concat(declared_exhibits, register_exhibits)
            else coalesce(scan_exhibits, declared_exhibits, []) end as exhibits,
       case sentence
            when 'no_important_data' then []
            when 'importance_open'   then ['data_inventory', 'data_scan', 'key_management']
            when 'important'         then ['data_scan', 'key_management']
            else ['key_management'] end as missing,
       data_sets, fields, plain
from judged
