-- One row an operator. A password in the clear, or under a fast hash without salt, is not kept safe, whatever else is done; a good hash
-- is one measure among many and shows no more than itself.
with password as (
    select f.operator, f.asset || '/' || f.field as field, f.exhibit,
           case when f.stored = 'plain'                                then 'plain'
                when f.stored = 'hashed' and f.weak and not f.salted   then 'unsalted'
                when f.stored = 'hashed' and f.weak                    then 'fast'
                when f.stored = 'hashed'                               then 'slow'
                else 'other' end as form
    from data_field f
    where exists (
        select * from data_kind k
        where k.operator = f.operator and k.source = f.source and k.asset = f.asset and k.position = f.position
              and k.kind = 'credential_password' and k.whole and k.count > 0)
),
counted as (
    select operator, count(*) as fields, count(*) filter (where form = 'plain') as plain, count(*) filter (where form = 'unsalted') as unsalted,
           count(*) filter (where form = 'fast') as fast, count(*) filter (where form = 'slow') as slow,
           array_to_string(list(distinct field order by field) filter (where form in ('plain', 'unsalted')), ', ') as open_in,
           list(distinct exhibit order by exhibit) filter (where form in ('plain', 'unsalted')) as open_exhibits,
           list(distinct exhibit order by exhibit) as exhibits
    from password group by operator
),
scan as (
    select operator, count(*) as assets, list(distinct exhibit order by exhibit) as exhibits from data_asset group by operator
),
judged as (
    select e.operator, e.subject, c.fields, c.fast, c.open_in, s.assets, coalesce(c.open_exhibits, c.exhibits, s.exhibits, []) as exhibits,
           case when c.plain > 0       then 'plain'
                when c.unsalted > 0    then 'unsalted'
                when c.fast > 0        then 'fast'
                when c.slow = c.fields then 'slow'
                when c.fields > 0      then 'form_open'
                when s.assets > 0      then 'none_found'
                else 'nothing_scanned' end as sentence
    from expected e
    left join counted c on c.operator = e.operator
    left join scan s    on s.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence, exhibits,
       case sentence
            when 'plain'           then []
            when 'unsalted'        then []
            when 'fast'            then ['password_code']
            when 'form_open'       then ['password_code']
            when 'nothing_scanned' then ['data_sources', 'access_rights', 'key_management']
            else ['access_rights', 'key_management'] end as missing,
       fields, fast, assets, open_in
from judged
