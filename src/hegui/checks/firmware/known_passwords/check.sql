-- One row a product whose image holds such passwords, beside the first flaw that its register shows known and open on the image's day. An
-- image contains: that the password is that flaw, or that somebody can reach it, is for a person.
with account as (
    select e.operator, e.subject, s.as_of, a.source, a.user, a.exhibit,
           coalesce(a.login and a.password in ('default', 'empty'), false) as known
    from expected e
    join source_about b        on b.operator = e.operator and b.kind = 'product' and b.subject = e.subject
    join source s              on s.operator = b.operator and s.source = b.source
    join firmware_account a    on a.operator = b.operator and a.source = b.source
    where coalesce(s.as_of <= on_date(), true)
),
shell as (
    select operator, source, list(distinct name order by name) as shells
    from firmware_service where remote and kind in ('clear_shell', 'shell') group by operator, source
),
counted as (
    select a.operator, a.subject, max(a.as_of) as as_of, list(distinct a.exhibit order by a.exhibit) as exhibits,
           list(distinct a.user order by a.user) filter (where a.known) as users,
           any_value(s.shells) filter (where a.known) as shells
    from account a left join shell s on s.operator = a.operator and s.source = a.source
    group by a.operator, a.subject
),
sole as (
    select operator, any_value(subject) as subject from expected group by operator having count(*) = 1
),
standing as (
    select f.operator, coalesce(f.subject, sole.subject) as subject, f.flaw, day_of(f.known_at) as known_on, f.remedied_on, f.exhibit
    from flaw f left join sole on sole.operator = f.operator
)
select c.operator, c.subject, 'known-passwords' as instance, null as at,
       case when c.shells is not null and t.flaw is not null      then 'reachable_and_known'
            when c.shells is not null                             then 'reachable'
            else 'held' end as sentence,
       case when t.exhibit is null then c.exhibits else list_append(c.exhibits, t.exhibit) end as exhibits,
       case when c.shells is not null and t.flaw is not null then [] else ['flaw_record'] end as missing,
       c.as_of, c.users, c.shells, t.flaw, t.known_on
from counted c
left join standing t on t.operator = c.operator and t.subject = c.subject and t.known_on <= least(c.as_of, on_date())
                    and coalesce(t.remedied_on > c.as_of, true)
where c.users is not null
qualify row_number() over (partition by c.operator, c.subject order by t.known_on nulls last, t.flaw) = 1
