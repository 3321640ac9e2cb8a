-- One row an operator. The article names three things: education, technical training and tests of skill. A session counts if its kind,
-- how many came and where its record lies are written down. "Regularly" has no number: our own threshold is enough, an older session is
-- left to a person, and a complete register without any session of a kind decides.
with session as (
    select operator, held_on, exhibit, coalesce(kinds, []) as kinds, coalesce(trained, 0) > 0 and record is not null as recorded
    from training where held_on <= on_date()
),
counted as (
    select operator, count(*) as sessions, max(held_on) as last_held, bool_or(len(kinds) = 0) as unkinded,
           list(exhibit order by held_on desc) as exhibits
    from session group by operator
),
asked as (
    select e.operator, e.subject, k.kind,
           max(s.held_on) filter (where s.recorded) as last_held, count(s.operator) > 0 as listed
    from expected e
    cross join (values ('education'), ('technical'), ('test')) as k(kind)
    left join session s on s.operator = e.operator and list_contains(s.kinds, k.kind)
    group by e.operator, e.subject, k.kind
),
weighed as (
    select *,
           case when add_months(last_held, threshold('training.months')) >= on_date() then 'recent'
                when last_held is not null then 'old'
                when listed                then 'bare'
                else 'none' end as standing
    from asked
),
summed as (
    select operator, subject, bool_and(standing = 'recent') as all_recent, bool_or(standing = 'none') as some_none,
           bool_or(standing = 'bare') as some_bare,
           list('training.' || kind order by kind) filter (where standing <> 'recent') as not_recent,
           list('training.' || kind order by kind) filter (where standing = 'none')    as none_of,
           list('training.' || kind order by kind) filter (where standing = 'bare')    as bare_of
    from weighed group by operator, subject
),
judged as (
    select s.*, c.sessions, c.last_held, coalesce(c.exhibits, []) as exhibits, r.exhibits as register_exhibits, r.as_of,
           case when s.all_recent                                               then 'trained'
                when r.unread                                                   then 'unreadable'
                when s.some_none and r.whole and not coalesce(c.unkinded, false) then 'never'
                when coalesce(c.unkinded, false) or s.some_bare                 then 'unrecorded'
                when not s.some_none                                            then 'long_ago'
                else 'nothing_given' end as sentence
    from summed s
    left join counted c  on c.operator = s.operator
    left join register_whole r on r.operator = s.operator and r.what = 'training'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'never' then register_exhibits else exhibits end as exhibits,
       case sentence
            when 'long_ago'      then ['training_register']
            when 'unrecorded'    then ['training_record']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['training_register']
            else [] end as missing,
       coalesce(sessions, 0) as sessions, last_held, case when sentence = 'never' then none_of else not_recent end as lacking, as_of,
       threshold('training.months') as months
from judged
