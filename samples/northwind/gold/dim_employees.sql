SELECT employee_id, employee_name, title, city, country, hire_date, manager_name
FROM silver.employees
