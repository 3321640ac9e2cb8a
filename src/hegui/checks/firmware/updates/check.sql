-- One row a product whose image names where its updates come from: in the clear, or from a script that checks no signature. A setting does not
-- show what the program behind it checks, so nothing here decides.
with channel as (
    select e.operator, e.subject, s.as_of, u.host, u.exhibit, u.cleartext, coalesce(not u.checked, false) as unsigned
    from expected e
    join source_about b      on b.operator = e.operator and b.kind = 'product' and b.subject = e.subject
    join source s            on s.operator = b.operator and s.source = b.source
    join firmware_endpoint u on u.operator = b.operator and u.source = b.source and u.for_updates
    where coalesce(s.as_of <= on_date(), true)
),
seen as (
    select operator, subject, max(as_of) as as_of, list(distinct exhibit order by exhibit) as exhibits,
           list(distinct host order by host) filter (where cleartext or unsigned) as hosts,
           case when bool_or(cleartext and unsigned) then 'open'
                when bool_or(cleartext)              then 'clear'
                when bool_or(unsigned)               then 'unsigned'
                else 'protected' end as sentence
    from channel group by operator, subject
)
select e.operator, e.subject, case when s.sentence is not null then 'updates' end as instance, null as at,
       coalesce(s.sentence, 'nothing_given') as sentence, coalesce(s.exhibits, []) as exhibits,
       case when s.sentence is null then ['product_test'] else ['product_test', 'update_design'] end as missing, s.as_of, s.hosts
from expected e left join seen s on s.operator = e.operator and s.subject = e.subject
