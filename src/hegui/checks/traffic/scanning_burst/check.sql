-- One row a product in a capture of which somebody scans. That it is the product itself, and which flaw let that happen, is for a person.
select e.operator, e.subject, 'scanning-burst' as instance, null as at, 'scanned' as sentence, list(distinct c.exhibit order by c.exhibit) as exhibits,
       ['flaw_record'] as missing, day_of(min(c.first)) as seen_on, sum(c.scanners)::bigint as addresses
from expected e
join source_about a    on a.operator = e.operator and a.kind = 'product' and a.subject = e.subject
join traffic_capture c on c.operator = a.operator and c.source = a.source and c.scanners > 0
where coalesce(day_of(c.first) <= on_date(), true)
group by e.operator, e.subject
