-- The contract's names became snake_case; `fields` holds some of them as JSON.
UPDATE resources
SET fields = json_remove(
  json_set(fields, '$.daily_budget', json_extract(fields, '$.dailyBudget')),
  '$.dailyBudget'
)
WHERE json_type(fields, '$.dailyBudget') IS NOT NULL;
UPDATE resources
SET fields = json_remove(
  json_set(
    fields,
    '$.spec.sent_as', json_extract(fields, '$.spec.sentAs'),
    '$.spec.header_name', json_extract(fields, '$.spec.headerName')
  ),
  '$.spec.sentAs', '$.spec.headerName'
)
WHERE json_type(fields, '$.spec.sentAs') IS NOT NULL;
