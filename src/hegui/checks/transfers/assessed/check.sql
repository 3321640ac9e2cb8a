-- One row an operator. Critical infrastructure and important data need the assessment whatever the number, others from the numbers of the
-- provisions, counted since 1 January without those who are exempt.
with judged as (
    select *,
           case when absent is not null                then absent
                when assessment_due and uncovered > 0  then 'unassessed'
                when assessment_due                    then 'assessed'
                when uncounted                         then 'uncounted'
                when not whole                         then 'partial'
                else 'below' end as sentence
    from sent_in_all('expected', 'transfer', ['assessment'])
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'unassessed' then uncovered_exhibits else coalesce(exhibits, []) end as exhibits,
       case sentence
            when 'uncounted'     then ['transfer_counts']
            when 'partial'       then ['register_complete', 'register_fresh']
            when 'unreadable'    then ['register_readable']
            when 'empty'         then ['transfer_register']
            when 'nothing_given' then ['transfer_register', 'transfer_counts']
            else [] end as missing,
       transfers, plain, sensitive, uncovered, as_of
from judged
