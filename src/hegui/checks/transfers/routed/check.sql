-- One row an operator. A valid route on record is the act; without one, the numbers of the provisions say whether any was asked. Whether the
-- recipient keeps the standard stands in no register.
with judged as (
    select *,
           case when absent is not null                                        then absent
                when uncovered = 0                                             then 'routed'
                when law_number('export_contract.persons', on_date()) is null  then 'number_unknown'
                when assessment_due or contract_due                            then 'unrouted'
                when uncounted                                                 then 'uncounted'
                when not whole                                                 then 'partial'
                else 'below' end as sentence
    from sent_in_all('expected', 'transfer', ['assessment', 'standard_contract', 'certification'])
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unrouted' then uncovered_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'number_unknown' then ['transfer_route']
            when 'uncounted'     then ['transfer_counts', 'transfer_route']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['transfer_register']
            when 'nothing_given' then ['transfer_register', 'transfer_counts', 'transfer_route']
            else [] end as missing,
       transfers, plain, sensitive, uncovered, as_of
from judged
