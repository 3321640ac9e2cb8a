-- One row a service, over all purposes on record. Consent counts if the user gave it by an act of their own, under a version of the
-- rules that is known, since a known day. Another ground excuses consent only since the law knows other grounds. Purposes that
-- nobody wrote down cannot be seen: only a register that is all there is, was read through and speaks for the present proves consent.
-- A failure is known to stand since the first day on which its purpose is on record.
with purpose as (
    select operator, subject, purpose, asked_on, exhibit, as_of, fresh(as_of) as fresh,
           case when basis = 'none' or (basis = 'consent' and not express)                                       then 'failing'
                when basis = 'consent' and express and policy_version is not null and asked_on is not null       then 'consented'
                when basis in ('consent', 'other')                                                               then 'unshown'
                when law_number('pi_other_grounds.count', on_date()) is null                                     then 'consent_alone'
                else 'other_ground' end as standing
    from rows_of('expected', 'consent')
    where coalesce(asked_on <= on_date(), true)
),
counted as (
    select operator, subject, count(*) as purposes, min(as_of) as as_of, bool_and(fresh) as fresh,
           count(*) filter (where standing = 'failing')       as failing,
           min(asked_on) filter (where standing = 'failing')  as failing_since,
           count(*) filter (where standing = 'unshown')       as unshown,
           count(*) filter (where standing = 'consent_alone') as consent_alone,
           count(*) filter (where standing = 'consented')     as consented,
           count(*) filter (where standing = 'other_ground')  as other_ground,
           list(distinct 'purpose.' || purpose) filter (where standing = 'failing')       as failing_purposes,
           list(distinct 'purpose.' || purpose) filter (where standing = 'unshown')       as unshown_purposes,
           list(distinct 'purpose.' || purpose) filter (where standing = 'consent_alone') as consent_alone_purposes,
           list(exhibit order by standing <> 'failing', exhibit) as exhibits,
           list(exhibit order by exhibit) filter (where standing = 'failing') as failing_exhibits
    from purpose where subject is not null group by operator, subject
),
unplaced as (
    select operator, count(*) as lines from purpose where subject is null group by operator
),
judged as (
    select e.operator, e.subject, c.* exclude (operator, subject), u.lines as unplaced,
           case when c.purposes is null and r.unread           then 'unreadable'
                when u.lines > 0 and coalesce(c.failing, 0) = 0 then 'unplaced'
                when c.purposes is null                        then 'nothing_given'
                when not c.fresh                               then 'stale'
                when c.failing > 0                             then 'failing'
                when r.unread                                  then 'unreadable'
                when c.unshown > 0                             then 'unshown'
                when c.consent_alone > 0                       then 'consent_alone'
                when not r.whole                               then 'partial'
                else 'held' end as sentence
    from expected e
    left join counted c   on c.operator = e.operator and c.subject = e.subject
    left join register_whole r on r.operator = e.operator and r.what = 'consent'
    left join unplaced u  on u.operator = e.operator
)
select operator, subject, null as instance, case when sentence = 'failing' then failing_since end as at, sentence,
       case when sentence = 'failing' then failing_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'unreadable'    then ['register_readable']
            when 'unplaced'      then ['row_subject']
            when 'nothing_given' then ['consent_register']
            when 'stale'         then ['register_fresh']
            when 'unshown'       then ['consent_record']
            when 'consent_alone' then ['consent_record']
            when 'partial'       then ['register_complete']
            else [] end as missing,
       purposes, failing, unshown, consent_alone, consented, other_ground, failing_purposes, unshown_purposes, consent_alone_purposes,
       as_of, unplaced
from judged
