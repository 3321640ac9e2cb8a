-- One row an operator from the number of people that is set. Being named and being reported are both acts on record; publishing the contact
-- is read on the page.
with judged as (
    select h.*, f.filed_on, f.number, f.exhibit as filing_exhibit,
           case when h.standing <> 'named'                                then h.standing
                when f.filed_on is not null and f.number is not null      then 'reported'
                else 'unreported' end as sentence
    from holder_of('expected', 'pi_officer') h
    left join filings_of('expected', 'filing', ['pi_officer']) f on f.operator = h.operator
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
