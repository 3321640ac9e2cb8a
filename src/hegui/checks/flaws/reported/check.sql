-- One row a flaw. Since the provisions of 2021 a product flaw goes to the platform of the ministry of industry within days that the law
-- counts; before, the law said "as required" and named neither days nor platform: there a report to an authority within our own
-- threshold is enough, a later or missing one is left to a person unless the register is complete.
with register as (
    select * from register_source where what = 'flaw'
),
-- A row that names no product is about the only one in question; with several it is about none of them.
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
placed as (
    select f.operator, coalesce(f.subject, sole.subject) as subject, f.flaw, f.severity, f.exhibit, day_of(f.known_at) as known_on,
           r.as_of, r.complete, r.seen_until,
           case when day_of(f.reported_at) <= on_date() then day_of(f.reported_at) end as reported_on,
           coalesce(f.reported_to, []) as reported_to, law_number('flaw_report.days', day_of(f.known_at)) as most_days
    from flaw f
    join register r on r.operator = f.operator and r.source = f.source
    left join sole on sole.operator = f.operator
    where day_of(f.known_at) <= on_date()
),
due as (
    select p.*, p.reported_on - p.known_on as days,
           add_days(p.known_on, coalesce(p.most_days, threshold('flaws.prompt_days'))) as due_on,
           case when p.most_days is not null then list_contains(p.reported_to, 'miit')
                else list_has_any(p.reported_to, ['miit', 'cac', 'police', 'cnvd', 'cnnvd']) end as told_whom_it_must
    from placed p join expected e on e.operator = p.operator and e.subject = p.subject
),
judged as (
    select *,
           case when reported_on < known_on                                               then 'contradictory'
                when reported_on > due_on and most_days is not null                       then 'late'
                when reported_on is not null and not told_whom_it_must                    then 'addressee_open'
                when reported_on is not null and most_days is not null                    then 'in_time'
                when reported_on <= due_on                                                then 'reported'
                when reported_on is not null                                              then 'reported_slowly'
                when complete and due_on < seen_until                                     then 'not_reported'
                else 'open' end as sentence
    from due
),
-- What no row shows: rows that could not be read, rows that name no product, an empty register, or none.
rest as (
    select b.operator, b.subject, b.as_of, u.lines as unplaced,
           case when not b.unread and u.lines > 0 then 'unplaced' else b.sentence end as sentence
    from beside_rows('expected', 'flaw') b
    left join (select operator, count(*) as lines from placed where subject is null group by operator) u on u.operator = b.operator
    where b.unread or u.lines > 0
       or not exists (select * from judged j where j.operator = b.operator and j.subject = b.subject)
)
select operator, subject, flaw as instance, case when most_days is not null then due_on else known_on end as at, sentence,
       [exhibit] as exhibits,
       case sentence
            when 'contradictory'   then ['report_receipt']
            when 'addressee_open'  then ['report_receipt']
            when 'reported_slowly' then ['report_receipt']
            when 'open'            then ['report_receipt']
            else [] end as missing,
       known_on, reported_on, days, most_days, case when most_days is not null then due_on end as due_on, as_of,
       null::bigint as unplaced, list_transform(reported_to, lambda x : 'authority.' || x) as reported_to
from judged
union all by name
select operator, subject, null as instance, null as at, sentence, [] as exhibits,
       case sentence
            when 'unreadable' then ['register_readable']
            when 'unplaced'   then ['row_subject']
            else ['flaw_register'] end as missing,
       as_of, unplaced
from rest
