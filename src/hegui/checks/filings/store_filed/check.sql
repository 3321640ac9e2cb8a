-- One row a service. Filing is the act; its number and day show it. The time runs from going live; where no fact has that day, only a
-- missing number of the law or day is left open. Nothing is missing where the ledger is not all there is.
with limited as (
    select * replace (coalesce(begun_on, since) as begun_on), law_number('app_store_filing.days', coalesce(begun_on, since)) as limit_of_law
    from filings_of('expected', 'filing', ['app_store'])
),
filings as (
    select *, add_days(begun_on, limit_of_law) as due_on from limited
)
select * from filing_answered('filings')
