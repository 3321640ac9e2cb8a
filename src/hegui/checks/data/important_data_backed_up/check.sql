-- One row a system. What is important the operator says in its inventory; a success of the backup and a restore that worked, both on
-- record and recent, are the acts that fulfil the duty. A system that is backed up needs no word on its importance.
with register as (
    select s.operator, s.what, list(s.exhibit order by s.source) as exhibits, max(s.as_of) as as_of,
           bool_and(coalesce(s.given and s.complete and h.source is null and s.as_of >= add_days(on_date(), -freshness()), false)) as whole
    from source s left join hole h on h.operator = s.operator and h.source = s.source
    where s.what in ('backup', 'inventory')
    group by s.operator, s.what
),
-- What the operator's book says, and what the backup tool itself listed for a system.
success as (
    select operator, subject, last_success_at as ended_at, restored_on, exhibit from backup
    union all
    select b.operator, p.subject, b.finished_at, null, b.exhibit
    from data_backup b join source_about p on p.operator = b.operator and p.source = b.source and p.kind = 'system'
    where b.succeeded
),
backed_up as (
    select operator, subject, max(day_of(ended_at)) as backed_up_on,
           max(restored_on) filter (where restored_on <= on_date()) as restored_on, list(distinct exhibit order by exhibit) as exhibits
    from success
    where day_of(ended_at) <= on_date()
    group by operator, subject
),
held as (
    select operator, subject, count(*) filter (where important) as important, count(*) filter (where important is null) as open,
           list(exhibit order by coalesce(important, false) desc, exhibit) as exhibits
    from inventory
    group by operator, subject
),
judged as (
    select e.operator, e.subject, h.important as data_sets, c.backed_up_on, c.restored_on, b.as_of, c.exhibits as backup_exhibits,
           h.exhibits as held_exhibits, b.exhibits as register_exhibits, i.exhibits as inventory_exhibits,
           case when add_days(c.backed_up_on, threshold('backup.days')) < on_date()                  then 'old'
                when add_months(c.restored_on, threshold('backup.restore_months')) >= on_date()      then 'backed_up'
                when c.backed_up_on is not null                                                      then 'untested'
                when h.important > 0 and b.whole                                                     then 'none'
                when h.important > 0                                                                 then 'not_shown'
                when i.whole and h.open = 0                                                          then 'no_important_data'
                else 'importance_open' end as sentence
    from expected e
    left join backed_up c on c.operator = e.operator and c.subject = e.subject
    left join held h      on h.operator = e.operator and h.subject = e.subject
    left join register b  on b.operator = e.operator and b.what = 'backup'
    left join register i  on i.operator = e.operator and i.what = 'inventory'
)
select operator, subject, null as instance, null as at, sentence,
       case sentence
            when 'none'              then list_concat(held_exhibits, register_exhibits)
            when 'no_important_data' then list_concat(held_exhibits, inventory_exhibits)
            else coalesce(backup_exhibits, held_exhibits, []) end as exhibits,
       case sentence
            when 'untested'        then ['restore_test']
            when 'old'             then ['backup_register']
            when 'not_shown'       then ['backup_register', 'register_complete']
            when 'importance_open' then ['data_inventory', 'backup_register']
            else [] end as missing,
       data_sets, backed_up_on, restored_on, as_of, threshold('backup.days') as most_days, threshold('backup.restore_months') as months
from judged
