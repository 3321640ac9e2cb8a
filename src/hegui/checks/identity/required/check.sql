-- One row a service: its latest count of accounts up to the day of judging. The article forbids to serve whoever gives no real
-- identity; so an unverified account is no failure, an unverified account that is served is one. Counts that do not add up prove nothing.
select operator, subject, null as instance, null as at, sentence,
       shown(exhibit) as exhibits,
       case sentence
            when 'unreadable'     then ['register_readable']
            when 'unplaced'       then ['row_subject']
            when 'nothing_given'  then ['account_counts']
            when 'stale'          then ['account_counts']
            when 'contradictory'  then ['account_counts']
            when 'no_accounts'    then ['account_counts']
            when 'served_unknown' then ['account_served']
            else [] end as missing,
       as_of, accounts, verified, unverified, stated_unverified, served, unplaced
from identity_counts('expected', 'account')
