-- One row an operator. Three recorded acts: the decision that sets up the body, the appointment of its head, and the background checks
-- of the head and of key posts. What a check found is nobody's business here.
with post as (
    select a.operator, a.role, a.person, a.appointed_on, a.exhibit, coalesce(a.checked_on <= on_date(), false) as checked
    from appointment a
    where a.role in ('security_body_head', 'key_post') and a.appointed_on <= on_date() and coalesce(a.ended_on >= on_date(), true)
),
held as (
    select operator, count(*) as posts, count(*) filter (where not checked) as unchecked,
           count(*) filter (where role = 'security_body_head') as heads, count(*) filter (where role = 'key_post') as key_posts,
           arg_max(person, appointed_on) filter (where role = 'security_body_head') as person,
           max(appointed_on) filter (where role = 'security_body_head') as appointed_on,
           list(exhibit order by checked, exhibit) as exhibits
    from post group by operator
),
decision as (
    select d.operator, coalesce(d.title, d.path) as letter, d.approved_on, d.exhibit,
           row_number() over (partition by d.operator order by d.approved_on desc, d.path) as place
    from document d join source s on s.operator = d.operator and s.source = d.source
    where d.document = 'security_body_decision' and not coalesce(d.placeholder, true)
      and d.approved_by is not null and d.approved_on <= on_date() and fresh(s.as_of)
),
judged as (
    select e.operator, e.subject, h.person, h.appointed_on, coalesce(h.posts, 0) as posts, h.unchecked, d.letter, d.approved_on,
           d.exhibit, coalesce(h.exhibits, []) as exhibits, r.exhibits as register_exhibits, r.as_of,
           case when not coalesce(r.given, false)                               then 'nothing_given'
                when r.unread                                                   then 'unreadable'
                when r.whole and coalesce(h.heads, 0) = 0                       then 'no_head'
                when h.unchecked = h.posts                                      then 'checks_unrecorded'
                when r.whole and h.unchecked > 0                                then 'unchecked'
                when coalesce(h.heads, 0) = 0 or h.unchecked > 0 or not r.whole then 'not_shown'
                when h.key_posts = 0                                            then 'no_posts'
                when d.letter is null                                           then 'no_decision'
                else 'set_up' end as sentence
    from expected e
    left join register_whole r on r.operator = e.operator and r.what = 'appointment'
    left join held h     on h.operator = e.operator
    left join decision d on d.operator = e.operator and d.place = 1
)
select operator, subject, null as instance, null as at, sentence,
       case when sentence = 'no_head' then register_exhibits
            when sentence = 'unchecked' then exhibits
            when exhibit is not null then list_concat([exhibit], exhibits) else exhibits end as exhibits,
       case sentence
            when 'checks_unrecorded' then ['background_check']
            when 'no_posts'          then ['key_posts']
            when 'no_decision'       then ['security_body_decision']
            when 'not_shown'         then ['appointment_record', 'background_check', 'register_complete']
            when 'unreadable'        then ['register_readable']
            when 'nothing_given'     then ['security_body_decision', 'appointment_record', 'background_check']
            else [] end as missing,
       person, appointed_on, letter, approved_on, posts, unchecked, as_of
from judged
