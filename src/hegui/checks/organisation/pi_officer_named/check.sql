-- One row an operator from the number of people that is set. Being named and being reported are both acts on record; publishing the contact
-- is read on the page.
with register as (
    select * from register_whole where what = 'appointment'
),
officer as (
    select a.operator, a.person, a.appointed_on, a.exhibit, s.as_of >= add_days(on_date(), -freshness()) as fresh, s.as_of,
           row_number() over (partition by a.operator order by s.as_of desc, a.appointed_on desc, a.exhibit) as place
    from appointment a join source s on s.operator = a.operator and s.source = a.source
    where a.role = 'pi_officer' and a.appointed_on <= on_date() and coalesce(a.ended_on >= on_date(), true)
),
judged as (
    select e.operator, e.subject, o.person, o.appointed_on, o.exhibit, f.filed_on, f.number, f.exhibit as filing_exhibit,
           r.exhibits as register_exhibits, coalesce(o.as_of, r.as_of) as as_of,
           case when o.fresh and f.filed_on is not null and f.number is not null then 'reported'
                when o.fresh                                                     then 'unreported'
                when o.person is not null                                        then 'stale'
                when r.unread                                                    then 'unreadable'
                when r.whole                                                     then 'none'
                when r.given                                                     then 'not_shown'
                else 'nothing_given' end as sentence
    from expected e
    left join officer o  on o.operator = e.operator and o.place = 1
    left join register r on r.operator = e.operator
    left join filings_of('expected', 'filing', ['pi_officer']) f on f.operator = e.operator
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'reported'  then [exhibit, filing_exhibit]
            when sentence = 'none'      then register_exhibits
            when exhibit is not null    then [exhibit]
            else [] end as exhibits,
       case sentence
            when 'unreported'    then ['officer_receipt']
            when 'stale'         then ['register_fresh']
            when 'not_shown'     then ['appointment_record', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['appointment_record', 'officer_receipt']
            else [] end as missing,
       person, appointed_on, filed_on, number, as_of
from judged
