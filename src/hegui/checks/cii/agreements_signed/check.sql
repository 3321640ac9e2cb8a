-- One row an operator. Signing is the act; the day of the agreement decides for each supplier that still supplies. Suppliers that nobody
-- wrote down cannot be seen, so only a register that is all there is proves. A register without one agreement may simply not keep them.
with supplying as (
    select operator, exhibit, agreement_on is not null as recorded,
           coalesce(agreement_on <= on_date() and coalesce(until >= on_date(), true), false) as signed
    from supplier
    where coalesce(since <= on_date(), true) and coalesce(ended_on >= on_date(), true)
),
counted as (
    select operator, count(*) as suppliers, count(*) filter (where not signed) as unsigned, bool_or(recorded) as recorded,
           list(exhibit order by exhibit) as exhibits, list(exhibit order by exhibit) filter (where not signed) as unsigned_exhibits
    from supplying group by operator
),
judged as (
    select e.operator, e.subject, c.suppliers, c.unsigned, c.exhibits, c.unsigned_exhibits, r.as_of,
           case when c.suppliers is null and coalesce(r.given, false) then 'empty'
                when c.suppliers is null                              then 'nothing_given'
                when not c.recorded                                   then 'none_recorded'
                when c.unsigned > 0 and r.whole                       then 'unsigned'
                when c.unsigned > 0                                   then 'unsigned_unshown'
                when not r.whole                                      then 'partial'
                else 'signed' end as sentence
    from expected e
    left join counted c  on c.operator = e.operator
    left join register_whole r on r.operator = e.operator and r.what = 'supplier'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence in ('unsigned', 'unsigned_unshown') then unsigned_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'none_recorded'    then ['supplier_agreements']
            when 'unsigned_unshown' then ['supplier_agreements', 'register_complete']
            when 'partial'          then ['register_complete', 'register_fresh']
            when 'empty'            then ['supplier_register']
            when 'nothing_given'    then ['supplier_register', 'supplier_agreements']
            else [] end as missing,
       suppliers, unsigned, as_of
from judged
