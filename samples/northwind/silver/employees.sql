SELECT
  person.employee_id,
  person.first_name || ' ' || person.last_name AS employee_name,
  person.title,
  person.city,
  upper(person.country) AS country,
  person.hire_date,
  manager.first_name || ' ' || manager.last_name AS manager_name
FROM bronze.employees AS person
LEFT JOIN bronze.employees AS manager ON person.reports_to = manager.employee_id
