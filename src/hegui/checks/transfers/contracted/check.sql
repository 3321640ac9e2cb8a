-- One row an operator. Between the numbers of the provisions, and for sensitive information from the first person, a filed contract or a
-- certificate is due; an assessment is more than that. Exempt transfers are not added in.
with judged as (
    select *,
           case when absent is not null                                  then absent
                when assessment_due                                      then 'other_route'
                when contract_due and uncovered > 0 and not uncounted    then 'unfiled'
                when uncounted and uncovered > 0                         then 'uncounted'
                when contract_due                                        then 'filed'
                when not whole                                           then 'partial'
                else 'below' end as sentence
    from sent_in_all('expected', 'transfer', ['standard_contract', 'certification', 'assessment'])
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unfiled' then uncovered_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'uncounted'     then ['transfer_counts']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['transfer_register']
            when 'nothing_given' then ['transfer_register', 'transfer_counts', 'transfer_route']
            else [] end as missing,
       transfers, plain, sensitive, uncovered, as_of
from judged
