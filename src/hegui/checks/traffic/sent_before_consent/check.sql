-- One row a service of which a capture marks when consent was given. A value of the declared test identity that left before then decides;
-- what only looks like a kind of personal information is a sign. Since other grounds than consent count, one on record is for a person.
with judged as (
    select s.* exclude (sentence),
           case when sentence = 'sent' and law_number('pi_other_grounds.count', on_date()) is not null and exists (
                     select * from consent g
                     where g.operator = s.operator and coalesce(g.subject = s.subject, true)
                       and g.basis not in ('consent', 'none', 'other')) then 'other_ground'
                else sentence end as sentence
    from sent_before_consent('expected', 'service') s
)
select operator, subject, null as instance, case when sentence = 'sent' then acted_on end as at, sentence, exhibits,
       case sentence
            when 'other_ground' then ['consent_record']
            when 'perhaps_sent' then ['test_identity']
            when 'none_seen'    then ['capture_before_consent']
            else [] end as missing,
       flows, sent_on, hosts, kinds
from judged
