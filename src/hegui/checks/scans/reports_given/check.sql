-- One row a system with reports of scanners: when the last scan was and what it found. That a scan was made is a measure; what it did not look
-- at is no pass, and what it found is for a person to weigh.
with report as (
    select e.operator, e.subject, r.tool, day_of(r.at) as scanned_on, coalesce(r.findings, 0) + coalesce(r.failed, 0) as found, r.exhibit
    from expected e
    join source_about a on a.operator = e.operator and a.kind = 'system' and a.subject = e.subject
    join scan_report r  on r.operator = a.operator and r.source = a.source
    where coalesce(day_of(r.at) <= on_date(), true)
),
counted as (
    select operator, subject, count(*) as reports, max(scanned_on) as scanned_on, sum(found)::bigint as found,
           list(distinct tool order by tool) as tools, list(distinct exhibit order by exhibit) as exhibits
    from report group by operator, subject
)
select operator, subject, null as instance, null as at,
       case when scanned_on is null                                                        then 'undated'
            when scanned_on < add_months(on_date(), -threshold('scans.months'))            then 'stale'
            when found > 0                                                                 then 'found'
            else 'nothing_found' end as sentence,
       exhibits, ['measure_register'] as missing, reports, scanned_on, found, tools
from counted
