-- One row a request to delete personal information; what its answer shows, shared.sql says.
select * from requests_answered('expected', 'rights_request', 'delete')
