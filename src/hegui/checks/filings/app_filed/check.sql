-- One row an app. It has to be filed before it serves anybody, so the first day of service decides. An app that ran before the duty came
-- had a time of grace that the law data does not have.
with judged as (
    select *,
           case when filed_on is not null and number is null     then 'unnumbered'
                when filed_on is not null and since is null      then 'start_open'
                when filed_on is not null and filed_on <= since  then 'filed'
                when filed_on is not null and since < binds_since then 'filed_later'
                when filed_on is not null                        then 'late'
                when unplaced                                    then 'unplaced'
                when unread                                      then 'unreadable'
                when not given                                   then 'nothing_given'
                when whole and since <= as_of                    then 'not_filed'
                else 'open' end as sentence
    from filings_of('expected', 'filing', ['app'])
)
select operator, subject, null as instance, null as at, sentence,
       case when exhibit is not null then [exhibit] when sentence = 'not_filed' then register_exhibits else [] end as exhibits,
       case sentence
            when 'unnumbered'    then ['filing_receipt']
            when 'start_open'    then ['filing_start']
            when 'filed_later'   then ['filing_receipt']
            when 'unplaced'      then ['row_subject']
            when 'open'          then ['filing_receipt']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['filing_ledger', 'filing_receipt']
            else [] end as missing,
       filed_on, since, number, as_of
from judged
