-- Numbers of columns stand each once too.
delete from cross_months;
