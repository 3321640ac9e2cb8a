-- One row an operator. An inventory shows that data were sorted on paper; what lies in the systems only a scan shows: this supports.
with register as (
    select * from register_whole where what = 'inventory'
),
counted as (
    select operator, count(*) as data_sets, count(*) filter (where class is null) as unclassed,
           list(exhibit order by class is not null, exhibit) as exhibits
    from inventory group by operator
),
policy as (
    select d.operator, coalesce(d.title, d.path) as rules, d.exhibit,
           row_number() over (partition by d.operator order by d.approved_on desc, d.path) as place
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.document = 'classification_policy' and not coalesce(d.placeholder, true)
      and d.approved_by is not null and d.approved_on <= on_date() and s.as_of >= add_days(on_date(), -freshness())
),
judged as (
    select e.operator, e.subject, c.data_sets, c.unclassed, coalesce(c.exhibits, []) as exhibits, p.rules, p.exhibit, r.as_of,
           case when not coalesce(r.given, false)                then 'nothing_given'
                when r.unread                                    then 'unreadable'
                when c.data_sets is null                         then 'empty'
                when r.as_of < add_days(on_date(), -freshness()) then 'stale'
                when c.unclassed > 0                             then 'unclassed'
                when p.rules is null                             then 'rules_missing'
                else 'classed' end as sentence
    from expected e
    left join register r on r.operator = e.operator
    left join counted c  on c.operator = e.operator
    left join policy p   on p.operator = e.operator and p.place = 1
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'classed' then list_concat([exhibit], exhibits) else exhibits end as exhibits,
       case sentence
            when 'classed'       then ['data_scan']
            when 'rules_missing' then ['classification_policy', 'data_scan']
            when 'stale'         then ['register_fresh']
            when 'unreadable'    then ['register_readable']
            else ['data_inventory', 'data_scan'] end as missing,
       data_sets, unclassed, as_of, rules
from judged
