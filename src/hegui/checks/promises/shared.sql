-- The promise of some kind, made in public about an expected service, of which its own register shows least; one that names no service is
-- about all of them. A promise is no duty by itself: that it was broken speaks against the duty that it is about.
create macro promises_kept(scope, some_promise, lacking) as table
with made as (
    select e.operator, e.subject, c.made_on, c.due_on, come(c.kept_on) as kept_on, c.exhibit, r.as_of, r.complete, r.seen_until
    from query_table(scope) e
    join query_table('commitment') c on c.operator = e.operator and coalesce(c.subject, e.subject) = e.subject
    join register_source r           on r.what = 'commitment' and r.operator = c.operator and r.source = c.source
    where c.promise = some_promise and c.made_on <= on_date()
),
judged as (
    select *, case when kept_on > due_on                        then 'late'
                   when kept_on is not null                     then 'kept'
                   when complete and due_on < seen_until        then 'broken'
                   else 'open' end as sentence
    from made
)
select operator, subject, null as instance, null as at, sentence, [exhibit] as exhibits,
       case sentence when 'broken' then [] else lacking end as missing, made_on, due_on, kept_on, as_of
from judged
qualify row_number() over (partition by operator, subject
    order by array_position(['broken', 'open', 'late', 'kept'], sentence), made_on desc, exhibit) = 1;
