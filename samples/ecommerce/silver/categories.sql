SELECT upper(trim(category_code)) AS category_code, trim(category_name) AS category_name, _source_file, _source_row
FROM bronze.category
