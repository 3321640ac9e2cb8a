-- One row a product of which a capture marks when consent was given. A value of the declared test identity that left before then decides;
-- what only looks like a kind of personal information is a sign. That a screen asks is shown elsewhere: here it has not been answered yet.
select operator, subject, null as instance, acted_on as at, sentence, exhibits,
       case sentence
            when 'perhaps_sent' then ['test_identity']
            when 'none_seen'    then ['capture_before_consent']
            else [] end as missing,
       flows, sent_on, hosts, kinds
from sent_before_consent('expected', 'product')
