-- One row an operator whose data were scanned. Sorting data is a recorded act; the scan measures whether the record holds. What a place
-- holds is compared with what a complete inventory says of the same place: a system, or a data set where the scan was of that alone.
with register as (
    select * from register_whole where what = 'inventory'
),
scan as (
    select s.operator, max(s.as_of) as as_of, list(distinct a.exhibit order by a.exhibit) as exhibits,
           bool_and(coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false))
               and bool_and(a.examined = a.rows) as whole
    from source s
    join data_asset a on a.operator = s.operator and a.source = s.source
    left join hole h on h.operator = s.operator and h.source = s.source
    where s.kind = 'data'
    group by s.operator
),
found as (
    select f.operator, p.kind as place_kind, p.subject as place, k.declared_as, bool_or(k.sensitive) as sensitive,
           any_value(f.exhibit order by f.exhibit) as exhibit
    from data_field f
    join data_kind k on k.operator = f.operator and k.source = f.source and k.asset = f.asset and k.position = f.position
    join source_about p on p.operator = f.operator and p.source = f.source and p.kind in ('system', 'data_set')
    where f.class <> 'none' and f.confidence >= threshold('data.sure') and k.count > 0 and k.declared_as is not null
    group by f.operator, p.kind, p.subject, k.declared_as
),
compared as (
    select f.operator, f.place_kind, f.place, f.declared_as, f.exhibit,
           coalesce(bool_or(i.personal or i.sensitive or list_contains(i.kinds, f.declared_as)), false) as listed,
           f.sensitive and bool_and(i.sensitive is not null and not i.sensitive) as said_harmless,
           coalesce(bool_or(i.kinds is null or len(i.kinds) = 0 or list_contains(i.kinds, f.declared_as)), false) as kind_listed,
           list(i.exhibit order by i.exhibit) filter (where i.exhibit is not null) as listed_in
    from found f
    left join inventory i on i.operator = f.operator and f.place = case f.place_kind when 'system' then i.subject else i.data_set end
    group by f.operator, f.place_kind, f.place, f.declared_as, f.sensitive, f.exhibit
),
counted as (
    select operator, count(distinct place) filter (where not listed) as unlisted, count(distinct place) filter (where listed and said_harmless) as harmless,
           count(*) filter (where listed and not kind_listed) as kinds,
           list(distinct place order by place) filter (where not listed) as unlisted_places,
           list(distinct place order by place) filter (where listed and said_harmless) as harmless_places,
           list(distinct 'kept.' || declared_as order by 'kept.' || declared_as) filter (where listed and not kind_listed) as kind_names,
           list(distinct exhibit order by exhibit) as exhibits, flatten(list(listed_in)) as listed_in
    from compared group by operator
),
sorted as (
    select operator, count(*) as data_sets, count(*) filter (where class is null) as unclassed, list(exhibit order by exhibit) as exhibits
    from inventory group by operator
),
unscanned as (
    select i.operator, count(*) as data_sets
    from inventory i
    where i.personal and not exists (
        select * from source_about p join data_asset a on a.operator = p.operator and a.source = p.source
        where p.operator = i.operator and (p.kind = 'system' and p.subject = i.subject or p.kind = 'data_set' and p.subject = i.data_set))
    group by i.operator
),
rules as (
    select distinct d.operator
    from document d
    where d.document = 'classification_policy' and not coalesce(d.placeholder, true) and d.approved_by is not null and d.approved_on <= on_date()
),
judged as (
    select e.operator, e.subject, s.as_of, o.data_sets, o.unclassed, c.kinds, u.data_sets as unscanned, r.as_of as listed_on,
           array_to_string(c.unlisted_places, ', ') as unlisted_in, array_to_string(c.harmless_places, ', ') as harmless_in, c.kind_names,
           s.exhibits as scan_exhibits, c.exhibits as found_exhibits, coalesce(r.exhibits, []) as register_exhibits, coalesce(o.exhibits, []) as rows_exhibits,
           case when c.unlisted > 0 and r.whole                             then 'unlisted'
                when c.harmless > 0 and r.whole                             then 'said_harmless'
                when c.unlisted > 0                                         then 'perhaps_unlisted'
                when c.kinds > 0                                            then 'kinds_missing'
                when not coalesce(r.whole, false) or o.data_sets is null or o.unclassed > 0 or l.operator is null then 'inventory_open'
                when not s.whole or u.data_sets > 0                         then 'partly_scanned'
                else 'agrees' end as sentence
    from expected e
    join scan s           on s.operator = e.operator
    left join counted c   on c.operator = e.operator
    left join register r  on r.operator = e.operator
    left join sorted o    on o.operator = e.operator
    left join unscanned u on u.operator = e.operator
    left join rules l     on l.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence in ('unlisted', 'said_harmless') then list_concat(found_exhibits, register_exhibits)
            when sentence = 'agrees'                         then list_concat(scan_exhibits, rows_exhibits)
            else scan_exhibits end as exhibits,
       case sentence
            when 'perhaps_unlisted' then ['data_inventory', 'register_complete']
            when 'kinds_missing'    then ['data_inventory']
            when 'inventory_open'   then ['data_inventory', 'register_complete', 'classification_policy']
            when 'partly_scanned'   then ['data_scan_whole']
            else [] end as missing,
       as_of, data_sets, coalesce(unscanned, 0) as unscanned, unlisted_in, harmless_in, kind_names as kinds
from judged
