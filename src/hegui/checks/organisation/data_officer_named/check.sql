-- One row an operator that handles important data. Nobody in a register of all appointments is a failure; somebody is only one half of the
-- duty, for the body that the article asks for stands in no register. So this check fails and never passes.
with judged as (
    select *, standing as sentence from holder_of('expected', 'data_security_officer')
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then register_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'named'         then ['security_body_paper']
            when 'stale'         then ['register_fresh']
            when 'not_shown'     then ['appointment_record', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['appointment_record', 'security_body_paper']
            else [] end as missing,
       person, appointed_on, as_of
from judged
