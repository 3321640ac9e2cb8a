-- One row an operator. The order asks for training and names no rhythm, so the months are ours. Only a session that the register calls one on
-- personal information counts: a topic in somebody's words is not weighed.
with held as (
    select operator, held_on, trained, exhibit, row_number() over (partition by operator order by coalesce(trained, 1) > 0 desc, held_on desc, exhibit) as place
    from training
    where list_contains(kinds, 'personal_information') and held_on <= on_date()
      and add_months(held_on, threshold('training.months')) >= on_date()
),
judged as (
    select e.operator, e.subject, h.held_on, h.exhibit, r.exhibits as register_exhibits, r.as_of,
           case when h.trained = 0             then 'unattended'
                when h.held_on is not null     then 'trained'
                when r.unread                  then 'unreadable'
                when r.whole                   then 'none'
                when r.given                   then 'not_shown'
                else 'nothing_given' end as sentence
    from expected e
    left join held h     on h.operator = e.operator and h.place = 1
    left join register_whole r on r.operator = e.operator and r.what = 'training'
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'none' then register_exhibits else shown(exhibit) end as exhibits,
       case sentence
            when 'unattended'    then ['pi_training_record']
            when 'not_shown'     then ['pi_training_record', 'register_complete']
            when 'unreadable'    then ['register_readable']
            when 'nothing_given' then ['pi_training_record']
            else [] end as missing,
       held_on, as_of, threshold('training.months') as months
from judged
