-- One row a flaw. Since the provisions of 2021 a product flaw goes to the platform of the ministry of industry within days that the law
-- counts; before, the law said "as required" and named neither days nor platform: there a report to an authority within our own
-- threshold is enough, a later or missing one is left to a person unless the register is complete.
with placed as (
    select operator, subject, flaw, severity, exhibit, day_of(known_at) as known_on,
           as_of, complete, seen_until,
           come(day_of(reported_at)) as reported_on,
           coalesce(reported_to, []) as reported_to, law_number('flaw_report.days', day_of(known_at)) as most_days
    from rows_of('expected', 'flaw')
    where day_of(known_at) <= on_date()
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
select * from rest_of('expected', 'flaw', 'placed', 'judged', ['flaw_register'])
