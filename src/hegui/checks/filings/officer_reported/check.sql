-- One row an operator. Filing is the act; its number and day show it. The time runs from reaching the number of people; where no fact has
-- that day, only a missing number of the law or day is left open. Nothing is missing where the ledger is not all there is.
with filings as (
    select * exclude (begun_on), begun_on as begun_on, law_number('pi_officer_report.working_days', begun_on) as limit_of_law
    from filings_of('expected', 'filing', ['pi_officer'])
),
judged as (
    select *, add_working_days(begun_on, limit_of_law) as due_on,
           case when filed_on is not null and number is null              then 'unnumbered'
                when filed_on <= add_working_days(begun_on, limit_of_law)  then 'in_time'
                when filed_on > add_working_days(begun_on, limit_of_law)   then 'late'
                when filed_on is not null                                  then 'start_open'
                when unread                                                then 'unreadable'
                when not given                                             then 'nothing_given'
                when whole and add_working_days(begun_on, limit_of_law) < as_of then 'not_filed'
                else 'open' end as sentence
    from filings
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] when sentence = 'not_filed' then register_exhibits else [] end as exhibits,
       case sentence
            when 'start_open'    then ['filing_start']
            when 'unnumbered'    then ['filing_receipt']
            when 'open'          then ['filing_receipt', 'filing_start']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['filing_ledger', 'filing_receipt']
            else [] end as missing,
       filed_on, begun_on, due_on, limit_of_law::bigint as days, number, as_of
from judged
