-- One row an operator. Filing is the act; its number and day show it. The time runs from reaching the number of people; where no fact has
-- that day, only a missing number of the law or day is left open. Nothing is missing where the ledger is not all there is.
with limited as (
    select *, law_number('pi_officer_report.working_days', begun_on) as limit_of_law
    from filings_of('expected', 'filing', ['pi_officer'])
),
filings as (
    select *, add_working_days(begun_on, limit_of_law) as due_on from limited
)
select * from filing_answered('filings')
