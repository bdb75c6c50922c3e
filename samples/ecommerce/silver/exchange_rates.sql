SELECT upper(trim(currency)) AS currency, CAST(inr AS decimal(12, 4)) AS inr
FROM bronze.exchange_rates
