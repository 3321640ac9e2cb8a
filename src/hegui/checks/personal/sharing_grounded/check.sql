-- One row an operator. A row shows to whom information goes and on which ground the operator relies; whether the people consented to
-- this recipient no register of recipients can show: this supports. Entrusted processing is no provision. Grounds other than consent
-- count only since the law knows them; what was made anonymous is outside the duty.
with given_to as (
    select p.operator, p.exhibit,
           case when p.basis = 'none'                                                               then 'ungrounded'
                when p.basis is null or p.basis = 'other'                                           then 'unshown'
                when p.basis in ('contract', 'law')
                 and law_number('pi_other_grounds.count', on_date()) is null                        then 'unshown'
                when p.agreement_on is null or p.agreement_on > on_date()                           then 'unshown'
                else 'grounded' end as standing
    from processor p
    where p.role <> 'processor' and coalesce(p.basis, '') <> 'anonymised' and coalesce(p.until >= on_date(), true)
      and coalesce(p.agreement_on <= on_date(), true)
),
counted as (
    select operator, count(*) as recipients, count(*) filter (where standing = 'ungrounded') as ungrounded,
           count(*) filter (where standing = 'unshown') as unshown, list(exhibit order by exhibit) as exhibits,
           list(exhibit order by exhibit) filter (where standing = 'ungrounded') as ungrounded_exhibits
    from given_to group by operator
),
judged as (
    select e.operator, e.subject, c.recipients, c.ungrounded, c.unshown, coalesce(c.exhibits, []) as exhibits, c.ungrounded_exhibits, r.as_of,
           case when not coalesce(r.given, false)                then 'nothing_given'
                when r.as_of < add_days(on_date(), -freshness()) then 'stale'
                when c.ungrounded > 0                            then 'ungrounded'
                when r.unread                                    then 'unreadable'
                when c.recipients is null                        then 'empty'
                when c.unshown > 0                               then 'unshown'
                else 'grounded' end as sentence
    from expected e
    left join register_whole r on r.operator = e.operator and r.what = 'processor'
    left join counted c  on c.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'ungrounded' then ungrounded_exhibits else exhibits end as exhibits,
       case sentence
            when 'stale'      then ['register_fresh']
            when 'unreadable' then ['register_readable']
            when 'grounded'   then ['consent_record']
            when 'ungrounded' then ['consent_record']
            when 'unshown'    then ['sharing_agreement', 'consent_record']
            else ['recipient_register', 'consent_record'] end as missing,
       recipients, ungrounded, unshown, as_of
from judged
