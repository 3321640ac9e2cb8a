-- One row a data set. The day by which it is to be deleted is the operator's own; what a scan of that data set alone finds after it is measured.
with due as (
    select operator, data_set, min(kept_until) as kept_until, list(exhibit order by exhibit) as exhibits
    from inventory where kept_until is not null group by operator, data_set
),
scan as (
    select p.operator, p.subject as data_set, max(s.as_of) as as_of, sum(a.rows) as rows, list(distinct a.exhibit order by a.exhibit) as exhibits,
           bool_and(coalesce(s.given and s.complete and h.source is null, false)) and bool_and(a.examined = a.rows) as whole,
           bool_or(f.class <> 'none') as personal, max(f.marked_deleted) as marked, min(f.first) as oldest
    from source_about p
    join source s on s.operator = p.operator and s.source = p.source and s.kind = 'data'
    join data_asset a on a.operator = p.operator and a.source = p.source
    left join data_field f on f.operator = a.operator and f.source = a.source and f.asset = a.asset
    left join hole h on h.operator = s.operator and h.source = s.source
    where p.kind = 'data_set'
    group by p.operator, p.subject
),
judged as (
    select e.operator, e.subject, d.kept_until, s.as_of, s.marked, s.oldest, coalesce(d.exhibits, []) as due_exhibits, coalesce(s.exhibits, []) as scan_exhibits,
           case when d.kept_until < s.as_of and d.kept_until < on_date() and s.personal and s.rows > 0 then 'kept_past'
                when s.personal and s.marked > 0                                                       then 'marked_only'
                when d.kept_until >= on_date()                                                         then 'not_due'
                when d.kept_until < s.as_of and s.whole                                                then 'gone'
                when d.kept_until < on_date()                                                          then 'due_not_scanned'
                else 'no_day' end as sentence
    from expected e
    left join due d  on d.operator = e.operator and d.data_set = e.subject
    left join scan s on s.operator = e.operator and s.data_set = e.subject
)
select operator, subject, null as instance, null as at, sentence, list_concat(scan_exhibits, due_exhibits) as exhibits,
       case sentence
            when 'marked_only'     then ['deletion_record']
            when 'due_not_scanned' then ['data_scan', 'deletion_record']
            when 'no_day'          then ['retention_schedule', 'deletion_record']
            else [] end as missing,
       kept_until, as_of, marked, oldest
from judged
