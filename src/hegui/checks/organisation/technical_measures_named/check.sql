-- One row a system. The article asks for measures against viruses and against attack and intrusion; the register can name them and
-- no more: a named product proves no protection, so this check supports. A row that names no system is about all of them.
with running as (
    select m.operator, m.subject, m.product, m.exhibit, fresh(s.as_of) as fresh,
           case when m.kind = 'anti_malware' then 'viruses'
                when m.kind in ('intrusion_prevention', 'boundary_protection') then 'attack' end as against
    from measure m join source s on s.operator = m.operator and s.source = m.source
    where m.kind in ('anti_malware', 'intrusion_prevention', 'boundary_protection')
      and coalesce(m.since <= on_date(), true) and coalesce(m.until >= on_date(), true)
),
asked as (
    select e.operator, e.subject, a.against,
           coalesce(bool_or(r.fresh and r.product is not null), false) as named_today, count(r.operator) > 0 as named,
           list(r.exhibit order by r.exhibit) filter (where r.exhibit is not null) as exhibits,
           list(distinct r.product) filter (where r.product is not null) as products
    from expected e
    cross join (values ('viruses'), ('attack')) as a(against)
    left join running r on r.operator = e.operator and r.against = a.against and coalesce(r.subject, e.subject) = e.subject
    group by e.operator, e.subject, a.against
),
summed as (
    select operator, subject, bool_and(named_today) as all_today, bool_and(named) as all_named,
           list('danger.' || against order by against desc) filter (where not named_today) as lacking,
           list_sort(flatten(list(coalesce(exhibits, []))))                                as exhibits,
           list_sort(list_distinct(flatten(list(coalesce(products, []))))) as products
    from asked group by operator, subject
),
judged as (
    select s.*, r.exhibits as register_exhibits, r.as_of,
           case when s.all_today                                                      then 'named'
                when r.unread                                                         then 'unreadable'
                when r.given and not fresh(r.as_of)                                    then 'stale'
                when s.all_named                                                      then 'nameless'
                when r.whole                                                          then 'lacking'
                else 'nothing_given' end as sentence
    from summed s left join register_whole r on r.operator = s.operator and r.what = 'measure'
)
select operator, subject, null as instance, null as at, sentence,
       case sentence when 'lacking' then register_exhibits else exhibits end as exhibits,
       case sentence
            when 'named'      then ['scan_results']
            when 'lacking'    then ['scan_results']
            when 'nameless'   then ['measure_product', 'scan_results']
            when 'unreadable' then ['register_readable']
            when 'stale'      then ['register_fresh']
            else ['measure_register', 'scan_results'] end as missing,
       products, lacking, as_of
from judged
